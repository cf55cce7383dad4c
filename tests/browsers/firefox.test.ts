import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findFirefox, launchFirefox } from '#support/firefox';
import type { FixtureSite } from '#support/fixture-site';
import { startServing, type Serving } from '#support/serving';
import { serveShop, SHOP_PRODUCTS } from '#support/shop-site';
import { serveLadder, type LadderSites } from '#support/start-ladder';

/** The embed line's own path, as every test page has it. */
const [KETTLE, MUG] = ['kettle-aarhus', 'mug-tollund'];
/** Long enough for anything that would be kept or sent by itself within a visit to a page. */
const SETTLE_MS = 1_200;

/** Longest wait for what a shopper would wait for, ms; a report waits for its own time. */
const [SOON_MS, REPORT_MS] = [20_000, 120_000];

/** Waits until `look` holds. @throws Error if it never does */
async function until(look: () => Promise<boolean>, withinMs = SOON_MS): Promise<void> {
  const lastMs = Date.now() + withinMs;
  while (!(await look())) {
    if (Date.now() > lastMs) throw new Error(`Never came to pass: ${look.toString().slice(0, 200)}`);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

/** Everything the origin keeps. */
function kept(page: Page) {
  return page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name), local: { ...localStorage }, session: { ...sessionStorage }, caches: await globalThis.caches?.keys() ?? [], cookies: document.cookie,
    workers: (await navigator.serviceWorker?.getRegistrations() ?? []).length,
  }));
}
const NOTHING = { databases: [], local: {}, session: {}, caches: [], cookies: '', workers: 0 };

/** Products in the basket, as the history holds them. */
function basket(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === 'homebird:fixture')) return [];
    return new Promise<string[]>((resolve, reject) => {
      const opening = indexedDB.open('homebird:fixture');
      opening.addEventListener('error', () => reject(new Error('The history does not open')));
      opening.addEventListener('success', () => {
        const asked = opening.result.transaction('events').objectStore('events').index('atMs').getAll() as IDBRequest<{ type: string; items: { itemId: string }[] }[]>;
        asked.addEventListener('success', () => {
          opening.result.close();
          resolve(asked.result.filter(({ type }) => type === 'add_to_cart').flatMap(({ items }) => items.map(({ itemId }) => itemId)));
        });
      });
    });
  });
}

/** States of the reports of the demo shop, as its ledger holds them. */
function ledgerStates(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const name = (await indexedDB.databases()).map((database) => database.name ?? '').find((each) => each.startsWith('homebird-ledger:'));
    return name === undefined ? [] : new Promise<string[]>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.addEventListener('error', () => reject(new Error('The ledger does not open')));
      opening.addEventListener('success', () => {
        const asked = opening.result.transaction('entries').objectStore('entries').getAll() as IDBRequest<{ state: string }[]>;
        asked.addEventListener('success', () => {
          opening.result.close();
          resolve(asked.result.map(({ state }) => state));
        });
      });
    });
  });
}

async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await until(() => page.evaluate(() => [...document.querySelectorAll('homebird-shelf')].some(({ shadowRoot }) => shadowRoot?.querySelector('.card[data-item]') != null)));
}

/** Presses the button of that name in the banner or panel. */
async function press(page: Page, host: string, name: string): Promise<void> {
  const found = async (): Promise<boolean> => page.evaluate((host, name) => {
    const buttons = [...document.querySelectorAll(host)].flatMap((element) => [...element.shadowRoot?.querySelectorAll('button') ?? []]);
    const button = buttons.find((each) => each.textContent.trim() === name);
    button?.click();
    return button !== undefined;
  }, host, name);
  await until(found);
}

function panelText(page: Page): Promise<string> {
  return page.evaluate(() => document.querySelector('homebird-privacy')?.shadowRoot?.textContent ?? '');
}

describe.skipIf(findFirefox() === '')('Firefox', () => {
  let browser: Browser;
  let site: FixtureSite;
  let context: BrowserContext;
  let page: Page;
  let said: string[];
  const open = async (within = context): Promise<Page> => {
    const tab = await within.newPage();
    await tab.bringToFront(); // a tab behind another draws nothing
    tab.on('console', (message) => said.push(message.text()));
    return tab;
  };
  beforeAll(async () => {
    [site, browser] = await Promise.all([serveShop(), launchFirefox()]);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  beforeEach(async () => {
    context = await browser.createBrowserContext();
    said = [];
    page = await open();
  });
  afterEach(async () => {
    for (const tab of await context.pages()) expect(await tab.evaluate(() => (globalThis as { pageErrors?: readonly string[] }).pageErrors ?? []), 'errors in the shop’s page').toEqual([]);
    await context.close();
  });

  test('shows a shelf, keeps nothing and loads public files only before a choice', async ({ annotate }) => {
    const from = site.requests.length;
    await visit(page, site.origin);
    await until(() => page.evaluate(() => document.querySelector('homebird-consent')?.shadowRoot?.querySelector('.banner') != null));
    await page.evaluate((item) => globalThis.homebird('track', 'add_to_cart', { items: [{ item_id: item }] }), KETTLE);
    await new Promise((resolve) => { setTimeout(resolve, SETTLE_MS); });
    expect(await kept(page)).toEqual(NOTHING);
    const asked = site.requests.slice(from);
    expect(asked.filter(({ method, url }) => method !== 'GET' || url.startsWith('/leader'))).toEqual([]);
    await annotate(`${asked.length} requests, all of them for public files; 0 bytes kept`);
  });

  test('after a yes events are kept, from buttons, API and dataLayer, and the next shelf is personal', async ({ annotate }) => {
    await visit(page, site.origin);
    await press(page, 'homebird-consent', 'Accept');
    await visit(page, `${site.origin}/p/${KETTLE}`);
    await page.click('button[data-homebird-event="add_to_cart"]');
    await page.evaluate((item) => globalThis.homebird('track', 'add_to_cart', { items: [{ item_id: item }] }), MUG);
    await page.evaluate(() => globalThis.dataLayer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'pan-aarhus' }] } }));
    await until(async () => (await basket(page)).length >= 3);
    expect(await basket(page)).toEqual([KETTLE, MUG, 'pan-aarhus']);
    await visit(page, site.origin);
    const reasons = await page.evaluate(async () => ((await globalThis.homebird.recommend({ placement: 'home', count: 8 })) as { items: { reason: string }[] }).items.map(({ reason }) => reason));
    expect(reasons.filter((reason) => reason !== 'popular').length).toBeGreaterThan(0);
    await annotate(`reasons of the next shelf: ${[...new Set(reasons)].join(', ')}`);
  });

  test('the panel shows the history, and erases it: the database is gone, the choice withdrawn', async () => {
    await visit(page, site.origin);
    await press(page, 'homebird-consent', 'Accept');
    await visit(page, `${site.origin}/p/${KETTLE}`);
    await page.click('button[data-homebird-event="add_to_cart"]');
    await until(async () => (await basket(page)).length > 0);
    await page.goto(`${site.origin}/account`);
    await until(async () => /Aarhus kettle/.test(await panelText(page)));
    await press(page, 'homebird-privacy', 'Erase everything');
    await press(page, 'homebird-privacy', 'Yes, erase');
    await until(async () => (await kept(page)).databases.every((name) => name !== 'homebird:fixture'));
    expect(await page.evaluate(() => globalThis.homebird.consentState())).toMatchObject({ local: 'denied' });
  });

  test('search forgives typing errors, tells nobody what was looked for and keeps nothing; by consent what she liked comes first', async ({ annotate }) => {
    const titles = () => page.evaluate(() => [...document.querySelector('homebird-search')?.shadowRoot?.querySelectorAll('.hit .title') ?? []].map(({ textContent }) => textContent));
    const searchFor = async (query: string, word: string): Promise<readonly string[]> => {
      await visit(page, site.origin);
      await page.evaluate(() => document.body.prepend(document.createElement('homebird-search')));
      await page.locator('homebird-search >>> [role=combobox]').fill(query);
      await until(async () => (await titles()).length === 3 && (await titles()).every((title) => title.includes(word)));
      return titles();
    };
    const from = site.requests.length;
    await searchFor('ketle', 'kettle');
    expect(site.requests.slice(from).filter(({ method, url }) => method !== 'GET' || /ketl/i.test(url))).toEqual([]);
    expect(await kept(page)).toEqual(NOTHING);
    await press(page, 'homebird-consent', 'Accept');
    const liked = SHOP_PRODUCTS[2];
    for (let times = 0; times < 3; times++) await visit(page, site.origin + (liked?.url ?? ''));
    const found = await searchFor('kettle', 'kettle');
    expect(found[0]).toBe(liked?.title);
    await annotate(`first for "kettle" after three views of it: ${found[0]}`);
  });

  test('two tabs keep one history, and a withdrawal in one holds in the other', async () => {
    await visit(page, site.origin);
    await press(page, 'homebird-consent', 'Accept');
    const other = await open();
    await visit(other, site.origin);
    for (const [tab, item] of [[page, KETTLE], [other, MUG]] as const) await tab.evaluate((id) => globalThis.homebird('track', 'add_to_cart', { items: [{ item_id: id }] }), item);
    await until(async () => (await basket(page)).length === 2);
    await page.evaluate(() => globalThis.homebird('consent', false));
    await until(async () => ((await other.evaluate(() => globalThis.homebird.consentState())) as { local: string }).local === 'denied');
    expect(await other.evaluate((id) => globalThis.homebird('track', 'add_to_cart', { items: [{ item_id: id }] }), KETTLE)).toBe(false);
  });

  test('a newer build in another tab gets the database at once, and the older one goes on with it', async () => {
    await visit(page, site.origin);
    await press(page, 'homebird-consent', 'Accept');
    const add = (item: string) => page.evaluate((id) => globalThis.homebird('track', 'add_to_cart', { items: [{ item_id: id }] }), item);
    await add(KETTLE);
    await until(async () => (await basket(page)).length === 1);
    const other = await open();
    await visit(other, site.origin);
    await other.evaluate(() => new Promise((resolve, reject) => {
      const opening = indexedDB.open('homebird:fixture', 7);
      opening.addEventListener('error', reject);
      opening.addEventListener('success', () => resolve(opening.result.close()));
    }));
    await add(MUG);
    await until(async () => (await basket(page)).length === 2);
  });

  describe('start ladder', () => {
    let sites: LadderSites;
    beforeAll(async () => {
      sites = await serveLadder();
    });
    afterAll(() => sites?.close());

    test.each([
      ['no policy', {}, ''],
      ['worker-src self blob', { csp: "script-src 'self' CDN; worker-src 'self' blob:" }, ''],
      ['a worker of the shop\'s own origin', { csp: "script-src 'self' CDN; worker-src 'self'", attributes: 'data-worker="/own/homebird-worker.js"' }, ''],
      ['nonce and strict-dynamic, worker-src blob', { csp: "script-src 'nonce-abc' 'strict-dynamic'; worker-src blob:" }, ''],
      ['script-src self cdn', { csp: "script-src 'self' CDN" }, 'worker-src blob:'],
      ['connect-src without the tag\'s origin', { csp: "connect-src 'self'; worker-src 'self' blob:" }, 'connect-src CDN'],
      ['no worker at all', { csp: "worker-src 'none'" }, 'worker-src blob:'],
    ] as const)('%s', async (_name, row, missing) => {
      await visit(page, sites.show(row));
      expect(await page.evaluate(() => globalThis.homebird('track', 'add_to_cart', { items: [{ item_id: 'kettle-aarhus' }] }))).toBe(true);
      if (missing === '') await until(async () => (await kept(page)).databases.includes('homebird:ladder')); // only a worker writes it
      const ours = said.filter((line) => /^homebird/i.test(line));
      expect(ours).toEqual(missing === '' ? [] : [`Homebird runs without its worker: add "${missing.replace('CDN', sites.cdn.origin)}" to the page's Content-Security-Policy`]);
    });
  });
});

describe.skipIf(findFirefox() === '')('Firefox with Global Privacy Control', () => {
  test('follows it: reports stay off although she accepts all', async () => {
    const [site, browser] = await Promise.all([serveShop(), launchFirefox({ 'privacy.globalprivacycontrol.enabled': true })]);
    try {
      const page = await browser.newPage();
      await visit(page, site.origin);
      expect(await page.evaluate(() => (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl)).toBe(true);
      await press(page, 'homebird-consent', 'Accept');
      await until(async () => ((await page.evaluate(() => globalThis.homebird.consentState())) as { local: string }).local === 'granted');
      expect(await page.evaluate(() => globalThis.homebird.consentState())).toMatchObject({ ads: 'denied', federate: 'denied' });
      await page.goto(`${site.origin}/account`);
      await until(async () => /Global Privacy Control: on, followed/.test(await panelText(page)));
    } finally {
      await browser.close();
      await site.close();
    }
  });
});

describe.skipIf(findFirefox() === '')('Firefox with a leader and a helper', () => {
  let serving: Serving;
  beforeAll(async () => {
    serving = await startServing(['--shoppers', '0', '--round-seconds', '60']);
    await serving.printed(/^helper http/m);
  });
  afterAll(() => serving?.stop());

  test('one masked update is trained without WebGPU, sealed, sent and acknowledged', async ({ annotate }) => {
    const browser = await launchFirefox();
    try {
      const page = await browser.newPage();
      await page.goto(serving.shop);
      // By a real pointer: no script may do this for her.
      await page.locator('homebird-consent >>> [role=switch]').click();
      await page.locator('homebird-consent >>> .answers button').click();
      await until(async () => ((await page.evaluate(() => globalThis.homebird.consentState())) as { federate: string }).federate === 'granted');
      const links = await page.$$eval('main a[href^="/product/"]', (anchors) => anchors.map((anchor) => anchor.getAttribute('href') ?? ''));
      for (const link of [...new Set(links)].slice(0, 3)) await visit(page, serving.shop + link);
      await page.goto(`${serving.shop}/privacy`);
      await until(async () => (await ledgerStates(page)).includes('acked'), REPORT_MS);
      await until(async () => /[1-9][\d.]* kB sent this month/.test(await panelText(page)));
      const engine = /\b(arrays|wasm|webgpu), [\d.]+ ms/.exec(await panelText(page))?.[0] ?? 'arrays';
      expect(engine).not.toContain('webgpu');
      await annotate(`received by the leader; engine ${engine}`);
    } finally {
      await browser.close();
    }
  });
});
