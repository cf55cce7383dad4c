import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { couponDigest } from '#core/events';
import { decodeLayout, encodeLayout, MAX_CELLS } from '#core/measurement';
import { chooseOffer, countOffers, OFFERS_BOUND, offersLayout, PRIOR_REDEEMED_SHARE, redeemedShares, withRedeemed, type OfferEvent } from '#core/offers';
import { DAY_MS, seededChance } from '#core/units';
import { totalsOfSteps } from '#support/measure';
import { aCoupon, anOfferSet } from '#support/offers';

const [A, B, C] = [aCoupon('a'), aCoupon('b'), aCoupon('c')];
const LAYOUT = offersLayout([A, B, C]);
const used = (code: string, atMs: number, transactionId: string, type: 'purchase' | 'refund' = 'purchase'): OfferEvent => ({ type, atMs, items: [], coupon: couponDigest(code), transactionId });
const at = (couponId: string, sinceMs: number) => ({ couponId, sinceMs });

/** Names of the cells that a report counts, 1 each. */
function counted(held: Parameters<typeof countOffers>[1]['held'], events: readonly OfferEvent[] = [], span = { sinceMs: 0, nowMs: 100 }): readonly string[] {
  const counts = countOffers(LAYOUT, { coupons: [A, B, C], held, events, ...span });
  expect(counts).toHaveLength(LAYOUT.cells.length);
  return LAYOUT.cells.flatMap((cell, i) => (counts[i] === 0 ? [] : [counts[i] === 1 ? cell : `${cell} ${counts[i]}`]));
}

test('offersLayout() has two cells a coupon, and as many coupons as a set may hold fit', () => {
  expect(LAYOUT.cells.slice(0, 6)).toEqual(['a/shown', 'a/redeemed', 'b/shown', 'b/redeemed', 'c/shown', 'c/redeemed']);
  const whole = offersLayout(Array.from({ length: 100 }, (_, i) => ({ id: `coupon-${i}` })));
  expect(whole.cells.length).toBeLessThanOrEqual(MAX_CELLS);
  expect(decodeLayout(encodeLayout(whole))).toEqual({ ok: true, value: whole });
});

describe('countOffers()', () => {
  test('counts a coupon that became hers and one that she redeemed, each once a report, within the span', () => {
    expect(counted([at('a', 10)])).toEqual(['a/shown']);
    expect(counted([at('a', 10)], [used('A', 20, 't1'), used('a', 20, 't1'), used('A', 30, 't2')])).toEqual(['a/shown', 'a/redeemed']);
    expect(counted([at('a', 10), at('a', 90)])).toEqual(['a/shown']);
    expect(counted([at('a', 0), at('b', 101)])).toEqual([]); // counted before, and not yet
    expect(counted([at('a', 0)], [used('A', 100, 't1'), used('A', 101, 't2')])).toEqual(['a/redeemed']);
    expect(counted([at('gone', 10)])).toEqual([]);
  });

  test('no redemption of a code that was never hers, was used before, or was given back', () => {
    expect(counted([at('a', 50)], [used('B', 60, 't1'), used('A', 49, 't2')])).toEqual(['a/shown']);
    expect(counted([at('a', 50)], [used('A', 60, 't1'), used('A', 70, 't1', 'refund')])).toEqual(['a/shown']);
  });

  test('of more than the bound holds, what happened first: the coupon that she redeemed is told whole', () => {
    expect(counted([at('c', 30), at('a', 10)], [used('A', 20, 't1')])).toEqual(['a/shown', 'a/redeemed']);
    fc.assert(fc.property(fc.array(fc.record({ couponId: fc.constantFrom('a', 'b', 'c'), sinceMs: fc.nat(120) })), fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(120))), (held, uses) => {
      const cells = counted(held, uses.map(([code, atMs], i) => used(code, atMs, `t${i}`)));
      expect(cells.length).toBeLessThanOrEqual(OFFERS_BOUND);
      expect(cells.every((cell) => /^[abc]\/(?:shown|redeemed)$/.test(cell))).toBe(true);
    }));
  });

  test('consecutive spans tell each showing once', () => {
    fc.assert(fc.property(fc.nat(200), fc.nat(200), (heldMs, between) => {
      const told = [counted([at('a', heldMs)], [], { sinceMs: -1, nowMs: between }), counted([at('a', heldMs)], [], { sinceMs: between, nowMs: 200 })];
      expect(told.flat()).toEqual(['a/shown']);
    }));
  });
});

describe('redeemedShares()', () => {
  const shares = (sum: readonly number[], noiseVariance: number) => redeemedShares(totalsOfSteps(LAYOUT, LAYOUT.cells.map((_, i) => sum[i] ?? 0), noiseVariance), [A, B, C]);

  test('by hand: the measured share and the prior, weighed by how sure each is', () => {
    // a: 50 of 1,000, noise variance 256 in each: V = .05 · .95 / 1,000 + (256 + .05² · 256) / 1,000² = .00030414; (.02 V + .05 · .02²) / (V + .02²) = .03704.
    // b: 100,000 showings, 5,000 redeemed: V = .05 · .95 / 100,000 + … ≈ .0000005, so that the prior is not seen.
    expect(shares([1_000, 50, 100_000, 5_000], 256)).toEqual({ a: 0.037, b: 0.05 });
    // None of 100, without noise: V = .02 · .98 / 100 = .000196; .02 V / (V + .02²) = .0066. A hundred who do not are no proof that nobody does.
    expect(shares([100, 0], 0)).toEqual({ a: 0.007 });
  });

  test('the prior holds where showings do not stand out four deviations, and where no round counted', () => {
    expect(shares([64, 60], 256)).toEqual({});
    expect(Object.keys(shares([65, 60], 256))).toEqual(['a']);
    expect(redeemedShares(new Map(), [A])).toEqual({});
  });

  test('lies between the prior and what was measured, and is never 0: a coupon worth nothing is shown to nobody', () => {
    fc.assert(fc.property(fc.integer({ min: 100, max: 1_000_000 }), fc.integer({ min: -500, max: 1_000_000 }), (shown, redeemed) => {
      const { a = NaN } = shares([shown, redeemed], 256);
      const ends = [PRIOR_REDEEMED_SHARE, redeemed / shown].sort((x, y) => x - y);
      expect(a).toBeGreaterThanOrEqual(Math.max(0.001, (ends[0] ?? 0) - 0.0005));
      expect(a).toBeLessThanOrEqual(Math.min(1, (ends[1] ?? 1) + 0.0005));
    }));
  });
});

test('withRedeemed() says what a month of sums of offers says, in place of what a set says of itself', () => {
  const sum = (closedMs: number, steps: readonly number[], layout = LAYOUT) => ({ layout, sum: LAYOUT.cells.map((_, i) => steps[i] ?? 0), noiseVariance: 0, reports: 100, closedMs });
  const set = { ...anOfferSet([A, B, C]), redeemed: { a: 1 } };
  const nowMs = 40 * DAY_MS;
  expect(withRedeemed(set, [], nowMs)).toEqual(anOfferSet([A, B, C]));
  expect(withRedeemed(set, [sum(10 * DAY_MS, [0, 0, 1_000_000, 100_000])], nowMs)).not.toHaveProperty('redeemed');
  expect(withRedeemed(set, [sum(nowMs, [0, 0, 500_000, 50_000]), sum(nowMs, [0, 0, 500_000, 50_000]), sum(nowMs, [9, 9], { ...LAYOUT, subject: 'ads' })], nowMs).redeemed).toEqual({ b: 0.1 });
});

test('a device chooses by shares and worth alone: what is redeemed more often wins over what earns more', () => {
  const eligible = [A, B].map((coupon) => ({ coupon, reason: 'everybody' as const }));
  const best = (shareOf: Record<string, number>) => chooseOffer(eligible, ({ id }) => ({ redeemedShare: shareOf[id] ?? 0, earnedCents: id === 'a' ? 100 : 150 }), { nowMs: 0, chance: seededChance(3) });
  expect([best({ a: 0.02, b: 0.02 })?.coupon.id, best({ a: 0.04, b: 0.02 })?.coupon.id]).toEqual(['b', 'a']);
});
