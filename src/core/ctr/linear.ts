import { at, slotIn, type Head } from './head.ts';

/** Sizes of a linear head. */
export interface LinearShape {
  readonly denseWidth: number;
  /** Slots of facts, and of crosses, that have a weight of their own. */
  readonly slots: number;
  readonly crosses: number;
}

/** Logistic regression (β₀ + Σ βx): bias, plain numbers, one weight a slot, one a cross. */
export function linearHead({ denseWidth, slots, crosses }: LinearShape): Head {
  const firstSlot = 1 + denseWidth;
  const firstCross = firstSlot + slots;
  const parameters = firstCross + crosses;
  const logit: Head['logit'] = (weights, rows, row) => {
    let sum = at(weights, 0);
    for (let i = 0, from = row * rows.denseWidth; i < denseWidth; i++) sum += at(weights, 1 + i) * at(rows.dense, from + i);
    for (let i = 0, from = row * rows.slotWidth; i < rows.slotWidth; i++) sum += at(weights, firstSlot + slotIn(slots, at(rows.slots, from + i), i));
    for (let i = 0, from = row * rows.crossWidth; i < rows.crossWidth; i++) sum += at(weights, firstCross + slotIn(crosses, at(rows.crosses, from + i), i));
    return sum;
  };
  return {
    parameters, denseParameters: firstSlot, biasAt: 0, groupWidth: 1, logit,
    start: () => new Float32Array(parameters),
    learn(weights, { rows, row, slope }, { values, touched }) {
      const value = logit(weights, rows, row);
      const factor = slope(value);
      values[0] = at(values, 0) + factor;
      for (let i = 0, from = row * rows.denseWidth; i < denseWidth; i++) values[1 + i] = at(values, 1 + i) + factor * at(rows.dense, from + i);
      const touch = (index: number): void => {
        values[index] = at(values, index) + factor;
        touched.push(index);
      };
      for (let i = 0, from = row * rows.slotWidth; i < rows.slotWidth; i++) touch(firstSlot + slotIn(slots, at(rows.slots, from + i), i));
      for (let i = 0, from = row * rows.crossWidth; i < rows.crossWidth; i++) touch(firstCross + slotIn(crosses, at(rows.crosses, from + i), i));
      return value;
    },
  };
}
