import { MAX_PRICE_CENTS } from '#core/campaigns';
import type { ItemId } from '#core/catalogue';
import { decodeJson, encodeJson, type FieldFault, type Fields } from '#core/fields';
import { HASH_PATTERN, type ContentHash, type Result } from '#core/units';
import { HOURS_OF_PART, MAX_SEGMENTS, PARTS_OF_DAY, type PartOfDay } from './demand.ts';
import type { DayPrices, PriceState } from './prices.ts';

/** Most products whose price follows demand; a shelf loads the file whole. */
const MAX_PRICED = 20_000;
/** Last instant a date can express, ms. */
const LAST_MS = 8_640_000_000_000_000;
/** Furthest that the logarithm of one price may lie from another's. */
const MAX_OFFSET = Math.log(MAX_PRICE_CENTS);

/** The file of a day's prices, the same for everyone. With the sums of `measured` and the bands anybody can make it again. */
export interface PriceFile extends DayPrices {
  readonly version: 1;
  readonly shop: string;
  /** ISO 4217. */
  readonly currency: string;
  /** In force from here until before there, ms since 1970; afterwards the catalogue's own prices hold. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** The offer set whose bands it keeps to. */
  readonly offers: ContentHash;
  /** Sums that it was made from; absent for the first. */
  readonly measured?: ContentHash;
}

/** The one text of a price file: canonical JSON, so that its hash names it. */
export function encodePriceFile(file: PriceFile): Uint8Array<ArrayBuffer> {
  return encodeJson(file);
}

/** Reads a price file from hostile bytes. */
export function decodePriceFile(bytes: Uint8Array): Result<PriceFile, FieldFault> {
  return decodeJson('price file', bytes, (fields): PriceFile => ({
    version: fields.oneOf('version', [1]),
    shop: fields.text('shop', 200),
    currency: fields.pattern('currency', /^[A-Z]{3}$/),
    fromMs: fields.integer('fromMs', 0, LAST_MS),
    untilMs: fields.integer('untilMs', 0, LAST_MS),
    offers: fields.pattern('offers', HASH_PATTERN) as ContentHash,
    ...(fields.has('measured') && { measured: fields.pattern('measured', HASH_PATTERN) as ContentHash }),
    states: fields.entries('states', MAX_SEGMENTS * PARTS_OF_DAY.length, (states, cell) => states.object(cell, readState)),
    cents: fields.entries('cents', MAX_PRICED, (cents, itemId) => cents.object(itemId, readParts)),
  }));
}

function readState(fields: Fields): PriceState {
  return { offset: fields.number('offset', -MAX_OFFSET, MAX_OFFSET), usual: fields.number('usual', 0, Number.MAX_SAFE_INTEGER), direction: fields.oneOf('direction', [-1, 0, 1]), daysSinceMove: fields.integer('daysSinceMove', 0, Number.MAX_SAFE_INTEGER) };
}

function readParts(fields: Fields): Record<PartOfDay, number> {
  const cents = (part: PartOfDay): number => fields.integer(part, 1, MAX_PRICE_CENTS);
  return { night: cents('night'), morning: cents('morning'), afternoon: cents('afternoon'), evening: cents('evening') };
}

/**
 * What a product costs at `atMs` by the file; undefined where the catalogue's price holds: the file is over, or leaves it out.
 *
 * @param hour - of the shop's clock, 0 to 23, so that everyone pays the same at one time
 */
export function priceAt(file: PriceFile, itemId: ItemId, { atMs, hour }: { readonly atMs: number; readonly hour: number }): number | undefined {
  const part = PARTS_OF_DAY[Math.floor(hour / HOURS_OF_PART)];
  if (part === undefined || !(atMs >= file.fromMs && atMs < file.untilMs)) return undefined;
  return Object.hasOwn(file.cents, itemId) ? file.cents[itemId]?.[part] : undefined;
}
