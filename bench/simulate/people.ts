import type { Catalogue, ItemId, ProductCatalogue } from '#core/catalogue';
import type { EventId, ShopEvent } from '#core/events';
import { WEEK_MS } from '#core/units';
import { DataError, readDataset } from '#bench/data';
import { shoppersOf, type AdResponse, type SeenAd } from '#bench/shoppers';

/** Weeks of history a shopper brings to the first round. */
export const PAST_WEEKS = 3;

/** Who acts on a simulated device. */
export interface Person {
  /** Events of week `week`, oldest first, within the seven days from `startMs`. Weeks 0 to PAST_WEEKS − 1 are her past. */
  week(week: number, startMs: number): ShopEvent[];
  /** What an ad does to her. Absent where nobody knows: a shopper of a log meets none. */
  respond?(ad: SeenAd): AdResponse | undefined;
}

/** People of a simulation: those who train first, the held out after them. */
export interface People {
  readonly trained: readonly Person[];
  readonly heldOut: readonly Person[];
  /** One line for the log: who acts. */
  readonly description: string;
}

/** Shoppers of the choice model. */
export function inventedPeople(catalogue: ProductCatalogue, counts: { readonly shoppers: number; readonly heldOut: number; readonly seed: number }): People {
  const shopper = shoppersOf(catalogue.products, counts.seed);
  return {
    trained: Array.from({ length: counts.shoppers }, (_, index) => shopper(index)),
    heldOut: Array.from({ length: counts.heldOut }, (_, index) => shopper(counts.shoppers + index)),
    description: `${counts.shoppers} simulated shoppers of the choice model, ${counts.heldOut} more who never train`,
  };
}

/** Share of replayed shoppers who never train, and how much of their time is past at the first round. */
const HELD_OUT_SHARE = 0.1;
const PAST_SHARE = 0.6;

/**
 * Real shoppers from an events file, every tenth held out. Their clock is the file's: the first part of it is past, then
 * each round reveals one more week.
 *
 * @throws DataError where no event names an item of the catalogue
 */
export async function replayedPeople(path: string, catalogue: Catalogue, shoppers: number): Promise<People> {
  const dataset = await readDataset(path, 'events');
  let firstMs = Number.POSITIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const { events } of dataset.users) for (const { atMs } of events) [firstMs, lastMs] = [Math.min(firstMs, atMs), Math.max(lastMs, atMs)];
  const pastMs = firstMs + (lastMs - firstMs) * PAST_SHARE;
  const people = dataset.users.flatMap(({ id, events }) => {
    const known = events.filter(({ item }) => catalogue.indexById.has(dataset.itemIds[item] ?? ''));
    const log = known.map(({ item, type, atMs }, index): ShopEvent => ({
      id: eventId(id, index), type, atMs, items: [{ itemId: (dataset.itemIds[item] ?? '') as ItemId }], page: '/',
    }));
    return log.length === 0 ? [] : [replayed(log, pastMs)];
  });
  if (people.length === 0) throw new DataError(`Cannot replay ${path}: none of its ${dataset.rows} rows names an item of the catalogue`);
  const every = Math.round(1 / HELD_OUT_SHARE);
  const trained = people.filter((_, index) => index % every !== 0).slice(0, shoppers);
  const heldOut = people.filter((_, index) => index % every === 0);
  return { trained, heldOut, description: `${trained.length} replayed shoppers of ${dataset.name}, ${heldOut.length} more who never train` };
}

function replayed(log: readonly ShopEvent[], pastMs: number): Person {
  return {
    week(week, startMs) {
      const fromMs = week === 0 ? Number.NEGATIVE_INFINITY : pastMs + (week - PAST_WEEKS) * WEEK_MS;
      const untilMs = pastMs + (week + 1 - PAST_WEEKS) * WEEK_MS;
      const shiftMs = startMs + WEEK_MS - untilMs;
      return log.filter(({ atMs }) => atMs > fromMs && atMs <= untilMs).map((event) => ({ ...event, atMs: event.atMs + shiftMs }));
    },
  };
}

/** 32 hex digits from a user's name and an event's number (FNV-1a, four times over). */
function eventId(user: string, index: number): EventId {
  const text = `${user}/${index}`;
  return Array.from({ length: 4 }, (_, lane) => {
    let word = 0x811c9dc5 + lane;
    for (let i = 0; i < text.length; i++) word = Math.imul(word ^ text.charCodeAt(i), 0x01000193);
    return (word >>> 0).toString(16).padStart(8, '0');
  }).join('') as EventId;
}
