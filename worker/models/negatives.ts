import type { Chance } from '#core/units';

/** Negatives of one step: 128 to 256 come near the full softmax (RECOMMENDER §1.1), and cost a phone a tenth of a millisecond an example. */
export const NEGATIVES = 256;

/** Catalogues up to this size use every item: as cheap as drawing, and exact. */
const MOST_FULL_SOFTMAX = 512;

/**
 * Negatives of one training step: uniform over the catalogue, with repeats, less the shopper's own training items; all
 * other items where the catalogue is small. Empty where she knows every item.
 *
 * @param count - N, items of the catalogue
 * @param own - items that must not be punished
 */
export function drawNegatives(count: number, own: ReadonlySet<number>, chance: Chance): Int32Array {
  if (count <= MOST_FULL_SOFTMAX) return Int32Array.from({ length: count }, (_, i) => i).filter((item) => !own.has(item));
  const drawn = new Int32Array(NEGATIVES);
  let filled = 0;
  // Twice as many tries as wanted: a shopper who knows more than half of the catalogue gets fewer negatives, not a loop.
  for (let tries = 0; filled < NEGATIVES && tries < 2 * NEGATIVES; tries++) {
    const item = chance.below(count);
    if (!own.has(item)) drawn[filled++] = item;
  }
  return drawn.slice(0, filled);
}
