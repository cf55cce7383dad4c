import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '#support/chromium';
import type { FixtureSite } from '#support/fixture-site';
import { serveShop, SHOP_PRODUCTS } from '#support/shop-site';

let browser: Browser;
let site: FixtureSite;

beforeAll(async () => {
  [site, browser] = await Promise.all([serveShop(), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** A row of the checklist in a state. */
const row = (page: Page, state: 'ok' | 'mend' | 'wait' | 'told', check: string) => page.locator(`[data-homebird="debug"] details.${state}[data-check="${check}"]`);
const accept = (page: Page): Promise<void> => page.locator('homebird-consent').getByRole('button', { name: 'Accept', exact: true }).click();

test('?homebird_debug=1 verifies an installation under a strict policy, before and after the yes, and says what to mend', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.origin}${SHOP_PRODUCTS[3]?.url ?? ''}?homebird_debug=1`);
  await row(page, 'ok', 'tag').waitFor();
  await row(page, 'wait', 'consent').waitFor();
  await row(page, 'ok', 'worker').filter({ hasText: 'runs from this origin' }).waitFor();
  await row(page, 'ok', 'catalogue').filter({ hasText: `${SHOP_PRODUCTS.length} products in EUR` }).waitFor();
  await row(page, 'ok', 'storage').filter({ hasText: 'nothing: 0 bytes' }).waitFor();
  // This shop's leader answers 404: the overlay is to say so, with the attribute to change.
  await row(page, 'mend', 'leader').filter({ hasText: 'data-endpoint=' }).waitFor();
  await accept(page);
  await row(page, 'ok', 'consent').waitFor();
  await row(page, 'ok', 'product').filter({ hasText: 'recognised by JSON-LD, and in the catalogue' }).waitFor();
  await row(page, 'ok', 'joins').filter({ hasText: '1 of 1' }).waitFor();
  // What was named before the yes counts from then on, and is told as kept.
  await row(page, 'ok', 'events').filter({ hasText: /[1-9] kept of/ }).waitFor();
  await page.evaluate("homebird('track', 'add_to_cart', { items: [{ item_id: 'nobody-knows-this' }] })");
  await row(page, 'mend', 'joins').filter({ hasText: 'nobody-knows-this' }).waitFor();
  const stream = page.getByRole('region', { name: 'Events heard on this page' });
  await stream.getByRole('listitem').filter({ hasText: 'add_to_cart nobody-knows-this' }).filter({ hasText: 'homebird(…) calls · kept · not in the catalogue' }).waitFor();
  await context.close();
});

test('the overlay goes along with links, folds by key, leaves nothing stored, and its report names no product unless asked', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(`${site.origin}/?homebird_debug=1`);
  const overlay = page.getByRole('region', { name: 'Homebird debug overlay' });
  await overlay.getByRole('button', { name: 'Unfold' }).click();
  await row(page, 'ok', 'shelves').waitFor();
  await page.keyboard.press('Escape');
  await overlay.getByRole('button', { name: 'Unfold' }).waitFor();
  await page.getByRole('link', { name: 'A grinder' }).click();
  await page.waitForURL(`**${SHOP_PRODUCTS[4]?.url ?? ''}?homebird_debug=1`);
  await overlay.getByRole('button', { name: 'Unfold' }).click();
  await row(page, 'ok', 'shelves').waitFor();
  const report = async (): Promise<string> => {
    await overlay.getByRole('button', { name: 'Copy report' }).click();
    return overlay.getByRole('textbox', { name: 'Report' }).inputValue();
  };
  await page.evaluate('Object.defineProperty(navigator, "clipboard", { value: undefined })');
  const viewed = SHOP_PRODUCTS[4]?.id ?? '';
  const plain = await report();
  expect(plain).toContain('[ok] Shelves: 1 drawn');
  expect(plain).not.toContain(viewed);
  await overlay.getByRole('checkbox').check();
  expect(await report()).toContain(`/p/${viewed}`);
  expect(await page.evaluate('(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length])()')).toEqual([0, 0, 0, 0]);
  const axe = await new AxeBuilder({ page }).include('[data-homebird="debug"]').analyze();
  expect(axe.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  await overlay.getByRole('button', { name: 'Close' }).click();
  expect(await overlay.count()).toBe(0);
  await context.close();
});

test('unless address, attribute or call ask for it nothing of it is loaded; homebird.debug(true) opens it, false closes it', async () => {
  const page = await browser.newPage();
  const asked: string[] = [];
  page.on('request', (request) => void asked.push(request.url()));
  await page.goto(site.origin);
  await page.locator('homebird-shelf .card[data-item]').first().waitFor();
  expect(await page.locator('[data-homebird="debug"]').count()).toBe(0);
  expect(asked.filter((url) => /overlay|debug/.test(url))).toEqual([]);
  await page.evaluate('homebird.debug(true)');
  await row(page, 'ok', 'tag').waitFor();
  await page.evaluate('homebird.debug(false)');
  await page.locator('[data-homebird="debug"]').waitFor({ state: 'detached' });
  await page.close();
});

test('what a policy keeps out is named with its directive and what it costs', async () => {
  const page = await browser.newPage();
  // The same shop, whose policy allows no worker.
  await page.route(`${site.origin}/`, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, headers: { ...answer.headers(), 'content-security-policy': "default-src 'self'; worker-src 'none'" } });
  });
  await page.route(`${site.origin}/?homebird_debug=1`, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, headers: { ...answer.headers(), 'content-security-policy': "default-src 'self'; worker-src 'none'" } });
  });
  await page.goto(`${site.origin}/?homebird_debug=1`);
  await row(page, 'mend', 'csp').filter({ hasText: "worker-src 'self'" }).waitFor();
  await row(page, 'mend', 'worker').filter({ hasText: 'may not run here' }).waitFor();
  await page.close();
});

test('a product of a shelf whose page is gone is to be mended, with its address', async () => {
  const page = await browser.newPage();
  const gone = `${site.origin}${SHOP_PRODUCTS[0]?.url ?? ''}`;
  await page.route(gone, (route) => route.fulfill({ status: 404 }));
  await page.goto(`${site.origin}/?homebird_debug=1`);
  const shelves = row(page, 'mend', 'shelves').filter({ hasText: '1 links or pictures of products lead nowhere' });
  await shelves.waitFor();
  await shelves.locator('summary').click();
  await shelves.locator('dd').filter({ hasText: gone }).waitFor();
  await page.close();
});
