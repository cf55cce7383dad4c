import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '#support/chromium';
import type { FixtureSite } from '#support/fixture-site';
import { serveShop } from '#support/shop-site';

const A_POLICY = { '/leader/v1/policy': { type: 'application/json', body: '{"version":1}' } };

let browser: Browser;
let wrongPolicy: FixtureSite;
let wrongCatalogue: FixtureSite;

beforeAll(async () => {
  wrongPolicy = await serveShop({ files: A_POLICY, attributes: 'data-debug' });
  wrongCatalogue = await serveShop({ catalogue: '/nowhere/catalogue.json', attributes: 'data-debug' });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await wrongPolicy?.close();
  await wrongCatalogue?.close();
});

/** A page of `site` for a shopper who said yes, and our lines in its console. */
async function open(site: FixtureSite, path: string): Promise<{ page: Page; said: string[] }> {
  const page = await (await browser.newContext()).newPage();
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.text().startsWith('homebird')) said.push(`${message.type()}: ${message.text()}`);
  });
  await page.goto(site.origin + path);
  const banner = page.locator('homebird-consent');
  await banner.getByRole('switch').click();
  await banner.getByRole('button', { name: 'Accept', exact: true }).click();
  return { page, said };
}

test('a wrong data-policy is named once in the console, told to the shopper in plain words, and costs no shelf', async () => {
  const { page, said } = await open(wrongPolicy, '/account');
  await page.locator('homebird-privacy .notice').getByText('Learning together is off').waitFor();
  await page.locator('[data-homebird="debug"] details.mend[data-check="leader"]').waitFor({ state: 'attached' });
  await expect.poll(() => said).toHaveLength(1);
  expect(said[0]).toContain(`warning: homebird: data-policy="${'ab'.repeat(32)}" is not the policy of the leader at ${wrongPolicy.origin}/leader, so nothing is sent to it`);
  await page.goto(wrongPolicy.origin);
  await page.locator('homebird-shelf .card[data-item]').first().waitFor();
  expect(wrongPolicy.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  await page.context().close();
});

test('a wrong data-catalogue is named once in the console; the shelf stays hidden, and no sentence of ours reaches the shopper', async () => {
  const { page, said } = await open(wrongCatalogue, '/');
  await page.waitForFunction(() => document.querySelector('homebird-shelf')?.shadowRoot?.childElementCount === 0);
  await expect.poll(() => said).toEqual([expect.stringContaining(`warning: homebird: data-catalogue="${wrongCatalogue.origin}/nowhere/catalogue.json" cannot be used, so shelves stay hidden`)]);
  expect(await page.locator('homebird-shelf').evaluate((shelf) => shelf.getBoundingClientRect().height)).toBe(0);
  await page.locator('[data-homebird="debug"] details.mend[data-check="catalogue"]').waitFor({ state: 'attached' });
  expect(said).toHaveLength(1);
  await page.goto(`${wrongCatalogue.origin}/account`);
  await page.locator('homebird-privacy').getByText('This cannot be shown now: the shop’s list of products could not be loaded.').waitFor();
  expect(await page.locator('homebird-privacy').evaluate((panel) => panel.shadowRoot?.textContent)).not.toMatch(/start first|404|catalogue/i);
  await page.context().close();
});
