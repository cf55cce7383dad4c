import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium } from '#support/chromium';
import { aPage, bundle, serveFixture, type FixtureSite } from '#support/fixture-site';

/** For what must not be told: a changed page is read after a tenth of a second, ms. */
const QUIET_MS = 500;
/** As above, past the two seconds after which a view first tells its dwell, ms. */
const FIRST_DWELL_MS = 2_500;

let site: FixtureSite;
let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  const early = '<script src="/early.js"></script>';
  const module = '<script type="module" src="/collect.js"></script>';
  const product = '<script type="application/ld+json">{"@type":"Product","sku":"kettle"}</script>';
  const marks = `
    <button data-homebird-event="add_to_cart" data-homebird-item="mug" data-homebird-quantity="2" data-homebird-price="9.50"><span>Add</span></button>
    <button data-homebird-event="add_to_wishlist" data-homebird-item="mug">Wish</button>
    <div data-homebird-ignore><button data-homebird-event="add_to_cart" data-homebird-item="mug">Ignored</button></div>
    <ul><li data-homebird-item="pan"><a href="#pan">A pan</a><p>Beside the link</p></li></ul>
    <form data-homebird-event="search"><label>Find <input name="q" type="search"></label><input name="email" aria-label="Mail"><button>Search</button></form>
    <form data-homebird-event="review" data-homebird-item="pan"><select name="rating" aria-label="Stars"><option>4</option></select><textarea name="text" aria-label="Text"></textarea><button>Rate</button></form>
    <button id="quiet">Stops propagation</button><div id="tall"></div>`;
  site = await serveFixture({
    // A shop that rewrites its JSON-LD in place, which Trusted Types would not let it.
    csp: "default-src 'self'",
    files: {
      ...(await bundle({ entries: { collect: 'tests/browser/fixtures/collect.ts' } })),
      '/early.js': { type: 'text/javascript', body: `
        window.dataLayer = [{ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'early' }] } }];
        addEventListener('DOMContentLoaded', () => {
          for (const form of document.forms) form.addEventListener('submit', (event) => event.preventDefault());
          const quiet = document.getElementById('quiet');
          quiet?.setAttribute('data-homebird-event', 'add_to_cart'); quiet?.setAttribute('data-homebird-item', 'quiet');
          quiet?.addEventListener('click', (event) => event.stopImmediatePropagation());
        });` },
      '/style.css': { type: 'text/css', body: '#tall { height: 4000px; }' }, '/favicon.ico': { type: 'image/x-icon', body: '' },
      '/list': aPage(`<link rel="stylesheet" href="/style.css">${early}${module}`, `<main><h1>List</h1>${marks}</main>`),
      '/kettle': aPage(`<link rel="stylesheet" href="/style.css">${early}${module}${product}`, '<main><h1>Kettle</h1><div id="tall"></div></main>'),
      '/done': aPage(`${early}${module}`, '<main data-homebird-event="purchase" data-homebird-transaction="T-9" data-homebird-items="mug, pan" data-homebird-value="30"><h1>Thank you</h1></main>'),
      '/other': aPage('', '<main><h1>Elsewhere</h1></main>'),
    },
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});
beforeEach(async () => {
  page = await browser.newPage();
  errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
});
afterEach(async () => {
  expect(errors).toEqual([]);
  await page.close();
});

async function open(path: string): Promise<void> {
  await page.goto(site.origin + path);
  await page.waitForFunction(() => typeof collectFixture === 'object');
}
/** Newest version of each event, in order of first appearance: type, items and what else is worth comparing. */
async function told(): Promise<readonly string[]> {
  return page.evaluate(() => {
    const newest = new Map(collectFixture.emitted.map((event) => [event.id, event]));
    return [...newest.values()].map((event) => [event.type, event.items.map((item) => item.itemId).join('+'), event.query ?? '', event.page].filter((part) => part !== '').join(' '));
  });
}
const push = (entry: unknown) => page.evaluate((value) => void dataLayer.push(value), entry);
/** Pushed after what must not be told a second time: once this is told, that would have been. */
const LAST = { event: 'search', search_term: 'last' };

describe('startCollecting()', () => {
  test('reads early entries only where a grant was there at load', async () => {
    await open('/list');
    await expect.poll(told).toEqual(['page_view /list', 'add_to_cart early /list']);
    await open('/list?denied');
    await page.evaluate(() => void (collectFixture.isAllowed = true));
    await expect.poll(told).toEqual(['page_view /list?denied']);
    await expect.poll(() => page.evaluate(() => collectFixture.collector.dropped?.().beforeConsent)).toBe(1);
  });

  test('before a grant keeps nothing but the product shown, whatever the page makes of its list afterwards', async () => {
    await open('/list?denied');
    await push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'denied' }] } });
    await page.evaluate(() => void collectFixture.collector.track('add_to_wishlist', { item_id: 'denied' }));
    await page.evaluate(() => {
      dataLayer = [...dataLayer, { event: 'purchase', ecommerce: { transaction_id: 'T-0', items: [{ item_id: 'denied' }] } }, { event: 'view_item', ecommerce: { items: [{ item_id: 'shown' }] } }];
      collectFixture.isAllowed = true;
    });
    await page.waitForFunction(() => collectFixture.emitted.some((event) => event.type === 'view_item'));
    await push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'granted' }] } });
    await expect.poll(told).toEqual(['page_view /list?denied', 'view_item shown /list?denied', 'add_to_cart granted /list?denied']);
    await expect.poll(() => page.evaluate(() => collectFixture.collector.dropped?.().beforeConsent)).toBe(4);
  });

  test('comes with the grant, and knows of what was said before only the product that the page shows', async () => {
    await open('/list?denied&late');
    await push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'denied' }] } });
    expect(await page.evaluate(async () => {
      const kept = [await collectFixture.collector.track('add_to_cart', { item_id: 'denied' }), await collectFixture.collector.track('view_item', { item_id: 'shown' })];
      collectFixture.isAllowed = true;
      return [...kept, await collectFixture.collector.track('add_to_cart', { item_id: 'granted' })];
    })).toEqual([false, false, true]);
    await expect.poll(told).toEqual(['page_view /list?denied&late', 'view_item shown /list?denied&late', 'add_to_cart granted /list?denied&late']);
  });

  test('before a grant keeps no product of a route that the page has left since', async () => {
    // Before module scripts run: the collector finds it done.
    await page.addInitScript(() => document.addEventListener('readystatechange', () => {
      if (document.readyState !== 'interactive') return;
      dataLayer.push({ event: 'view_item', ecommerce: { items: [{ item_id: 'left' }] } });
      history.pushState({}, '', '/list?denied&second');
    }));
    await open('/list?denied');
    await page.evaluate(() => void (collectFixture.isAllowed = true));
    await push({ event: 'search', search_term: 'kettle' });
    await expect.poll(told).toEqual(['page_view /list?denied&second', 'search kettle /list?denied&second']);
  });

  test('does not read what was said between a withdrawal and the next grant', async () => {
    await open('/list');
    await page.evaluate(() => {
      collectFixture.isAllowed = false;
      dataLayer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'withdrawn' }] } });
      dataLayer = [...dataLayer, { event: 'add_to_wishlist', ecommerce: { items: [{ item_id: 'withdrawn' }] } }];
      collectFixture.isAllowed = true;
      dataLayer.push({ event: 'search', search_term: 'again' });
    });
    await page.evaluate(() => document.body.append(document.createElement('p')));
    await page.waitForFunction(() => Object.hasOwn(dataLayer, 'push')); // the new list has been read, and is listened to
    await push({ event: 'search', search_term: 'and again' });
    await expect.poll(async () => (await told()).filter((line) => !line.startsWith('page_view'))).toEqual(['add_to_cart early /list', 'search and again /list']);
  });

  test('takes no order for one that was finished before the grant', async () => {
    await open('/done?denied');
    await page.evaluate(() => void (collectFixture.isAllowed = true));
    await page.waitForTimeout(QUIET_MS);
    await expect.poll(told).toEqual(['page_view /done?denied']);
    await expect.poll(() => page.evaluate(() => collectFixture.collector.dropped?.().beforeConsent)).toBe(2);
  });

  test('hears marked elements, whatever the page does with the click, except where it asked not to', async () => {
    await open('/list');
    for (const name of ['Add', 'Wish', 'Ignored', 'Stops propagation']) await page.getByRole('button', { name }).click();
    await page.getByRole('link', { name: 'A pan' }).click();
    await page.getByText('Beside the link').click();
    await expect.poll(async () => (await told()).slice(2)).toEqual(['add_to_cart mug /list', 'add_to_wishlist mug /list', 'add_to_cart quiet /list', 'select_item pan /list']);
    await expect.poll(() => page.evaluate(() => collectFixture.emitted[2]?.items)).toEqual([{ itemId: 'mug', quantity: 2, priceCents: 950 }]);
  });

  test('reads the search field and the rating of a marked form, and no other field', async () => {
    await open('/list');
    await page.getByLabel('Find').fill('blue kettle');
    await page.getByLabel('Mail').fill('jane@example.com');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByLabel('Text').fill('Jane was here');
    await page.getByRole('button', { name: 'Rate' }).click();
    await expect.poll(async () => (await told()).slice(2)).toEqual(['search blue kettle /list', 'review pan /list']);
    expect(JSON.stringify(await page.evaluate(() => collectFixture.emitted))).not.toMatch(/jane/i);
  });

  test('one act told by a mark and by dataLayer is one event', async () => {
    await open('/list');
    // Told within the same click: two seconds later it would be another act.
    await page.evaluate(() => document.addEventListener('click', () => void dataLayer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'mug' }] } })));
    await page.getByRole('button', { name: 'Add' }).first().click();
    await push(LAST);
    await expect.poll(told).toEqual(['page_view /list', 'add_to_cart early /list', 'add_to_cart mug /list', 'search last /list']);
  });

  test('a purchase counts once, marked on the page or pushed or pushed again', async () => {
    await open('/done');
    await expect.poll(told).toContain('purchase mug+pan /done');
    await push({ event: 'purchase', ecommerce: { transaction_id: 'T-9', items: [{ item_id: 'mug' }] } });
    await push({ event: 'purchase', ecommerce: { transaction_id: 'T-9', items: [{ item_id: 'mug' }] } });
    await push(LAST);
    await expect.poll(told).toContain('search last /done');
    expect((await told()).toSorted()).toEqual(['add_to_cart early /done', 'page_view /done', 'purchase mug+pan /done', 'search last /done']);
  });

  test('a search told by its address is the same as the one pushed', async () => {
    await open('/list?q=kettle');
    await expect.poll(told).toContain('search kettle /list?q=kettle');
    await push({ event: 'view_search_results', search_term: 'Kettle' });
    await push(LAST);
    await expect.poll(async () => (await told()).filter((line) => line.startsWith('search'))).toEqual(['search kettle /list?q=kettle', 'search last /list?q=kettle']);
  });

  test('keeps what a page calls itself, but of her own pages only where they lie', async () => {
    await open('/list');
    await expect.poll(() => page.evaluate(() => collectFixture.emitted.map(({ type, title, page: at }) => [type, title, at]).slice(0, 1))).toEqual([['page_view', 'Fixture', '/list']]);
    await open('/list?view=account');
    await expect.poll(() => page.evaluate(() => collectFixture.emitted.map(({ type, title, page: at }) => [type, title, at]).slice(0, 1))).toEqual([['page_view', undefined, '/list?view=account']]);
  });

  test('reads only the sources a shop switched on', async () => {
    await open('/kettle?auto=clicks');
    await push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'mug' }] } });
    await page.waitForTimeout(QUIET_MS); // its product would be read by then
    expect(await page.evaluate(() => collectFixture.collector.track('add_to_cart', { item_id: 'pan' }))).toBe(true);
    await expect.poll(told).toEqual(['add_to_cart pan /kettle?auto=clicks']);
  });
});

describe('a view', () => {
  test('of a product in JSON-LD is one event that learns its dwell and how far was scrolled', async () => {
    await open('/kettle');
    await page.evaluate(() => new Promise((done) => {
      addEventListener('scroll', done, { once: true });
      scrollTo(0, 2500);
    }));
    await page.waitForFunction(() => collectFixture.emitted.some((event) => (event.dwellMs ?? 0) >= 2000), undefined, { timeout: 20_000 });
    const views = await page.evaluate(() => collectFixture.emitted.filter((event) => event.type === 'view_item'));
    expect(new Set(views.map((view) => view.id)).size).toBe(1);
    expect(views[0]).toMatchObject({ items: [{ itemId: 'kettle' }], dwellMs: expect.any(Number) as number });
    expect(views.at(-1)?.scrollShare).toBeGreaterThan(0.6);
    expect(views.at(-1)?.atMs).toBe(views[0]?.atMs);
  });

  test('counts no time while the page is hidden', async () => {
    await open('/kettle');
    await page.waitForFunction(() => collectFixture.emitted.some((event) => event.type === 'view_item'));
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    const reported = await page.evaluate(() => collectFixture.emitted.length);
    await page.waitForTimeout(FIRST_DWELL_MS);
    expect(await page.evaluate(() => collectFixture.emitted.length)).toBe(reported);
  });

  test('told by a better source keeps its id: dataLayer corrects JSON-LD, and JSON-LD does not correct back', async () => {
    await open('/kettle');
    await page.waitForFunction(() => collectFixture.emitted.some((event) => event.type === 'view_item'));
    await push({ event: 'view_item', ecommerce: { items: [{ item_id: 'kettle-blue' }] } });
    await page.evaluate(() => document.body.append(document.createElement('p')));
    await page.waitForTimeout(QUIET_MS);
    await expect.poll(async () => (await told()).filter((line) => line.startsWith('view_item'))).toEqual(['view_item kettle-blue /kettle']);
  });

  test('begun before the grant counts from the grant, from what was pushed too', async () => {
    await open('/list?denied');
    await push({ event: 'view_item', ecommerce: { items: [{ item_id: 'pushed' }] } });
    const grantedMs = await page.evaluate(() => {
      const nowMs = Date.now();
      collectFixture.isAllowed = true;
      return nowMs;
    });
    await expect.poll(told).toEqual(['page_view /list?denied', 'view_item pushed /list?denied']);
    expect(await page.evaluate(() => collectFixture.emitted[1]?.atMs)).toBeGreaterThanOrEqual(grantedMs);
  });

  test('ends without a word when the grant goes', async () => {
    await open('/kettle');
    await page.waitForFunction(() => collectFixture.emitted.some((event) => event.type === 'view_item'));
    await page.evaluate(() => void (collectFixture.isAllowed = false));
    const before = await page.evaluate(() => collectFixture.emitted.length);
    await page.evaluate(() => globalThis.dispatchEvent(new Event('pagehide')));
    await page.waitForTimeout(FIRST_DWELL_MS);
    expect(await page.evaluate(() => collectFixture.emitted.length)).toBe(before);
  });
});

describe.each(['', '&no-navigation'])('a single-page shop%s', (how) => {
  test('tells each route once, and a stale product not at all', async () => {
    await open(`/kettle?x${how}`);
    await page.waitForFunction(() => collectFixture.emitted.some((event) => event.type === 'view_item'));
    await page.evaluate(async () => {
      const wait = () => new Promise((done) => setTimeout(done, 400)); // for what must not be told
      const told = async (type: string, count: number): Promise<void> => {
        while (new Set(collectFixture.emitted.filter((event) => event.type === type).map(({ id }) => id)).size < count) await wait();
        await wait();
      };
      history.pushState({}, '', '/second');
      history.replaceState({ scroll: 3 }, '', '/second');
      await told('page_view', 2);
      const script = document.querySelector('script[type="application/ld+json"]');
      if (script) script.textContent = '{"@type":"Product","sku":"pan"}';
      await told('view_item', 2);
      history.pushState({}, '', '/third#only-an-anchor');
      script?.remove();
      await told('page_view', 3);
      history.back();
      await told('page_view', 4);
    });
    const lines = (await told()).filter((line) => !line.startsWith('add_to_cart')).map((line) => line.replace(/ \/kettle.*/, ' /kettle'));
    expect(lines).toEqual(['page_view /kettle', 'view_item kettle /kettle', 'page_view /second', 'view_item pan /second', 'page_view /third', 'page_view /second']);
  });
});

test('a page brought back by the back-forward cache is a visit again', async () => {
  await open('/kettle');
  await page.waitForFunction(() => collectFixture.emitted.some((event) => event.type === 'view_item'));
  await page.evaluate(() => globalThis.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await page.waitForFunction(() => new Set(collectFixture.emitted.filter((event) => event.type === 'view_item').map((event) => event.id)).size === 2);
  await expect.poll(async () => (await told()).filter((line) => line.startsWith('page_view'))).toHaveLength(2);
});
