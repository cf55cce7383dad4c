import type { ItemId } from '#core/catalogue';
import { couponDigest } from './coupon-digest.ts';
import { EVENT_TYPES, type EventItem, type EventType, type ShopEvent } from './event.ts';
import { MAX_ID_LENGTH, MAX_ITEMS, MAX_POSITION, MAX_QUERY_LENGTH } from './parse.ts';
import { holdsPersonal, looksPersonal } from './personal.ts';

/** An event as a page says it, before it has an id, a time and a page. */
export type EventDraft = Omit<ShopEvent, 'id' | 'atMs' | 'page'>;

type Fields = Readonly<Record<string, unknown>>;

/** Names a shop may use in `dataLayer`, marked elements and `homebird('track', …)`. `rec_*` and `ad_*` come from our own elements only. */
const TYPE_BY_NAME: ReadonlyMap<string, EventType> = new Map([
  ...EVENT_TYPES.filter((type) => type !== 'page_view' && !/^(?:rec|ad)_/.test(type)).map((type) => [type, type] as const),
  ['view_search_results', 'search'],
]);
/** Types that mean nothing without a product. */
const WANTS_ITEMS = new Set<EventType>(['select_item', 'view_item', 'add_to_wishlist', 'add_to_cart', 'remove_from_cart', 'review']);

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** First of `keys` that holds text or a number, as trimmed text without personal content. */
function textAt(fields: Fields, keys: readonly string[], longest: number): string | undefined {
  for (const key of keys) {
    const value = fields[key];
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const text = String(value).trim();
    if (text !== '' && text.length <= longest && !looksPersonal(text)) return text;
  }
  return undefined;
}

/** A number from 19.9, "19.90", "19,90" or "USD 1,219.90"; undefined where there is none. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  // A comma before one or two last digits is a decimal one, as in "1.299,90 €".
  const plain = /,\d{1,2}(?!\d|[.,])/.test(value) ? value.replaceAll('.', '').replace(',', '.') : value.replaceAll(',', '');
  const found = /-?\d+(?:\.\d+)?/.exec(plain);
  return found ? Number(found[0]) : undefined;
}

function centsOf(value: unknown): number | undefined {
  const number = numberOf(value);
  return number === undefined || number < 0 || number > 1e9 ? undefined : Math.round(number * 100);
}

const ITEM_ID_KEYS = ['item_id', 'itemId', 'id', 'sku', 'product_id', 'productId'] as const;

function itemOf(value: unknown): EventItem | undefined {
  const fields = fieldsOf(value) ?? { item_id: value };
  const id = textAt(fields, ITEM_ID_KEYS, MAX_ID_LENGTH);
  if (id === undefined) return undefined;
  const quantity = Math.round(numberOf(fields['quantity']) ?? 0);
  const priceCents = centsOf(fields['price']);
  return {
    itemId: id as ItemId,
    ...(quantity > 1 && quantity <= 10_000 ? { quantity } : {}),
    ...(priceCents === undefined ? {} : { priceCents }),
  };
}

function itemsOf(fields: Fields): readonly EventItem[] {
  const listed = fields['items'];
  if (Array.isArray(listed)) return listed.slice(0, MAX_ITEMS).map(itemOf).filter((item) => item !== undefined);
  // `id` alone is not a product's here: Google Tag Manager puts its own there.
  const id = textAt(fields, ['item_id', 'itemId', 'item', 'sku', 'product_id', 'productId'], MAX_ID_LENGTH);
  const single = id === undefined ? undefined : itemOf({ ...fields, item_id: id });
  return single ? [single] : [];
}

/** Whether `name` is one that a shop may say; what it says may still be too little. */
export function isShopCall(name: string): boolean {
  return TYPE_BY_NAME.has(name);
}

/** The list, promotion and place in it that an event names, in its own fields or in those of its first item. */
function placeOf(type: EventType, fields: Fields): Pick<EventDraft, 'listId' | 'promotionId' | 'creativeSlot' | 'position'> {
  const listed: unknown = Array.isArray(fields['items']) ? fields['items'][0] : undefined;
  const both = { ...fieldsOf(listed), ...fields };
  const isPromotion = type.endsWith('_promotion');
  const listId = type.endsWith('_item_list') || type === 'select_item' ? textAt(both, ['item_list_id', 'item_list_name'], MAX_ID_LENGTH) : undefined;
  const promotionId = isPromotion ? textAt(both, ['promotion_id', 'promotion_name', 'creative_name'], MAX_ID_LENGTH) : undefined;
  const creativeSlot = isPromotion ? textAt(both, ['creative_slot'], MAX_ID_LENGTH) : undefined;
  const position = type === 'select_item' ? numberOf(both['index']) : undefined;
  return {
    ...(listId === undefined ? {} : { listId }),
    ...(promotionId === undefined ? {} : { promotionId }),
    ...(creativeSlot === undefined ? {} : { creativeSlot }),
    ...(position === undefined || !(position >= 0 && position <= MAX_POSITION) ? {} : { position: Math.round(position) }),
  };
}

/**
 * An event from its name and GA4 fields, read from `data.ecommerce` or `data` itself; undefined where it means nothing to
 * a recommender or lacks what its type needs. Only known fields are read, so no other field can slip in.
 */
export function readShopCall(name: string, data: unknown): EventDraft | undefined {
  const type = TYPE_BY_NAME.get(name);
  if (type === undefined) return undefined;
  const outer = fieldsOf(data) ?? {};
  const fields = fieldsOf(outer['ecommerce']) ?? outer;
  const items = itemsOf(fields);
  if (WANTS_ITEMS.has(type) && items.length === 0) return undefined;
  const query = type === 'search' ? textAt({ ...fields, ...outer }, ['search_term', 'query', 'q'], MAX_QUERY_LENGTH) : undefined;
  if (type === 'search' && (query === undefined || holdsPersonal(query))) return undefined;
  const place = placeOf(type, fields);
  if (type.endsWith('_promotion') && place.promotionId === undefined) return undefined;
  const transactionId = textAt(fields, ['transaction_id', 'transactionId'], MAX_ID_LENGTH);
  const coupon = type === 'purchase' ? textAt(fields, ['coupon'], MAX_ID_LENGTH) : undefined;
  const valueCents = centsOf(fields['value']);
  const rating = type === 'review' ? numberOf(fields['rating']) : undefined;
  if (type === 'review' && !(rating !== undefined && rating >= 1 && rating <= 5)) return undefined;
  return {
    type,
    // A search has no products: those beside it are the ones that the data layer lends to any event.
    items: type === 'view_item' ? items.slice(0, 1) : type === 'search' ? [] : items,
    ...(query === undefined ? {} : { query }),
    ...(transactionId === undefined ? {} : { transactionId }),
    ...(coupon === undefined ? {} : { coupon: couponDigest(coupon) }),
    ...(valueCents === undefined ? {} : { valueCents }),
    ...(rating === undefined ? {} : { rating }),
    ...place,
  };
}
