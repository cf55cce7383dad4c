import type { Browser, Page } from 'playwright-core';
import { aPage, bundle, serveFixture, type FixtureSite } from './fixture-site.ts';

/**
 * A shop of one page, with a router of the kind that the address names, which tells of its products as the address says.
 * `show` draws a route; `routers` say in which order the address changes and the page is drawn.
 */
const APP = `
const query = new URLSearchParams(location.search);
const says = query.get('says');
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const script = document.createElement('script');
script.type = 'application/ld+json';
function tell(route) {
  const id = /\\/p\\/(\\w+)/.exec(route)?.[1];
  if (says === 'dataLayer' && id) (window.dataLayer ??= []).push({ event: 'view_item', ecommerce: { items: [{ item_id: id }] } });
}
function show(route) {
  const id = /\\/p\\/(\\w+)/.exec(route)?.[1];
  document.title = id ? id + ' – Shop' : 'List – Shop';
  const main = document.createElement('main');
  main.textContent = route;
  document.querySelector('main').replaceWith(main);
  if (says !== 'jsonld') return;
  script.textContent = JSON.stringify({ '@type': 'Product', sku: id });
  if (id) document.head.append(script); else script.remove();
}
async function draw(route) { show(route); tell(route); }
const routers = {
  async push(route) { history.pushState({}, '', route); await draw(route); },
  async replacesThenPushes(route) {
    history.replaceState({ scroll: 1 }, '', location.href);
    history.pushState({ key: 1 }, '', route);
    history.replaceState({ key: 1, idx: 2 }, '', route);
    await draw(route);
  },
  async addressFirst(route) { history.pushState({}, '', route); await wait(450); await draw(route); },
  // The clock goes on by those 50 ms and no more, however late a busy machine lets the timer run.
  async addressLast(route) {
    const [now, startedMs] = [Date.now, Date.now()];
    Date.now = () => startedMs;
    await draw(route);
    await wait(50);
    Date.now = () => startedMs + 50;
    history.pushState({}, '', route);
    Date.now = now;
  },
  async addressMuchLater(route) { await draw(route); await wait(says === 'dataLayer' ? 100 : 450); history.pushState({}, '', route); },
  async hash(route) {
    const arrived = new Promise((done) => addEventListener('hashchange', done, { once: true }));
    location.hash = '#' + route;
    await arrived;
    await draw(route);
  },
  async navigationApi(route) {
    if (!self.navigation) return routers.push(route);
    await navigation.navigate(route).finished;
  },
  async bodySwap(route) {
    history.pushState({ turbo: 1 }, '', route);
    const body = document.createElement('body');
    body.append(document.createElement('main'));
    await wait(30);
    document.body.replaceWith(body);
    await draw(route);
  },
  async viewTransition(route) {
    history.pushState({}, '', route);
    await document.startViewTransition(() => draw(route)).finished.catch(() => undefined);
  },
  async redirects(route) {
    history.pushState({}, '', route === '/list' ? '/start' : '/old' + route);
    await null;
    history.replaceState({}, '', route);
    await draw(route);
  },
};
const router = query.get('router');
if (router === 'navigationApi' && self.navigation) {
  navigation.addEventListener('navigate', (event) => {
    const { pathname } = new URL(event.destination.url);
    if (event.canIntercept && event.navigationType !== 'replace') event.intercept({ handler: async () => { await wait(30); await draw(pathname); } });
  });
} else {
  addEventListener('popstate', () => draw(location.hash.startsWith('#/') ? location.hash.slice(1) : location.pathname));
}
window.go = (route) => routers[router](route);
tell(location.pathname);
`;

/** How single-page shops change their address and what they show, by what comes first. */
export const ROUTERS = ['push', 'replacesThenPushes', 'addressFirst', 'addressLast', 'addressMuchLater', 'hash', 'navigationApi', 'bodySwap', 'viewTransition', 'redirects'] as const;
export type Router = (typeof ROUTERS)[number];

/** Longest time after which a page is read once more, and some: for what must not be told, ms. */
const QUIET_MS = 900;

/** A shop of one page with each router, and two pages that load whole. */
export async function serveRouters(): Promise<FixtureSite> {
  const collect = '<script type="module" src="/collect.js"></script>';
  // Without no-store: such a page never enters the back-forward cache.
  const product = (id: string, other: string) => ({ headers: { 'cache-control': 'no-cache' }, ...aPage(`${collect}<script type="application/ld+json">{"@type":"Product","sku":"${id}"}</script><link rel="stylesheet" href="/fade.css">`, `<main><h1>${id}</h1><a href="/load/${other}">${other}</a></main>`) });
  return serveFixture({
    csp: "default-src 'self'",
    files: {
      ...(await bundle({ entries: { collect: 'tests/browser/fixtures/collect.ts' } })),
      '/app.js': { type: 'text/javascript', body: APP },
      '/fade.css': { type: 'text/css', body: '@view-transition { navigation: auto; }' },
      '/list': aPage(`${collect}<script type="module" src="/app.js"></script>`, '<main>/list</main>'),
      '/load/kettle': product('kettle', 'pan'), '/load/pan': product('pan', 'kettle'),
      '/favicon.ico': { type: 'image/x-icon', body: '' },
    },
  });
}

/** A page that is being left or loaded has no fixture: one that was navigated to may still be the one before. */
async function untilThere(page: Page): Promise<void> {
  await page.waitForFunction(() => typeof collectFixture === 'object');
}

/** Visits and views told so far on a page with the collect fixture, newest version of each, oldest first: type, product, page. */
export async function toldOn(page: Page): Promise<readonly string[]> {
  await untilThere(page);
  return page.evaluate(() => {
    const newest = new Map(collectFixture.emitted.map((event) => [event.id, event]));
    return [...newest.values()].filter(({ type }) => type === 'page_view' || type === 'view_item').map((event) => [event.type, ...event.items.map((item) => item.itemId), event.page].join(' '));
  });
}

/** Waits until `count` visits and views were told, and then as long as something more might be. */
export async function settled(page: Page, count: number): Promise<void> {
  await page.waitForFunction((wanted) => typeof collectFixture === 'object' && new Set(collectFixture.emitted.filter(({ type }) => type === 'page_view' || type === 'view_item').map(({ id }) => id)).size >= wanted, count);
  await page.waitForTimeout(QUIET_MS);
}

export interface RouterVisit {
  readonly router: Router;
  readonly says: 'jsonld' | 'dataLayer';
  readonly hasNavigationApi: boolean;
}

/** Walks through the shop: list, kettle, list, pan, and twice back. Gives what was told, routes of a hash router as paths. */
export async function walk(browser: Browser, origin: string, { router, says, hasNavigationApi }: RouterVisit): Promise<readonly string[]> {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  try {
    await page.goto(`${origin}/list?router=${router}&says=${says}${hasNavigationApi ? '' : '&no-navigation'}`);
    await settled(page, 1);
    for (const [route, count] of [['/p/kettle', 3], ['/list', 4], ['/p/pan', 6]] as const) {
      await page.evaluate((to) => (globalThis as unknown as { go(route: string): Promise<void> }).go(to), route);
      await settled(page, count);
    }
    for (const count of [7, 9]) {
      await page.evaluate(() => history.back());
      await settled(page, count);
    }
    return [...(await toldOn(page)).map((line) => line.replace(/\?.*/, '').replace(/ \/list\/?#/, ' ')), ...errors];
  } catch (error) {
    throw new Error(`after ${JSON.stringify(await toldOn(page))}: ${String(error)}`, { cause: error });
  } finally {
    await page.close();
  }
}

/** What {@link walk} has to give. */
export const WALKED = [
  'page_view /list', 'page_view /p/kettle', 'view_item kettle /p/kettle', 'page_view /list', 'page_view /p/pan', 'view_item pan /p/pan', 'page_view /list', 'page_view /p/kettle', 'view_item kettle /p/kettle',
].sort();
