import type { ProductNames } from './product-names.ts';

const ID_PROPERTIES = ['product:retailer_item_id', 'product:retailer_part_no', 'product:sku', 'product:mfr_part_no', 'product:ean', 'product:upc', 'product:isbn', 'product:item_group_id', 'og:upc', 'og:ean'];
const PRICE_PROPERTIES = ['product:sale_price:amount', 'product:price:amount', 'og:price:amount'];

/** The product that Open Graph and product meta elements of the page name; undefined where they name none. */
export function productInOpenGraph(page: Document): ProductNames | undefined {
  const read = (property: string): readonly string[] =>
    [...page.querySelectorAll(`meta[property="${property}"], meta[name="${property}"]`)].map((meta) => (meta.getAttribute('content') ?? '').trim()).filter((content) => content !== '');
  const names = ID_PROPERTIES.flatMap(read);
  return names.length === 0 ? undefined : { names: [...new Set(names)], addresses: read('og:url'), price: PRICE_PROPERTIES.flatMap(read)[0] };
}
