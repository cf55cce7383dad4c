import { FACTOR_DEVIATION } from './factors.ts';
import { at, slotIn, type Head, type Weights } from './head.ts';
import { backThroughLayers, layersOf, runLayers, startLayers } from './layers.ts';
import type { Rows } from './rows.ts';

/** Sizes of a deep head. */
export interface NetworkShape {
  readonly denseWidth: number;
  readonly slots: number;
  /** Factors a slot. */
  readonly factors: number;
  readonly hidden: readonly number[];
  /** Share of hidden units dropped in training. */
  readonly dropout: number;
}

/**
 * A deep network over plain numbers and pooled facts: the sum of the slots' factors, and half of their squared sum less the
 * sum of squares, so that pairs meet (neural FM, He and Chua 2017). Pooled, because a vector a column would not fit a report.
 * Layers come first in the weights, then the factors of each slot.
 */
export function networkHead({ denseWidth, slots, factors, hidden, dropout }: NetworkShape): Head {
  const layers = layersOf([denseWidth + 2 * factors, ...hidden, 1], { dropout, fromInput: denseWidth });
  const first = layers.parameters;
  const parameters = first + slots * factors;
  const groupOf = (rows: Rows, row: number, i: number): number => first + factors * slotIn(slots, at(rows.slots, row * rows.slotWidth + i), i);
  const input = new Float64Array(denseWidth + 2 * factors);
  const last = new Float64Array(1);
  /** Leaves the first layer's input in `input`. */
  const inputOf = (weights: Weights, rows: Rows, row: number): Float64Array => {
    input.fill(0, denseWidth);
    for (let i = 0, from = row * rows.denseWidth; i < denseWidth; i++) input[i] = at(rows.dense, from + i);
    for (let i = 0; i < rows.slotWidth; i++) {
      const group = groupOf(rows, row, i);
      for (let f = 0; f < factors; f++) {
        const x = at(weights, group + f);
        input[denseWidth + f] = at(input, denseWidth + f) + x;
        input[denseWidth + factors + f] = at(input, denseWidth + factors + f) - (x * x) / 2;
      }
    }
    for (let f = denseWidth; f < denseWidth + factors; f++) input[factors + f] = at(input, factors + f) + (at(input, f) * at(input, f)) / 2;
    return input;
  };
  return {
    parameters, denseParameters: first, biasAt: first - 1, groupWidth: Math.max(1, factors),
    start(chance) {
      const weights = new Float32Array(parameters);
      startLayers(layers, weights, chance);
      for (let i = first; i < parameters; i++) weights[i] = FACTOR_DEVIATION * chance.normal();
      return weights;
    },
    logit: (weights, rows, row) => runLayers(layers, weights, inputOf(weights, rows, row)).values.at(-1)?.[0] ?? 0,
    learn(weights, { rows, row, slope, chance }, { values, touched }) {
      const trace = runLayers(layers, weights, inputOf(weights, rows, row), chance);
      const value = trace.values.at(-1)?.[0] ?? 0;
      last[0] = slope(value);
      const by = backThroughLayers(layers, weights, trace, values, last);
      for (let i = 0; i < rows.slotWidth; i++) {
        const group = groupOf(rows, row, i);
        touched.push(group);
        for (let f = 0; f < factors; f++) {
          const pair = at(by, denseWidth + factors + f) * (at(input, denseWidth + f) - at(weights, group + f));
          values[group + f] = at(values, group + f) + at(by, denseWidth + f) + pair;
        }
      }
      return value;
    },
  };
}
