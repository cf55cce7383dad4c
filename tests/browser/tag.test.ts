import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '#support/chromium';
import { aPage, type FixtureSite } from '#support/fixture-site';
import { keptEvents, untilKept } from '#support/page-state';
import { serveShop } from '#support/shop-site';

const LINE = 'data-shop="fixture" data-catalogue="/catalogue/catalogue.json"';
const SHELF = '<homebird-shelf placement="home" count="4"></homebird-shelf>';
/** What a page of the shop does with each event; the shop's own script, before the tag. */
const FILTERS = `
window.shop = { filter: (event) => (event.type === 'page_view' ? false : { ...event, page: '/hidden' }) };
`;

let browser: Browser;
let site: FixtureSite;

const module = (attributes: string): string => `<script src="/shop.js"></script><script type="module" src="/tag/homebird.js" ${LINE} ${attributes}></script>`;
const classic = (attributes: string): string => `<script src="/shop.js"></script><script async src="/tag/homebird.js" ${LINE} data-consent="granted" ${attributes}></script>`;
const INJECTING = `
const line = document.createElement('script');
line.src = trustedTypes.createPolicy('shop', { createScriptURL: (url) => url }).createScriptURL('/tag/homebird.js');
Object.assign(line.dataset, { shop: 'fixture', catalogue: '/catalogue/catalogue.json', consent: 'granted' });
document.head.append(line);
`;

beforeAll(async () => {
  site = await serveShop({
    script: FILTERS,
    files: {
      '/inject.js': { type: 'text/javascript', body: INJECTING },
      '/injected': aPage('<script src="/shop.js"></script><script src="/inject.js"></script>', SHELF),
      '/module': aPage(module('data-consent="granted"'), SHELF),
      '/twice': aPage(classic('') + classic(''), SHELF),
      '/two-shops': aPage(classic('') + classic('').replace('data-shop="fixture"', 'data-shop="another"').replace('async', 'defer'), SHELF),
      '/plain': aPage(classic(''), SHELF),
      '/nameless': aPage(classic('').replace(' data-shop="fixture"', ''), SHELF),
      '/filtered': aPage(classic('data-before-store="shop.filter"')),
      '/unfiltered': aPage(classic('data-before-store="shop.nowhere"')),
      '/own-shelf': aPage(classic('data-defaults="2026-12-01"')),
    },
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

interface Opened {
  readonly page: Page;
  readonly said: readonly string[];
  errors(): Promise<readonly string[]>;
}

async function open(path: string, before: (page: Page) => Promise<void> = async () => {}): Promise<Opened> {
  const page = await (await browser.newContext()).newPage();
  const said: string[] = [];
  page.on('console', (message) => { if (/^homebird/i.test(message.text())) said.push(message.text()); });
  await before(page);
  await page.goto(site.origin + path);
  return { page, said, errors: () => page.evaluate('pageErrors') as Promise<readonly string[]> };
}

const cards = (page: Page) => page.locator('homebird-shelf .card[data-item]');
const call = (page: Page, command: string): Promise<unknown> => page.evaluate(command);

describe('the embed line', () => {
  test.each([['injected', '/injected'], ['a module', '/module'], ['there twice', '/twice']])('works %s, and the page hears nothing of it', async (_how, path) => {
    const { page, said, errors } = await open(path);
    await expect.poll(() => cards(page).count()).toBe(4);
    expect([said, await errors(), page.workers().length]).toEqual([[], [], 1]);
    await page.context().close();
  });

  test('of another shop beside the first does nothing, and says so', async () => {
    const { page, said, errors } = await open('/two-shops');
    await expect.poll(() => cards(page).count()).toBe(4);
    await expect.poll(() => said.length).toBe(1);
    expect(said[0]).toMatch(/^homebird: this page has the tag of "(?:fixture|another)" already; the one of "(?:fixture|another)" does nothing$/);
    expect([await errors(), page.workers().length]).toEqual([[], 1]);
    await page.context().close();
  });

  test('without data-shop does nothing, and names it', async () => {
    const { page, said, errors } = await open('/nameless');
    await expect.poll(() => said).toEqual(['homebird: Cannot start: no script of this page has data-shop']);
    expect([await errors(), page.workers().length]).toEqual([[], 0]);
    await page.context().close();
  });

  test('on a page that the browser draws ahead does nothing until somebody sees the page', async () => {
    const { page } = await open('/plain', async (page) => {
      await page.addInitScript(() => { Object.defineProperty(document, 'prerendering', { configurable: true, value: true }); });
    });
    const loaded = page.waitForResponse((answer) => answer.url().endsWith('homebird-page.js')).catch(() => undefined);
    if (!site.requests.some(({ url }) => url.endsWith('homebird-page.js'))) await loaded;
    await page.waitForLoadState('networkidle');
    expect([await keptEvents(page), page.workers().length, await page.evaluate(() => localStorage.length)]).toEqual([[], 0, 0]);
    await page.evaluate(() => {
      Object.defineProperty(document, 'prerendering', { configurable: true, value: false });
      document.dispatchEvent(new Event('prerenderingchange'));
    });
    await untilKept(page, (kept) => kept.some((event) => event['type'] === 'page_view'));
    expect((await keptEvents(page)).filter((event) => event['type'] === 'page_view')).toHaveLength(1);
    await page.context().close();
  });
});

describe('homebird.destroy()', () => {
  test('stops worker, elements and listening; calls answer undefined; a tag that comes later starts anew', async () => {
    const { page, said, errors } = await open('/plain');
    await expect.poll(() => cards(page).count()).toBe(4);
    await untilKept(page, (kept) => kept.some((event) => event['type'] === 'page_view'));
    await call(page, `homebird.on('consent', () => { window.heardConsent = true; })`);
    await call(page, 'homebird.destroy()');
    await expect.poll(() => page.workers().length).toBe(0);
    await expect.poll(() => cards(page).count()).toBe(0);
    const before = (await keptEvents(page)).length;
    await call(page, `dataLayer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'kettle-aarhus' }] } })`);
    expect(await call(page, `Promise.all([homebird.track('view_item', { item_id: 'kettle-aarhus' }), homebird.recommend(), homebird('consent', false), homebird.destroy()])`)).toEqual([undefined, undefined, undefined, undefined]);
    expect((await keptEvents(page)).length).toBe(before);
    expect(await call(page, 'window.heardConsent')).toBeUndefined();

    await call(page, INJECTING);
    await expect.poll(() => cards(page).count()).toBe(4);
    expect(await call(page, `homebird.track('add_to_cart', { item_id: 'mug-aarhus' })`)).toBe(true);
    await untilKept(page, (kept) => kept.some((event) => event['type'] === 'add_to_cart'));
    expect([said, await errors(), page.workers().length]).toEqual([[], [], 1]);
    await page.context().close();
  });
});

describe('data-before-store', () => {
  test('names a function that changes events or drops them before they are kept', async () => {
    const { page } = await open('/filtered');
    await call(page, `homebird.track('add_to_cart', { item_id: 'kettle-aarhus' })`);
    const kept = await untilKept(page, (events) => events.some((event) => event['type'] === 'add_to_cart'));
    expect(kept.map((event) => [event['type'], event['page']])).toEqual([['add_to_cart', '/hidden']]);
    await page.context().close();
  });

  test('that names nothing drops every event, and says so once', async () => {
    const { page, said } = await open('/unfiltered');
    await call(page, `homebird.track('add_to_cart', { item_id: 'kettle-aarhus' })`);
    await call(page, `homebird.track('add_to_cart', { item_id: 'mug-aarhus' })`);
    await expect.poll(() => said).toEqual(['homebird: events are dropped, because data-before-store="shop.nowhere" names no function of this page']);
    expect(await keptEvents(page)).toEqual([]);
    await page.context().close();
  });
});

test('a shelf that the shop draws from recommend() is attributed by itself', async () => {
  const { page } = await open('/own-shelf');
  const { recId, items } = (await call(page, `homebird.recommend({ placement: 'cart', count: 3 })`)) as { recId: string; items: readonly { id: string }[] };
  const chosen = items[1]?.id ?? '';
  await call(page, `gtag('event', 'select_item', { items: [{ item_id: '${chosen}' }] })`);
  await call(page, `homebird.track('add_to_cart', { item_id: '${chosen}' })`);
  const kept = await untilKept(page, (events) => events.some((event) => event['type'] === 'add_to_cart'));
  expect(kept.filter((event) => event['recId'] !== undefined)).toEqual([
    expect.objectContaining({ type: 'rec_click', recId, placement: 'cart', position: 1 }), expect.objectContaining({ type: 'add_to_cart', recId }),
  ]);
  await page.context().close();
});
