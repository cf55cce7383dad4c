import { DENSE_INPUTS, TASTE_DIMS, type Choice } from '#bench/heads';
import type { Catalogue } from '#core/catalogue';
import type { SequenceInput } from '#core/features';
import type { ZooItems } from './model.ts';

/** Moment of a shopper, ready to be asked about many items. */
export interface Moment {
  readonly input: SequenceInput;
  /** [TASTE_DIMS] from the encoder. */
  readonly taste: Float32Array;
  /** Mean and deviation of the encoder's scores among the items that are re-ranked. */
  readonly mean: number;
  readonly deviation: number;
}

/** One item as the encoder ranked it. */
export interface Ranked {
  readonly item: number;
  readonly score: number;
  /** 0 is first. */
  readonly rank: number;
}

/** What choices read of a run. */
export interface ChoiceFacts {
  readonly items: ZooItems;
  readonly catalogue: Pick<Catalogue, 'categoryByIndex' | 'categories'>;
}

/** Ranks fall into buckets by powers of two for the crosses. */
const rankBucket = (rank: number): number => Math.floor(Math.log2(1 + rank));

/** Mixes two numbers and the kind of cross into one slot (Thomas Mueller's integer hash). */
function slotOf(kind: number, a: number, b: number): number {
  let x = Math.imul(kind + 1, 0x9e3779b1) ^ Math.imul(a + 1, 0x85ebca6b) ^ Math.imul(b + 1, 0xc2b2ae35);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return ((x ^ (x >>> 16)) >>> 0) & 0x7fffffff;
}

function cosine({ vectors }: ZooItems, a: number, b: number): number {
  let sum = 0;
  for (let d = 0; d < TASTE_DIMS; d++) sum += (vectors.data[a * TASTE_DIMS + d] ?? 0) * (vectors.data[b * TASTE_DIMS + d] ?? 0);
  return sum;
}

/** What a head sees of one item at one moment: how the encoder ranked it, how near it is to the last steps, whether it was seen. */
export function choiceOf({ items, catalogue }: ChoiceFacts, { input, taste, mean, deviation }: Moment, { item, score, rank }: Ranked): Choice {
  const steps = input.items.length;
  const last = input.items[steps - 1] ?? item;
  const before = input.items[steps - 2] ?? last;
  const cosines = Array.from(input.items, (other) => cosine(items, item, other));
  const category = (index: number): number => catalogue.categoryByIndex[index] ?? 0;
  const hasCategories = catalogue.categories.length > 1;
  const seenAt = input.items.lastIndexOf(item);
  const alike = hasCategories ? input.items.filter((other) => category(other) === category(item)).length : 0;
  const popularity = (index: number): number => items.popularity[index] ?? 0;
  const dense = new Float32Array(DENSE_INPUTS);
  dense.set([
    (score - mean) / deviation, 2 / Math.log2(2 + rank), 2 * (cosines[steps - 1] ?? 0), 2 * (cosines[steps - 2] ?? 0),
    2 * cosines.reduce((sum, x) => sum + x / steps, 0), 2 * Math.max(0, ...cosines), popularity(item), seenAt >= 0 ? 1 : 0,
    seenAt >= 0 ? 1 / (steps - seenAt) : 0, item === last ? 1 : 0, input.items.filter((other) => other === item).length - (seenAt >= 0 ? 1 : 0), Math.log1p(steps) - 1,
    hasCategories && category(item) === category(last) ? 1 : 0, steps > 0 ? alike / steps : 0, popularity(item) - popularity(last), (input.types[steps - 1] ?? 0) > 0 ? 1 : 0,
  ]);
  const crosses = Int32Array.of(
    slotOf(0, item, 0), slotOf(1, last, item), slotOf(2, before, item), slotOf(3, category(last), category(item)), slotOf(4, rankBucket(rank), Math.min(steps, 5)), slotOf(5, input.types[steps - 1] ?? 0, seenAt >= 0 ? 1 : 0),
  );
  return { dense, crosses, taste, item: Float32Array.from(items.vectors.data.subarray(item * TASTE_DIMS, (item + 1) * TASTE_DIMS)) };
}
