import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ParsedFeed } from '#core/feed';
import { readFeed } from '#server/catalogue';

const DATA = '../shared/data';
/** Real feeds are not part of the project: several allow research use only; the folder beside it says where they come from. */
const hasData = existsSync(DATA);
if (!hasData) console.log(`skipped: real feeds are read from ${DATA}, which is absent`);

async function feedOf(name: string, currency?: string): Promise<ParsedFeed> {
  const read = await readFeed(`${DATA}/${name}`, { currency });
  if (!read.ok) throw new Error(read.fault.message);
  return read.value;
}

function skippedOf({ issues }: ParsedFeed): number {
  return issues.filter((issue) => issue.isSkipped).length;
}

test.skipIf(!hasData)('readFeed() loads all of retail_demo_store with category, style and price', async () => {
  const feed = await feedOf('retail_demo_store');
  expect([feed.rows, feed.products.length, skippedOf(feed)]).toEqual([2465, 2465, 0]);
  expect(feed.products[0]).toMatchObject({ title: 'Adventure-Ready Expedition Backpack', category: ['accessories', 'backpack'], priceCents: 12999, available: true });
});

test.skipIf(!hasData)('readFeed() loads all of flipkart_1050: paths, rupees, sales, nested quotes', async () => {
  const feed = await feedOf('flipkart_1050');
  expect([feed.rows, feed.products.length, skippedOf(feed)]).toEqual([1050, 1050, 0]);
  expect(feed.products[0]).toMatchObject({
    id: '55b85ea15a1536d46b7190ad6fff8ce7', title: 'Elegance Polyester Multicolor Abstract Eyelet Door Curtain', category: ['Home Furnishing', 'Curtains & Accessories', 'Curtains'],
    brand: 'Elegance', priceCents: 89_900, listPriceCents: 189_900, currency: 'INR', aliases: ['CRNEG7BKMFFYHQ8Z'],
  });
  const leaves = new Set(feed.products.map((product) => product.category.at(-1)));
  expect(leaves.size).toBeLessThan(200); // the feed's own paths end in the product's title: 1,000 leaves
});

test.skipIf(!hasData)('readFeed() loads all of dummyjson with ratings and how many there are', async () => {
  const feed = await feedOf('dummyjson');
  expect([feed.rows, feed.products.length, skippedOf(feed)]).toEqual([194, 194, 0]);
  expect(feed.products[0]).toMatchObject({ id: '1', rating: 2.56, ratingCount: 3, aliases: expect.arrayContaining(['BEA-ESS-ESS-001', '5784719087687']) });
});

test.skipIf(!hasData)('readFeed() loads retrotech without prices, repeated codes reported and skipped', async () => {
  const feed = await feedOf('retrotech');
  expect([feed.rows, feed.products.length, skippedOf(feed)]).toEqual([48_194, 46_156, 2_038]);
  expect(feed.issues.every((issue) => issue.field === 'upc' && issue.reason.startsWith('repeats the id of line'))).toBe(true);
});

test.skipIf(!hasData)('readFeed() loads the UCI items: titles from descriptions, sales from order lines', async () => {
  const feed = await feedOf('uci_online_retail/items.csv.gz', 'GBP');
  expect([feed.rows, feed.products.length, skippedOf(feed)]).toEqual([3938, 3938, 0]);
  expect(feed.products[0]).toMatchObject({ id: '10002', title: 'INFLATABLE POLITICAL GLOBE', description: '', priceCents: 85, currency: 'GBP', soldCount: 71 });
});
