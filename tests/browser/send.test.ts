import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '#support/chromium';
import { aPage, bundle, serveFixture, type FixtureSite } from '#support/fixture-site';

let browser: Browser;
let site: FixtureSite;

beforeAll(async () => {
  const answer = (status: number, body: string | Uint8Array) => ({ type: 'application/problem+json', body, status });
  site = await serveFixture({
    files: {
      ...(await bundle({ entries: { send: 'tests/browser/fixtures/send.ts' } })), '/': aPage('<script type="module" src="/send.js"></script>'), '/favicon.ico': { type: 'image/x-icon', body: '' },
      '/created': answer(201, ''), '/known': answer(200, '{}'), '/closed': answer(410, JSON.stringify({ type: 'urn:homebird:problem:task-closed', detail: 'x'.repeat(500) })),
    },
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test.each([['/created', { ok: true, value: { status: 'accepted' } }], ['/known', { ok: true, value: { status: 'duplicate' } }], ['/closed', { ok: false, fault: { kind: 'task-closed' } }]])('an answer at %s is read to its end: the browser shows no aborted request', async (path, expected) => {
  const page = await browser.newPage();
  const ended: string[] = [];
  page.on('requestfailed', (request) => ended.push(`${request.method()} ${request.failure()?.errorText ?? ''}`));
  page.on('requestfinished', (request) => request.method() === 'POST' && ended.push('POST whole'));
  await page.goto(site.origin);
  await page.waitForFunction(() => typeof sendFixture === 'object');
  expect(await page.evaluate((url) => sendFixture.sendTo(url), site.origin + path)).toMatchObject(expected);
  await expect.poll(() => ended).toEqual(['POST whole']);
  expect(site.requests.filter(({ url }) => url === path)).toHaveLength(1);
  await page.close();
});
