import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  await expect.poll(() => page.locator('.wrong').count()).toBe(5);
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
  await expect.poll(() => page.locator('.stepper output').first().textContent()).toBe('2');
  await page.getByRole('button', { name: /^Remove / }).click();
  await page.getByRole('heading', { name: 'Your basket is empty' }).waitFor();
  await leave();
});

test('search suggests with the keyboard, finds, and says when there is nothing', async () => {
  const { page, leave } = await visit('/');
  const box = page.getByRole('combobox', { name: 'Search the shop' });
  await box.fill('kettle');
  const suggestions = page.getByRole('listbox', { name: 'Suggestions' });
  await suggestions.getByRole('option').first().waitFor();
  await box.press('ArrowDown');
  await expect.poll(() => suggestions.getByRole('option', { selected: true }).count()).toBe(1);
  await box.press('Escape');
  await box.press('Enter');
  await page.getByRole('heading', { name: 'Results for “kettle”' }).waitFor();
  await expect.poll(() => page.locator('main .product-card').count()).toBeGreaterThan(3);
  await box.fill('zzyzx');
  await box.press('Enter');
  await page.getByRole('heading', { name: 'We have nothing for “zzyzx”' }).waitFor();
  await expect.poll(async () => (await layer(page)).flatMap((entry) => entry.search_term ?? [])).toEqual(['kettle', 'zzyzx']);
  await leave();
});

test('the language menu turns page and address, and goes along from page to page', async () => {
  const { page, leave } = await visit('/');
  const html = () => page.locator('html').evaluate(({ lang, dir }: HTMLElement) => [lang, dir]);
  await page.getByLabel('Language of the recommendations').selectOption('ar');
  await expect.poll(html).toEqual(['ar', 'rtl']);
  await page.getByRole('link', { name: 'All departments' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'All departments' }).waitFor();
  await expect.poll(() => new URL(page.url()).search).toBe('?lang=ar');
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.reload();
  await page.locator('main h1').first().waitFor();
  await expect.poll(html).toEqual(['ar', 'rtl']);
  await leave();
});

test('filters narrow the list, stand in the address and survive a reload', async () => {
  const { page, leave } = await visit('/');
  await page.locator('.home-tiles a').first().click();
  const countOf = async (): Promise<number> => Number.parseInt((await page.locator('.listing-head [role=status]').textContent()) ?? '', 10);
  const before = await countOf();
  await page.locator('.facets .check').first().click();
  await page.getByLabel('Sort by').selectOption('low');
  await expect.poll(() => new URL(page.url()).searchParams.get('sort')).toBe('low');
  await expect.poll(countOf).toBeLessThan(before);
  const after = await countOf();
  await page.reload();
  await page.locator('.product-card').first().waitFor();
  await expect.poll(countOf).toBe(after);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect.poll(countOf).toBe(before);
  await leave();
});

test('a product page carries JSON-LD of its product only, and a marked element for favourites', async () => {
  const { page, leave } = await visit(productPath);
  const blocks = page.locator('script[type="application/ld+json"]');
  const data = JSON.parse((await blocks.first().textContent()) ?? '') as { sku: string; offers: { price: string; availability: string } };
  expect(data).toMatchObject({ '@type': 'Product', sku: rated.id, offers: { price: (rated.priceCents / 100).toFixed(2), availability: 'https://schema.org/InStock' } });
  const heart = page.locator('.buy-row .favourite');
  await expect.poll(() => heart.getAttribute('data-homebird-event')).toBe('add_to_wishlist');
  await expect.poll(() => heart.getAttribute('data-homebird-item')).toBe(rated.id);
  await page.getByRole('link', { name: /home$/ }).click();
  await page.locator('.hero').waitFor();
  await expect.poll(() => blocks.count()).toBe(0);
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
  await expect.poll(async () => ((await page.locator('.product-picture .picture.drawn').textContent()) ?? '').length).toBeGreaterThan(0);
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
  await expect.poll(() => page.locator('main h1').textContent()).toBe('We cannot find that page');
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
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  await leave();
});

test('a page has one stylesheet, in which its own rules follow the shared ones: two files may come in any order', () => {
  const firstOwnRule = { 'index.html': '.site-header', 'console.html': '.chart', 'audit.html': '.check', 'docs/index.html': '.docs' };
  for (const [name, rule] of Object.entries(firstOwnRule)) {
    const links = [...readFileSync(join(folder, name), 'utf8').matchAll(/rel="stylesheet"[^>]*href="([^"]+)"/g)].map(([, href = '']) => href);
    expect(links, name).toHaveLength(1);
    const css = readFileSync(join(folder, links[0] ?? ''), 'utf8');
    expect(css.indexOf('--text-3xl:'), name).toBeGreaterThan(-1);
    expect(css.indexOf(rule), name).toBeGreaterThan(css.indexOf('--text-3xl:'));
  }
});

test('every page of the shop links to the documentation of what it shows, and every link inside the documentation leads somewhere', async () => {
  const { page, complaints, leave } = await visit('/');
  const hrefs = new Set<string>();
  const shown = { '/': 'consent', [productPath]: 'explanations', '/search?q=none': 'placements#search', '/basket': 'placements#where-shelves-stand', '/privacy': 'panel', '/departments': 'single-page' };
  for (const [path, own] of Object.entries(shown)) {
    await page.goto(site.url + path);
    const links = page.getByRole('navigation', { name: 'How this page is made' }).getByRole('link');
    await links.first().waitFor();
    const found = await links.evaluateAll((elements) => elements.map((element) => element.getAttribute('href') ?? ''));
    expect(found, path).toContain(`/docs/shops/${own}`);
    for (const href of found) hrefs.add(href);
  }
  for (const href of hrefs) {
    const answer = await page.request.get(site.url + href);
    expect(answer.status(), href).toBe(200);
    const text = await answer.text();
    const [, heading] = href.split('#', 2);
    if (heading !== undefined) expect(text, href).toContain(` id="${heading}"`);
    for (const [, inside = ''] of text.matchAll(/href="(\/docs\/[^"#]*)/g)) hrefs.add(inside);
  }
  expect(hrefs.size).toBeGreaterThan(30);
  await page.goto(`${site.url}/docs/shops/embed`);
  await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('The embed line');
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  expect(complaints).toEqual([]);
  await leave();
});

test('a shelf\'s link to the page that the feed names opens this shop\'s own page of the product', async () => {
  const elsewhere = await servePage({ folder, entry: 'index.html', catalogue: writeCatalogueFiles(join(folder, 'elsewhere'), products.map((product) => ({ ...product, url: `http://shop.example/p/${product.id}` }))) });
  const page = await browser.newPage();
  await page.goto(elsewhere.url);
  await page.locator('.product-link').first().waitFor();
  // As a shelf's card: in a shadow tree, where the page's own script made it.
  await page.evaluate((href) => {
    const shelf = document.querySelector('main')?.insertAdjacentElement('afterbegin', document.createElement('div'));
    const link = shelf?.attachShadow({ mode: 'open' }).appendChild(document.createElement('a'));
    if (link) Object.assign(link, { href, textContent: 'A card of the shelf' });
  }, `http://shop.example/p/${rated.id}`);
  await page.getByText('A card of the shelf').click();
  await page.waitForURL(`${elsewhere.url}${productPath}`);
  await page.getByRole('heading', { level: 1, name: rated.title }).waitFor();
  await page.close();
  await elsewhere.close();
});
