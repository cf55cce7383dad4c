import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import { launchChromium } from '#support/chromium';
import { serveElements } from '#support/elements-site';
import { aPage, bundle, serveFixture, type FixtureSite } from '#support/fixture-site';

/** Two sites: a make-believe scorer for how the explanation looks, the real session for what is true in it. */
let made: FixtureSite;
let real: FixtureSite;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  const shelf = aPage('<script type="module" src="/why.js"></script>', '<main><h1>A shop</h1><homebird-shelf placement="home" count="8"></homebird-shelf><homebird-privacy></homebird-privacy></main>');
  const serveReal = async (): Promise<FixtureSite> => serveFixture({ files: { ...(await bundle({ entries: { why: 'tests/browser/fixtures/why.ts' } })), '/': shelf, '/favicon.ico': { type: 'image/x-icon', body: '' } } });
  [made, real, browser] = await Promise.all([serveElements(), serveReal(), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await made?.close();
  await real?.close();
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  page = await context.newPage();
  complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('404')) complaints.push(message.text()); // the fixture leaves one picture out
  });
});
afterEach(async () => {
  expect(complaints, 'errors and policy violations').toEqual([]);
  await context.close();
});

const cards = (on: Page = page): Locator => on.locator('homebird-shelf .card[data-item]');
const dialog = (): Locator => page.locator('homebird-shelf dialog');
async function openWhy(address: string, line = ''): Promise<void> {
  await page.goto(address);
  await cards().first().waitFor();
  await page.locator('homebird-shelf .reason', { hasText: line }).first().click();
  await dialog().locator('.place').waitFor();
}
async function violations(): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}
const placeIn = async (locator: Locator): Promise<number> => Number(/place (\d+)/i.exec((await locator.textContent()) ?? '')?.[1]);

test('forgetting a view moves the product to the place that was named, at once, and undoing moves it back', async () => {
  await openWhy(`${real.origin}/`, 'Because you viewed');
  const before = await placeIn(dialog().locator('.place'));
  await dialog().getByText('What you did that mattered').click();
  const first = dialog().locator('.rows li').first();
  const lifts = Number(/lifts it (\d+) places/.exec((await first.textContent()) ?? '')?.[1]);
  const named = await dialog().locator('.line').textContent();
  expect(named).toContain((await first.locator('bdi').textContent()) ?? '?'); // the line names what mattered most
  await first.getByRole('button', { name: /^Forget this/ }).click();
  await dialog().locator('.said', { hasText: 'Forgotten' }).waitFor();
  await expect.poll(() => placeIn(dialog().locator('.said'))).toBe(before + lifts);
  await expect.poll(() => placeIn(dialog().locator('.place'))).toBe(before + lifts);
  await expect.poll(() => page.evaluate(async () => (await whyFixture.api.profile()).ok && document.querySelector('homebird-shelf')?.shadowRoot?.activeElement?.textContent)).toBe('Undo');
  await page.keyboard.press('Enter');
  await dialog().locator('.said', { hasText: 'counts again' }).waitFor();
  await expect.poll(() => placeIn(dialog().locator('.place'))).toBe(before);
  await dialog().getByRole('button', { name: 'All that is remembered' }).click();
  await dialog().waitFor({ state: 'detached' });
});

test('what she steers holds at once, after a reload, and in another tab', async () => {
  await page.goto(`${real.origin}/`);
  await cards().first().waitFor();
  const idsOn = (on: Page): Promise<string[]> => on.evaluate(async () => {
    const shelf = await whyFixture.api.recommend({ placement: 'home', count: 8 });
    return shelf.ok ? shelf.value.items.map(({ id }) => id) : [];
  });
  const [first = ''] = await idsOn(page);
  const other = await context.newPage();
  await other.goto(`${real.origin}/`);
  await cards(other).first().waitFor();
  expect(await idsOn(other)).toContain(first);
  await page.evaluate(async (id) => {
    await whyFixture.api.steer(id as ItemId, 'hide');
    await whyFixture.api.steer({ kind: 'category', name: 'chairs' }, 'pin');
    await whyFixture.api.steer({ kind: 'category', name: 'boots' }, 'never');
  }, first);
  const here = await idsOn(page);
  expect(here).not.toContain(first);
  const categories = here.map((id) => Number(id.slice(1)) % 10); // aCatalogue: boots are 0, chairs 3
  expect(categories).not.toContain(0);
  expect(categories.filter((category) => category === 3).length).toBeGreaterThan(1);
  expect(await idsOn(other)).toEqual(here);
  await page.reload();
  await cards().first().waitFor();
  expect(await idsOn(page)).toEqual(here);
  await page.evaluate(async () => whyFixture.api.erase());
  await other.reload();
  await cards(other).first().waitFor();
  await expect.poll(() => other.evaluate(async () => (await whyFixture.api.profile()).ok)).toBe(true);
});

test.each([['light', ''], ['dark', 'ar']] as const)('passes axe at all three levels, in %s %s', async (colorScheme, lang) => {
  await page.emulateMedia({ colorScheme });
  await openWhy(`${made.origin}/shelf?granted${lang === '' ? '' : `&lang=${lang}`}`);
  expect(await violations()).toEqual([]);
  for (const summary of await dialog().locator('summary').all()) await summary.click();
  await dialog().locator('.rows + button').click();
  await expect.poll(() => dialog().locator('.rows li').count()).toBe(7);
  expect(await violations()).toEqual([]);
  if (lang === 'ar') {
    await expect.poll(() => dialog().getAttribute('dir')).toBe('rtl');
    await expect.poll(() => dialog().locator('h2').textContent()).toBe('لماذا ترى هذا');
  }
});

test('everything in it can be done by key, and fits a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openWhy(`${made.origin}/shelf?granted`);
  const focused = () => page.evaluate(() => document.querySelector('homebird-shelf')?.shadowRoot?.activeElement?.textContent ?? '');
  const tabTo = async (text: string): Promise<void> => {
    for (let press = 0; press < 20 && (await focused()) !== text; press++) await page.keyboard.press('Tab');
    expect(await focused()).toBe(text);
  };
  await tabTo('What you did that mattered');
  await page.keyboard.press('Enter');
  await tabTo('Forget this');
  await page.keyboard.press('Enter');
  await expect.poll(focused).toBe('Undo');
  await tabTo('The numbers');
  await page.keyboard.press('Enter');
  await expect.poll(() => dialog().locator('table tbody tr').count()).toBe(4);
  await expect.poll(() => dialog().evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
});

test('less like this closes it and says so, with a way back', async () => {
  await openWhy(`${made.origin}/shelf?granted`);
  const title = await cards().first().locator('.title').textContent();
  await dialog().getByRole('button', { name: 'Less like this' }).click();
  await dialog().waitFor({ state: 'detached' });
  await expect.poll(() => cards().first().locator('.title').textContent()).not.toBe(title);
  await page.locator('homebird-shelf .toast').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => cards().first().locator('.title').textContent()).toBe(title);
});

test('where its part does not come it says so, and the next press tries again', async () => {
  const part = /\/chunk-why[^/]*\.js/;
  await page.route(part, (route) => route.fulfill({ status: 404 }));
  await page.goto(`${made.origin}/shelf?granted`);
  await cards().first().waitFor();
  const reason = page.locator('homebird-shelf .reason').first();
  await reason.click();
  await page.locator('homebird-shelf .toast', { hasText: 'More cannot be told now.' }).waitFor();
  await page.unroute(part);
  await reason.click();
  await dialog().locator('.place').waitFor();
});

test('without consent it says that nothing of hers is in it', async () => {
  await openWhy(`${made.origin}/shelf`);
  await expect.poll(() => dialog().locator('.line').textContent()).toBe('Popular in this shop (not personal)');
  await dialog().getByText('What you did that mattered').click();
  await expect.poll(() => dialog().locator('details.events p').textContent()).toBe('Nothing you did plays a part here.');
  await expect.poll(() => dialog().locator('.foot').textContent()).toContain('Nothing about you is in this: everyone sees it here.');
});
