import { CONTENT_DIMS } from '#core/catalogue';
import { FACTS } from '#worker/models';
import { factRows, type Batch } from './batch.ts';
import { layer, silentLayer, type EncoderDesign, type Tensor } from './encoder.ts';
import { add, beside, dropout, gather, matmul, relu } from './matrices.ts';
import { profile, PROFILE_TENSORS } from './profile.ts';
import { maxOver } from './segments.ts';
import type { Value } from './tape.ts';
import type { Tier } from './tiers.ts';

const D = CONTENT_DIMS;
/** Steps a horizontal filter spans, one group of filters each. */
const HEIGHTS = [1, 2, 3, 4] as const;
/** Filters of each height, and units of the layer above them, by tier: what its budget holds. 0 units: straight to the taste. */
const SHAPES: Readonly<Record<Tier, { readonly filters: readonly [plain: number, hashed: number]; readonly units: number }>> = {
  T11: { filters: [7, 5], units: 0 }, T64: { filters: [40, 30], units: 96 }, T256: { filters: [100, 70], units: 300 },
};
/** Share of the pooled filters dropped in training (Caser uses .5 of a much wider layer). */
const DROPOUT: Readonly<Record<Tier, number>> = { T11: 0, T64: 0.2, T256: 0.2 };

/**
 * Caser (Tang and Wang 2018): horizontal filters over 1 to 4 neighbouring steps, the largest answer of each kept; the
 * vertical filter, a weighted sum over positions, is the weighted mean all encoders start from.
 */
export const cnn: EncoderDesign = {
  name: 'cnn',
  tensors(tier, isHashed) {
    const { filters: [plain, hashed], units } = SHAPES[tier];
    const filters = isHashed ? hashed : plain;
    const pooled = filters * HEIGHTS.length + D;
    return [
      ...PROFILE_TENSORS,
      ...(tier === 'T11' ? [] : [{ name: 'facts', rows: FACTS, columns: D, start: 0.1 } satisfies Tensor]),
      ...HEIGHTS.flatMap((height) => layer(`filter${height}`, height * D, filters, Math.sqrt(height))),
      ...(units > 0 ? layer('units', pooled, units) : []),
      ...silentLayer('output', units > 0 ? units : pooled),
    ];
  },
  encode(input, tier) {
    const { tape, batch, content, weight, chance } = input;
    const { units } = SHAPES[tier];
    const facts = factRows(batch);
    const steps = tier === 'T11' ? content : add(tape, content, matmul(tape, facts, weight('facts')));
    const pooled = HEIGHTS.map((height): Value => {
      const windows = beside(tape, Array.from({ length: height }, (_, back) => gather(tape, steps, stepsBack(batch, back)))); // [S, height × D]
      return maxOver(tape, relu(tape, add(tape, matmul(tape, windows, weight(`filter${height}`)), weight(`filter${height}Bias`))), batch.ranges);
    });
    const taste = profile(input, facts); // [B, D]
    const all = dropout(tape, beside(tape, [...pooled, taste]), DROPOUT[tier], chance);
    const top = units > 0 ? relu(tape, add(tape, matmul(tape, all, weight('units')), weight('unitsBias'))) : all;
    return add(tape, taste, add(tape, matmul(tape, top, weight('output')), weight('outputBias')));
  },
};

/** [S] row of the step `back` before each step, −1 before the history begins. */
function stepsBack({ items, ranges }: Batch, back: number): Int32Array {
  const rows = new Int32Array(items.length);
  for (const [b, start] of ranges.from.entries()) for (let s = start; s < (ranges.to[b] ?? 0); s++) rows[s] = s - back >= start ? s - back : -1;
  return rows;
}
