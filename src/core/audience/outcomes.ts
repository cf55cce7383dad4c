import type { Catalogue, ItemIndex } from '#core/catalogue';
import type { ShopEvent } from '#core/events';
import type { Layout } from '#core/measurement';
import { DAY_MS, WEEK_MS } from '#core/units';
import { buyingCells, CELLS_OF_OUTCOME, countOutcome, MAX_BUYING_CATEGORIES, type Browse } from './buying.ts';
import { tagsOfItem, type Taxonomy } from './taxonomy.ts';

/** A look that no purchase followed for so long led to none, ms: a week holds the weekend on which she decides. */
const LEFT_AFTER_MS = WEEK_MS;
/** Most outcomes of one report: what a keen day brings, and the bound of what one device can move. */
const MAX_OUTCOMES = 8;
/** L1 bound of a report of purchases. */
export const BUYING_BOUND = MAX_OUTCOMES * CELLS_OF_OUTCOME;

/** What tells categories of a purchase table apart: the largest tags of the shop, by their place in the taxonomy. */
function buyingCategory(taxonomy: Taxonomy, catalogue: Pick<Catalogue, 'pathByIndex' | 'brandByIndex'>, item: ItemIndex): number {
  const [first = -1] = tagsOfItem(taxonomy, catalogue, item).filter((tag) => tag < categoriesIn(taxonomy)).sort((a, b) => a - b);
  return first;
}

function categoriesIn({ tags }: Taxonomy): number {
  return Math.min(MAX_BUYING_CATEGORIES, tags.filter(({ kind }) => kind === 'category').length);
}

/** Layout of the measurement that fills a purchase table: its bound is {@link BUYING_BOUND}. */
export function buyingLayout(taxonomy: Taxonomy): Layout {
  const cells = buyingCells(categoriesIn(taxonomy));
  return { version: 1, subject: 'buying', cells, units: cells.map(() => 1) };
}

/** What outcomes are read from. */
export interface OutcomeSource {
  readonly events: readonly ShopEvent[];
  readonly catalogue: Pick<Catalogue, 'indexById' | 'pathByIndex' | 'brandByIndex'>;
  readonly taxonomy: Taxonomy;
  /** Stars that the shop shows beside an item, where they are known. */
  readonly starsOf?: (item: ItemIndex) => number | undefined;
}

/** What she did with an item up to `untilMs`; undefined where she never looked at it. */
export function browseOf({ events, catalogue, taxonomy, starsOf }: OutcomeSource, item: ItemIndex, untilMs: number): Browse | undefined {
  let [views, dwellMs, isInCart] = [0, 0, false];
  let stars = starsOf?.(item);
  for (const { type, atMs, items, dwellMs: stayedMs = 0, rating } of events) {
    if (atMs >= untilMs || !items.some(({ itemId }) => catalogue.indexById.get(itemId) === item)) continue;
    if (type === 'view_item' || type === 'select_item') {
      views += 1;
      dwellMs = Math.max(dwellMs, stayedMs);
    }
    if (type === 'add_to_cart') isInCart = true;
    if (type === 'remove_from_cart') isInCart = false;
    if (type === 'review' && rating !== undefined) stars = rating;
  }
  return views === 0 ? undefined : { views, dwellMs, stars, isInCart, category: buyingCategory(taxonomy, catalogue, item) };
}

/**
 * Outcomes of looks that became certain within the day that ends at `endMs`: what she bought after a look, and what she had
 * not bought a week after the last look. Bought ones first, at most 8.
 *
 * @returns shape [cells of {@link buyingLayout}], ≥ 0, with a sum of at most {@link BUYING_BOUND}
 */
export function countBuying(source: OutcomeSource, endMs: number): Int32Array {
  const { events, catalogue, taxonomy } = source;
  const lastLookMs = new Map<ItemIndex, number>();
  const boughtMs = new Map<ItemIndex, number>();
  for (const { type, atMs, items } of events) {
    if (!(atMs < endMs)) continue;
    for (const { itemId } of items) {
      const item = catalogue.indexById.get(itemId);
      if (item === undefined) continue;
      if (type === 'view_item' || type === 'select_item') lastLookMs.set(item, Math.max(atMs, lastLookMs.get(item) ?? 0));
      if (type === 'purchase') boughtMs.set(item, Math.min(atMs, boughtMs.get(item) ?? Infinity));
    }
  }
  const isWithin = (atMs: number): boolean => atMs >= endMs - DAY_MS && atMs < endMs;
  const bought = [...boughtMs].filter(([, atMs]) => isWithin(atMs)).map(([item, atMs]) => ({ item, untilMs: atMs, isBought: true }));
  const left = [...lastLookMs].filter(([item, atMs]) => !boughtMs.has(item) && isWithin(atMs + LEFT_AFTER_MS)).map(([item]) => ({ item, untilMs: endMs, isBought: false }));
  const counts = new Int32Array(buyingCells(categoriesIn(taxonomy)).length);
  const certain = [...bought, ...left].flatMap(({ item, untilMs, isBought }) => {
    const browse = browseOf(source, item, untilMs);
    return browse ? [{ browse, isBought }] : [];
  });
  for (const { browse, isBought } of certain.slice(0, MAX_OUTCOMES)) countOutcome(counts, browse, isBought);
  return counts;
}
