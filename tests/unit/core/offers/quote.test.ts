import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import { basePrices, MAX_OFFERS_AGE_MS, quoteOf, tillPrices, type BasketLine, type PublishedOffers } from '#core/offers';
import { contentHash, DAY_MS, HOUR_MS, utf8Encode } from '#core/units';
import { documentedTill } from '#support/documented-till';
import { aCoupon, anOfferSet, aPricing, OFFER_START_MS } from '#support/offers';

const BOOTS = 'boots' as ItemId;
/** 1,800,000,000,000 ms is 09:00 in Berlin: morning, and so is an hour before. */
const NOW = OFFER_START_MS;
const SET = { ...anOfferSet([aCoupon(), aCoupon('five', { reduction: { kind: 'cents', cents: 500 }, minBasketCents: 5_000, categories: ['Tea'] }), aCoupon('late', { startMs: NOW + 1 }), aCoupon('gone', { startMs: 0, endMs: NOW })]), pricing: aPricing() };

/** Offers whose boots cost `morning` in the morning. */
function offersAt(morning: number, change: Partial<PublishedOffers> = {}): PublishedOffers {
  const prices = { ...basePrices({ set: SET, offers: contentHash(utf8Encode('set')), nowMs: NOW - DAY_MS }), cents: { [BOOTS]: { night: 9_000, morning, afternoon: 11_000, evening: 11_500 } } };
  return { set: SET, prices, ...change };
}
const line = (quantity: number, itemId: ItemId = BOOTS, priceCents = 10_000): BasketLine => ({ itemId, quantity, priceCents, category: ['Shoes'] });

test('quoteOf() charges the published price of the moment, and takes off what the coupon says', () => {
  const state = { published: [offersAt(10_300)], nowMs: NOW };
  expect(quoteOf([line(2)], '', state)).toMatchObject({ totalCents: 20_600, paidCents: 20_600, reductionCents: 0, lines: [{ priceCents: 10_300 }] });
  expect(quoteOf([line(2)], 'tenth', state)).toMatchObject({ totalCents: 20_600, reductionCents: 2_060, paidCents: 18_540, code: 'TENTH' });
  expect(quoteOf([line(1, 'tea' as ItemId, 450)], '', state)).toMatchObject({ paidCents: 450 });
});

test.each([['WHO', 'unknown'], ['late', 'not-yet'], ['gone', 'over'], ['five', 'nothing-applies']] as const)('quoteOf() takes nothing off for %s: %s', (code, refused) => {
  expect(quoteOf([line(1)], code, { published: [offersAt(10_000)], nowMs: NOW })).toMatchObject({ refused, paidCents: 10_000 });
});
test('quoteOf() takes nothing off a basket below the least', () => {
  expect(quoteOf([line(1, 'tea' as ItemId, 450)], 'FIVE', { published: [offersAt(10_000)], nowMs: NOW })).toMatchObject({ refused: 'basket-too-small' });
});

test('tillPrices() honours what was shown: within the hour, and by files replaced within a day; never one that costs her more', () => {
  const noon = NOW + 3 * HOUR_MS; // 12:00 in Berlin: 11,000 from now on, 10,300 a moment ago
  const cents = (published: readonly PublishedOffers[], nowMs: number): number => tillPrices({ published, nowMs })(BOOTS, 10_000);
  expect([cents([offersAt(10_300)], noon), cents([offersAt(10_300)], noon + HOUR_MS)]).toEqual([10_300, 11_000]);
  const replaced = offersAt(9_500, { replacedMs: NOW - MAX_OFFERS_AGE_MS });
  expect([cents([offersAt(10_300), replaced], NOW), cents([offersAt(10_300), replaced], NOW + 1)]).toEqual([9_500, 10_300]);
  expect(cents([offersAt(10_300), offersAt(10_500, { replacedMs: NOW })], NOW)).toBe(10_300);
  expect(cents([], NOW)).toBe(10_000);
  expect(cents([offersAt(10_300)], NOW + 366 * DAY_MS)).toBe(10_000); // the file is over
});

test('quoteOf() never charges less than nothing, nor more than the lines at the dearest price; the till of the documentation charges the same', () => {
  const baskets = fc.array(fc.record({ itemId: fc.constantFrom('boots', 'tea') as fc.Arbitrary<ItemId>, quantity: fc.integer({ min: 1, max: 5 }), priceCents: fc.integer({ min: 1, max: 20_000 }), category: fc.subarray(['Shoes', 'Tea']) }), { maxLength: 4 });
  const publications = fc.array(fc.record({ morning: fc.integer({ min: 8_000, max: 12_000 }), agoMs: fc.nat(2 * DAY_MS) }), { maxLength: 3 });
  fc.assert(fc.property(baskets, publications, fc.constantFrom('', 'tenth', 'FIVE', 'late', 'gone', 'none'), fc.nat(2 * DAY_MS), (basket, list, code, laterMs) => {
    const nowMs = NOW + laterMs;
    const published = list.map(({ morning, agoMs }, i) => offersAt(morning, i === 0 ? {} : { replacedMs: nowMs - agoMs }));
    const quoted = quoteOf(basket, code, { published, nowMs });
    expect(quoted.paidCents).toBeGreaterThanOrEqual(0);
    expect(quoted.totalCents).toBeLessThanOrEqual(basket.reduce((sum, { quantity, priceCents }) => sum + quantity * Math.max(priceCents, 12_000), 0));
    expect(documentedTill.quote(published, basket, code, nowMs)).toEqual(quoted);
  }));
});
