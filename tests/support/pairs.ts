import fc from 'fast-check';
import { CONTENT_DIMS } from '#core/catalogue';
import type { pairLayout } from '#core/cooccurrence';
import type { Interaction } from '#core/features';
import { seededChance } from '#core/units';

/** What `pairLayout` reads of a catalogue. */
export type LayoutSource = Parameters<typeof pairLayout>[0];

/** A made-up catalogue of `items` items; many share a popularity, as long tails do. One category by default, so that the table has items' pairs only. */
export function aRange(items: number, seed = 1, categories = 1): LayoutSource {
  const chance = seededChance(seed);
  return {
    items, vectors: Int8Array.from({ length: items * CONTENT_DIMS }, () => chance.below(255) - 127),
    popularity: Float32Array.from({ length: items }, () => chance.below(5)),
    categories: Array.from({ length: categories }, (_, category) => `category ${category}`),
    categoryByIndex: Uint16Array.from({ length: items }, () => chance.below(categories)),
  };
}

/** One step of a history, by default a view a minute after the one before. */
export type Step = Pick<Interaction, 'item' | 'atMs' | 'weight' | 'session'>;

/** Views of `items` in this order, a minute apart, in one session. */
export function viewsOf(...items: readonly number[]): Step[] {
  return items.map((item, i) => ({ item, atMs: i * 60_000, weight: 1, session: 0 }));
}

/** Histories over `items` items: pauses, baskets of one moment, repeats and things taken back. */
export function histories(items: number, maxLength = 60): fc.Arbitrary<Step[]> {
  const step = fc.record({ item: fc.nat(items - 1), waitMs: fc.constantFrom(0, 0, 1, 60_000), weight: fc.constantFrom(1, 2, 0, -1), isNewSession: fc.boolean() });
  return fc.array(step, { maxLength }).map((steps) => {
    let [atMs, session] = [0, 0];
    return steps.map(({ item, waitMs, weight, isNewSession }) => ({ item, weight, atMs: (atMs += waitMs), session: (session += isNewSession && waitMs > 0 ? 1 : 0) }));
  });
}
