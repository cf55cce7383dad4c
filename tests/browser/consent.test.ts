import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadingRows, partName } from '#support/loading-rows';
import { keptEvents, NOTHING_KEPT, storageOf, untilKept } from '#support/page-state';
import { serveShop } from '#support/shop-site';
import { withSite } from '#support/with-site';

/** Long enough for anything that would be sent or stored by itself within a visit to a page. */
const SETTLE_MS = 1_200;
const GRINDER = '/p/grinder-tollund';

declare global {
  /** Kept by the fixture shop's own script. */
  var pageErrors: readonly string[];
  var dataLayer: unknown[];
  var gtag: (...command: unknown[]) => void;
  var homebird: ((...command: unknown[]) => Promise<unknown>) & Record<'consentState' | 'recommend' | 'forget' | 'export', (...parts: unknown[]) => Promise<unknown>>;
}

const stage = withSite(() => serveShop());
let { site, context, page } = stage; // of each test
beforeEach(() => void ({ site, context, page } = stage));
afterEach(async () => {
  expect(await page.evaluate(() => globalThis.pageErrors ?? []), 'errors in the shop’s page').toEqual([]);
});

const banner = (on = page) => on.locator('homebird-consent .banner');
const answer = (name: string, on = page) => banner(on).getByRole('button', { name, exact: true }).click();
const visit = async (path: string, on = page) => {
  await on.goto(site.origin + path);
  await on.locator('homebird-shelf .card[data-item]').first().waitFor();
};
const isView = (event: Readonly<Record<string, unknown>>): boolean => event['type'] === 'view_item';
/** Waits until the view of this page is kept: then what hears the page is there, and nothing of its coming is left to be told. */
const untilViewed = (on = page) => untilKept(on, (kept) => kept.some(isView));
/** What was told later than `atMs`; what was on its way then may still arrive. */
const keptSince = async (atMs: number, on = page) => (await keptEvents(on)).filter((event) => Number(event['atMs']) > atMs);
/** Where requests went since `from`, in words a list can be compared with. */
const requestsSince = (from: number) => site.requests.slice(from).map(({ method, url }) => `${method} ${url}`);

/** Does on the page what a keen shopper and a talkative shop do. */
async function behave(on = page): Promise<void> {
  await on.getByRole('button', { name: 'Add to basket' }).click();
  await on.evaluate(() => {
    dataLayer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'mug-tollund' }] } });
    gtag('event', 'purchase', { transaction_id: 'T-1', items: [{ item_id: 'mug-tollund' }] });
    void homebird('track', 'search', { search_term: 'kettle' });
    history.pushState({}, '', '?variant=2');
    scrollTo(0, 200);
  });
}

describe('before a choice', () => {
  test('nothing is kept anywhere and only public files are loaded', async () => {
    const from = site.requests.length;
    await visit('/');
    await banner().waitFor();
    await visit(GRINDER);
    await behave();
    await page.waitForTimeout(SETTLE_MS);
    expect(await storageOf(page, context)).toEqual(NOTHING_KEPT);
    const requests = requestsSince(from);
    expect(requests.length).toBeGreaterThan(5);
    expect(requests.filter((request) => !/^GET (?:\/|\/p\/[a-z-]+|\/shop\.js|\/favicon\.ico|\/tag\/(?:[0-9a-f]{16}\/)?[\w.-]+\.js|\/catalogue\/[\w.-]+)$/.test(request))).toEqual([]);
    expect(site.requests.slice(from).filter(({ headers }) => headers.cookie !== undefined)).toEqual([]);
  });

  test('of the tag’s parts only those are loaded that docs/PRIVACY.md allows before a yes, whatever she opens', async () => {
    const from = site.requests.length;
    const loaded = () => site.requests.slice(from).flatMap(({ url }) => (url.includes('/tag/') && url.endsWith('.js') ? [partName(url.slice(url.lastIndexOf('/') + 1))] : []));
    await visit(GRINDER);
    await behave();
    await page.evaluate(() => document.body.prepend(document.createElement('homebird-search')));
    await page.locator('homebird-search input').click();
    await expect.poll(loaded).toContain('worker-searching');
    await page.goto(`${site.origin}/account`);
    await page.locator('homebird-privacy .fold details').first().waitFor();
    for (const fold of await page.locator('homebird-privacy .fold details').all()) await fold.locator('summary').press('Enter'); // the banner lies over some
    await expect.poll(loaded).toEqual(expect.arrayContaining(['panel-more', 'panel-move']));
    await page.waitForTimeout(SETTLE_MS);
    const afterYes = loadingRows().flatMap(({ parts, isAfterYes }) => (isAfterYes === 'no' ? [] : parts));
    expect(afterYes).toContain('collect-part');
    expect(loaded().filter((name) => afterYes.includes(name))).toEqual([]);
  });

  test('the shelf shows what is popular, the same for everyone', async () => {
    await visit('/');
    const shelf = page.locator('homebird-shelf');
    await expect.poll(() => shelf.getByRole('heading', { level: 2 }).textContent()).toBe('Popular in this shop');
    await expect.poll(() => shelf.locator('.card').first().locator('.brand, .title').allTextContents()).toEqual(['Aarhus', 'kettle for every day']); // the brand once
    await expect.poll(() => shelf.locator('.reason').allTextContents()).toEqual(Array.from({ length: 8 }, () => 'Popular in this shop (not personal)'));
  });
});

describe('before a choice, on a product’s page', () => {
  test('no reason claims to know what she did', async () => {
    await visit(GRINDER);
    const reasons = await page.locator('homebird-shelf .reason').allTextContents();
    expect(reasons.filter((reason) => !['Popular in this shop (not personal)', 'Like the product on this page'].includes(reason))).toEqual([]);
    await expect.poll(() => page.locator('homebird-shelf .head').textContent()).toContain('The same for everyone');
  });
});

describe('the banner by keyboard alone', () => {
  const focused = () => page.evaluate(() => {
    const inside = document.activeElement?.shadowRoot?.activeElement;
    return inside?.getAttribute('aria-describedby') ?? inside?.textContent ?? document.activeElement?.localName;
  });
  test('is met first, is walked in order, keeps the focus when it is turned over, and takes an answer', async () => {
    await visit(GRINDER);
    await banner().waitFor();
    expect(await focused(), 'it takes no focus by itself').toBe('body');
    const order: (string | null | undefined)[] = [];
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press('Tab');
      order.push(await focused());
    }
    expect(order).toEqual(['what-federate', 'Accept', 'Decline', 'Choose']);
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('what-local');
    await page.keyboard.press('Space');
    for (let i = 0; i < 2; i++) await page.keyboard.press('Tab');
    expect(await focused()).toBe('Back');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Choose');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('what-local');
    for (let i = 0; i < 3; i++) await page.keyboard.press('Tab');
    expect(await focused()).toBe('Save my choice');
    await page.keyboard.press('Enter');
    await banner().waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => homebird.consentState())).toEqual({ local: 'granted', ads: 'denied', measure: 'denied', federate: 'denied' });
    await page.keyboard.press('Tab');
    expect(await focused(), 'the page goes on at its beginning').not.toBe('homebird-consent');
  });
  test('its answers look the same: no choice is bigger, bolder or brighter than another', async () => {
    await visit(GRINDER);
    await banner().waitFor();
    const looks = await banner().locator('.answers button').evaluateAll((buttons) => buttons.map((button) => {
      const { color, backgroundColor, fontWeight, fontSize, borderColor } = getComputedStyle(button);
      return JSON.stringify({ color, backgroundColor, fontWeight, fontSize, borderColor, width: Math.round(button.getBoundingClientRect().width), height: Math.round(button.getBoundingClientRect().height) });
    }));
    expect(looks).toHaveLength(3);
    expect(new Set(looks).size).toBe(1);
  });
});

describe('a refusal', () => {
  test('keeps one record with version, time and no, and nothing else, on this page and the next', async () => {
    const from = site.requests.length;
    await visit(GRINDER);
    await answer('Decline');
    await banner().waitFor({ state: 'detached' });
    await behave();
    await page.waitForTimeout(SETTLE_MS);
    const { local, ...rest } = await storageOf(page, context);
    expect({ ...rest, local: {} }).toEqual(NOTHING_KEPT);
    expect(Object.keys(local)).toEqual(['homebird:consent']);
    expect(JSON.parse(local['homebird:consent'] ?? '')).toEqual({ version: 1, timeMs: expect.any(Number) as number, choice: 'no' });
    await visit('/');
    await page.waitForTimeout(SETTLE_MS);
    expect(await banner().count()).toBe(0);
    expect((await storageOf(page, context)).local).toEqual(local);
    expect((await storageOf(page, context)).databases).toEqual([]);
    expect(requestsSince(from).filter((request) => /\/v1|\/log|POST/.test(request))).toEqual([]);
  });
});

describe('a yes', () => {
  test('counts what the page shows from now on, and nothing that happened before', async () => {
    await visit(GRINDER);
    await behave();
    await answer('Accept');
    const events = await untilViewed();
    // A card is seen once it has stood for a second, whenever she agreed in between.
    expect(events.map((event) => event['type']).filter((type) => type !== 'rec_impression').sort()).toEqual(['page_view', 'view_item']);
    expect(events.find(isView)?.['items']).toMatchObject([{ itemId: 'grinder-tollund' }]);
    await page.getByRole('button', { name: 'Add to basket' }).click();
    await untilKept(page, (kept) => kept.some((event) => event['type'] === 'add_to_cart'));
  });

  test('to remembering alone sends nothing: public files are all that is asked for', async () => {
    const from = site.requests.length;
    await visit(GRINDER);
    await answer('Accept');
    await untilViewed();
    await page.waitForTimeout(SETTLE_MS);
    const requests = site.requests.slice(from);
    expect(requests.filter(({ method, url, body }) => method !== 'GET' || url.includes('?') || body.length > 0).map(({ method, url }) => `${method} ${url}`)).toEqual([]);
    await expect.poll(() => page.evaluate(() => homebird.consentState())).toEqual({ local: 'granted', ads: 'denied', measure: 'denied', federate: 'denied' });
  });

  test('to helping as well is its own switch beside the same Accept', async () => {
    await visit(GRINDER);
    await banner().getByRole('switch').click();
    await answer('Accept');
    await untilViewed();
    await expect.poll(() => page.evaluate(() => homebird.consentState())).toEqual({ local: 'granted', ads: 'denied', measure: 'denied', federate: 'granted' });
  });

  test('changes the shelf to something personal with a reason', async () => {
    await visit(GRINDER);
    await answer('Accept');
    await untilViewed();
    await visit('/');
    await expect.poll(async () => (await page.locator('homebird-shelf .reason.personal').count()) > 0).toBe(true);
    await expect.poll(() => page.locator('homebird-shelf').getByRole('heading', { level: 2 }).textContent()).toBe('Picked for you');
  });
});

describe('a withdrawal', () => {
  test('is not undone by a yes after it for what was said in between, nor for what had waited since before', async () => {
    const external = await serveShop({ attributes: 'data-consent="external"' });
    let isAskedFor: () => void = () => undefined;
    const askedFor = new Promise<void>((resolve) => { isAskedFor = resolve; });
    let letThrough: () => void = () => undefined;
    const held = new Promise<void>((resolve) => { letThrough = resolve; });
    await page.route(/homebird-collect/, async (route) => {
      isAskedFor();
      await held;
      await route.continue();
    });
    await page.goto(external.origin);
    await page.locator('homebird-shelf .card[data-item]').first().waitFor(); // the worker is there: what is told is kept before the call answers
    await page.evaluate(() => homebird('consent', true));
    await askedFor;
    const kept = page.evaluate(async () => {
      const say = (term: string) => homebird('track', 'search', { search_term: term });
      const said = [say('before the no')];
      await homebird('consent', false);
      said.push(say('under the no'));
      const yes = homebird('consent', true);
      said.push(say('after the yes'));
      await yes;
      return Promise.all(said);
    });
    letThrough();
    expect(await kept).toEqual([false, false, true]);
    expect(await page.evaluate(async () => {
      await homebird('consent', false);
      const said = homebird('track', 'search', { search_term: 'in the same moment as a yes' });
      await homebird('consent', true);
      return said;
    })).toBe(false);
    const searches = (events: Awaited<ReturnType<typeof keptEvents>>) => events.filter(({ type }) => type === 'search').map(({ query }) => query);
    await page.evaluate(() => homebird('track', 'search', { search_term: 'at last' }));
    expect(searches(await untilKept(page, (events) => searches(events).includes('at last')))).toEqual(['after the yes', 'at last']);
    await external.close();
  });

  test('stops at once in this tab and in others', async () => {
    await visit(GRINDER);
    await answer('Accept');
    await untilViewed();
    const other = await context.newPage();
    await visit('/p/mug-aarhus', other);
    await untilKept(other, (kept) => kept.some((event) => JSON.stringify(event['items']).includes('mug-aarhus')));

    const saidNoMs = await page.evaluate(async () => {
      await homebird('consent', false);
      return Date.now();
    });
    for (const tab of [page, other]) {
      await tab.getByRole('button', { name: 'Add to basket' }).click();
      await tab.evaluate(() => dataLayer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'pan-nordlys' }] } }));
    }
    await page.waitForTimeout(SETTLE_MS);
    expect(await keptSince(saidNoMs)).toEqual([]);
    const { local } = await storageOf(page, context);
    expect(JSON.parse(local['homebird:consent'] ?? '')).toEqual({ version: 2, timeMs: expect.any(Number) as number, choice: 'no' });
    expect(await other.evaluate(() => globalThis.pageErrors)).toEqual([]);
  });

  test('holds on the next page, where a page script cannot undo it', async () => {
    await visit(GRINDER);
    await answer('Decline');
    await visit('/');
    expect(await page.evaluate(() => homebird('consent', true))).toBe(false);
    await expect.poll(() => page.evaluate(() => homebird.consentState())).toEqual({ local: 'denied', ads: 'denied', measure: 'denied', federate: 'denied' });
  });

  test('clearing the site’s storage withdraws too', async () => {
    await visit(GRINDER);
    await answer('Accept');
    await untilViewed();
    const clearedMs = await page.evaluate(() => {
      localStorage.clear();
      return Date.now();
    });
    await page.getByRole('button', { name: 'Add to basket' }).click();
    await page.waitForTimeout(SETTLE_MS);
    expect(await keptSince(clearedMs)).toEqual([]);
  });

  test('forget deletes the history and leaves the refusal alone', async () => {
    await visit(GRINDER);
    await answer('Accept');
    await untilViewed();
    expect(await page.evaluate(() => homebird.forget())).toMatchObject({ verifiedEmpty: true });
    const kept = await storageOf(page, context);
    expect(kept.databases).not.toContain('homebird:fixture');
    expect(JSON.parse(kept.local['homebird:consent'] ?? '')).toMatchObject({ choice: 'no' });
    expect(await keptEvents(page)).toEqual([]);
  });
});

describe('the panel without consent', () => {
  const showPanel = async (): Promise<void> => {
    await page.evaluate(() => void document.body.append(document.createElement('homebird-privacy')));
    await page.locator('homebird-privacy').last().getByText('Nothing is being remembered').waitFor();
  };

  test('looks for what was spent and creates no database', async () => {
    await visit(GRINDER);
    await answer('Decline');
    await showPanel();
    expect((await storageOf(page, context)).databases).toEqual([]);
  });

  test('shows what an erasure left, on the next page too', async () => {
    await visit(GRINDER);
    await answer('Accept');
    await untilViewed();
    await page.evaluate(async () => {
      const opening = indexedDB.open('homebird-ledger:fixture', 2);
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        opening.onupgradeneeded = () => {
          opening.result.createObjectStore('entries');
          opening.result.createObjectStore('notes');
        };
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error('The ledger did not open'));
      });
      const entry = { taskId: 'ab'.repeat(32), model: 'mix', block: 0, baseModel: '', atMs: Date.now(), rho: 1 / 32, state: 'acked', reportId: 'cd'.repeat(16), body: new Uint8Array(318), url: '/v1/reports' };
      const writing = database.transaction('entries', 'readwrite');
      writing.objectStore('entries').put(entry, entry.taskId);
      writing.objectStore('entries').put({ ...entry, taskId: '01'.repeat(32), model: 't11', atMs: entry.atMs - 1000, rho: 0 }, '01'.repeat(32));
      await new Promise((resolve) => {
        writing.oncomplete = resolve;
      });
      database.close();
    });
    expect(await page.evaluate(() => homebird.forget())).toMatchObject({ verifiedEmpty: true });
    await visit('/');
    await showPanel();
    const panel = page.locator('homebird-privacy').last();
    await panel.locator('.upload').last().waitFor(); // a part of its own
    await expect.poll(() => panel.locator('.upload summary b').allTextContents()).toEqual(['Mix', 'Encoder']); // newest first
    await expect.poll(() => panel.locator('.upload summary .quiet').first().textContent()).toMatch(/ · bytes erased · ε 1\.1$/);
    await expect.poll(() => panel.locator('.budget').textContent()).toContain('50% of this week’s limit spent');
    await expect.poll(() => panel.locator('.chip').first().textContent()).toBe('2 erased reports sent this month');
  });
});

describe('consent in words', () => {
  test('claims no more than the device holds to', async () => {
    await visit('/');
    const words = await banner().textContent();
    expect(words).toContain('masked updates, usually two a week, and never more than a weekly privacy limit allows');
    expect(words).not.toContain('one masked update');
    expect(await page.locator('homebird-shelf').textContent()).not.toContain('The shop is not told');
  });
});

describe('federate', () => {
  test('is not a page script’s to give, by call or by clicking for the shopper', async () => {
    await visit(GRINDER);
    await page.evaluate(() => homebird('consent', { local: true, federate: true }));
    await expect.poll(() => page.evaluate(() => homebird.consentState())).toMatchObject({ local: 'granted', federate: 'denied' });
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await banner().waitFor();
    await page.evaluate(() => {
      const root = document.querySelector('homebird-consent')?.shadowRoot;
      root?.querySelector<HTMLInputElement>('input')?.click();
      const accept = [...(root?.querySelectorAll('button') ?? [])].find((button) => button.textContent === 'Accept');
      accept?.click();
    });
    await banner().waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => homebird.consentState())).toMatchObject({ local: 'granted', federate: 'denied' });
  });

  test('is not a page script’s to give through the panel’s switch either, nor by moving the banner’s before she accepts', async () => {
    await visit(GRINDER);
    await banner().waitFor();
    const moved = await page.evaluate(() => {
      const box = document.querySelector('homebird-consent')?.shadowRoot?.querySelector<HTMLInputElement>('#purpose-federate');
      box?.click();
      return box !== null && box !== undefined;
    });
    expect(moved).toBe(true);
    await page.waitForFunction(() => document.querySelector('homebird-consent')?.shadowRoot?.querySelector<HTMLInputElement>('#purpose-federate')?.checked === false);
    await answer('Accept');
    await expect.poll(() => page.evaluate(() => homebird.consentState())).toMatchObject({ local: 'granted', federate: 'denied' });
    await page.evaluate(() => void document.body.append(document.createElement('homebird-privacy')));
    const panelSwitch = page.locator('homebird-privacy').last().getByRole('switch', { name: 'Help improve recommendations' });
    await panelSwitch.waitFor();
    await panelSwitch.evaluate((box: HTMLInputElement) => box.click());
    await expect.poll(() => page.evaluate(() => homebird.consentState())).toMatchObject({ federate: 'denied' });
    await panelSwitch.focus();
    await page.keyboard.press('Space');
    await expect.poll(() => page.evaluate(() => homebird.consentState())).toMatchObject({ federate: 'granted' });
  });

  test('is not given by her click on a label that a script put among ours, in the panel or in the banner', async () => {
    const bait = (host: string) => page.evaluate((name) => {
      const label = document.createElement('label');
      Object.assign(label, { htmlFor: 'purpose-federate', textContent: 'Zoom picture', className: 'bait' });
      label.style.cssText = 'pointer-events: auto; position: fixed; inset: 40px auto auto 40px; z-index: 2147483647; background: white';
      document.querySelector(name)?.shadowRoot?.append(label);
    }, host);
    /** Clicks the bait by mouse, and tells whether the browser vouched for the click that it passed on. */
    const isPassedOn = async (host: string): Promise<boolean> => {
      const passed = page.evaluate((name) => new Promise<boolean>((done) => {
        document.querySelector(name)?.shadowRoot?.querySelector('#purpose-federate')?.addEventListener('click', ({ isTrusted }) => done(isTrusted), { once: true });
      }), host);
      await page.locator(`${host} .bait`).click();
      return passed;
    };
    await visit(GRINDER);
    await banner().waitFor();
    await bait('homebird-consent');
    expect(await isPassedOn('homebird-consent')).toBe(true);
    await answer('Accept');
    await expect.poll(() => page.evaluate(() => homebird.consentState())).toMatchObject({ local: 'granted', federate: 'denied' });
    await page.evaluate(() => void document.body.append(document.createElement('homebird-privacy')));
    const panel = page.locator('homebird-privacy');
    await panel.getByRole('switch', { name: 'Help improve recommendations' }).waitFor();
    await bait('homebird-privacy');
    expect(await isPassedOn('homebird-privacy')).toBe(true);
    await expect.poll(() => page.evaluate(() => homebird.consentState())).toMatchObject({ local: 'granted', federate: 'denied' });
    await panel.locator('label:not(.bait)[for="purpose-federate"]').click();
    await expect.poll(() => page.evaluate(() => homebird.consentState())).toMatchObject({ federate: 'granted' });
    await panel.locator('#purpose-federate').click();
    await expect.poll(() => page.evaluate(() => homebird.consentState())).toMatchObject({ local: 'granted', federate: 'denied' });
  });

  test('under Global Privacy Control wants its own switch', async () => {
    await context.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
    await visit(GRINDER);
    await expect.poll(() => banner().textContent()).toContain('Global Privacy Control');
    await answer('Choose');
    await expect.poll(() => banner().getByRole('switch').count()).toBe(2);
    await banner().getByRole('switch', { name: 'Help improve recommendations' }).click();
    await answer('Save my choice');
    await expect.poll(() => page.evaluate(() => homebird.consentState())).toEqual({ local: 'granted', ads: 'denied', measure: 'denied', federate: 'granted' });
  });
});

describe('what is personal', () => {
  test('never reaches the event log', async () => {
    await visit(GRINDER);
    await answer('Accept');
    await untilViewed();
    await page.evaluate(() => {
      dataLayer.push({ event: 'add_to_cart', user: { email: 'jane@example.com', phone: '+44 20 7946 0958', name: 'Jane Doe' }, email: 'jane@example.com', address: '10 Downing Street', ecommerce: { customer_name: 'Jane Doe', items: [{ item_id: 'mug-tollund', email: 'jane@example.com' }] } });
      gtag('event', 'search', { search_term: 'jane@example.com' });
      void homebird('track', 'search', { search_term: '+44 20 7946 0958' });
      gtag('event', 'purchase', { transaction_id: 'jane@example.com', items: [{ item_id: 'mug-tollund', item_name: 'Jane Doe' }] });
      history.pushState({}, '', '?email=jane%40example.com&name=Jane+Doe&gclid=abc&page=2');
    });
    const events = await untilKept(page, (kept) => kept.some((event) => event['page'] === `/p/grinder-tollund?page=2`) && kept.some((event) => event['type'] === 'purchase'));
    expect(JSON.stringify(events)).not.toMatch(/jane|doe|7946 0958|downing|gclid/i);
    expect(events.map((event) => event['type'])).not.toContain('search');
  });
});

describe('a page that allows nothing', () => {
  test('a sandboxed frame without storage gets a shelf and no error', async () => {
    await page.goto(`${site.origin}/frame`);
    const frame = page.frameLocator('iframe');
    await frame.locator('homebird-shelf .card[data-item]').first().waitFor();
    await frame.locator('homebird-consent .banner').getByRole('button', { name: 'Accept' }).click();
    await frame.locator('homebird-consent .banner').waitFor({ state: 'detached' });
    await page.waitForTimeout(SETTLE_MS);
    const inner = page.frames()[1];
    expect(await inner?.evaluate(() => globalThis.pageErrors)).toEqual([]);
    await expect.poll(() => inner?.evaluate(() => homebird.consentState())).toMatchObject({ local: 'granted' });
  });

  test('hostile entries and frozen lists break neither the page nor the tag', async () => {
    await visit(GRINDER);
    await answer('Accept');
    await untilViewed(); // what is pushed before the collector has come may be dropped
    await page.evaluate(() => {
      const trap = { get event(): string { throw new Error('trap'); } };
      dataLayer.push(trap, null, 7, 'event', [], [1, 2], { event: 'add_to_cart', ecommerce: { items: 'none' } }, { event: 'view_item', ecommerce: { items: [{ item_id: { toString: null } }] } });
      const lengthBefore = dataLayer.length;
      if (dataLayer.push({}) !== lengthBefore + 1) throw new Error('push answers with another length');
      void homebird('no-such-command', trap);
      void homebird('track', 'x'.repeat(10_000), { items: Array.from({ length: 5000 }, () => ({ item_id: 'mug-tollund' })) });
      dataLayer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'mug-tollund' }] } });
    });
    await untilKept(page, (kept) => kept.some((event) => event['type'] === 'add_to_cart'));
  });
});
