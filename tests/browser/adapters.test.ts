import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test as base } from 'vitest';
import { launchChromium } from '#support/chromium';
import { fixtureShops } from '#support/fixture-shops';
import { bundle, serveFixture, type FixtureSite } from '#support/fixture-site';

/** For what must not be told: a changed page is read after a tenth of a second, and a bus waits as long to hand over, ms. */
const QUIET_MS = 400;

let site: FixtureSite;
let browser: Browser;

beforeAll(async () => {
  site = await serveFixture({
    csp: "default-src 'self'; script-src 'self' 'unsafe-inline'",
    files: { ...(await bundle({ entries: { collect: 'tests/browser/fixtures/collect.ts' } })), ...fixtureShops(), '/favicon.ico': { type: 'image/x-icon', body: '' } },
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});
/** One visitor's page, and what it has told. */
class Visit {
  readonly page: Page;
  readonly errors: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.errors.push(error.message));
  }

  /** Newest version of each event told on this page but its visit: type, items with quantity and price, and what else it says. */
  told(): Promise<readonly string[]> {
    return this.page.evaluate(() => [...new Map(collectFixture.emitted.map((event) => [event.id, event])).values()]
      .filter(({ type }) => type !== 'page_view')
      .map(({ type, items, transactionId, query, listId, promotionId }) => [type, ...items.map(({ itemId, quantity, priceCents }) => [itemId, ...(quantity === undefined ? [] : [`×${quantity}`]), ...(priceCents === undefined ? [] : [`@${priceCents}`])].join('')), transactionId, query, listId, promotionId].filter((part) => part !== undefined).join(' ')));
  }

  /** Opens a page and waits until it has told `count` things, and then for what it must not tell. */
  async open(path: string, count: number): Promise<void> {
    await this.page.goto(site.origin + path);
    await this.heard(count);
  }

  /** Waits until the shop system's own forms, links and events are heard: a part that comes once the page has been read. */
  async systemHeard(): Promise<void> {
    const part = await this.page.waitForFunction(() => performance.getEntriesByType('resource').find(({ name }) => name.includes('shop-system'))?.name);
    await this.page.evaluate(`import(${JSON.stringify(await part.jsonValue())}).then(() => new Promise((done) => setTimeout(done)))`); // whoever asked first has it by then
  }

  async heard(count: number): Promise<void> {
    await this.page.waitForFunction((wanted) => typeof collectFixture === 'object' && new Set(collectFixture.emitted.filter(({ type }) => type !== 'page_view').map(({ id }) => id)).size >= wanted, count);
    await this.page.waitForTimeout(QUIET_MS);
    const kept = await this.page.evaluate(() => collectFixture.emitted.map((event) => ({ ...event, id: '', atMs: 0 }))); // drawn, and the clock: either may hold the digits
    expect(JSON.stringify(kept)).not.toMatch(/jane|example\.com|7946|doe/i);
  }
}

const test = base.extend<{ visit: Visit }>({
  visit: async ({ task }, use) => {
    const visit = new Visit(await browser.newPage());
    await use(visit);
    expect(visit.errors, task.name).toEqual([]);
    await visit.page.close();
  },
});

describe.concurrent('a shop on Shopify', () => {
  test('is read by its theme’s own words: product, form, search', async ({ visit }) => {
    const { page } = visit;
    await visit.open('/shopify/collections/all', 0);
    expect(await visit.told()).toEqual([]);
    await visit.open('/shopify/collections/all/products/mug', 1);
    await visit.systemHeard();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await visit.heard(2);
    expect(await visit.told()).toEqual(['view_item MUG-BLUE@1990', 'add_to_cart shopify_CA_7001_41001×2']);
    await visit.open('/shopify/search?q=blue+mug&type=product', 1);
    expect(await visit.told()).toEqual(['search blue mug']);
  });
  test('is heard where customer events are published, and only where its past may be read in its replay queue', async ({ visit }) => {
    const { page } = visit;
    const added = { cartLine: { quantity: 1, cost: { totalAmount: { amount: 19.9, currencyCode: 'CAD' } }, merchandise: { id: '41001', sku: 'MUG-BLUE', price: { amount: 19.9, currencyCode: 'CAD' }, product: { id: '7001', title: 'Mug' } } } };
    const publish = (name: string, data: unknown) => page.evaluate(([event, payload]) => (globalThis as unknown as { Shopify: { analytics: { publish(name: unknown, data: unknown): void } } }).Shopify.analytics.publish(event, payload), [name, data] as const);
    await page.addInitScript((early) => {
      addEventListener('DOMContentLoaded', () => (globalThis as unknown as { Shopify: { analytics: { publish(...parts: unknown[]): void } } }).Shopify.analytics.publish('product_added_to_cart', early));
    }, added);
    await visit.open('/shopify/app', 1);
    expect(await visit.told()).toEqual(['add_to_cart 41001@1990']);
    await publish('checkout_completed', { checkout: { token: 't', order: { id: '900' }, email: 'jane@example.com', phone: '+44 20 7946 0958', totalPrice: { amount: 39.8 }, lineItems: [{ title: 'Mug', quantity: 2, variant: { id: 'gid://shopify/ProductVariant/41001', price: { amount: 19.9 }, product: { id: '7001' } } }] } });
    await publish('my_app:event', { email: 'jane@example.com' });
    await visit.heard(2);
    expect((await visit.told()).at(-1)).toBe('purchase gid://shopify/ProductVariant/41001×2@1990 900');
    await visit.open('/shopify/app?denied', 0);
    await page.evaluate(() => void (collectFixture.isAllowed = true));
    await publish('cart_viewed', { cart: { lines: [added.cartLine] } });
    await visit.systemHeard();
    await publish('search_submitted', { searchResult: { query: 'pan' } });
    await expect.poll(async () => (await visit.told()).at(-1)).toBe('search pan');
    await visit.heard(1);
    expect((await visit.told()).some((line) => line.startsWith('add_to_cart'))).toBe(false);
  });
  test('is heard on a bus with subscribers, and where a theme dispatches its events', async ({ visit }) => {
    const { page } = visit;
    await visit.open('/shopify/bus', 0);
    await page.waitForFunction(() => 'product_viewed' in (globalThis as unknown as { Shopify: { analytics: { heard: object } } }).Shopify.analytics.heard);
    await page.evaluate(() => {
      (globalThis as unknown as { Shopify: { analytics: { publish(name: string, data: unknown): void } } }).Shopify.analytics.publish('product_viewed', { productVariant: { id: '42001', price: { amount: 5 }, product: { id: '7002' } } });
      const lines = Object.assign(new Event('shopify:cart:lines-update', { bubbles: true }), { action: 'add', context: 'product', lines: [{ merchandiseId: 'gid://shopify/ProductVariant/42001', quantity: 1 }] });
      document.querySelector('main')?.dispatchEvent(lines);
      document.querySelector('main')?.dispatchEvent(Object.assign(new Event('shopify:product:view', { bubbles: true }), { context: 'collection', product: { id: '1' }, selectedVariant: null }));
    });
    await visit.heard(2);
    await page.evaluate(() => void document.dispatchEvent(new CustomEvent('homebird:shopify', { detail: { name: 'product_removed_from_cart', data: { cartLine: { quantity: 1, merchandise: { id: '42001' } }, customer: { email: 'jane@example.com' } } } })));
    await visit.heard(3);
    expect(await visit.told()).toEqual(['view_item 42001@500', 'add_to_cart gid://shopify/ProductVariant/42001', 'remove_from_cart 42001']);
  });
});

describe.concurrent('a shop on WooCommerce', () => {
  test('tells list, product, basket, checkout and order once each, whoever says it', async ({ visit }) => {
    const { page } = visit;
    await visit.open('/woo/shop/', 1);
    await visit.systemHeard();
    await page.getByRole('link', { name: 'Add pot' }).click();
    await visit.heard(2);
    expect(await visit.told()).toEqual(['view_item_list 17@4990 18@4990 Shop', 'add_to_cart 18']);
    await visit.open('/woo/product/kettle/', 1);
    await visit.systemHeard();
    await page.getByRole('button', { name: 'Add to basket' }).click();
    await visit.heard(2);
    expect(await visit.told()).toEqual(['view_item 17@4990', 'add_to_cart gla_17×2']);
    await visit.open('/woo/cart/', 1);
    await visit.systemHeard();
    await page.getByRole('link', { name: '×' }).click();
    await visit.heard(2);
    expect(await visit.told()).toEqual(['view_cart 17×2@4990', 'remove_from_cart 17']);
    await visit.open('/woo/checkout/', 2);
    expect(await visit.told()).toEqual(['begin_checkout 17×2@4990', 'add_payment_info 17×2@4990']);
    await visit.open('/woo/checkout/order-received/12/', 1);
    expect(await visit.told()).toEqual(['purchase 17×2@4990 12']);
  });
});

describe.concurrent('a shop on Magento', () => {
  test('tells list, product, basket, checkout and order once each, in microdata, forms and Universal’s shape', async ({ visit }) => {
    const { page } = visit;
    await visit.open('/magento/shirts.html', 1);
    expect(await visit.told()).toEqual(['view_item_list WS-01 WS-02']);
    await visit.open('/magento/blue-shirt.html', 1);
    await visit.systemHeard();
    await page.getByRole('button', { name: 'Add to Cart' }).click();
    await visit.heard(2);
    expect(await visit.told()).toEqual(['view_item WS-01@5900', 'add_to_cart WS-01']);
    await visit.open('/magento/checkout/cart/', 1);
    expect(await visit.told()).toEqual(['remove_from_cart WS-01@5900']);
    await visit.open('/magento/checkout/', 1);
    expect(await visit.told()).toEqual(['begin_checkout WS-01@5900']);
    await visit.open('/magento/checkout/onepage/success/', 1);
    expect(await visit.told()).toEqual(['purchase WS-01@5900 000000012']);
  });
});

test.concurrent('links of shop systems are read: out of Shopify’s basket, onto Magento’s wish list and into its basket', async ({ visit }) => {
  await visit.open('/links', 0);
  await visit.systemHeard();
  for (const name of ['Remove', 'Wish', 'Add', 'Compare']) await visit.page.getByRole('link', { name }).click();
  await visit.heard(3);
  expect(await visit.told()).toEqual(['remove_from_cart 41001', 'add_to_wishlist 14', 'add_to_cart 15']);
});

describe.concurrent('a shop of its own making', () => {
  test.for([['/custom/og', 'view_item rug-1@12900'], ['/custom/lamps/standing-lamp', 'view_item LAMP-1'], ['/custom/lamps/standing-lamp/?utm_source=mail', 'view_item LAMP-1'], ['/custom/item/VASE-1', 'view_item VASE-1']] as const)('%s is the page of a product', async ([path, line], { visit }) => {
    const { page } = visit;
    if (path.includes('/?')) await page.route('**/standing-lamp/**', (route) => route.fulfill({ contentType: 'text/html', body: String(fixtureShops()['/custom/lamps/standing-lamp']?.body) }));
    await visit.open(path, 1);
    expect(await visit.told()).toEqual([line]);
  });
  test('a page that is no product’s says nothing but its visit', async ({ visit }) => {
    await visit.open('/custom/about', 0);
    expect(await visit.told()).toEqual([]);
  });
  test('is heard through gtag from list to order', async ({ visit }) => {
    const { page } = visit;
    await visit.open('/custom/app', 0);
    await page.evaluate(() => {
      const gtag = (...parts: unknown[]) => (globalThis as unknown as { gtag(...parts: unknown[]): void }).gtag(...parts);
      const items = [{ item_id: 'RUG-1', price: '129.00', quantity: 1 }];
      gtag('event', 'view_promotion', { promotion_id: 'SPRING', creative_slot: 'top' });
      gtag('event', 'select_item', { item_list_id: 'home', items });
      history.pushState({}, '', '/custom/rugs/1');
      gtag('event', 'page_view', { page_location: location.href });
      gtag('event', 'view_item', { currency: 'EUR', value: 129, items });
      gtag('event', 'view_item', { currency: 'EUR', value: 129, items });
      gtag('event', 'add_to_cart', { currency: 'EUR', value: 129, items, user_email: 'jane@example.com' });
      history.pushState({}, '', '/custom/checkout');
      gtag('event', 'begin_checkout', { items });
      gtag('event', 'purchase', { transaction_id: 'jane@example.com', value: 129, items });
      gtag('event', 'purchase', { transaction_id: 'T-1', value: 129, items });
      gtag('event', 'purchase', { transaction_id: 'T-1', value: 129, items });
    });
    await visit.heard(6);
    expect(await visit.told()).toEqual(['view_promotion SPRING', 'select_item RUG-1@12900 home', 'view_item RUG-1@12900', 'add_to_cart RUG-1@12900', 'begin_checkout RUG-1@12900', 'purchase RUG-1@12900', 'purchase RUG-1@12900 T-1']);
    expect(await page.evaluate(() => collectFixture.emitted.filter(({ type }) => type === 'page_view').map((event) => event.page).filter((at, i, all) => all.indexOf(at) === i))).toEqual(['/custom/app', '/custom/rugs/1', '/custom/checkout']);
  });
});
