import type { Product } from '#core/catalogue';
import type { BasketLine } from './basket.ts';
import type { TillQuote } from './till.ts';

declare global {
  interface Window {
    /** Google's queue, as shops already have it: Homebird reads along. */
    dataLayer?: unknown[];
  }
}

/** GA4's five levels of category. */
const CATEGORY_KEYS = ['item_category', 'item_category2', 'item_category3', 'item_category4', 'item_category5'];

function layerItem(product: Product, pieces = 1, index?: number): Record<string, unknown> {
  const categories = Object.fromEntries(product.category.slice(0, CATEGORY_KEYS.length).map((name, level) => [CATEGORY_KEYS[level], name]));
  return {
    item_id: product.id,
    item_name: product.title,
    ...(product.brand && { item_brand: product.brand }),
    ...categories,
    price: product.priceCents / 100,
    quantity: pieces,
    ...(index !== undefined && { index }),
  };
}

function push(event: string, ecommerce: Record<string, unknown>): void {
  const layer = (window.dataLayer ??= []);
  layer.push({ ecommerce: null });
  layer.push({ event, ecommerce });
}

function money(products: readonly BasketLine[]): Record<string, unknown> {
  const cents = products.reduce((sum, { product, pieces }) => sum + product.priceCents * pieces, 0);
  return { currency: products[0]?.product.currency ?? 'EUR', value: cents / 100 };
}

function pushLines(event: string, of: readonly BasketLine[], more: Record<string, unknown> = {}): void {
  push(event, { ...money(of), ...more, items: of.map(({ product, pieces }) => layerItem(product, pieces)) });
}

/** The shop's measurement, in the words GA4 gives it. Nothing about the person is ever among them. */
export const measure = {
  viewItem: (product: Product): void => pushLines('view_item', [{ product, pieces: 1 }]),
  viewList: (listId: string, products: readonly Product[]): void =>
    push('view_item_list', { item_list_id: listId, items: products.map((product, index) => layerItem(product, 1, index)) }),
  selectItem: (listId: string, product: Product, index: number): void => push('select_item', { item_list_id: listId, items: [layerItem(product, 1, index)] }),
  addToCart: (product: Product, pieces: number): void => pushLines('add_to_cart', [{ product, pieces }]),
  removeFromCart: (product: Product, pieces: number): void => pushLines('remove_from_cart', [{ product, pieces }]),
  viewCart: (of: readonly BasketLine[]): void => pushLines('view_cart', of),
  beginCheckout: (of: readonly BasketLine[]): void => pushLines('begin_checkout', of),
  purchase: (transactionId: string, { lines, paidCents, code }: TillQuote, shippingCents: number): void =>
    pushLines('purchase', lines, { transaction_id: transactionId, shipping: shippingCents / 100, value: paidCents / 100, ...(code !== undefined && { coupon: code }) }),
  search: (query: string): void => void (window.dataLayer ??= []).push({ event: 'search', search_term: query }),
  /** GA4 has no word for a review; Homebird's own call carries the stars and never the text. */
  review: (product: Product, rating: number): void => void window.homebird?.('track', 'review', { item_id: product.id, rating }),
};
