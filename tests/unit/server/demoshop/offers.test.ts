import { expect, test } from 'vitest';
import { decodeOfferSet, encodeOfferSet, offerFaults } from '#core/offers';
import { demoOffers, demoProducts } from '#server/demoshop';
import { valueOf } from '#support/result';

test('demoOffers() make sense: two coupons, and bands around every price of one department, in days of minutes', () => {
  const products = demoProducts();
  const set = demoOffers(products, 1_800_000_000_000, { shop: 'demo', currency: 'EUR' });
  expect(valueOf(decodeOfferSet(encodeOfferSet(set)))).toEqual(set);
  expect(offerFaults(set)).toEqual([]);
  expect([set.coupons.length, set.pricing?.dayMs]).toEqual([2, 180_000]);
  expect(set.pricing?.segments.map(({ name, bands }) => [name, bands.length])).toEqual([['Pantry', products.filter(({ category }) => category[0] === 'Pantry').length]]);
  expect(demoOffers([], 0, { shop: 'demo', currency: 'EUR' })).not.toHaveProperty('pricing');
});
