import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderLoss } from '#core/ctr';
import { orderSlopes } from '../../../../src/core/ctr/order.ts';

const rows = fc.array(fc.tuple(fc.double({ min: -8, max: 8, noNaN: true }), fc.constantFrom(0, 1)), { minLength: 1, maxLength: 12 });
const split = (of: readonly (readonly [number, number])[]) => ({ logits: of.map(([logit]) => logit), labels: of.map(([, label]) => label) });

test('orderLoss() by hand: each pair by its log loss, summed', () => {
  expect(orderLoss({ logits: [1, 0, 3], labels: [1, 0, 0] })).toBeCloseTo(Math.log(1 + Math.exp(-1)) + Math.log(1 + Math.exp(2)), 12);
  expect(orderLoss({ logits: [1, 2], labels: [1, 1] })).toBe(0);
});

test('orderLoss() does not see the level', () => {
  fc.assert(fc.property(rows, fc.double({ min: -5, max: 5, noNaN: true }), (of, by) => {
    const { logits, labels } = split(of);
    expect(orderLoss({ logits: logits.map((logit) => logit + by), labels })).toBeCloseTo(orderLoss({ logits, labels }), 6);
  }));
});

test('orderSlopes() are those of the mean loss of a pair, by finite differences, and add up to 0', () => {
  fc.assert(fc.property(rows, (of) => {
    const { logits, labels } = split(of);
    const followed = labels.filter((label) => label === 1).length;
    const pairs = Math.max(1, followed * (labels.length - followed));
    const slopes = orderSlopes({ logits, labels });
    expect(slopes.reduce((sum, slope) => sum + slope, 0)).toBeCloseTo(0, 9);
    for (const [i, slope] of slopes.entries()) {
      const lossAt = (by: number): number => orderLoss({ logits: logits.map((logit, j) => (i === j ? logit + by : logit)), labels }) / pairs;
      expect(slope).toBeCloseTo((lossAt(1e-4) - lossAt(-1e-4)) / 2e-4, 6);
    }
  }));
});
