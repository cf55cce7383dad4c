import { CONTENT_DIMS } from '#core/catalogue';
import { MAX_SEQUENCE, type SequenceInput, type TrainingExample } from '#core/features';
import { seededChance, type Chance } from '#core/units';
import type { ItemFacts } from '#worker/models';

/** Items in `groups` clusters with one item that has no text; popularity falls with the index. */
export function someItems({ count = 40, groups = 5, seed = 1 }: { count?: number; groups?: number; seed?: number } = {}): ItemFacts {
  const chance = seededChance(seed);
  const centres = Array.from({ length: groups }, () => unit(Array.from({ length: CONTENT_DIMS }, chance.normal)));
  const vectors = new Int8Array(count * CONTENT_DIMS);
  for (let i = 0; i < count - 1; i++) {
    const centre = centres[i % groups] ?? [];
    const row = unit(centre.map((x) => x + 0.08 * chance.normal()));
    row.forEach((x, d) => { vectors[i * CONTENT_DIMS + d] = Math.round(127 * x); });
  }
  return { vectors, popularity: Float32Array.from({ length: count }, (_, i) => Math.log(1 + 500 / (1 + i))) };
}

/** A sequence of `steps` random steps. */
export function someInput(items: ItemFacts, steps: number, chance: Chance): SequenceInput {
  const draw = (bound: number): number[] => Array.from({ length: steps }, () => chance.below(bound));
  return { items: Int32Array.from(draw(items.popularity.length)), types: Uint8Array.from(draw(16)), gaps: Uint8Array.from(draw(8)) };
}

/** Examples of mixed lengths, from one step to the longest. */
export function someExamples(items: ItemFacts, count: number, chance: Chance): TrainingExample[] {
  return Array.from({ length: count }, (_, i) => ({
    input: someInput(items, i === 0 ? 1 : i === 1 ? MAX_SEQUENCE : 1 + chance.below(MAX_SEQUENCE), chance),
    target: chance.below(items.popularity.length),
  }));
}

/** Uniform draws with repeats. */
export function someNegatives(items: ItemFacts, count: number, chance: Chance): Int32Array {
  return Int32Array.from({ length: count }, () => chance.below(items.popularity.length));
}

/** Largest difference of two vectors, as a share of the largest value. */
export function relativeDifference(actual: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (actual.length !== wanted.length) return Infinity;
  let most = 1e-12;
  let difference = 0;
  for (let i = 0; i < wanted.length; i++) {
    most = Math.max(most, Math.abs(wanted[i] ?? 0));
    difference = Math.max(difference, Math.abs((actual[i] ?? NaN) - (wanted[i] ?? 0)));
  }
  return difference / most;
}

function unit(row: number[]): number[] {
  const norm = Math.hypot(...row);
  return row.map((x) => x / norm);
}
