import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditDeployment } from '#core/audit';
import { encodePolicy, policyHashOf, type RoundRecord } from '#core/protocol';
import { fail, ok } from '#core/units';
import { ed25519, webSymmetric } from '#page/crypto';
import { launchChromium } from '#support/chromium';
import { buildPages, removeFolder, servePage, type PageSite } from '#support/page-site';
import { A_PLAN, sendReports, startPair, type TestPair } from '#support/pair';
import { CLAIMS } from '../../src/pages/audit/promises.ts';

const ROUNDS = 3;

let folder = '';
let pair: TestPair;
let site: PageSite;
let browser: Browser;
let records: readonly RoundRecord[] = [];
beforeAll(async () => {
  folder = await buildPages();
  pair = await startPair();
  await pair.turns();
  for (let i = 0; i < ROUNDS; i++) {
    await sendReports(pair, 55 + i);
    pair.clock.forward(A_PLAN.windowMs(0));
    await pair.turns(4);
  }
  const list = (await (await fetch(`${pair.leaderUrl}/v1/rounds`)).json()) as { rounds: { record: RoundRecord }[] };
  records = list.rounds.map(({ record }) => record);
  site = await servePage({
    folder, entry: 'audit.html',
    variables: { LEADER: pair.leaderUrl, HELPER: pair.helperUrl, POLICY: policyHashOf(encodePolicy(pair.policy)) },
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await pair.close();
  removeFolder(folder);
});

async function open(options: BrowserContextOptions = {}, prepare: (page: Page) => Promise<void> = async () => {}): Promise<{ page: Page; complaints: string[]; leave: () => Promise<void> }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await prepare(page);
  await page.goto(site.url);
  return { page, complaints, leave: () => context.close() };
}

/** Changes one byte of every answer to `address` on its way to the page; the page's own code stays as it is. */
async function changeOneByte(page: Page, address: string): Promise<void> {
  await page.route(address, async (route) => {
    const answer = await route.fetch();
    const body = Buffer.from(await answer.body());
    body.writeUInt8(body.readUInt8(5) ^ 1, 5);
    await route.fulfill({ response: answer, body });
  });
}

test('every published round is recomputed in the browser and holds', async () => {
  const { page, complaints, leave } = await open();
  await page.locator('[data-verdict=good]').waitFor();
  expect(records.length).toBe(ROUNDS);
  expect(await page.locator('.verdict-title').textContent()).toBe(`All ${ROUNDS} rounds hold`);
  expect(await page.locator('[data-round][data-holds=true]').count()).toBe(ROUNDS);
  expect(await page.locator('.claim.holds, .claim.limited').count()).toBe(6);
  expect(complaints).toEqual([]);
  await leave();
});

test('every kind of check that an audit makes decides a claim on the board', async () => {
  const { checks } = await auditDeployment({
    policy: pair.policy, nowMs: pair.clock.nowMs(), symmetric: webSymmetric, ed25519,
    async load(path) {
      const answer = await fetch(pair.leaderUrl + path);
      return answer.ok ? ok(new Uint8Array(await answer.arrayBuffer())) : fail('missing', path);
    },
  });
  const known = CLAIMS.flatMap((claim) => claim.checkIds);
  expect([...new Set(checks.map(({ id }) => id))].filter((id) => !known.includes(id))).toEqual([]);
});

test('the page asks the servers for public files only', async () => {
  const asked: string[] = [];
  const { page, leave } = await open({}, async (page) => {
    page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  });
  await page.locator('[data-verdict=good]').waitFor();
  const servers = asked.filter((line) => /\/(v1|log)\//.test(line));
  expect(servers.length).toBeGreaterThan(10);
  for (const line of servers) expect(line).toMatch(/^GET \/(v1\/(policy|rounds|manifest|(tasks|models|states|shares)\/[0-9a-f]{64})|log\/(checkpoint|tile\/.+))$/);
  await leave();
});

test.each([
  ['a share', (record: RoundRecord) => `**/v1/shares/${record.leaderShare}`],
  ['a model', (record: RoundRecord) => `**/v1/models/${record.modelAfter}`],
  ['a task', (record: RoundRecord) => `**/v1/tasks/${record.task}`],
])('one byte of %s changed on the wire turns the page red and names the round', async (_what, addressOf) => {
  const [, second] = records;
  if (!second) throw new Error('The pair published fewer than two rounds');
  const { page, leave } = await open({}, (page) => changeOneByte(page, addressOf(second)));
  await page.locator('[data-verdict=bad]').waitFor();
  const title = (await page.locator('.verdict-title').textContent()) ?? '';
  expect(title).toMatch(/^Rounds? 2\b.*(does|do) not hold$/);
  expect(await page.locator('[data-round="2"]').getAttribute('data-holds')).toBe('false');
  expect(await page.locator('[data-round="1"]').getAttribute('data-holds')).toBe('true');
  expect(await page.locator('[data-round="2"]').getAttribute('open')).not.toBeNull();
  expect(await page.locator('.claim.broken').count()).toBeGreaterThan(0);
  await leave();
});

test('a policy other than the one in the embed line breaks the audit even where everything else agrees', async () => {
  const other = await servePage({ folder, entry: 'audit.html', variables: { LEADER: pair.leaderUrl, POLICY: 'b'.repeat(64) } });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(other.url);
  await page.locator('[data-verdict=bad]').waitFor();
  await page.getByText('the embed line names bbbbbbbbbbbb').first().waitFor();
  await context.close();
  await other.close();
});

test('a leader that does not answer is no green page, and checking again works once it does', async () => {
  let isAway = true;
  const { page, leave } = await open({}, async (page) => {
    await page.route(`${pair.leaderUrl}/**`, (route) => (isAway ? route.abort() : route.continue()));
  });
  await page.locator('[data-verdict=bad]').getByText('Nothing could be checked').waitFor();
  isAway = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('[data-verdict=good]').waitFor();
  await leave();
});

test('a round is found by its number and by the start of its model hash', async () => {
  const { page, leave } = await open();
  await page.locator('[data-verdict=good]').waitFor();
  const box = page.getByRole('searchbox');
  await box.fill('2');
  expect(await page.locator('[data-round]').count()).toBe(1);
  await box.fill(records[2]?.modelAfter.slice(0, 12) ?? '');
  expect(await page.locator('[data-round="3"]').count()).toBe(1);
  await box.fill('ffffffffffff');
  await page.getByText('No round has that number or hash.').waitFor();
  await leave();
});

test.each([
  ['desktop', {}],
  ['dark', { colorScheme: 'dark' as const }],
  ['phone', { viewport: { width: 390, height: 844 } }],
])('the auditor page is free of axe violations and does not scroll sideways: %s', async (_name, options) => {
  const { page, leave } = await open({ ...options, reducedMotion: 'reduce' });
  await page.locator('[data-verdict=good]').waitFor();
  await page.locator('[data-round="2"] summary').click();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  await leave();
});
