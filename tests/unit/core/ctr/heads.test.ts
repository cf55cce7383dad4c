import { expect, test } from 'vitest';
import { deviceLearner, emptyRows, factorHead, linearHead, logLoss, networkHead, newSlopes, plainSteps, sigmoid, trainEpoch, type Head, type Rows } from '#core/ctr';
import { seededChance, shuffled } from '#core/units';

const WIDTHS = { denseWidth: 5, slotWidth: 4, crossWidth: 2 };
const HEADS: Readonly<Record<string, Head>> = {
  linear: linearHead({ denseWidth: 5, slots: 12, crosses: 6 }),
  factors: factorHead({ denseWidth: 5, slots: 12, factors: 3 }),
  network: networkHead({ denseWidth: 5, slots: 12, factors: 3, hidden: [7, 5], dropout: 0 }),
};

function someRows(count: number, seed: number): Rows {
  const rows = emptyRows(count, WIDTHS);
  const chance = seededChance(seed);
  rows.dense.forEach((_, i) => { rows.dense[i] = chance.normal(); });
  rows.slots.forEach((_, i) => { rows.slots[i] = chance.below(20); }); // 12 and above share their column's slot
  rows.crosses.forEach((_, i) => { rows.crosses[i] = chance.below(9); });
  return rows;
}

test.each(Object.entries(HEADS))('%s: written slopes agree with central differences', (_, head) => {
  const rows = someRows(3, 1);
  const chance = seededChance(2);
  const weights = Float64Array.from({ length: head.parameters }, () => 0.4 * chance.normal());
  const slopes = newSlopes(head.parameters, true);
  for (let row = 0; row < rows.count; row++) {
    slopes.values.fill(0);
    head.learn(weights, { rows, row, slope: (logit) => sigmoid(logit) - 1 }, slopes);
    const step = 1e-5;
    for (let i = 0; i < weights.length; i++) {
      const kept = weights[i] ?? 0;
      const loss = (value: number): number => {
        weights[i] = value;
        return logLoss(head.logit(weights, rows, row), 1);
      };
      const difference = (loss(kept + step) - loss(kept - step)) / (2 * step);
      weights[i] = kept;
      expect(Math.abs((slopes.values[i] ?? 0) - difference), `weight ${i}`).toBeLessThan(1e-6);
    }
  }
});

test.each(Object.entries(HEADS))('%s: a slot beyond the table shares its column’s', (_, head) => {
  const rows = someRows(1, 3);
  rows.slots.set([50, 60, 70, 80]);
  const shared = emptyRows(1, WIDTHS);
  shared.dense.set(rows.dense);
  shared.slots.set([0, 1, 2, 3]);
  shared.crosses.set(rows.crosses);
  const weights = head.start(seededChance(4));
  expect(head.logit(weights, rows, 0)).toBe(head.logit(weights, shared, 0));
});

test.each(Object.entries(HEADS))('deviceLearner() of %s lowers the loss on the rows it learnt and leaves the weights alone', (_, head) => {
  const rows = someRows(60, 5);
  const labels = Array.from({ length: 60 }, (__, row) => ((rows.dense[row * 5] ?? 0) > 0 ? 1 : 0));
  const own = labels.map((__, row) => row);
  const weights = head.start(seededChance(6));
  const before = weights.slice();
  const learn = deviceLearner(head);
  learn(weights, { rows, labels, own: [1, 2, 3], chance: seededChance(8) }); // another device, which leaves nothing behind
  const { moved, delta, loss } = learn(weights, { rows, labels, own, chance: seededChance(7) });
  const after = weights.slice();
  for (const [k, i] of moved.entries()) after[i] = (weights[i] ?? 0) + (delta[k] ?? 0);
  const exact = weights.slice();
  const chance = seededChance(7);
  trainEpoch(head, exact, plainSteps(head, 0.05), newSlopes(head.parameters), { rows, labels, order: shuffled(own, chance), batch: 8, chance });
  expect([...moved]).toEqual([...exact.keys()].filter((i) => exact[i] !== weights[i]));
  const mean = (at: Float32Array): number => own.reduce((sum, row) => sum + logLoss(head.logit(at, rows, row), labels[row] ?? 0) / own.length, 0);
  expect(weights).toEqual(before);
  expect(mean(after)).toBeLessThan(mean(weights));
  expect(loss).toBeGreaterThan(0);
});

test('linearHead() is β₀ + Σβx, checked by hand: σ(.5 + .3 + .1) = .711', () => {
  const head = linearHead({ denseWidth: 3, slots: 0, crosses: 0 });
  const rows = emptyRows(1, { denseWidth: 3, slotWidth: 0, crossWidth: 0 });
  rows.dense.set([1, 0, 1]);
  expect(sigmoid(head.logit(Float32Array.of(0.5, 0.3, 0.2, 0.1), rows, 0))).toBeCloseTo(0.711, 3);
});
