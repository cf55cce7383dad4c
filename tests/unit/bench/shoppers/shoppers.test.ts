import { expect, test } from 'vitest';
import { DAILY, shoppersOf, type Tide } from '#bench/shoppers';
import type { ItemId, Product } from '#core/catalogue';
import { demoProducts } from '#server/demoshop';

const WEEK_MS = 7 * 86_400_000;

/** A shop of `count` products in ten categories, four brands, prices from 1 to 100 and skewed rating counts. */
function aShop(count = 300): Product[] {
  return Array.from({ length: count }, (_, i): Product => ({
    id: `p${i}` as ItemId, title: `Product ${i}`, description: '', brand: `brand${(i * 7) % 4}`, category: ['Shop', `c${i % 10}`], url: '', image: '',
    priceCents: 100 + ((i * 37) % 100) * 100, currency: 'EUR', available: i % 50 !== 49, ratingCount: Math.floor(2000 / (1 + (i % 30))), aliases: [], labels: [],
  }));
}

const viewed = (products: readonly Product[], index: number, weeks = 8): Product[] => {
  const shopper = shoppersOf(products, 1)(index);
  return Array.from({ length: weeks }, (_, week) => shopper.week(week, 0)).flat().filter(({ type }) => type === 'view_item')
    .map(({ items }) => products.find(({ id }) => id === items[0]?.itemId)).filter((product) => product !== undefined);
};

test('week() repeats for a seed and differs between shoppers, weeks and seeds', () => {
  const products = aShop();
  const shopper = shoppersOf(products, 1);
  expect(shopper(5).week(2, 0)).toEqual(shoppersOf(products, 1)(5).week(2, 0));
  for (const other of [shopper(6).week(2, 0), shopper(5).week(3, 0), shoppersOf(products, 2)(5).week(2, 0)]) expect(other).not.toEqual(shopper(5).week(2, 0));
});

test('week() gives well-formed events within its seven days, oldest first, of available products, ids once', () => {
  const products = aShop();
  const available = new Set(products.filter((product) => product.available).map(({ id }) => id));
  const ids = new Set<string>();
  const types = new Set<string>();
  for (let index = 0; index < 60; index++) {
    const events = shoppersOf(products, 1)(index).week(0, 1000);
    expect(events.length).toBeGreaterThan(0);
    expect(events.map(({ atMs }) => atMs)).toEqual(events.map(({ atMs }) => atMs).sort((a, b) => a - b));
    for (const event of events) {
      expect(event.atMs).toBeGreaterThanOrEqual(1000);
      expect(event.atMs).toBeLessThanOrEqual(1000 + WEEK_MS);
      expect(event.id).toMatch(/^[0-9a-f]{32}$/);
      for (const { itemId } of event.items) expect(available).toContain(itemId);
      ids.add(event.id);
      types.add(event.type);
    }
  }
  expect([...types].sort()).toEqual(['add_to_cart', 'purchase', 'view_item']);
});

test('shoppers have tastes: one keeps to few categories, many together cover them all, and what is rated often is seen often', () => {
  const products = aShop();
  const shares = Array.from({ length: 40 }, (_, index) => {
    const categories = viewed(products, index).map(({ category }) => category.at(-1) ?? '');
    const counts = [...new Set(categories)].map((name) => categories.filter((other) => other === name).length).sort((a, b) => b - a);
    return ((counts[0] ?? 0) + (counts[1] ?? 0) + (counts[2] ?? 0)) / categories.length;
  });
  expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThan(0.5); // three of ten categories; without taste .35
  const everyone = Array.from({ length: 40 }, (_, index) => viewed(products, index)).flat();
  expect(new Set(everyone.map(({ category }) => category.at(-1))).size).toBe(10);
  const meanCount = everyone.reduce((sum, { ratingCount = 0 }) => sum + ratingCount, 0) / everyone.length;
  expect(meanCount).toBeGreaterThan(1.5 * (products.reduce((sum, { ratingCount = 0 }) => sum + ratingCount, 0) / products.length));
});

test('a shop without categories, prices, brands and ratings still has shoppers; one without products has none', () => {
  const bare = aShop(50).map((product): Product => ({ ...product, ratingCount: 0, brand: '', category: ['Other'], priceCents: 0 }));
  expect(shoppersOf(bare, 1)(0).week(0, 0).length).toBeGreaterThan(0);
  expect(() => shoppersOf([], 1)).toThrow(RangeError);
});

test('a tide takes everybody to a department more or less often, moves nobody to what she never goes to, and 1 changes nothing', () => {
  const products = demoProducts();
  const shopper = shoppersOf(products, 1, DAILY);
  const of = (tide?: Tide): number => Array.from({ length: 60 }, (_, index) => shopper(index).week(0, 0, tide)).flat()
    .filter(({ items }) => products.find(({ id }) => id === items[0]?.itemId)?.category[0] === 'Pantry').length;
  expect(of({ Pantry: 1, Clothing: 1 })).toBe(of());
  expect(of({ Pantry: 3.5 })).toBeGreaterThan(2 * of()); // 60 weeks of some 13 things, one of 17 of the department: 48 and 160 ± 13
  expect(of({ Pantry: 1 / 3.5 })).toBeLessThan(0.6 * of());
  expect(of({ Pantry: 0 })).toBeLessThan(0.3 * of()); // what goes with what she looks at is no choice of hers
});
