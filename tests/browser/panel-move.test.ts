import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium } from '#support/chromium';
import type { FixtureSite } from '#support/fixture-site';
import { servePanel } from '#support/panel-site';

let site: FixtureSite;
let browser: Browser;
let contexts: BrowserContext[];
let complaints: string[];

beforeAll(async () => {
  [site, browser] = await Promise.all([servePanel(), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});
beforeEach(() => {
  [contexts, complaints] = [[], []];
});
afterEach(async () => {
  expect(complaints, 'errors and policy violations').toEqual([]);
  for (const context of contexts) await context.close();
});

/** A device of its own: another browser profile. */
async function aDevice(query = ''): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, timezoneId: 'UTC' });
  contexts.push(context);
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(`${site.origin}/${query}`);
  await page.getByRole('region', { name: 'What is remembered' }).waitFor();
  return page;
}
const box = (page: Page, name: string) => page.getByRole('region', { name });
const fold = async (page: Page, name: string) => {
  await page.getByRole('heading', { name }).click();
  return box(page, name);
};
const PASSPHRASE = 'two words, and a third';

/** Seals on `page`; gives the file. */
async function sealOn(page: Page): Promise<Buffer> {
  const move = await fold(page, 'Move to another device');
  await move.getByRole('textbox', { name: 'Passphrase' }).first().fill(PASSPHRASE);
  await move.getByRole('button', { name: 'Seal my data' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), move.getByRole('button', { name: 'Save the file' }).click()]);
  expect(download.suggestedFilename()).toBe('homebird-profile.hbmove');
  return readFile(await download.path());
}
async function bringIn(page: Page, passphrase: string): Promise<string> {
  const half = box(page, 'Move to another device').getByRole('form', { name: 'To this browser' });
  await half.getByRole('textbox', { name: 'Passphrase' }).fill(passphrase);
  await half.getByRole('button', { name: 'Bring it in' }).click();
  return (await half.getByRole('alert').textContent()) ?? '';
}

describe('<homebird-privacy>, moving', () => {
  test('a sealed file brings history and cost to another device, and the first one says that it sends no more', async () => {
    const [old, fresh] = [await aDevice('?used'), await aDevice()];
    const file = await sealOn(old);
    expect(file.subarray(0, 9).toString('latin1')).toBe('homebird\u0001');
    expect(file.includes('view_item')).toBe(false);
    await old.getByText('You moved from this browser to another one. This browser sends nothing until 15 January 2028').waitFor();

    const move = await fold(fresh, 'Move to another device');
    await move.getByLabel('Choose the file').setInputFiles({ name: 'homebird-profile.hbmove', mimeType: 'application/octet-stream', buffer: file });
    await move.getByText('There: ').waitFor();
    expect(await bringIn(fresh, 'another passphrase')).toBe('That is not its passphrase. Nothing here was changed.');
    expect(await box(fresh, 'What is remembered').locator('.rows > li').count()).toBe(0);
    expect(await bringIn(fresh, PASSPHRASE)).toBe('Brought in 6 things and the cost of 1 report.');
    await expect.poll(() => box(fresh, 'What is remembered').locator('.rows > li').count()).toBe(6);
    await expect.poll(() => box(fresh, 'What was sent').locator('summary .quiet').first().textContent()).toContain('from another device');
    expect(await fresh.getByText('You moved from this browser').count()).toBe(0);
    expect(await bringIn(fresh, PASSPHRASE)).toBe('Brought in 0 things and the cost of 0 reports.');

    await old.reload();
    await old.getByText('You moved from this browser to another one. This browser sends nothing until 15 January 2028').waitFor();
  });

  test('nothing is silenced before the file leaves: not by sealing, nor where the browser cannot seal', async () => {
    const page = await aDevice('?used');
    const moved = page.getByText('You moved from this browser to another one.');
    const move = await fold(page, 'Move to another device');
    await page.evaluate(() => Object.defineProperty(crypto, 'subtle', { value: undefined, configurable: true })); // as without https
    await move.getByRole('button', { name: 'Seal my data' }).click();
    await move.getByText('This page has no secure connection').waitFor();
    await page.evaluate(() => Reflect.deleteProperty(crypto, 'subtle'));
    await move.getByRole('button', { name: 'Seal my data' }).click();
    await move.getByRole('button', { name: 'Show codes' }).waitFor();
    await page.reload(); // the tab was closed before she saved it
    await box(page, 'What is remembered').waitFor();
    expect(await moved.count()).toBe(0);
    await (await fold(page, 'Move to another device')).getByRole('button', { name: 'Seal my data' }).click();
    await move.getByRole('button', { name: 'Show codes' }).click();
    await moved.waitFor();
  });

  test('what she deletes after sealing is not in the file that leaves', async () => {
    const [old, fresh] = [await aDevice('?used'), await aDevice()];
    const move = await fold(old, 'Move to another device');
    await move.getByRole('textbox', { name: 'Passphrase' }).first().fill(PASSPHRASE);
    await move.getByRole('button', { name: 'Seal my data' }).click();
    await move.getByRole('button', { name: 'Save the file' }).waitFor();
    await box(old, 'What is remembered').locator('.rows button.plain').first().click();
    await expect.poll(() => box(old, 'What is remembered').locator('.rows > li').count()).toBe(5);
    const [download] = await Promise.all([old.waitForEvent('download'), move.getByRole('button', { name: 'Save the file' }).click()]);
    const other = await fold(fresh, 'Move to another device');
    await other.getByLabel('Choose the file').setInputFiles({ name: 'f.hbmove', mimeType: 'application/octet-stream', buffer: await readFile(await download.path()) });
    expect(await bringIn(fresh, PASSPHRASE)).toContain('Brought in 5 things');
  });

  test('a copy that the browser refuses, and codes whose part does not come, say so and silence nothing', async () => {
    const page = await aDevice();
    await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new DOMException('blocked', 'NotAllowedError')) } })); // as by a permissions policy
    await page.route(/panel-codes[^/]*\.js/, (route) => route.abort());
    await page.goto(`${site.origin}/?used`);
    const move = await fold(page, 'Move to another device');
    await move.getByRole('button', { name: 'Seal my data' }).click();
    const isMarked = async (): Promise<boolean> => page.evaluate(async () => {
      const opening = indexedDB.open('homebird-ledger:test');
      await new Promise((resolve) => { opening.addEventListener('success', resolve); });
      const reading = opening.result.transaction('entries').objectStore('entries').getAllKeys();
      await new Promise((resolve) => { reading.addEventListener('success', resolve); });
      opening.result.close();
      return reading.result.includes('moved-out');
    });
    for (const name of ['Copy as text', 'Show codes']) {
      await move.getByRole('button', { name }).click();
      await move.getByRole('alert').filter({ hasText: 'That does not work here. Save the file instead.' }).waitFor();
      expect(await isMarked()).toBe(false);
    }
    await page.unroute(/panel-codes[^/]*\.js/);
    await move.getByRole('button', { name: 'Show codes' }).click();
    await move.getByRole('img', { name: 'Code 1 of' }).waitFor();
    await expect.poll(isMarked).toBe(true);
    await expect.poll(() => move.getByRole('alert').count()).toBe(0);
    complaints = complaints.filter((complaint) => !complaint.includes('net::ERR_FAILED')); // the one file that was kept away
  });

  test('without a clipboard no copy is offered', async () => {
    const page = await aDevice('?used');
    await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'clipboard'));
    await page.reload();
    const move = await fold(page, 'Move to another device');
    await move.getByRole('button', { name: 'Seal my data' }).click();
    await move.getByRole('button', { name: 'Show codes' }).waitFor();
    expect(await move.getByRole('button', { name: 'Copy as text' }).count()).toBe(0);
  });

  test('codes for a camera hold the same file, in any order', async () => {
    const [old, fresh] = [await aDevice('?used'), await aDevice()];
    await sealOn(old);
    const move = box(old, 'Move to another device');
    await move.getByRole('button', { name: 'Show codes' }).click();
    await move.getByRole('img', { name: 'Code 1 of' }).waitFor();
    await old.evaluate(() => navigator.clipboard.writeText('')).catch(() => undefined);
    await contexts[0]?.grantPermissions(['clipboard-read', 'clipboard-write']);
    await move.getByRole('button', { name: 'Copy as text' }).click();
    await move.getByRole('button', { name: 'Copied' }).waitFor();
    const text = await old.evaluate(() => navigator.clipboard.readText());
    const other = await fold(fresh, 'Move to another device');
    await other.getByLabel('Or paste its text').fill(text);
    expect(await bringIn(fresh, PASSPHRASE)).toContain('Brought in 6 things');
  });

  test('a file that cannot be taken in is refused in words of its own, and changes nothing', async () => {
    const page = await aDevice('?used');
    const file = await sealOn(page);
    const refusals: readonly (readonly [Buffer, string])[] = [
      [file.subarray(0, -20), 'Part of this file is missing.'], [Buffer.from('{"events":[]}'), 'This is no file of ours.'],
      [Buffer.concat([file.subarray(0, 8), Buffer.from([9]), file.subarray(9)]), 'made by a newer version'],
      [Buffer.concat([file.subarray(0, 90), Buffer.from([(file[90] ?? 0) ^ 1]), file.subarray(91)]), 'was damaged on its way'],
    ];
    for (const [buffer, words] of refusals) {
      await box(page, 'Move to another device').getByLabel('Choose the file').setInputFiles({ name: 'f.hbmove', mimeType: 'application/octet-stream', buffer });
      const said = await bringIn(page, PASSPHRASE);
      expect(said).toContain(words);
      expect(said).toContain('Nothing here was changed.');
    }
    await expect.poll(() => box(page, 'What is remembered').locator('.rows > li').count()).toBe(6);
  });

  test('of what was sealed before her last no here, only the cost comes', async () => {
    const [old, fresh] = [await aDevice('?used'), await aDevice('?refused=1900000000000')];
    const file = await sealOn(old);
    await (await fold(fresh, 'Move to another device')).getByLabel('Choose the file').setInputFiles({ name: 'f.hbmove', mimeType: 'application/octet-stream', buffer: file });
    expect(await bringIn(fresh, PASSPHRASE)).toContain('nothing of your history came in; the cost of 1 report did');
    expect(await box(fresh, 'What is remembered').locator('.rows > li').count()).toBe(0);
  });

  test('an erasure keeps the note of the move, and says so', async () => {
    const page = await aDevice('?used');
    await sealOn(page);
    await page.getByRole('button', { name: 'Erase everything' }).click();
    await page.getByRole('button', { name: 'Yes, erase' }).click();
    await page.getByText('The note that you moved to another device stays too').waitFor();
    const left = await page.evaluate(async () => {
      const opening = indexedDB.open('homebird-ledger:test');
      await new Promise((resolve) => { opening.addEventListener('success', resolve); });
      const reading = opening.result.transaction('entries').objectStore('entries').getAll();
      await new Promise((resolve) => { reading.addEventListener('success', resolve); });
      opening.result.close();
      const entries = reading.result as { readonly body: Uint8Array; readonly reportId: string; readonly rho: number }[];
      return {
        databases: (await indexedDB.databases()).map(({ name }) => name), local: localStorage.length, session: sessionStorage.length, cookies: document.cookie,
        caches: 'caches' in globalThis ? await caches.keys() : [], entries: entries.map(({ body, reportId, rho }) => [body.length, reportId, rho]),
      };
    });
    expect(left).toEqual({ databases: ['homebird-ledger:test'], local: 0, session: 0, cookies: '', caches: [], entries: [[0, '', 1 / 32], [0, '', 0]] });
    await page.getByText('You moved from this browser to another one. This browser sends nothing until 15 January 2028').waitFor();
  });
});

describe('<homebird-privacy>, over a real worker', () => {
  test('what shelves showed is listed with why, less of it, and taken back', async () => {
    const page = await aDevice('?used');
    const seen = await fold(page, 'Recommendations you saw');
    const rows = seen.locator('.seen > li');
    await expect.poll(() => rows.count()).toBe(2);
    await expect.poll(() => rows.nth(1).textContent()).toContain('shown once');
    await expect.poll(() => rows.nth(1).textContent()).toContain('followed');
    await rows.first().getByRole('button', { name: /^Why / }).click();
    await rows.first().getByText('If a front-page shelf were made now').waitFor();
    await rows.first().getByRole('button', { name: /^Less like / }).click();
    await box(page, 'What you asked for').getByText('shown less').waitFor();
    await rows.first().getByRole('button', { name: /^Take back/ }).click();
    await expect.poll(() => box(page, 'What you asked for').count()).toBe(0);
  });

  test('an interest that was forgotten by a slip comes back with its history', async () => {
    const page = await aDevice('?used');
    const likes = box(page, 'What it thinks you like').locator('.likes > li');
    await likes.first().waitFor();
    const before = await likes.count();
    const rows = await box(page, 'What is remembered').locator('.rows > li').count();
    await likes.first().getByRole('button', { name: /^Forget / }).click();
    await expect.poll(() => box(page, 'What is remembered').locator('.rows > li').count()).toBeLessThan(rows);
    await page.locator('homebird-privacy .said').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => box(page, 'What is remembered').locator('.rows > li').count()).toBe(rows);
    await expect.poll(() => likes.count()).toBe(before);
  });

  test.each([['', 1200], ['&lang=zh', 390], ['&lang=ar', 390]] as const)('passes axe with every part open%s at %i pixels', async (language, width) => {
    const page = await aDevice();
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${site.origin}/?used${language}`);
    await expect.poll(() => page.locator('homebird-privacy .fold').count()).toBe(3);
    for (const summary of await page.locator('homebird-privacy .fold > details > summary').all()) await summary.click();
    await page.locator('homebird-privacy .seen > li').first().waitFor();
    await page.locator('homebird-privacy .half').nth(1).waitFor();
    await page.locator('homebird-privacy .likes button').nth(1).click();
    await page.locator('homebird-privacy .bar').waitFor();
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight)); // where the bar stands below everything and hides nothing
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});
