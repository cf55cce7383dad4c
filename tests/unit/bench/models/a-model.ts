import { CONTENT_DIMS } from '#core/catalogue';
import type { TrainingExample } from '#core/features';
import { seededChance, type Chance } from '#core/units';
import type { ZooItems } from '../../../../bench/models/model.ts';
import { constant, type Floats } from '../../../../bench/models/tape.ts';

/** Room in float64, so that finite differences show wrong slopes and not rounding. */
export const inDouble = (size: number): Floats => new Float64Array(size);

/** `count` items in random directions, of random popularity. */
export function someItems(count: number, chance: Chance): ZooItems {
  const data = new Float64Array(count * CONTENT_DIMS);
  for (let item = 0; item < count; item++) {
    const row = data.subarray(item * CONTENT_DIMS, (item + 1) * CONTENT_DIMS);
    for (let d = 0; d < row.length; d++) row[d] = chance.normal();
    const norm = Math.hypot(...row);
    row.forEach((x, d) => { row[d] = x / norm; });
  }
  return { ids: Array.from({ length: count }, (_, i) => `item ${i}`), vectors: constant(count, CONTENT_DIMS, data), popularity: Float32Array.from({ length: count }, () => chance.normal()) };
}

/** Examples of 1 to 6 steps, types and gaps mixed. */
export function someExamples(size: number, count: number, chance: Chance = seededChance(3)): TrainingExample[] {
  return Array.from({ length: size }, () => {
    const steps = 1 + chance.below(6);
    return {
      input: { items: Int32Array.from({ length: steps }, () => chance.below(count)), types: Uint8Array.from({ length: steps }, () => chance.below(8)), gaps: Uint8Array.from({ length: steps }, () => chance.below(8)) },
      target: chance.below(count),
    };
  });
}
