import { expect, test } from 'vitest';
import { incrementalReturn, incrementalShare } from '#core/figures';
import { exactMoments, normalEstimate } from '#core/measurement';
import { seededChance } from '#core/units';
import { SEED } from '#support/seed';

/** Purchases of `n` devices, of which a share of `p` spends the half of the most. */
function purchases(n: number, p: number, chance: { next(): number }): number[] {
  return Array.from({ length: n }, () => (chance.next() < p ? 0.5 : 0));
}

test('incrementalShare() is what those kept from ads do not buy, and its interval holds the truth', () => {
  const chance = seededChance(SEED);
  let held = 0;
  const draws = 400;
  for (let draw = 0; draw < draws; draw++) {
    const [shown, kept] = [purchases(2_000, 0.2, chance), purchases(1_000, 0.15, chance)];
    const share = incrementalShare(exactMoments(shown, shown.map(() => 0)), exactMoments(kept, kept.map(() => 0)));
    if (share.low <= 0.25 && 0.25 <= share.high) held += 1; // 1 − .15/.2
  }
  expect(Math.abs(held / draws - 0.95)).toBeLessThan(0.04); // four deviations of a share of 400
});

test('incrementalReturn() by hand, and unknown where either is', () => {
  expect(incrementalReturn(normalEstimate(0.25, 0.1), normalEstimate(4, 0.5))).toMatchObject({ value: 1, stdError: Math.hypot(0.25 * 0.5, 4 * 0.1, 0.1 * 0.5) });
  const unknown = { value: 0, stdError: Infinity, low: -Infinity, high: Infinity };
  expect(incrementalReturn(unknown, normalEstimate(4, 0.5))).toEqual(unknown);
  expect(incrementalReturn(normalEstimate(0.25, 0.1), { value: NaN, stdError: Infinity, low: -Infinity, high: Infinity })).toEqual(unknown);
});
