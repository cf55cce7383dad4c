import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import { couponDigest } from '#core/events';
import { chooseOffer, decodeOfferSet, eligibleOffers, encodeOfferSet, offerDisclosure, offerFaults, OFFER_EXPLORE_SHARE, redemptionsOf, reductionCents, type Coupon, type OfferEvent } from '#core/offers';
import { DAY_MS, seededChance, utf8Encode, WEEK_MS } from '#core/units';
import { aCoupon, anOfferSet, OFFER_START_MS } from '#support/offers';
import { valueOf } from '#support/result';
import { SEED } from '#support/seed';

const NOBODY = { tags: [], categories: [] };
const purchase = (coupon: string, transactionId?: string, type: 'purchase' | 'refund' = 'purchase'): OfferEvent => ({ type, atMs: OFFER_START_MS, items: [], coupon: couponDigest(coupon), ...(transactionId && { transactionId }) });
const someCoupons = fc.array(fc.record({
  id: fc.stringMatching(/^[a-z][a-z0-9]{1,10}$/), usesPerDevice: fc.integer({ min: 1, max: 3 }), startMs: fc.integer({ min: 0, max: 20 }).map((day) => OFFER_START_MS + day * DAY_MS), lifeCycles: fc.subarray(['new', 'loyal'] as const),
  percent: fc.integer({ min: 1, max: 90 }), minBasketCents: fc.nat(10_000), tags: fc.subarray(['hiking', 'tea']),
}), { maxLength: 8 }).map((list) => list.map(({ id, usesPerDevice, startMs, lifeCycles, percent, minBasketCents, tags }) =>
  aCoupon(id, { usesPerDevice, startMs, endMs: startMs + WEEK_MS, minBasketCents, reduction: { kind: 'percent', percent }, audience: { tags, categories: [], clusters: [], lifeCycles } })));

describe('offer set', () => {
  test('reads as it was written', () => {
    fc.assert(fc.property(someCoupons, (coupons) => {
      expect(valueOf(decodeOfferSet(encodeOfferSet(anOfferSet(coupons))))).toEqual(anOfferSet(coupons));
    }));
    const cents = anOfferSet([aCoupon('five', { reduction: { kind: 'cents', cents: 500 }, minBasketCents: 2_000 }), aCoupon('half', { reduction: { kind: 'percent', percent: 50, maxCents: 1_000 } })]);
    expect(valueOf(decodeOfferSet(encodeOfferSet(cents)))).toEqual(cents);
  });
  test.each([['percent', 91], ['percent', 0]])('refuses %s %i', (kind, percent) => {
    expect(decodeOfferSet(encodeOfferSet(anOfferSet([aCoupon('a1', { reduction: { kind: 'percent', percent } })])))).toMatchObject({ ok: false, fault: { message: expect.stringContaining(`reduction.${kind}`) as string } });
  });
  test('refuses what is no canonical JSON, and fields that there are not', () => {
    expect(decodeOfferSet(utf8Encode('{ }'))).toMatchObject({ ok: false });
    expect(decodeOfferSet(encodeOfferSet({ ...anOfferSet(), more: 1 } as never))).toMatchObject({ ok: false, fault: { message: expect.stringContaining('more') as string } });
  });
  test('offerFaults() names what makes no sense', () => {
    const wrong = [aCoupon('a1', { endMs: OFFER_START_MS }), aCoupon('a2', { code: 'A1' }), aCoupon('a3', { reduction: { kind: 'cents', cents: 500 } }), aCoupon('a4', { terms: ' ' })];
    expect(offerFaults(anOfferSet(wrong)).map(({ path }) => path)).toEqual(['coupons', 'coupons[0].endMs', 'coupons[2].minBasketCents', 'coupons[3].terms']);
    expect(offerFaults(anOfferSet())).toEqual([]);
  });
  test.each(['\u200b\u2060', '\u2800', '', '\u3164 \u00ad', 'Half \u202eecirp', 'One\nTwo', 'A \u2066tenth\u2069'])('offerFaults() refuses terms %j, of which nothing is seen or which turn words around', (terms) => {
    expect(offerFaults(anOfferSet([aCoupon('a1', { terms })])).map(({ path }) => path)).toEqual(['coupons[0].terms']);
  });
  test.each(['A tenth off — café included', 'خصم \u200fعشرة بالمئة', '九折优惠', 'می\u200cخواهم'])('offerFaults() takes terms %j as scripts are written', (terms) => {
    expect(offerFaults(anOfferSet([aCoupon('a1', { terms })]))).toEqual([]);
  });
});

test('redemptionsOf() counts a transaction once, in any case, and not what was refunded', () => {
  expect(redemptionsOf([purchase('TENTH', 't1'), purchase('tenth', 't1'), purchase('Tenth', 't2'), purchase('other', 't3')], 'TENTH')).toHaveLength(2);
  expect(redemptionsOf([purchase('TENTH', 't1'), purchase('TENTH', 't1', 'refund')], 'TENTH')).toEqual([]);
  expect(redemptionsOf([purchase('TENTH'), purchase('TENTH')], 'TENTH')).toEqual([OFFER_START_MS, OFFER_START_MS]);
});

test('eligibleOffers() never breaks a rule over random sets, histories and times', () => {
  fc.assert(fc.property(someCoupons, fc.array(fc.tuple(fc.nat(7), fc.nat(5))), fc.integer({ min: -2, max: 30 }), fc.subarray(['hiking', 'tea', 'cats']), fc.constantFrom('new' as const, 'loyal' as const, undefined), (coupons, bought, day, tags, lifeCycle) => {
    const nowMs = OFFER_START_MS + day * DAY_MS;
    const events = bought.map(([which, transaction]) => purchase(coupons[which]?.code ?? 'none', `t${transaction}`));
    for (const { coupon } of eligibleOffers(coupons, { events, facts: { tags, categories: [], ...(lifeCycle && { lifeCycle }) }, nowMs })) {
      expect(nowMs >= coupon.startMs && nowMs < coupon.endMs).toBe(true);
      expect(new Set(events.filter((event) => event.coupon === couponDigest(coupon.code)).map(({ transactionId }) => transactionId)).size).toBeLessThan(coupon.usesPerDevice);
      if (coupon.audience.tags.length > 0) expect(coupon.audience.tags.some((tag) => tags.includes(tag))).toBe(true);
      if (coupon.audience.lifeCycles.length > 0) expect(coupon.audience.lifeCycles).toContain(lifeCycle);
    }
  }));
});

test('eligibleOffers() with nothing known gives what is for everybody, and never a sensitive category', () => {
  const coupons = [aCoupon('all'), aCoupon('loyal', { audience: { tags: [], categories: [], clusters: [], lifeCycles: ['loyal'] } }), aCoupon('meds', { categories: ['Pregnancy'] })];
  expect(eligibleOffers(coupons, { events: [], facts: NOBODY, nowMs: OFFER_START_MS })).toEqual([{ coupon: coupons[0], reason: 'everybody' }]);
});

test('reductionCents() by hand', () => {
  const basket = [{ itemId: 'boots' as ItemId, quantity: 2, priceCents: 1_999, category: ['Shoes'] }, { itemId: 'tea' as ItemId, quantity: 1, priceCents: 500, category: ['Pantry', 'Tea'] }];
  const of = (change: Partial<Coupon>): number => reductionCents(aCoupon('c1', change), basket);
  expect([of({}), of({ minBasketCents: 4_499 }), of({ categories: ['Tea'] }), of({ itemIds: ['boots' as ItemId] })]).toEqual([449, 0, 50, 399]);
  expect([of({ reduction: { kind: 'percent', percent: 50, maxCents: 100 } }), of({ reduction: { kind: 'cents', cents: 900 }, categories: ['Tea'] }), of({ categories: ['Toys'] })]).toEqual([100, 500, 0]);
  expect([of({ minBasketCents: 4_498 })]).toEqual([449]);
});

test('reductionCents() never exceeds what it applies to', () => {
  fc.assert(fc.property(someCoupons, fc.array(fc.record({ itemId: fc.constant('a' as ItemId), quantity: fc.integer({ min: 1, max: 9 }), priceCents: fc.nat(9_999), category: fc.constant(['A']) })), (coupons, basket) => {
    const total = basket.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0);
    for (const coupon of coupons) expect(reductionCents(coupon, basket)).toBeLessThanOrEqual(total);
  }));
});

describe('chooseOffer()', () => {
  const three = ['a1', 'a2', 'a3'].map((id) => ({ coupon: aCoupon(id), reason: 'everybody' as const }));
  const worthOf = ({ id }: Coupon) => ({ redeemedShare: 0.1, earnedCents: { a1: 100, a2: 300, a3: -50 }[id] ?? 0 });

  test('takes the most valuable but for a tenth, leaves out what earns nothing, and logs the chance it really had', () => {
    const chance = seededChance(SEED);
    const drawn = new Map<string, number>();
    const draws = 20_000;
    for (let i = 0; i < draws; i++) {
      const chosen = chooseOffer(three, worthOf, { nowMs: 0, chance });
      drawn.set(chosen?.coupon.id ?? '', (drawn.get(chosen?.coupon.id ?? '') ?? 0) + 1);
      expect(chosen?.propensity).toBeCloseTo(chosen?.coupon.id === 'a2' ? 0.95 : 0.05, 12);
    }
    expect([...drawn.keys()].sort()).toEqual(['a1', 'a2']);
    // A share of .05 of 20,000 draws has a deviation of .0015: four of them.
    expect(Math.abs((drawn.get('a1') ?? 0) / draws - OFFER_EXPLORE_SHARE / 2)).toBeLessThan(0.0062);
  });

  test('keeps what she holds for a week, while it is hers', () => {
    const held = { couponId: 'a1', sinceMs: 1_000 };
    const at = (nowMs: number, eligible = three) => chooseOffer(eligible, worthOf, { held, nowMs, chance: seededChance(3) });
    expect([at(1_000 + WEEK_MS - 1)?.coupon.id, at(1_000 + WEEK_MS - 1)?.propensity]).toEqual(['a1', 1]);
    expect(at(1_000 + WEEK_MS)?.propensity).not.toBe(1);
    expect(at(2_000, three.slice(1))?.coupon.id).toBe('a2');
    expect(chooseOffer([], worthOf, { nowMs: 0, chance: seededChance(1) })).toBeUndefined();
  });
});

test('offerDisclosure() says in every language that the set is the same and the choice was made here', () => {
  expect(offerDisclosure('life-cycle', 'en')).toBe('Everyone gets the same set of offers. This one was chosen on your device because of how often you buy here. The shop is not told.');
  for (const language of ['en', 'zh', 'ar'] as const) expect(new Set((['everybody', 'interest', 'life-cycle', 'portrait'] as const).map((reason) => offerDisclosure(reason, language))).size).toBe(4);
});
