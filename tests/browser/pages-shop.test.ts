import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Product } from '#core/catalogue';
import { demoProducts, demoReviews, drawProduct } from '#server/demoshop';
import { launchChromium } from '#support/chromium';
import { buildPages, removeFolder, servePage, writeCatalogueFiles, type PageSite } from '#support/page-site';

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

const products = demoProducts();
const productById = new Map<string, Product>(products.map((product) => [product.id, product]));
const rated = products.find((product) => product.available && (product.ratingCount ?? 0) > 0 && product.listPriceCents === undefined);
if (!rated) throw new Error('The demo shop has no rated product');
const productPath = `/product/${rated.id}`;

let folder = '';
let site: PageSite;
let browser: Browser;
beforeAll(async () => {
  folder = await buildPages();
  const catalogue = writeCatalogueFiles(folder, products);
  site = await servePage({
    folder, entry: 'index.html', catalogue,
    drawPicture: (id) => { const product = productById.get(id); return product && drawProduct(product); },
    reviews: (id) => { const product = productById.get(id); return product && demoReviews(product); },
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await site.close();
  removeFolder(folder);
});

/** A fresh visitor on `path`; what the page complains about is collected. The tag has tests of its own, so here it is silent. */
async function visit(path: string, options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[]; leave: () => Promise<void> }> {
  const context = await browser.newContext({ viewport: DESKTOP, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.route('**/tag/homebird.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  await page.goto(site.url + path);
  await page.locator('main h1').first().waitFor();
  return { page, complaints, leave: () => context.close() };
}

interface LayerEntry {
  readonly event?: string;
  readonly search_term?: string;
  readonly ecommerce?: { readonly transaction_id?: string; readonly value?: number; readonly items?: readonly { readonly item_id: string; readonly quantity: number }[] } | null;
}

function layer(page: Page): Promise<LayerEntry[]> {
  return page.evaluate(() => (window as unknown as { dataLayer?: LayerEntry[] }).dataLayer ?? []);
}

async function storedThings(page: Page): Promise<unknown> {
  return page.evaluate(async () => ({
    cookie: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
}

const NOTHING = { cookie: '', local: 0, session: 0, databases: 0, caches: 0, workers: 0 };

test('the shop sells from the home page to the receipt, tells measurement GA4 events, and stores nothing', async () => {
  const { page, complaints, leave } = await visit('/');
  await page.locator('.home-tiles a').first().click();
  await page.locator('.product-link').first().click();
  await page.getByRole('button', { name: 'One more' }).click();
  await page.getByRole('button', { name: 'Add to basket', exact: true }).click();
  await page.getByRole('link', { name: 'View basket' }).click();
  await page.getByRole('link', { name: 'Go to checkout' }).click();
  await page.getByRole('button', { name: 'Place order' }).click();
  expect(await page.locator('.wrong').count()).toBe(5);
  await page.getByLabel('Full name').fill('Ada Quince');
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Street and number').fill('Hedge Lane 7');
  await page.getByLabel('Postcode').fill('12345');
  await page.getByLabel('Town').fill('Larkfield');
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.getByRole('heading', { name: 'Thank you for your order' }).waitFor();
  const entries = await layer(page);
  const names = entries.map((entry) => entry.event).filter(Boolean);
  for (const name of ['view_item_list', 'select_item', 'view_item', 'add_to_cart', 'view_cart', 'begin_checkout', 'purchase']) expect(names).toContain(name);
  const purchase = entries.find((entry) => entry.event === 'purchase')?.ecommerce;
  const [line] = purchase?.items ?? [];
  expect(line?.quantity).toBe(2);
  expect(purchase?.value).toBeCloseTo((2 * (productById.get(line?.item_id ?? '')?.priceCents ?? Number.NaN)) / 100);
  expect(purchase?.transaction_id).toMatch(/^LF-/);
  expect(JSON.stringify(entries)).not.toMatch(/Quince|ada@|Hedge|12345/);
  expect(await storedThings(page)).toEqual(NOTHING);
  expect(complaints).toEqual([]);
  await leave();
});

test('a basket survives a reload, and going back does not bring an older one', async () => {
  const { page, leave } = await visit(productPath);
  await page.getByRole('button', { name: 'Add to basket', exact: true }).click();
  await page.getByRole('link', { name: 'View basket' }).click();
  await page.reload();
  await page.getByRole('button', { name: 'One more' }).click();
  await page.goBack();
  await page.goForward();
  expect(await page.locator('.stepper output').first().textContent()).toBe('2');
  await page.getByRole('button', { name: /^Remove / }).click();
  await page.getByRole('heading', { name: 'Your basket is empty' }).waitFor();
  await leave();
});

test('search suggests with the keyboard, finds, and says when there is nothing', async () => {
  const { page, leave } = await visit('/');
  const box = page.getByRole('combobox', { name: 'Search the shop' });
  await box.fill('kettle');
  await page.getByRole('option').first().waitFor();
  await box.press('ArrowDown');
  expect(await page.getByRole('option', { selected: true }).count()).toBe(1);
  await box.press('Escape');
  await box.press('Enter');
  await page.getByRole('heading', { name: 'Results for “kettle”' }).waitFor();
  expect(await page.locator('main .product-card').count()).toBeGreaterThan(3);
  await box.fill('zzyzx');
  await box.press('Enter');
  await page.getByRole('heading', { name: 'We have nothing for “zzyzx”' }).waitFor();
  expect((await layer(page)).flatMap((entry) => entry.search_term ?? [])).toEqual(['kettle', 'zzyzx']);
  await leave();
});

test('filters narrow the list, stand in the address and survive a reload', async () => {
  const { page, leave } = await visit('/');
  await page.locator('.home-tiles a').first().click();
  const countOf = async (): Promise<number> => Number.parseInt((await page.locator('.listing-head [role=status]').textContent()) ?? '', 10);
  const before = await countOf();
  await page.locator('.facets .check').first().click();
  await page.getByLabel('Sort by').selectOption('low');
  const after = await countOf();
  expect(after).toBeLessThan(before);
  expect(new URL(page.url()).searchParams.get('sort')).toBe('low');
  await page.reload();
  await page.locator('.product-card').first().waitFor();
  expect(await countOf()).toBe(after);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  expect(await countOf()).toBe(before);
  await leave();
});

test('a product page carries JSON-LD of its product only, and a marked element for favourites', async () => {
  const { page, leave } = await visit(productPath);
  const blocks = page.locator('script[type="application/ld+json"]');
  const data = JSON.parse((await blocks.first().textContent()) ?? '') as { sku: string; offers: { price: string; availability: string } };
  expect(data).toMatchObject({ '@type': 'Product', sku: rated.id, offers: { price: (rated.priceCents / 100).toFixed(2), availability: 'https://schema.org/InStock' } });
  const heart = page.locator('.buy-row .favourite');
  expect(await heart.getAttribute('data-homebird-event')).toBe('add_to_wishlist');
  expect(await heart.getAttribute('data-homebird-item')).toBe(rated.id);
  await page.getByRole('link', { name: /home$/ }).click();
  await page.locator('.hero').waitFor();
  expect(await blocks.count()).toBe(0);
  await leave();
});

test('a review tells Homebird the stars and never the words', async () => {
  const { page, leave } = await visit(productPath);
  await page.evaluate(() => {
    const calls: unknown[] = [];
    Object.assign(window, { calls, homebird: (...command: unknown[]) => calls.push(command) });
  });
  await page.getByRole('button', { name: 'Write a review' }).click();
  await page.getByRole('button', { name: 'Post review' }).click();
  await page.getByText('Choose one to five stars').waitFor();
  await page.getByLabel('4 stars, Good').press('Space'); // by keyboard: where the page stands scrolled, the header may lie over the stars
  await page.getByLabel('What is it like? (optional)').fill('Keeps its heat for hours');
  await page.getByRole('button', { name: 'Post review' }).click();
  await page.getByText('Keeps its heat for hours').waitFor();
  const calls = await page.evaluate(() => (window as unknown as { calls: unknown[] }).calls);
  expect(calls).toEqual([['track', 'review', { item_id: rated.id, rating: 4 }]]);
  await leave();
});

test('a picture that does not load is replaced by a drawn one', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route('**/product-pictures/**', (route) => route.fulfill({ status: 404 }));
  await page.goto(site.url + productPath);
  await page.locator('.product-picture .picture.drawn').waitFor();
  expect(((await page.locator('.product-picture .picture.drawn').textContent()) ?? '').length).toBeGreaterThan(0);
  await context.close();
});

test('a catalogue that does not load is said so, and trying again opens the shop', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  let isDown = true;
  await page.route('**/catalogue/catalogue.json', (route) => (isDown ? route.abort() : route.continue()));
  await page.goto(site.url);
  await page.getByRole('heading', { name: 'The shop could not be opened' }).waitFor();
  isDown = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.hero').waitFor();
  await context.close();
});

test('on a phone, what was put into the basket is said in full view', async () => {
  const { page, leave } = await visit(productPath, { viewport: PHONE, hasTouch: true });
  await page.getByRole('button', { name: 'Add to basket', exact: true }).click();
  await page.getByRole('link', { name: 'View basket' }).click();
  await page.getByRole('heading', { name: 'Your basket' }).waitFor();
  await leave();
});

test('an address that nobody has says so', async () => {
  const { page, leave } = await visit('/product/no-such-thing');
  expect(await page.locator('main h1').textContent()).toBe('We cannot find that page');
  await leave();
});

const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  desktop: { viewport: DESKTOP },
  dark: { viewport: DESKTOP, colorScheme: 'dark' },
  phone: { viewport: PHONE, hasTouch: true },
};

test.each([
  ['desktop', '/'], ['desktop', '/departments'], ['desktop', '/search?q=lamp'], ['desktop', productPath], ['desktop', '/basket'], ['desktop', '/privacy'],
  ['dark', '/'], ['dark', '/sale'], ['dark', productPath],
  ['phone', '/'], ['phone', '/search?q=lamp'], ['phone', productPath],
])('is free of axe violations and does not scroll sideways: %s %s', async (look, view) => {
  const { page, leave } = await visit(view, { ...LOOKS[look], reducedMotion: 'reduce' });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  await leave();
});
