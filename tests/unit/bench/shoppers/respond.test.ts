import { expect, test } from 'vitest';
import { shoppersOf, type AdResponse, type Shopper } from '#bench/shoppers';
import { demoProducts } from '#server/demoshop';

const products = demoProducts();
const SHOPPERS = 120;
const shopper = shoppersOf(products, 1);
const each = Array.from({ length: SHOPPERS }, (_, i) => shopper(i));
const answer = (one: Shopper, item: number, style = 'card', timesSeen = 0): AdResponse => {
  const itemId = products[item]?.id;
  const response = itemId && one.respond({ itemId, style, timesSeen });
  if (!response) throw new RangeError(`Cannot ask about product ${item}: the shop sells none`);
  return response;
};
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test('respond() follows an ad for what she turns to far oftener than one for what others do', () => {
  const sold = products.flatMap(({ available }, i) => (available && i % 3 === 0 ? [i] : []));
  const ratios = each.slice(0, 15).map((one) => {
    const viewed = new Set(Array.from({ length: 6 }, (_, week) => one.week(week, 0)).flat().flatMap(({ items }) => items.map(({ itemId }) => itemId)));
    const hers = sold.filter((i) => viewed.has(products[i]?.id as never)).map((i) => answer(one, i).clickChance);
    return mean(hers) / mean(sold.map((i) => answer(one, i).clickChance));
  });
  expect(mean(ratios)).toBeGreaterThan(1.5); // 1 without any relevance
});

test('respond() gives chances as shops see them, the same in every run, and less with every time it was seen', () => {
  const chances = each.flatMap((one) => [3, 200, 500].map((item) => answer(one, item)));
  for (const { clickChance, buyChance } of chances) for (const chance of [clickChance, buyChance]) expect(chance > 0 && chance < 1).toBe(true);
  expect(mean(chances.map(({ clickChance }) => clickChance))).toBeGreaterThan(0.01);
  expect(mean(chances.map(({ clickChance }) => clickChance))).toBeLessThan(0.06);
  expect(shoppersOf(products, 1)(7).respond({ itemId: products[3]?.id as never, style: 'card', timesSeen: 0 })).toEqual(answer(shopper(7), 3));
  const seen = [0, 1, 2, 6, 60].map((times) => answer(shopper(7), 3, 'card', times).clickChance);
  expect(seen).toEqual([...seen].sort((a, b) => b - a));
  expect(seen[4]).toBe(seen[3]);
  expect(answer(shopper(7), 3, 'price').clickChance).toBeGreaterThan(answer(shopper(7), 3, 'banner').clickChance);
});

test('respond() says nothing of what the shop does not sell', () => {
  expect(shopper(0).respond({ itemId: 'none' as never, style: 'card', timesSeen: 0 })).toBeUndefined();
  const soldOut = products.find(({ available }) => !available);
  expect(shopper(0).respond({ itemId: soldOut?.id as never, style: 'card', timesSeen: 0 })).toBeUndefined();
});
