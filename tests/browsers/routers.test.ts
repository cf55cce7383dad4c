import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '#support/chromium';
import type { FixtureSite } from '#support/fixture-site';
import { ROUTERS, serveRouters, walk, WALKED, type RouterVisit } from '#support/routers';

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

const VISITS: readonly RouterVisit[] = ROUTERS.flatMap((router) => (['jsonld', 'dataLayer'] as const).flatMap((says) => [true, false].map((hasNavigationApi) => ({ router, says, hasNavigationApi }))));

describe.concurrent('a single-page shop tells each page and product once', () => {
  test.each(VISITS)('router $router, said by $says, Navigation API: $hasNavigationApi', async (visit) => {
    expect((await walk(browser, site.origin, visit)).toSorted()).toEqual(WALKED);
  });
});
