/**
 * Which columns, elements and keys mean which field, by their `cellKey`, best first. From Google's, Meta's and schema.org's
 * product data, GA4's items, Open Graph, Shopify's and WooCommerce's exports, and the feeds in tests.
 */
export const FIELDS = {
  /** The first is the product's id; all others that are there are its aliases. */
  id: [
    'id', 'item_id', 'product_id', 'retailer_item_id', 'product_retailer_item_id', 'content_id', 'offer_id', 'uniq_id', 'unique_id', 'handle', 'sku', 'product_sku', 'item_sku', 'variant_sku', 'stock_code',
    'article_number', 'item_number', 'product_code', 'item_code', 'code', 'upc', 'ean', 'gtin', 'gtin13', 'gtin14', 'gtin12', 'gtin8', 'isbn', 'asin', 'mpn', 'pid', 'guid', 'at_id',
  ],
  alias: ['item_group_id', 'product_group_id', 'barcode', 'variant_barcode', 'meta_barcode', 'variants_id', 'variants_sku', 'variants_barcode', 'admin_graphql_api_id', 'offers_sku'],
  title: ['title', 'name', 'product_name', 'item_name', 'product_title', 'display_name', 'og_title'],
  description: ['description', 'body_html', 'long_description', 'product_description', 'item_description', 'short_description', 'og_description', 'summary', 'content', 'body', 'details'],
  brand: ['brand', 'brand_name', 'item_brand', 'manufacturer', 'manufacturer_name', 'vendor', 'product_brand', 'og_brand', 'make', 'publisher'],
  category: ['product_type', 'category', 'category_path', 'product_category_tree', 'categories', 'category_name', 'categories_name', 'item_category', 'product_category', 'main_category', 'type', 'department', 'google_product_category'],
  /** Levels below `category`, in this order. */
  subcategory: ['item_category2', 'item_category3', 'item_category4', 'item_category5', 'sub_category', 'subcategory', 'style'],
  url: ['link', 'url', 'product_url', 'product_link', 'permalink', 'canonical_url', 'og_url', 'offers_url', 'link_href', 'loc'],
  image: ['image_link', 'image', 'image_url', 'image_src', 'images_src', 'images_url', 'images', 'thumbnail', 'picture', 'photo', 'main_image', 'product_image', 'og_image', 'img', 'enclosure_url', 'media_content_url', 'variant_image', 'featured_image'],
  /** Prices that only a sale has. */
  salePrice: ['sale_price', 'discounted_price', 'special_price', 'offer_price', 'selling_price', 'final_price', 'product_sale_price_amount'],
  /** When `salePrice` holds. */
  salePeriod: ['sale_price_effective_date', 'product_sale_price_dates'],
  price: ['price', 'variant_price', 'variants_price', 'offers_price', 'offers_low_price', 'offers_price_specification_price', 'product_price_amount', 'og_price_amount', 'regular_price', 'retail_price', 'unit_price', 'median_price', 'list_price', 'mrp', 'amount'],
  /** Prices from before a sale. */
  listPrice: ['variant_compare_at_price', 'variants_compare_at_price', 'compare_at_price', 'regular_price', 'retail_price', 'original_price', 'list_price', 'old_price', 'was_price', 'mrp', 'rrp', 'msrp'],
  currency: ['price_currency', 'offers_price_currency', 'product_price_currency', 'og_price_currency', 'currency', 'currency_code', 'currency_id', 'offers_price_specification_price_currency'],
  availability: ['availability', 'availability_status', 'offers_availability', 'product_availability', 'stock_status', 'in_stock', 'is_in_stock', 'available', 'variants_available', 'is_available', 'current_stock', 'stock', 'inventory', 'inventory_quantity', 'variant_inventory_qty', 'quantity_available', 'qty'],
  /** Whether the product is public at all. */
  status: ['status', 'published', 'visibility'],
  rating: ['rating', 'average_rating', 'product_rating', 'overall_rating', 'aggregate_rating_rating_value', 'rating_value', 'rating_average', 'avg_rating', 'stars', 'product_review_average'],
  ratingCount: ['rating_count', 'ratings_count', 'review_count', 'reviews_count', 'aggregate_rating_review_count', 'aggregate_rating_rating_count', 'number_of_reviews', 'num_reviews', 'no_of_ratings', 'product_review_count', 'reviews_length'],
  soldCount: ['sold', 'units_sold', 'sold_count', 'sales', 'sales_count', 'total_sold', 'total_sales', 'quantity_sold', 'orders', 'order_count', 'lines'],
  labels: ['tags', 'labels', 'keywords', 'custom_label_0', 'custom_label_1', 'custom_label_2', 'custom_label_3', 'custom_label_4', 'color', 'colour', 'material', 'pattern', 'age_group'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A field of a product as {@link FIELDS} groups them. */
export type FieldName = keyof typeof FIELDS;
