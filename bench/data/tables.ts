import type { ShopEventType } from '#core/events';
import type { ItemFacts, RawEvent } from './dataset.ts';

/** How one public source spells its rows. */
export interface TableFormat {
  /** 'any' of comma, semicolon, tab and bar: the one the first line holds most of. */
  readonly delimiter: string;
  /** Columns a row must have. */
  readonly wanted: readonly string[];
  /** Further columns that are read where they exist. */
  readonly optional: readonly string[];
  /** Column names of the source's files that have no header line. */
  readonly headerless?: readonly string[];
  /** What the row says, unchecked, or why it is left out. `cell` gives '' for a column the file lacks. */
  readonly read: (cell: (column: string) => string) => RawRow | string;
}

/** A row before its fields are checked. */
export interface RawRow {
  readonly user: string;
  readonly item: string;
  readonly typeName: string;
  /** NaN where the time cannot be read. */
  readonly atMs: number;
  readonly basket?: string;
  readonly facts?: Partial<ItemFacts>;
}

/** Event names of the sources this room knows, and GA4's own. */
const TYPE_BY_NAME: Readonly<Record<string, ShopEventType>> = {
  view: 'view_item', pv: 'view_item', click: 'view_item', view_item: 'view_item', transaction: 'purchase', buy: 'purchase', purchase: 'purchase', order: 'purchase',
  cart: 'add_to_cart', addtocart: 'add_to_cart', add_to_cart: 'add_to_cart', fav: 'add_to_wishlist', wishlist: 'add_to_wishlist', add_to_wishlist: 'add_to_wishlist',
  remove_from_cart: 'remove_from_cart', select_item: 'select_item', review: 'review', rating: 'review', refund: 'refund',
};
/** Names an `event_type` column may hold. */
export const EVENT_NAMES: readonly string[] = Object.keys(TYPE_BY_NAME);

/** Reason of a row whose event name is none of {@link EVENT_NAMES}. */
export const UNKNOWN_TYPE = 'unknown event type';

/** Public formats by the name `--format` takes. */
export const TABLES: Readonly<Record<string, TableFormat>> = {
  events: {
    delimiter: 'any',
    wanted: ['user_id', 'item_id', 'event_type', 'timestamp'],
    optional: ['session_id', 'price', 'category', 'brand', 'title'],
    read: (cell) => ({
      user: cell('user_id'), item: cell('item_id'), typeName: cell('event_type'), atMs: timeOf(cell('timestamp')),
      ...(cell('session_id') ? { basket: cell('session_id') } : {}),
      facts: { title: cell('title'), category: pathOf(cell('category')), brand: cell('brand'), priceCents: centsOf(cell('price')) },
    }),
  },
  uci: uciTable({ keepsFees: false }),
  'uci-all': uciTable({ keepsFees: true }),
  atomic: {
    delimiter: '\t',
    wanted: ['user_id', 'item_id', 'timestamp'],
    optional: ['rating', 'session_id'],
    // A rating says that she met the item; how much she liked it is not used.
    read: (cell) => ({
      user: cell('user_id'), item: cell('item_id'), typeName: 'view', atMs: timeOf(cell('timestamp')),
      ...(cell('session_id') ? { basket: cell('session_id') } : {}),
    }),
  },
  taobao: {
    delimiter: ',',
    wanted: ['user_id', 'item_id', 'category_id', 'event', 'timestamp'],
    optional: [],
    headerless: ['user_id', 'item_id', 'category_id', 'event', 'timestamp'],
    read: (cell) => ({
      user: cell('user_id'), item: cell('item_id'), typeName: cell('event'), atMs: timeOf(cell('timestamp')),
      facts: { category: pathOf(cell('category_id')) },
    }),
  },
  rees46: {
    delimiter: ',',
    wanted: ['event_time', 'event_type', 'product_id', 'user_id'],
    optional: ['category_id', 'category_code', 'brand', 'price', 'user_session'],
    read: (cell) => ({
      user: cell('user_id'), item: cell('product_id'), typeName: cell('event_type'), atMs: timeOf(cell('event_time')),
      ...(cell('user_session') ? { basket: cell('user_session') } : {}),
      facts: { category: cell('category_code') ? cell('category_code').split('.') : pathOf(cell('category_id')), brand: cell('brand'), priceCents: centsOf(cell('price')) },
    }),
  },
  retailrocket: {
    delimiter: ',',
    wanted: ['timestamp', 'visitorid', 'event', 'itemid'],
    optional: ['transactionid'],
    read: (cell) => ({ user: cell('visitorid'), item: cell('itemid'), typeName: cell('event'), atMs: timeOf(cell('timestamp')) }),
  },
  'yoochoose-clicks': {
    delimiter: ',',
    wanted: ['SessionId', 'Timestamp', 'ItemId'],
    optional: ['Category'],
    headerless: ['SessionId', 'Timestamp', 'ItemId', 'Category'],
    read: (cell) => ({
      user: cell('SessionId'), item: cell('ItemId'), typeName: 'click', atMs: timeOf(cell('Timestamp')),
      basket: cell('SessionId'),
      facts: { category: /^[1-9]$|^1[0-2]$/.test(cell('Category')) ? pathOf(cell('Category')) : [] },
    }),
  },
  yoochoose: {
    delimiter: '\t',
    wanted: ['SessionId', 'ItemId', 'Time'],
    optional: [],
    read: (cell) => ({ user: cell('SessionId'), item: cell('ItemId'), typeName: 'click', atMs: timeOf(cell('Time')), basket: cell('SessionId') }),
  },
};

/** Lines of invoices; with fees also postage, samples and vouchers, which have stock codes too. */
function uciTable({ keepsFees }: { readonly keepsFees: boolean }): TableFormat {
  return {
    delimiter: ',',
    wanted: ['InvoiceNo', 'StockCode', 'Quantity', 'InvoiceDate', 'CustomerID'],
    optional: ['Description', 'UnitPrice'],
    read: (cell) => {
      if (cell('InvoiceNo').startsWith('C')) return 'cancelled invoice';
      if (!cell('CustomerID')) return 'no customer';
      if (!keepsFees && !/^\d{5}/.test(cell('StockCode'))) return 'not a product (postage, fee, voucher)';
      if (!(Number(cell('Quantity')) > 0)) return 'quantity not above 0';
      return {
        user: cell('CustomerID'), item: cell('StockCode'), typeName: 'purchase', atMs: timeOf(cell('InvoiceDate')),
        basket: cell('InvoiceNo'),
        facts: { title: cell('Description').trim(), priceCents: centsOf(cell('UnitPrice')) },
      };
    },
  };
}

/** `row` as an event, or why it is not one. */
export function checked(row: RawRow): RawEvent | string {
  if (!row.user || !row.item) return 'user or item missing';
  const name = row.typeName.trim().toLowerCase();
  const type = Object.hasOwn(TYPE_BY_NAME, name) ? TYPE_BY_NAME[name] : undefined;
  if (!type) return UNKNOWN_TYPE;
  if (!Number.isFinite(row.atMs)) return 'unreadable time';
  const { user, item, atMs, basket, facts } = row;
  return { user, item, type, atMs, ...(basket === undefined ? {} : { basket }), ...(facts === undefined ? {} : { facts }) };
}

/** Largest numbers read as seconds, ms and µs: 2286 in seconds is April 1970 in ms, so no shop's times are read wrongly. Above: ns. */
const MAX_SECONDS = 1e10;
const MAX_MS = 1e13;
const MAX_US = 1e16;

/** ms since 1970 of an ISO time, `YYYY-MM-DD[ HH:MM:SS][ UTC]` (without a zone: UTC), or a number of seconds, ms, µs or ns; NaN otherwise. */
export function timeOf(text: string): number {
  const trimmed = text.trim();
  if (!trimmed) return Number.NaN;
  const number = Number(trimmed);
  if (Number.isFinite(number)) {
    if (number < MAX_SECONDS) return Math.round(number * 1000);
    if (number < MAX_MS) return number;
    return Math.round(number < MAX_US ? number / 1000 : number / 1_000_000);
  }
  const iso = trimmed.replace(/\s*(?:UTC|GMT)$/, 'Z').replace(/^(\d{4})[/.](\d\d)[/.](\d\d)/, '$1-$2-$3').replace(' ', 'T');
  if (/^\d{4}-\d\d-\d\dZ?$/.test(iso)) return Date.parse(iso.replace('Z', ''));
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
}

function pathOf(text: string): readonly string[] {
  return text.split(/\s*(?:>|\|)\s*/).filter((part) => part !== '');
}

function centsOf(text: string): number {
  const value = Number(/^\d+,\d{1,2}$/.test(text) ? text.replace(',', '.') : text); // 12,95 stands in files with semicolons
  return Number.isFinite(value) && value > 0 ? Math.round(value * 100) : 0;
}
