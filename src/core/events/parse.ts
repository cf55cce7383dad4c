import type { ItemId } from '#core/catalogue';
import { fail, ok, type Fault, type Result } from '#core/units';
import { EVENT_TYPES, type EventId, type EventItem, type EventType, type ShopEvent } from './event.ts';
import { looksPersonal, MAX_PAGE_LENGTH, MAX_TITLE_LENGTH } from './personal.ts';

/** Most products in one event: the longest list or cart anyone looks through. */
export const MAX_ITEMS = 200;
/** Longest id, in UTF-16 units: twice the longest Google product id. */
export const MAX_ID_LENGTH = 100;
/** Longest search text kept. */
export const MAX_QUERY_LENGTH = 200;
/** Longest time one view may count, ms: half an hour ends a session, so nobody looks longer. */
export const MAX_DWELL_MS = 30 * 60 * 1000;
/** Largest price or value in hundredths: a billion units, beyond any shop and well inside exact integers. */
const MAX_CENTS = 100_000_000_000;
const MAX_QUANTITY = 10_000;
/** Longest list anyone looks through to its end. */
export const MAX_POSITION = 10_000;
/** Last instant a date can express, ms. */
const LAST_MS = 8_640_000_000_000_000;

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether `name` is one of {@link EVENT_TYPES}. */
function isEventType(name: unknown): name is EventType {
  return (EVENT_TYPES as readonly unknown[]).includes(name);
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && value >= least && value <= most;
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return isWithin(value, least, most) && Number.isInteger(value);
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= longest;
}

function isName(value: unknown): boolean {
  return isText(value, MAX_ID_LENGTH) && !looksPersonal(value);
}

/** What each optional field must hold. */
const CHECKS = {
  dwellMs: (value: unknown) => isWithin(value, 0, MAX_DWELL_MS),
  scrollShare: (value: unknown) => isWithin(value, 0, 1),
  query: (value: unknown) => isText(value, MAX_QUERY_LENGTH) && !looksPersonal(value),
  transactionId: isName,
  coupon: (value: unknown) => typeof value === 'string' && /^[0-9a-f]{8}$/.test(value),
  valueCents: (value: unknown) => isWhole(value, 0, MAX_CENTS),
  rating: (value: unknown) => isWithin(value, 1, 5),
  title: (value: unknown) => isText(value, MAX_TITLE_LENGTH) && !looksPersonal(value),
  recId: (value: unknown) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value),
  placement: (value: unknown) => isText(value, MAX_ID_LENGTH),
  position: (value: unknown) => isWhole(value, 0, MAX_POSITION),
  listId: isName,
  promotionId: isName,
  creativeSlot: isName,
} as const satisfies Partial<Record<keyof ShopEvent, (value: unknown) => boolean>>;

function parseItem(input: unknown): EventItem | string {
  if (!isFields(input)) return 'an item is no object';
  const { itemId, quantity, priceCents } = input;
  if (!isText(itemId, MAX_ID_LENGTH) || looksPersonal(itemId)) return `itemId wants 1 to ${MAX_ID_LENGTH} characters and nobody's address`;
  if (quantity !== undefined && !isWhole(quantity, 1, MAX_QUANTITY)) return `quantity wants a whole number from 1 to ${MAX_QUANTITY}`;
  if (priceCents !== undefined && !isWhole(priceCents, 0, MAX_CENTS)) return `priceCents wants a whole number from 0 to ${MAX_CENTS}`;
  return { itemId: itemId as ItemId, ...(quantity === undefined ? {} : { quantity }), ...(priceCents === undefined ? {} : { priceCents }) };
}

function parseItems(input: unknown): readonly EventItem[] | string {
  if (!Array.isArray(input) || input.length > MAX_ITEMS) return `items wants a list of at most ${MAX_ITEMS}`;
  const items: EventItem[] = [];
  for (const each of input) {
    const item = parseItem(each);
    if (typeof item === 'string') return item;
    items.push(item);
  }
  return items;
}

/** What further fields must hold, by name. */
export type FieldChecks = Readonly<Record<string, (value: unknown) => boolean>>;

/**
 * A shop event from anything, with every field bounded and nothing but the known fields kept.
 * The message names the field, never its value: a refused value may be personal.
 *
 * @param more - checks of fields that no page tells of (`AD_FIELDS`); without them, events of ads are refused
 */
export function parseEvent(input: unknown, more?: FieldChecks): Result<ShopEvent, Fault<'malformed-event'>> {
  const refuse = (why: string): { readonly ok: false; readonly fault: Fault<'malformed-event'> } => fail('malformed-event', `Cannot keep this event: ${why}`);
  if (!isFields(input)) return refuse('it is no object');
  const { id, type, atMs, page } = input;
  if (typeof id !== 'string' || !/^[0-9a-f]{32}$/.test(id)) return refuse('id wants 32 lower-case hex digits');
  if (!isEventType(type) || (!more && type.startsWith('ad_'))) return refuse(`type wants one of ${EVENT_TYPES.join(' ')}`);
  if (!isWhole(atMs, 0, LAST_MS)) return refuse('atMs wants whole milliseconds since 1970');
  if (typeof page !== 'string' || page.length > MAX_PAGE_LENGTH) return refuse(`page wants at most ${MAX_PAGE_LENGTH} characters`);
  const items = parseItems(input['items']);
  if (typeof items === 'string') return refuse(items);
  const optional: Record<string, unknown> = {};
  for (const [key, isFine] of Object.entries({ ...CHECKS, ...more })) {
    const value = input[key];
    if (value === undefined) continue;
    if (!isFine(value)) return refuse(`${key} is out of its bounds`);
    optional[key] = value;
  }
  return ok({ id: id as EventId, type, atMs, items, page, ...optional });
}
