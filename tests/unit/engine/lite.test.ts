import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCatalogue, CARDS_PER_FILE } from '#core/catalogue';
import { aCatalogue } from '#support/a-shop';
import { serveFixture, type FixtureSite } from '#support/fixture-site';
import { valueOf } from '#support/result';
import { liteApi } from '../../../src/engine/lite.ts';

const { products } = aCatalogue({ items: 2 * CARDS_PER_FILE + 40 });
const built = buildCatalogue(products, { thumbnails: new Map(products.map((_, item) => [item, Uint8Array.of(1, item & 255)])) });
const packs = (built.manifest.pictures ?? []).map((hash) => `/${hash}.pack`);

let site: FixtureSite;
beforeAll(async () => {
  site = await serveFixture({ files: Object.fromEntries([...built.files].map(([name, body]) => [`/${name}`, { type: 'application/octet-stream', body }])) });
});
afterAll(() => site?.close());

test('a shelf without a worker has cards and pictures of its own products', async () => {
  const lite = liteApi(`${site.origin}/catalogue.json`);
  const ids = valueOf(await lite.recommend({ placement: 'home', count: 8 })).items.map(({ id }) => id);
  expect(valueOf(await lite.products(ids)).map(({ id }) => id)).toEqual(ids);
  expect(valueOf(await lite.pictures(ids))?.filter((picture) => picture !== null)).toHaveLength(8);
});

test('what a worker that has gone named for one shopper is asked of nobody', async () => {
  const lite = liteApi(`${site.origin}/catalogue.json`);
  valueOf(await lite.recommend({ placement: 'home', count: 8 }));
  const before = site.requests.length;
  const hers = products.slice(-3).map(({ id }) => id);
  expect(valueOf(await lite.products(hers))).toEqual([]);
  expect(valueOf(await lite.pictures(hers))).toEqual([null, null, null]);
  expect(site.requests.slice(before)).toEqual([]);
  expect(packs.length).toBeGreaterThan(1);
});
