import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isModelRound, type ModelRound, type RoundRecord } from '#core/protocol';
import { launchChromium } from '#support/chromium';
import { comeTo } from '#support/page-state';
import { startServing, until, type Serving } from '#support/serving';

/** A round needs 50 devices; ten more may be slow. */
const ARGUMENTS = ['--shoppers', '60', '--round-seconds', '60'];
/** What content and model scorers say of an item (`worker/recommender/reason.ts`). */
const CONTENT_OR_MODEL = ['similar-to-viewed', 'goes-with'];
const SHELF = 8;

interface Shown {
  readonly id: string;
  readonly reason: string;
}

let serving: Serving;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const pageErrors: string[] = [];
/** Reports whose request the browser shows as failed. */
const failedReports: string[] = [];

beforeAll(async () => {
  [serving, browser] = await Promise.all([startServing(ARGUMENTS), launchChromium()]);
  await serving.printed(/^helper http/m);
  context = await browser.newContext();
  page = await context.newPage();
  page.on('pageerror', (error) => pageErrors.push(String(error)));
  page.on('requestfailed', (request) => request.method() === 'POST' && failedReports.push(`${request.url()} ${request.failure()?.errorText ?? ''}`));
});

afterAll(async () => {
  await browser?.close();
  await serving?.stop();
});

/** What the home shelf recommends now, through the shop's own API. */
async function recommended(): Promise<readonly Shown[]> {
  return until(async () => {
    const answer = await page.evaluate(async (count) => {
      const homebird = (globalThis as unknown as { homebird: (...args: unknown[]) => Promise<unknown> }).homebird;
      return homebird('recommend', { placement: 'home', count });
    }, SHELF);
    const { items } = answer as { readonly items?: readonly Shown[] };
    return items && items.length > 0 ? items : undefined;
  });
}

/** Opens the shopper's panel where it says what was sent. */
async function openSent(): Promise<void> {
  await page.goto(`${serving.shop}/privacy`);
  await comeTo(page, page.locator('homebird-privacy').getByRole('heading', { name: 'What was sent' }));
}

/** State of each upload in the shopper's panel, as she reads it. */
async function uploadStates(): Promise<readonly string[]> {
  return page.locator('homebird-privacy .upload .state').allTextContents();
}

/** Rounds as the leader publishes them, newest first. */
async function roundRecords(): Promise<readonly RoundRecord[]> {
  const answer = (await (await fetch(`${serving.leader}/v1/rounds`)).json()) as { readonly rounds: readonly { readonly record: RoundRecord }[] };
  return answer.rounds.map(({ record }) => record);
}

/** The oldest round of a model: a measurement may have closed before it. */
async function firstModelRound(): Promise<ModelRound> {
  const first = (await roundRecords()).findLast(isModelRound);
  if (!first) throw new Error('No round of a model was published');
  return first;
}

/** Rows that the auditor page marks as broken. */
function brokenRounds(audit: Page): Promise<readonly (string | null)[]> {
  return audit.locator('details[data-holds="false"]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-round')));
}

test('consent → views → the shelf changes with a reason', async () => {
  await page.goto(serving.shop);
  await page.locator('homebird-consent').getByRole('switch').click();
  await page.locator('homebird-consent').getByRole('button', { name: 'Accept', exact: true }).click();
  const before = (await recommended()).map(({ id }) => id);
  expect(before).toHaveLength(SHELF);

  const links = await page.locator('main a[href^="/product/"]').evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute('href') ?? ''));
  const viewed = [...new Set(links)].slice(0, 3);
  expect(viewed).toHaveLength(3);
  for (const link of viewed) {
    await page.goto(serving.shop + link);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForFunction(() => document.querySelector('homebird-shelf')?.shadowRoot?.querySelector('.card[data-item]') != null);
  }
  // Beside a product, too, the history had its say: the shelf must not claim that nothing of the shopper was used.
  await page.locator('homebird-shelf .head').filter({ hasText: 'Chosen in your browser' }).waitFor();
  await page.goto(serving.shop);
  const viewedIds = viewed.map((link) => link.replace('/product/', ''));
  const after = await until(async () => {
    const shown = await recommended();
    const fresh = shown.filter(({ id, reason }) => CONTENT_OR_MODEL.includes(reason) && !before.includes(id) && !viewedIds.includes(id));
    return fresh.length >= 3 ? shown : undefined;
  }, 500);
  expect(after).toHaveLength(SHELF);
  const reason = page.locator('homebird-shelf .reason.personal').first();
  await reason.click();
  await page.locator('homebird-shelf dialog .place').waitFor();
});

test('one masked update is sent, acknowledged, and counted in a closed round', async () => {
  await openSent();
  await until(async () => ((await uploadStates()).includes('Received') ? true : undefined), 500);
  const round = await serving.printed(/^round (\d+) closed: (\d+) reports, quality [\d.]+ → [\d.]+, verified$/m);
  expect(Number(round[2])).toBeGreaterThanOrEqual(50);
  expect(failedReports).toEqual([]);
});

test('the panel leads to the helper\'s auditor page, where both servers prove that this very report was counted', async () => {
  const upload = page.locator('homebird-privacy .upload').filter({ hasText: 'Received' }).last();
  await upload.locator('summary').click();
  const id = await upload.locator('dd code').first().textContent();
  const asked: string[] = [];
  context.on('request', (request) => asked.push(request.url()));
  const [audit] = await Promise.all([context.waitForEvent('page'), upload.getByRole('link', { name: 'Ask both servers whether it was counted' }).click()]);
  await audit.waitForURL(`${serving.helper}/#report=${id}`);
  const found = audit.locator(`.find-report[data-report="${id}"]`);
  await found.waitFor();
  expect(asked.filter((url) => url.includes(id ?? ''))).toEqual([]); // not before she says so
  await until(async () => {
    // A round that is still open proves nothing, one that closed after the page's audit is unknown to it.
    await audit.reload();
    await found.getByRole('button', { name: 'Ask both servers' }).click();
    await found.locator('.check-line').filter({ hasNotText: 'Asking' }).nth(1).waitFor();
    return (await found.getByText(/Summed in round \d+/).count()) === 2 ? true : undefined;
  }, 3_000);
  await audit.close();
});

test('the page ranks with a model that a closed round published', async () => {
  const publishedNow = async (): Promise<readonly string[]> => (await roundRecords()).filter(isModelRound).filter(({ model, outcome }) => model === 'mix' && outcome === 'published').map(({ modelAfter }) => modelAfter);
  expect((await publishedNow()).length).toBeGreaterThan(0);
  await page.addInitScript(() => {
    const hashes: string[] = [];
    Object.assign(globalThis, { rankedWith: hashes });
    document.addEventListener('homebird:recommendations', (event) => {
      const { detail } = event as CustomEvent<{ kind: string; model?: string; hash?: string }>;
      if (detail.kind === 'model-changed' && detail.model === 'mix') hashes.push(detail.hash ?? '');
    });
  });
  const used = await until(async () => {
    await page.goto(serving.shop); // where a candidate was dropped, the model before it stands until another round
    const ranked = await page.waitForFunction(() => (globalThis as unknown as { rankedWith: readonly string[] }).rankedWith[0], undefined, { timeout: 15_000 }).catch(() => undefined);
    const hash = await ranked?.jsonValue();
    const published = await publishedNow(); // after it: a round may close between the two
    return hash !== undefined && published.includes(hash) ? hash : undefined;
  }, 500);
  expect(await publishedNow()).toContain(used);
  expect(await recommended()).toHaveLength(SHELF);
});

test('the demo\'s worker may run WASM: it goes by the policy of its own file, not by the page\'s', async () => {
  const [worker] = page.workers();
  // The shortest module there is: magic number and version.
  expect(await worker?.evaluate(() => WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)).then(() => 'runs', (error: unknown) => String(error)))).toBe('runs');
});

test('the auditor page recomputes every round and is green', async () => {
  const audit = await context.newPage();
  await audit.goto(`http://127.0.0.1:${serving.port + 2}`);
  await audit.locator('[data-verdict="good"]').waitFor();
  expect(await brokenRounds(audit)).toEqual([]);
  const { round } = await firstModelRound();
  await audit.getByRole('searchbox').fill(String(round)); // of more than ten rounds the first is not drawn at once
  await expect.poll(() => audit.locator(`details[data-round="${round}"]`).count()).toBe(1);
  await audit.close();
});

test('one byte of a published round changed on the wire turns it red and names the round', async () => {
  const audit = await context.newPage();
  const { round, leaderShare } = await firstModelRound();
  await audit.route(`**/v1/shares/${leaderShare}`, async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[3] = (body[3] ?? 0) ^ 1;
    await route.fulfill({ response, body });
  });
  await audit.goto(`http://127.0.0.1:${serving.port + 2}`);
  await audit.locator('[data-verdict="bad"]').waitFor();
  await expect.poll(() => brokenRounds(audit)).toContain(String(round)); // the verdict turns with the first broken check, the list comes at the end
  await audit.getByText(new RegExp(`round ${round}\\b`, 'i')).first().waitFor();
  await audit.unrouteAll({ behavior: 'ignoreErrors' }); // it may still be asking
  await audit.close();
});

test('a shopper who says yes to ads sees one of the demo\'s, chosen in her browser; before it the shop\'s own stands there', async () => {
  const visitor = await (await browser.newContext()).newPage();
  visitor.on('pageerror', (error) => pageErrors.push(String(error)));
  await visitor.goto(serving.shop);
  const place = visitor.locator('homebird-ad');
  await place.getByText('Every department').waitFor();
  const banner = visitor.locator('homebird-consent');
  await banner.getByRole('button', { name: 'Choose', exact: true }).click();
  for (const purpose of ['local', 'ads']) await banner.locator(`#purpose-${purpose}`).check();
  await banner.getByRole('button', { name: 'Save my choice' }).click();
  await place.scrollIntoViewIfNeeded();
  await place.getByText(/^Sponsored by (Nordlys Outdoor|Tollund Kitchen)$/).waitFor(); // the shop's own campaign stands behind both
  await visitor.context().close();
});

test('nothing was thrown into the shop\'s pages', () => {
  expect(pageErrors).toEqual([]);
});
