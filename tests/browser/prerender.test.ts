import puppeteer, { type Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from '#support/chromium';
import { aPage, type FixtureSite } from '#support/fixture-site';
import { serveShop, SHOP_PRODUCTS } from '#support/shop-site';

const PRODUCT = SHOP_PRODUCTS[0]?.url ?? '';
/** For what must not happen: several times what a page of this shop takes to keep its first event, and thrice the half second by which its two clocks may differ, ms. */
const QUIET_MS = 1_500;
/** What a page drawn ahead tells of itself once she has opened it: no tool that drives a browser follows it there. */
const TELLING = `
const eventsKept = async () => {
  if (!(await indexedDB.databases()).some(({ name }) => name === 'homebird:fixture')) return [];
  const database = await new Promise((done) => { const request = indexedDB.open('homebird:fixture'); request.onsuccess = () => done(request.result); });
  const events = await new Promise((done) => { const request = database.transaction('events').objectStore('events').getAll(); request.onsuccess = () => done(request.result); });
  database.close();
  return events;
};
document.addEventListener('prerenderingchange', () => {
  const [{ activationStart }] = performance.getEntriesByType('navigation');
  const openedAtMs = Math.floor(performance.timeOrigin + activationStart);
  setInterval(async () => {
    const events = (await eventsKept()).filter(({ type }) => type === 'page_view' || type === 'view_item');
    const told = { wasAhead: activationStart > 0, types: events.map(({ type }) => type).sort(), before: events.filter(({ atMs }) => atMs < openedAtMs - 500).length };
    await fetch('/told', { method: 'POST', body: JSON.stringify(told) });
  }, 100);
});
`;

let browser: Browser;
let site: FixtureSite;

beforeAll(async () => {
  site = await serveShop({
    attributes: 'data-consent="granted"', script: TELLING,
    files: {
      '/list': { ...aPage('', `<main><h1>List</h1><a href="${PRODUCT}">A kettle</a></main>`), headers: { 'speculation-rules': '"/rules.json"' } },
      '/rules.json': { type: 'application/speculationrules+json', body: JSON.stringify({ prerender: [{ urls: [PRODUCT], eagerness: 'immediate' }] }) },
      '/told': { type: 'text/plain', body: '' },
    },
  });
  // Playwright forbids its pages to be drawn ahead.
  browser = await puppeteer.launch({ browser: 'chrome', executablePath: findChromium(), headless: true, args: ['--no-sandbox', '--disable-background-networking'] });
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test('a page that the browser draws ahead keeps nothing and starts no worker until she opens it, and then counts once', async () => {
  const page = await browser.newPage();
  await page.goto(`${site.origin}/list`);
  const asked = (pattern: RegExp): boolean => site.requests.some(({ url }) => pattern.test(url));
  await expect.poll(() => asked(/\/homebird-page\.js$/)).toBe(true); // the page drawn ahead is there
  expect(site.requests.find(({ url }) => url === PRODUCT)?.headers['sec-purpose']).toMatch(/prerender/);
  await new Promise((done) => setTimeout(done, QUIET_MS));
  const kept = await page.evaluate(async () => [(await navigator.storage.estimate()).usage, await indexedDB.databases(), { ...localStorage }, { ...sessionStorage }, document.cookie]);
  expect([asked(/homebird-worker/), ...kept]).toEqual([false, 0, [], {}, {}, '']);
  await page.click('a');
  const told = (): unknown => JSON.parse(site.requests.findLast(({ url }) => url === '/told')?.body.toString() ?? 'null');
  await expect.poll(told).toEqual({ wasAhead: true, types: ['page_view', 'view_item'], before: 0 });
});
