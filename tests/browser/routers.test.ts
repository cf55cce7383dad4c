import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '#support/chromium';
import type { FixtureSite } from '#support/fixture-site';
import { ROUTERS, serveRouters, settled, toldOn, walk, WALKED } from '#support/routers';

let site: FixtureSite;
let browser: Browser;

beforeAll(async () => {
  site = await serveRouters();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** The other two, the other way to say it, and each router with and without the Navigation API are in tests/browsers/routers.test.ts. */
const ROWS = ROUTERS.filter((router) => router !== 'addressMuchLater' && router !== 'redirects');

describe.concurrent('a single-page shop', () => {
  test.each(ROWS.map((router, i) => ({ router, says: i % 2 === 0 ? 'jsonld' : 'dataLayer', hasNavigationApi: i % 4 < 2 } as const)))('whose router works by $router tells each page and product once, said by $says', async (visit) => {
    expect((await walk(browser, site.origin, visit)).toSorted()).toEqual(WALKED);
  });
});

describe.concurrent('a shop whose pages load whole', () => {
  test('tells each of them once, under a view transition too', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.origin}/load/kettle`);
    await settled(page, 2);
    expect(await toldOn(page)).toEqual(['page_view /load/kettle', 'view_item kettle /load/kettle']);
    await page.getByRole('link', { name: 'pan' }).click();
    await page.waitForURL('**/load/pan');
    await settled(page, 2);
    expect(await toldOn(page)).toEqual(['page_view /load/pan', 'view_item pan /load/pan']);
    await page.close();
  });
  test('tells one that the back-forward cache brings back as a visit and a view of their own', async () => {
    const caching = await launchChromium({ backForwardCache: true });
    try {
      const page = await caching.newPage();
      // Whether a page is kept is the browser's choice: on a busy machine it sometimes is not.
      for (let tries = 1, isWhole = false; !isWhole; tries++) {
        expect(tries, 'times that the cache did not bring the page back whole').toBeLessThan(6);
        await page.goto(`${site.origin}/load/kettle`);
        await settled(page, 2);
        await page.evaluate(() => void Object.assign(globalThis, { isSameDocument: true }));
        await page.getByRole('link', { name: 'pan' }).click();
        await page.waitForURL('**/load/pan');
        await settled(page, 2);
        await page.goBack({ waitUntil: 'commit' }); // a page out of the cache does not load
        isWhole = await page.waitForFunction(() => 'isSameDocument' in globalThis, undefined, { timeout: 3_000 }).then(() => true, () => false);
      }
      await settled(page, 4);
      expect(await toldOn(page)).toEqual(['page_view /load/kettle', 'view_item kettle /load/kettle', 'view_item kettle /load/kettle', 'page_view /load/kettle']);
    } finally {
      await caching.close();
    }
  });
  test('tells a tidied address, a campaign and a picked variant as no other page', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.origin}/load/kettle?utm_source=mail&gclid=x`);
    await settled(page, 2);
    await page.evaluate(() => {
      history.replaceState({}, '', '/load/kettle');
      history.replaceState({}, '', '/load/kettle/?variant=42');
      history.pushState({}, '', '#reviews');
    });
    await page.waitForTimeout(500);
    expect(await toldOn(page)).toEqual(['page_view /load/kettle?utm_source=mail', 'view_item kettle /load/kettle?utm_source=mail']);
    await page.close();
  });
});
