import { expect, test } from 'vitest';
import { filledCreative, isDynamic, templateFaults, type AdFacts } from '#core/creative';
import { DEFAULT_RULES, type Creative } from '#core/campaigns';
import { wordingOf } from '#page/words';
import { aCreative } from '#support/campaigns';
import { aProduct } from '#support/products';

const TEMPLATE = aCreative('tents', { assets: { title: 'For your next night out: {title}', desc: '{benefit}', sponsored: 'Fellworks', ctatext: 'Look' }, landing: '/tents' });
const TENT = aProduct({ id: 't1', title: 'Corrie Tent, Sand', description: 'The inner can be pitched alone on dry nights.', priceCents: 20_000, listPriceCents: 25_000, url: '/product/t1' });

const fill = (facts: AdFacts, creative = TEMPLATE) => filledCreative(creative, { facts, wording: wordingOf('en'), rules: DEFAULT_RULES, leaning: { interests: [] } });

test('filledCreative() shows the product in the merchant’s words, under the template’s id', () => {
  expect(isDynamic(TEMPLATE)).toBe(true);
  expect(fill(TENT).creative).toEqual({
    ...TEMPLATE, style: 'price', itemId: 't1', landing: '/product/t1',
    assets: { title: 'For your next night out: Corrie Tent, Sand', desc: 'The inner can be pitched alone on dry nights', sponsored: 'Fellworks', ctatext: 'Look', priceCents: 25_000, salePriceCents: 20_000 },
  });
});

test('filledCreative() draws a template in the style that suits product and shopper, and leaves any other style and strips as they are', () => {
  const style = (change: Partial<Creative>, prices: 'low' | 'high', facts: Partial<AdFacts> = {}) =>
    filledCreative({ ...TEMPLATE, ...change }, { facts: { ...TENT, ...facts }, wording: wordingOf('en'), rules: DEFAULT_RULES, leaning: { interests: [], prices } }).creative?.style;
  expect(style({}, 'low')).toBe('price');
  expect(style({}, 'high', { rating: 4.8, ratingCount: 40 })).toBe('card');
  expect(style({ style: 'quiet' }, 'low')).toBe('quiet');
  expect(style({ sizes: [{ width: 320, height: 50 }] }, 'low')).toBe('banner');
});

test('filledCreative() is nothing where a fact is missing, the product is sold out, or a rule is broken', () => {
  expect(fill({ ...TENT, description: '' })).toEqual({ faults: [] });
  expect(fill({ ...TENT, available: false })).toEqual({ faults: [] });
  expect(fill({ ...TENT, title: 'The best tent' })).toMatchObject({ faults: [{ path: 'assets.title' }] });
  expect(fill({ ...TENT, category: ['Alcohol'] })).toMatchObject({ faults: [{ path: 'itemId' }] });
});

test('filledCreative() gives a creative without slots the prices of the moment', () => {
  const plain = aCreative('plain', { assets: { title: 'Corrie Tent', sponsored: 'Fellworks', priceCents: 30_000 } });
  expect(isDynamic(plain)).toBe(false);
  expect(fill(TENT, plain).creative?.assets).toEqual({ title: 'Corrie Tent', sponsored: 'Fellworks', priceCents: 25_000, salePriceCents: 20_000 });
});

test('templateFaults() names a slot that there is not, one that no device can fill, and a title that stands twice', () => {
  const faults = (title: string): readonly string[] => templateFaults(aCreative('a', { assets: { title, sponsored: 'x' } })).map(({ path }) => path);
  expect([faults('{title} for {price}'), faults('No slot'), faults('{titel}'), faults('{benefit}'), faults('By {phrase}'), faults('{title}: {title}')]).toEqual([[], [], ...Array.from({ length: 4 }, () => ['assets.title'])]);
});
