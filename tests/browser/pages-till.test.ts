import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { basePrices, type OfferSet } from '#core/offers';
import { contentHash, ok, utf8Encode } from '#core/units';
import { demoOffers, demoProducts } from '#server/demoshop';
import { createTill, tillRoutes } from '#server/till';
import { launchChromium } from '#support/chromium';
import { buildPages, removeFolder, servePage, writeCatalogueFiles, type PageSite } from '#support/page-site';

const NOW = 1_800_000_000_000;
const products = demoProducts();
const set = demoOffers(products, NOW, { shop: 'larkfield', currency: products[0]?.currency ?? '' }) as OfferSet & Required<Pick<OfferSet, 'pricing'>>;
const priced = set.pricing.segments[0]?.bands.find(({ itemId }) => products.some(({ id, available }) => id === itemId && available));
if (!priced) throw new Error('The demo shop prices nothing by demand');
const CENTS = priced.ceilingCents;
/** Of a parcel of less than €60, as the help pages say. */
const DELIVERY_CENTS = 490;
const base = basePrices({ set, offers: contentHash(utf8Encode('set')), nowMs: NOW });
const prices = { ...base, cents: { ...base.cents, [priced.itemId]: { night: CENTS, morning: CENTS, afternoon: CENTS, evening: CENTS } } };

let folder = '';
let site: PageSite;
let browser: Browser;
beforeAll(async () => {
  folder = await buildPages();
  const till = createTill({ clock: { nowMs: () => NOW }, products, read: async () => ok({ set, prices }) });
  site = await servePage({ folder, entry: 'index.html', catalogue: writeCatalogueFiles(folder, products), variables: { LEADER: 'http://127.0.0.1:9' }, routes: (app) => tillRoutes(app, till) });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await site.close();
  removeFolder(folder);
});

test('the till of the demonstration charges the published price, which everybody sees, takes a code, and tells measurement what was paid', async () => {
  const page = await (await browser.newContext()).newPage();
  await page.route('**/tag/homebird.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  await page.goto(`${site.url}/product/${priced.itemId}`);
  const money = (cents: number): RegExp => new RegExp(`${Math.floor(cents / 100)}\\.${String(cents % 100).padStart(2, '0')}`);
  await expect.poll(() => page.locator('.product-facts .price-now').textContent()).toMatch(money(CENTS));
  await page.getByRole('button', { name: 'Add to basket', exact: true }).click();
  await page.getByRole('link', { name: 'View basket' }).click();
  await page.getByRole('link', { name: 'Go to checkout' }).click();
  for (const [label, value] of [['Full name', 'Ada Quince'], ['E-mail', 'ada@example.com'], ['Street and number', 'Hedge Lane 7'], ['Postcode', '12345'], ['Town', 'Larkfield']] as const) await page.getByLabel(label).fill(value);
  await page.getByLabel('Coupon code').fill('NOSUCH');
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.getByText('We know no such code').waitFor();
  await page.getByLabel('Coupon code').fill('table10');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('Coupon TABLE10').waitFor();
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.getByRole('heading', { name: 'Thank you for your order' }).waitFor();
  const paid = CENTS - Math.floor(CENTS / 10);
  await expect.poll(() => page.locator('.thanks').textContent()).toMatch(money(paid + DELIVERY_CENTS));
  const layer = await page.evaluate(() => (window as unknown as { readonly dataLayer: readonly { readonly event?: string; readonly ecommerce?: unknown }[] }).dataLayer);
  expect(layer.find(({ event }) => event === 'purchase')?.ecommerce).toMatchObject({ value: paid / 100, shipping: DELIVERY_CENTS / 100, coupon: 'TABLE10', items: [{ item_id: priced.itemId, price: CENTS / 100 }] });
});
