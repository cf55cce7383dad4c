import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aProduct } from '#support/products';
import { applyChoice, bandsOf, readChoice, SORTS, writeChoice, type Choice, type Sort } from '../../../../src/pages/shop/facets.ts';

const choices: fc.Arbitrary<Choice> = fc.record({
  brands: fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 3 }),
  band: fc.option(fc.record({ fromCents: fc.nat(10_000), belowCents: fc.oneof(fc.integer({ min: 10_001, max: 90_000 }), fc.constant(Infinity)) }), { nil: null }),
  minRating: fc.constantFrom(0, 4),
  isOnSale: fc.boolean(),
  isInStock: fc.boolean(),
  sort: fc.constantFrom(...(Object.keys(SORTS) as Sort[])),
});

test('readChoice() gives back what writeChoice() wrote, and other entries stay', () => {
  fc.assert(fc.property(choices, (choice) => {
    const query = writeChoice(new URLSearchParams('q=lamp&show=48'), choice);
    expect(readChoice(query)).toEqual(choice);
    expect(query.get('q')).toBe('lamp');
    expect(query.has('show')).toBe(false); // a narrower list starts at its top
  }));
});

test('readChoice() takes hostile addresses for no choice', () => {
  expect(readChoice(new URLSearchParams('price=cheap-&sort=constructor&rating=many'))).toEqual({ brands: [], band: null, minRating: 0, isOnSale: false, isInStock: false, sort: 'popular' });
});

test('bandsOf() covers every priced product exactly once', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 12, maxLength: 60 }), (prices) => {
    const products = prices.map((priceCents, i) => aProduct({ id: `p${i}`, priceCents }));
    const bands = bandsOf(products);
    for (const product of products) expect(bands.filter((band) => product.priceCents >= band.fromCents && product.priceCents < band.belowCents)).toHaveLength(1);
  }));
});

test('bandsOf() offers none where the feed names no prices', () => {
  expect(bandsOf(Array.from({ length: 40 }, (_, i) => aProduct({ id: `p${i}`, priceCents: 0 })))).toEqual([]);
});

test('applyChoice() sorts products without a price last, whichever way prices go', () => {
  const products = [aProduct({ id: 'free', priceCents: 0 }), aProduct({ id: 'dear', priceCents: 900 }), aProduct({ id: 'cheap', priceCents: 100 })];
  const none: Choice = { brands: [], band: null, minRating: 0, isOnSale: false, isInStock: false, sort: 'low' };
  expect(applyChoice(products, none).map(({ id }) => id)).toEqual(['cheap', 'dear', 'free']);
  expect(applyChoice(products, { ...none, sort: 'high' }).map(({ id }) => id)).toEqual(['dear', 'cheap', 'free']);
});
