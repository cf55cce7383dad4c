import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { encodePolicy, policyHashOf } from '#core/protocol';
import { looksWhenTold } from '#support/page-site';
import { A_PLAN, sendReports } from '#support/pair';
import { withPairPage } from '#support/with-pair-page';

/** Reports of the closed round and of the open one. */
const CLOSED_REPORTS = 64;
const OPEN_REPORTS = 34;

const POINTS = [{ round: 0, model: 'mix', quality: 0.0612, baseline: 0.0415, shoppers: 40 }, { round: 1, model: 'mix', quality: 0.0934, baseline: 0.0415, shoppers: 40 }];

const stage = withPairPage({
  entry: 'console.html', variables: { SHOP_URL: 'http://shop.test', AUDIT_URL: 'http://audit.test' }, demo: { 'quality.json': () => ({ simulated: true, points: POINTS }) },
  async prepare(pair) {
    await sendReports(pair, CLOSED_REPORTS);
    pair.clock.forward(A_PLAN.windowMs(0));
    await pair.turns(4);
    await sendReports(pair, OPEN_REPORTS);
  },
});

/** The record of a build of the tag. */
const BUILD = { build: '0123456789abcdef', integrity: `sha384-${'A'.repeat(64)}` };

async function open(options: BrowserContextOptions = {}, prepare: (page: Page) => Promise<void> = async () => {}): Promise<{ page: Page; complaints: string[]; leave: () => Promise<void> }> {
  const context = await stage.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.route('**/tag/homebird.json', (route) => route.fulfill({ json: BUILD }));
  await prepare(page);
  await page.goto(stage.site.url);
  // The page looks every few seconds: an answer that a test changes on its way is then nobody's any more.
  const leave = async (): Promise<void> => {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  };
  return { page, complaints, leave };
}

test('the console shows a closed round as the leader published it', async () => {
  const { page, complaints, leave } = await open();
  const row = page.getByRole('region', { name: 'Closed rounds, scrolls sideways' }).getByRole('row').last();
  await row.getByText('Candidate made').waitFor();
  const text = (await row.textContent()) ?? '';
  const { models } = await stage.pair.manifest();
  expect(text).toContain(String(CLOSED_REPORTS));
  expect(text).toContain('Candidate made');
  expect(text).toContain('1.14'); // ε of one z = 4 report at δ = 1e-6, PRIVATE_AGGREGATION §3
  await expect.poll(() => row.getByRole('button').getAttribute('title')).toBe(models.mix);
  expect(complaints).toEqual([]);
  await leave();
});

test('an open round is shown in tens, with what is still needed, and never to the report', async () => {
  const { page, leave } = await open({}, (page) => page.clock.setFixedTime(stage.pair.clock.nowMs())); // the hour at which it closes is a number too
  const openRound = page.locator('.open-round');
  await openRound.getByText('30 or more reports').waitFor();
  const text = (await openRound.textContent()) ?? '';
  expect(text).toContain('30 or more reports');
  expect(text).toContain('50 are needed before the sum may be opened');
  expect(text).not.toMatch(new RegExp(`(?<![0-9a-f])${OPEN_REPORTS}(?![0-9a-f])`)); // a task's hash may hold the digits
  await leave();
});

test('quality is drawn from the measurement, labelled as simulated, and readable as a table', async () => {
  const { page, leave } = await open();
  const panel = page.getByRole('region', { name: 'Quality, round by round' });
  await panel.locator('canvas').waitFor();
  await expect.poll(() => panel.locator('.chip').textContent()).toBe('Simulated');
  await expect.poll(() => panel.getByRole('row').allTextContents()).toEqual(['RoundServed modelPopularity alone', '06.1 %4.2 %', '19.3 %4.2 %']);
  await page.getByText('+3.2 points').waitFor();
  await leave();
});

test('below the cohort a model needs, the console says that noise outweighs signal and that the old model stays', async () => {
  const { page, leave } = await open({}, async (page) => {
    await page.route('**/v1/rounds', async (route) => {
      const answer = await route.fetch();
      const list = (await answer.json()) as { rounds: { record: Record<string, unknown> }[] };
      const rounds = list.rounds.map((entry) => ({ ...entry, record: { ...entry.record, outcome: 'kept', noiseToSignal: 23.5, modelAfter: entry.record['modelBefore'] } }));
      await route.fulfill({ response: answer, json: { ...list, rounds } });
    });
  });
  await page.getByText('Old model kept').waitFor();
  await expect.poll(() => page.getByRole('progressbar', { name: 'Noise outweighs signal: the gate keeps the old model' }).count()).toBe(1);
  await leave();
});

test('a leader that does not answer is said so, and the figures come back with it', async () => {
  let isAway = true;
  const { page, leave } = await open({}, async (page) => {
    await looksWhenTold(page);
    await page.route(`${stage.pair.leaderUrl}/**`, (route) => (isAway ? route.abort() : route.continue()));
  });
  await page.getByRole('alert').getByText('The leader does not answer').waitFor();
  isAway = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('alert').waitFor({ state: 'detached' });
  await page.getByText('Candidate made').waitFor();
  await leave();
});

test('a round that should be closed says since when, and whom it waits for', async () => {
  const { page, leave } = await open({}, async (page) => {
    await page.clock.setFixedTime(stage.pair.clock.nowMs() + 10 * 60_000);
    await page.route('**/v1/rounds', async (route) => {
      const answer = await route.fetch();
      const waitsFor = [{ party: 'helper', name: stage.pair.helperUrl, why: 'does not answer', sinceMs: stage.pair.clock.nowMs() }];
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), waitsFor } });
    });
  });
  const openRound = page.locator('.open-round');
  await openRound.getByText(/^Closing since .*: waiting for the helper, which does not answer \(since .*\)$/).waitFor();
  await leave();
});

test('witnesses that do not cosign are named, with what that stops', async () => {
  const { page, leave } = await open({}, async (page) => {
    const waitsFor = [{ party: 'witness', name: 'witness.test/w1', why: 'does not answer', sinceMs: stage.pair.clock.nowMs() }];
    await page.route('**/v1/rounds', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), waitsFor } });
    });
    const key = stage.pair.policy.helperKey; // any key of cosignatures will do
    await page.route('**/v1/policy', (route) => route.fulfill({ body: Buffer.from(encodePolicy({ ...stage.pair.policy, witnesses: { keys: [key], quorum: 1 } })), contentType: 'application/json', headers: { 'access-control-allow-origin': '*' } }));
  });
  await page.getByText('Witnesses that cosign: 0 of 1; devices want 1: until then nothing newer is shown to them, and no round opens.').waitFor();
  await page.getByText(/^witness\.test\/w1 does not answer \(since .*\)$/).waitFor();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await leave();
});

test('the line to embed names this deployment', async () => {
  const { page, leave } = await open();
  await page.getByText('It names one build by its hash').waitFor();
  const line = (await page.locator('.code-line').textContent()) ?? '';
  expect(line).toContain(`/tag/${BUILD.build}/homebird.js"\n  integrity="${BUILD.integrity}"\n  crossorigin="anonymous"`);
  expect(line).toContain(`data-endpoint="${stage.pair.leaderUrl}"`);
  expect(line).toContain(`data-policy="${policyHashOf(encodePolicy(stage.pair.policy))}"`);
  await leave();
});

test.each([
  ['desktop', {}],
  ['dark', { colorScheme: 'dark' as const }],
  ['phone', { viewport: { width: 390, height: 844 } }],
])('the console is free of axe violations and does not scroll sideways: %s', async (_name, options) => {
  const { page, leave } = await open({ ...options, reducedMotion: 'reduce' });
  await page.getByText('Candidate made').waitFor();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`)).toEqual([]);
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  await leave();
});
