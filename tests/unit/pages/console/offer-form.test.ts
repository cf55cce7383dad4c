import { expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import { CAMPAIGN_START_MS } from '#support/campaigns';
import { newCoupon, offerDifferences, offerMistakes, offerSetOf, offersFormOf } from '../../../../src/pages/console/offer-form.ts';

const NAMES = { shop: 'larkfield', currency: 'EUR' };
const coupon = { ...newCoupon(CAMPAIGN_START_MS), code: 'SPRING10', terms: 'A tenth off' };
const FORM = { coupons: [coupon, { ...newCoupon(CAMPAIGN_START_MS), code: 'OTHER', terms: 'A tenth off' }], timeZone: 'Europe/Berlin', segments: [] };

test('offersFormOf() keeps the rows of the form that a set was published from, and means the same set', () => {
  const set = offerSetOf(FORM, NAMES);
  const again = offersFormOf(set, FORM);
  expect(again.coupons.map(({ key, code }) => [key, code])).toEqual(FORM.coupons.map(({ key, code }) => [key, code]));
  expect(offerSetOf(again, NAMES)).toEqual(set);
  expect(new Set([...offersFormOf(set).coupons, ...FORM.coupons].map(({ key }) => key)).size).toBe(4);
});

test('a day of prices that the form does not ask for stays as it was published', () => {
  const segments = [{ name: 'Tea', elasticity: 2, bands: [{ itemId: 'tea' as ItemId, baseCents: 100, floorCents: 90, ceilingCents: 110 }] }];
  const set = offerSetOf({ ...FORM, segments, dayMs: 180_000 }, NAMES);
  expect(set.pricing).toEqual({ timeZone: 'Europe/Berlin', dayMs: 180_000, segments });
  expect(offerSetOf(offersFormOf(set), NAMES)).toEqual(set);
});

test('offerMistakes() names everything at once, and what is wrong with an id where its code is typed', () => {
  expect(offerMistakes(offerSetOf(FORM, NAMES))).toEqual([]);
  const wrong = { ...FORM, coupons: [{ ...coupon, code: '', terms: ' ', amount: '-3', uses: '1.5' }, { ...coupon, key: 9, minBasket: 'none', end: coupon.start }] };
  expect(offerMistakes(offerSetOf(wrong, NAMES)).map(({ path, message }) => `${path}: ${message}`).sort()).toEqual([
    'coupons[0].code: Wanted 2 to 40 letters, digits, dashes or underscores', 'coupons[0].reduction.percent: Wanted a number from 1 to 90', 'coupons[0].terms: Say what the coupon gives and when', 'coupons[0].usesPerDevice: Wanted a whole number',
    'coupons[1].endMs: The end must come after the start', 'coupons[1].minBasketCents: Wanted an amount from 0.00 to 1000000.00',
  ]);
});

test('offerDifferences() puts coupons beside each other by their code, in the words of the form', () => {
  const mine = offerSetOf(FORM, NAMES);
  expect(offerDifferences(mine, offerSetOf({ ...FORM, coupons: [...FORM.coupons].reverse() }, NAMES))).toEqual([]);
  const theirs = offerSetOf({ ...FORM, coupons: [{ ...coupon, kind: 'cents', amount: '5', minBasket: '50', categories: ['Boots'] }, { ...coupon, code: 'THEIRS' }] }, NAMES);
  expect(offerDifferences(mine, theirs)).toEqual([
    { field: 'SPRING10, takes off', mine: '10 %', theirs: '€5' }, { field: 'SPRING10, least basket', mine: '€0', theirs: '€50' }, { field: 'SPRING10, of', mine: 'the whole basket', theirs: 'Boots' },
    { field: 'OTHER', mine: '10 %: A tenth off', theirs: '–' }, { field: 'THEIRS', mine: '–', theirs: '10 %: A tenth off' },
  ]);
  expect(offerDifferences(mine, null).map(({ field }) => field)).toEqual(['SPRING10', 'OTHER']);
});
