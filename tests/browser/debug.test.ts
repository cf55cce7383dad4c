import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '#support/chromium';
import type { FixtureSite } from '#support/fixture-site';
import { serveShop } from '#support/shop-site';

let browser: Browser;
let site: FixtureSite;

beforeAll(async () => {
  [site, browser] = await Promise.all([serveShop({ attributes: 'data-debug' }), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test('data-debug says how the worker runs, and with a history which engine ranks, under a strict policy', async () => {
  const page = await browser.newPage();
  await page.goto(site.origin);
  const box = page.locator('[data-homebird="debug"] pre');
  await box.filter({ hasText: /^worker {2}same-origin\nno history/ }).waitFor();
  await page.locator('homebird-consent').getByRole('button', { name: 'Accept', exact: true }).click();
  await box.filter({ hasText: /engine {2}arrays \(one ranking and one training step\)\nmix {5}none/ }).waitFor();
  await page.close();
});

test('without data-debug nothing of it is loaded', async () => {
  const plain = await serveShop();
  try {
    const page = await browser.newPage();
    await page.goto(plain.origin);
    await page.locator('homebird-shelf .card[data-item]').first().waitFor();
    expect(await page.locator('[data-homebird="debug"]').count()).toBe(0);
    expect(plain.requests.filter(({ url }) => url.includes('debug'))).toEqual([]);
    await page.close();
  } finally {
    await plain.close();
  }
});
