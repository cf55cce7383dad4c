import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { auditDeployment } from '#core/audit';
import { DEFAULT_RULES } from '#core/campaigns';
import type { ItemId } from '#core/catalogue';
import { decodeUpload, encodePolicy, policyHashOf, type ModelRound } from '#core/protocol';
import { fail, ok, toHex, utf8Encode, WEEK_MS } from '#core/units';
import { ed25519, webRandomness, webSymmetric } from '#page/crypto';
import { looksWhenTold, servePage } from '#support/page-site';
import { A_PLAN, quietLogger, sendReports, startPair, type TestPair } from '#support/pair';
import { valueOf } from '#support/result';
import { flipped, servePublished, type PublishedSite } from '#support/published-site';
import { createLogCopy } from '#server/helper';
import { createMetrics, listen } from '#server/http';
import { keepRules, publishAds, publishOffers } from '#server/leader';
import { identityIn, type PairSecret } from '#server/pair';
import { aCampaign, aManagedCampaign } from '#support/campaigns';
import { NOON_MS } from '#support/federation';
import { anOfferSet, aPricing } from '#support/offers';
import { withPairPage } from '#support/with-pair-page';
import { CLAIMS } from '../../src/pages/audit/promises.ts';

const ROUNDS = 3;

let records: readonly ModelRound[] = [];
/** Report ids by round, as their devices know them. */
const reportIds: string[][] = [];
const stage = withPairPage({
  entry: 'audit.html',
  async prepare(pair) {
    for (let i = 0; i < ROUNDS; i++) {
      const { bodies } = await sendReports(pair, 55 + i);
      reportIds.push(bodies.map((body) => toHex(valueOf(decodeUpload(body)).report.metadata.reportId)));
      pair.clock.forward(A_PLAN.windowMs(0));
      await pair.turns(4);
    }
    await pair.leader.store.transact((tables) => publishOffers(tables, { ...anOfferSet(), pricing: aPricing('boots' as ItemId) }, pair.clock.nowMs()));
    await pair.leader.store.transact((tables) => {
      const nowMs = pair.clock.nowMs();
      const managed = aManagedCampaign({ campaign: aCampaign('boots', { startMs: nowMs, endMs: nowMs + WEEK_MS, audience: { tags: ['Boots'], categories: [], clusters: [], lifeCycles: [] } }) });
      tables.campaigns.add({ id: 'boots', bytes: utf8Encode(JSON.stringify(managed)), changedBy: 'ann', changedMs: nowMs });
      keepRules(tables, { ...DEFAULT_RULES, banned: ['cheap'] });
      publishAds(tables, { shop: 'test', currency: 'EUR' }, nowMs);
    });
    await pair.turns();
    await copyLog(pair);
    const list = (await (await fetch(`${pair.leaderUrl}/v1/rounds`)).json()) as { rounds: { record: ModelRound }[] };
    records = list.rounds.map(({ record }) => record);
  },
});

/** Lets the helper take its copy of the log, as its process does every few seconds. */
async function copyLog(pair: TestPair): Promise<void> {
  const { store } = pair.helper;
  const identity = await identityIn(store, 'helper', () => '');
  const copy = createLogCopy({ store, identity, secret: new Uint8Array(32) as PairSecret, clock: pair.clock, randomness: webRandomness, symmetric: webSymmetric, ed25519, metrics: createMetrics(), logger: quietLogger() }, pair.leaderUrl);
  valueOf(await copy.catchUp());
}

async function open(options: BrowserContextOptions = {}, prepare: (page: Page) => Promise<void> = async () => {}, fragment = ''): Promise<{ page: Page; complaints: string[]; leave: () => Promise<void> }> {
  const context = await stage.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await prepare(page);
  await page.goto(`${stage.site.url}/${fragment}`);
  // The page may still be asking: answers that a test changes on the way are then nobody's any more.
  const leave = async (): Promise<void> => {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  };
  return { page, complaints, leave };
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
  await expect.poll(() => page.locator('.verdict-title').textContent()).toBe(`All ${ROUNDS} rounds hold`);
  await expect.poll(() => page.locator('[data-round][data-holds=true]').count()).toBe(ROUNDS);
  await expect.poll(() => page.locator('.claim.holds, .claim.limited').count()).toBe(CLAIMS.length);
  expect(complaints).toEqual([]);
  await leave();
});

test('every kind of check that an audit makes decides a claim on the board', async () => {
  const { checks } = await auditDeployment({
    policy: stage.pair.policy, nowMs: stage.pair.clock.nowMs(), symmetric: webSymmetric, ed25519,
    async load(path) {
      const answer = await fetch(stage.pair.leaderUrl + path);
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
  for (const line of servers) expect(line).toMatch(/^GET \/(v1\/(policy|sites|manifest|(tasks|models|states|shares|policies|ads|deliveries|offers|prices)\/[0-9a-f]{64})|log\/(checkpoint|tile\/.+))$/);
  await leave();
});

test.each([
  ['a share', (record: ModelRound) => `**/v1/shares/${record.leaderShare}`],
  ['a model', (record: ModelRound) => `**/v1/models/${record.modelAfter}`],
  ['a task', (record: ModelRound) => `**/v1/tasks/${record.task}`],
])('one byte of %s changed on the wire turns the page red and names the round', async (_what, addressOf) => {
  const [, second] = records;
  if (!second) throw new Error('The pair published fewer than two rounds');
  const { page, leave } = await open({}, (page) => changeOneByte(page, addressOf(second)));
  await page.locator('[data-verdict=bad]').waitFor();
  await expect.poll(() => page.locator('.verdict-title').textContent()).toMatch(/^Rounds? 2\b.*(does|do) not hold$/);
  await expect.poll(() => page.locator('[data-round="2"]').getAttribute('data-holds')).toBe('false');
  await expect.poll(() => page.locator('[data-round="1"]').getAttribute('data-holds')).toBe('true');
  await page.locator('[data-round="2"][open]').waitFor();
  await expect.poll(() => page.locator('.claim.broken').count()).toBeGreaterThan(0);
  await leave();
});

test.each([
  ['a file of prices', '**/v1/prices/*', 'Prices follow what all asked for'],
  ['a delivery', '**/v1/deliveries/*', 'Ads are aimed at groups, never at a few'],
])('one byte of %s changed on the wire breaks the claim that rests on it', async (_what, address, claim) => {
  const { page, leave } = await open({}, (page) => changeOneByte(page, address));
  await page.locator('[data-verdict=bad]').waitFor();
  await page.locator('.claim.broken', { hasText: claim }).waitFor();
  await leave();
});

test('what ads go by is drawn: whom a campaign is meant for and shown to, and the merchant’s rules', async () => {
  const { page, leave } = await open();
  const row = page.locator('#ads [data-campaign=boots]');
  await row.getByText('meant for shoppers interested in Boots: not known to be 50 devices').waitFor();
  expect(await row.locator('td').allTextContents()).toEqual(expect.arrayContaining(['100 %', 'the shop’s limits']));
  expect(await page.locator('#ads').getByText('Never says “cheap”.').count()).toBe(1);
  await leave();
});

test('a policy other than the one in the embed line breaks the audit even where everything else agrees', async () => {
  const other = await servePage({ folder: stage.folder, entry: 'audit.html', variables: { LEADER: stage.pair.leaderUrl, POLICY: 'b'.repeat(64) } });
  const context = await stage.browser.newContext();
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
    await looksWhenTold(page);
    await page.route(`${stage.pair.leaderUrl}/**`, (route) => (isAway ? route.abort() : route.continue()));
  });
  await page.locator('[data-verdict=bad]').getByText('Nothing could be checked').waitFor();
  await page.getByRole('link', { name: stage.pair.helperUrl }).waitFor(); // where what is left can be checked
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
  await expect.poll(() => page.locator('[data-round]').count()).toBe(1);
  await box.fill(records[2]?.modelAfter.slice(0, 12) ?? '');
  await expect.poll(() => page.locator('[data-round="3"]').count()).toBe(1);
  await box.fill('ffffffffffff');
  await page.getByText('No round has that number or hash').waitFor();
  await leave();
});

test('a link to a round opens it, survives a reload, and the back button leads back to it', async () => {
  const { page, leave } = await open({ reducedMotion: 'reduce' }, undefined, '#round=2');
  const round = page.locator('[data-round="2"]');
  for (const _visit of ['first', 'after a reload']) {
    await page.locator('[data-verdict=good]').waitFor();
    await round.locator('.check-list').waitFor();
    await expect.poll(() => page.locator('[data-round]').count()).toBe(1);
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('2');
    await page.waitForFunction(() => Math.abs(document.querySelector('#rounds')?.getBoundingClientRect().top ?? 1e9) < innerHeight / 2); // scrolled to
    await page.reload();
  }
  await page.locator('[data-verdict=good]').waitFor();
  await page.locator('[data-event] a[href="#round=3"]').first().click();
  await page.locator('[data-round="3"] .check-list').waitFor();
  await expect.poll(() => page.locator('[data-round]').count()).toBe(1);
  await page.goBack();
  await round.locator('.check-list').waitFor();
  await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('2');
  await page.getByRole('button', { name: 'Show all rounds' }).click();
  await expect.poll(() => page.locator('[data-round]').count()).toBe(ROUNDS);
  expect(new URL(page.url()).hash).toBe('');
  await leave();
});

test('a link to a model says where it stands in the log and lists its rounds; what is typed can be sent on', async () => {
  const model = records[1]?.modelAfter ?? '';
  const { page, leave } = await open({}, undefined, `#model=${model}`);
  await page.locator(`[data-model="${model}"]`).getByText('made by round 2').waitFor();
  await expect.poll(() => page.locator('[data-round]').evaluateAll((rounds) => rounds.map((round) => round.getAttribute('data-round')))).toEqual(['3', '2']);
  await page.getByRole('searchbox').fill(records[0]?.modelBefore ?? '');
  await page.locator('.found-models').getByText('the first of its kind').waitFor();
  expect(new URL(page.url()).hash).toBe(`#model=${records[0]?.modelBefore}`);
  await leave();
});

test('a link to a report fills the search and asks nobody until the visitor says so', async () => {
  const id = reportIds[1]?.[3] ?? '';
  const asked: string[] = [];
  const { page, complaints, leave } = await open({}, async (page) => {
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  }, `#report=${id}`);
  await page.locator(`.find-report[data-report="${id}"]`).waitFor();
  await page.reload();
  await page.locator(`.find-report[data-report="${id}"]`).waitFor();
  expect(asked.filter((path) => path.includes('receipts'))).toEqual([]);
  await page.getByRole('button', { name: 'Ask both servers for the proof' }).click();
  await page.locator('.find-report .check-line.good').nth(1).waitFor();
  await page.evaluate(() => { location.hash = `#report=${'0'.repeat(32)}`; });
  await page.locator(`.find-report[data-report="${'0'.repeat(32)}"]`).waitFor();
  await page.getByRole('button', { name: 'Ask both servers for the proof' }).click();
  await page.locator('.find-report .check-line.warn').getByText('Says that no opened round counted a report of this id').nth(1).waitFor();
  expect(complaints).toEqual([]); // an unknown id is an answer, and no red line in the console
  await leave();
});

test('an answer that comes late is shown under no other report than the one it is about', async () => {
  const [id = ''] = reportIds[1] ?? [];
  const other = '0'.repeat(32);
  const answers: (() => void)[] = [];
  const { page, leave } = await open({}, async (page) => {
    await page.route(`**/v1/receipts/${id}`, async (route) => {
      await new Promise<void>((resolve) => answers.push(resolve));
      await route.continue();
    });
  }, `#report=${id}`);
  const ask = page.getByRole('button', { name: 'Ask both servers for the proof' });
  const asked = [stage.pair.leaderUrl, stage.pair.helperUrl].map((url) => page.waitForRequest(`${url}/v1/receipts/${id}`));
  await ask.click();
  await Promise.all(asked);
  await page.evaluate((text) => { location.hash = `#report=${text}`; }, other);
  await page.locator(`.find-report[data-report="${other}"]`).waitFor();
  await ask.click();
  await page.locator('.find-report .check-line.warn').nth(1).waitFor();
  for (const answer of answers) answer();
  await page.waitForFunction((text) => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith(`/v1/receipts/${text}`)).length === 2, id); // read to their ends
  await page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))); // drawn, where it were
  await expect.poll(() => page.locator('.find-report .check-line.warn').count()).toBe(2);
  expect(await page.locator('.find-report .check-line.good').count()).toBe(0);
  await leave();
});

test.each([
  ['desktop', {}],
  ['dark', { colorScheme: 'dark' as const }],
  ['phone', { viewport: { width: 360, height: 780 } }],
])('the auditor page is free of axe violations and does not scroll sideways: %s', async (_name, options) => {
  const { page, leave } = await open({ ...options, reducedMotion: 'reduce' });
  await page.locator('[data-verdict=good]').waitFor();
  await page.locator('[data-round="2"] summary').click();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`)).toEqual([]);
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  await leave();
});

test('every round shows what each of the two servers counted, its noise, its cost by the claim and the value beside it', async () => {
  const { page, leave } = await open();
  await page.locator('[data-verdict=good]').waitFor();
  await page.locator('[data-round="2"] summary').click();
  const round = page.locator('[data-round="2"]');
  await expect.poll(() => round.locator('.servers tbody tr').first().textContent()).toBe('Reports counted5656Same');
  const facts = round.locator('.facts');
  await expect.poll(() => facts.textContent()).toContain('claim (CKS20)1.143');
  await expect.poll(() => facts.textContent()).toContain('ε, analytic Gaussian, for comparison1.061');
  await expect.poll(() => round.locator('.servers').textContent()).toContain('Noise it addedσ 1,024σ 1,024');
  await leave();
});

test('a shopper finds the round of her own report, proven by both servers, and nothing is asked before she says so', async () => {
  const asked: string[] = [];
  const { page, leave } = await open({}, async (page) => {
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  });
  await page.locator('[data-verdict=good]').waitFor();
  await page.getByRole('searchbox').fill(reportIds[1]?.[7] ?? '');
  await page.getByRole('button', { name: 'Ask both servers for the proof' }).waitFor();
  expect(asked.filter((path) => path.includes('receipts'))).toEqual([]);
  await page.getByRole('button', { name: 'Ask both servers for the proof' }).click();
  await page.locator('.find-report .check-line.good').nth(1).waitFor();
  await expect.poll(() => page.locator('.find-report .check-detail').allTextContents()).toEqual([expect.stringContaining('Summed in round 2') as string, expect.stringContaining('Summed in round 2') as string]);
  await page.getByRole('searchbox').fill('0'.repeat(32));
  await page.getByRole('button', { name: 'Ask both servers for the proof' }).click();
  await page.locator('.find-report .check-line.warn').nth(1).waitFor();
  await leave();
});

test('a receipt that was changed, and one of another report, are no proof: the page names the server', async () => {
  const [id = '', other = ''] = reportIds[1] ?? [];
  const { page, leave } = await open({}, async (page) => {
    await page.route(`${stage.pair.leaderUrl}/v1/receipts/*`, async (route) => route.fulfill({ response: await route.fetch({ url: `${stage.pair.leaderUrl}/v1/receipts/${other}` }) }));
    await page.route(`${stage.pair.helperUrl}/v1/receipts/*`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace(/"path":\["./, (start) => `${start.slice(0, -1)}${start.endsWith('0') ? '1' : '0'}`) });
    });
  }, `#report=${id}`);
  await page.getByRole('button', { name: 'Ask both servers for the proof' }).click();
  await page.locator('.find-report .check-line.bad').nth(1).waitFor();
  const refused = expect.stringContaining('Its proof does not hold. The proof does not lead to the root of report ids that round 2 published') as string;
  await expect.poll(() => page.locator('.find-report .check-detail').allTextContents()).toEqual([refused, refused]);
  await leave();
});

test('a report of a round that closed after the audit began is not called wrong, and is found once the log has grown', async () => {
  const own = await startPair();
  const away = await servePage({ folder: stage.folder, entry: 'audit.html', variables: { LEADER: own.leaderUrl, HELPER: own.helperUrl, POLICY: policyHashOf(encodePolicy(own.policy)) } });
  await own.turns();
  const { bodies: [body] } = await sendReports(own, 55);
  const id = toHex(valueOf(decodeUpload(body ?? new Uint8Array(0))).report.metadata.reportId);
  const context = await stage.browser.newContext();
  const page = await context.newPage();
  await looksWhenTold(page);
  await page.goto(`${away.url}/#report=${id}`);
  await page.locator('.find-report').waitFor();
  own.clock.forward(A_PLAN.windowMs(0));
  await own.turns(4);
  await page.getByRole('button', { name: 'Ask both servers for the proof' }).click();
  await page.locator('.find-report .check-line.warn').getByText('newer than this audit, or made up').first().waitFor();
  expect(await page.locator('.find-report .check-line.bad').count()).toBe(0);
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.locator('.find-report .check-line.good').getByText('Summed in round 1').nth(1).waitFor();
  await context.close();
  await away.close();
  await own.close();
});

test('each entry of the log is proven on demand, from the hash tiles alone', async () => {
  const { page, leave } = await open();
  await page.locator('[data-verdict=good]').waitFor();
  const entries = page.locator('.entry');
  await expect.poll(() => entries.count()).toBeGreaterThan(5);
  const count = await entries.count();
  for (let i = 0; i < count; i++) {
    await entries.nth(i).getByRole('button', { name: /^Prove entry/ }).click();
    await entries.nth(i).getByText('Included', { exact: true }).waitFor();
  }
  await leave();
});

test('what a device sends is a real report of the task, taken apart to its last byte', async () => {
  const { page, leave } = await open();
  const example = page.locator('[data-example-bytes]');
  await example.waitFor();
  const total = Number(await example.getAttribute('data-example-bytes'));
  const partBytes = async (): Promise<readonly number[]> => (await page.locator('.part-bytes').allTextContents()).map((text) => Number(text.replaceAll(/\D/g, '')));
  await expect.poll(async () => (await partBytes()).reduce((sum, bytes) => sum + bytes, 0)).toBe(total);
  expect(total).toBe((await sendReports(stage.pair, 1)).bodies[0]?.length);
  await leave();
});

test('the page keeps the checkpoint it verified, and demands at the next visit that the log goes on from it', async () => {
  const { page, leave } = await open();
  await page.locator('[data-verdict=good]').waitFor();
  await page.reload();
  await page.getByText('The log, against what was seen here before').first().waitFor();
  await page.locator('[data-verdict=good]').waitFor();
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith('homebird-audit:')) ?? '';
    const kept = JSON.parse(localStorage.getItem(key) ?? '') as { text: string };
    const [origin = '', size = '', root = ''] = kept.text.split('\n');
    localStorage.setItem(key, JSON.stringify({ ...kept, text: `${origin}\n${size}\n${root.startsWith('A') ? 'B' : 'A'}${root.slice(1)}\n` }));
  });
  await page.reload();
  await page.locator('[data-verdict=bad]').waitFor();
  await page.getByText(/entries are not the ones seen before/).first().waitFor();
  await page.getByRole('button', { name: 'Forget it and check anew' }).click();
  await page.locator('[data-verdict=good]').waitFor();
  await leave();
});

test('a visitor whose browser keeps nothing still gets her audit', async () => {
  const { page, leave } = await open({}, async (page) => {
    await page.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('off', 'SecurityError'); } }));
  });
  await page.locator('[data-verdict=good]').waitFor();
  await page.getByText('nothing could be kept of this one').waitFor();
  await leave();
});

/** The page over a deployment that a test tampers with. */
async function overPublished(tamper: (published: PublishedSite, page: Page) => Promise<void> | void, see: (page: Page) => Promise<void>): Promise<void> {
  const published = await servePublished();
  const own = await servePage({ folder: stage.folder, entry: 'audit.html', variables: { SHOP_URL: published.shop, LEADER: published.leader, HELPER: published.helper, POLICY: published.policyHash } });
  const context = await stage.browser.newContext();
  const page = await context.newPage();
  await page.clock.setFixedTime(NOON_MS); // the deployment's cosignature is of that hour
  await page.goto(own.url);
  await page.locator('[data-verdict=good]').waitFor();
  await tamper(published, page);
  await page.reload();
  await see(page);
  await context.close();
  await own.close();
  await published.close();
}

test.each<readonly [string, (published: PublishedSite) => Promise<void> | void, RegExp, RegExp]>([
  ['a leaf removed, by both servers together', async (published) => {
    await published.show({ entries: (all) => all.slice(0, -2) });
    await published.keepAtHelper({ entries: (all) => all.slice(0, -2) });
  }, /^A promise does not hold|^Rounds? 3/, /14 entries were seen before, the log now ends at 12/],
  ['a split view', (published) => published.keepAtHelper({ record: (r, n) => (n === 1 ? { ...r, closedMs: r.closedMs + 1 } : r) }), /^Round 1 does not hold$/, /Split view: leader and the helper show two different logs from entry 6 on/],
  ['a wrong step', (published) => published.show({ record: (r, n) => (n === 3 ? { ...r, modelAfter: r.modelBefore } : r) }), /^Round 3 does not hold$/, /The model, recomputed, is/],
  ['counts that differ', (published) => published.show({ record: (r, n) => (n === 2 ? { ...r, helperReports: 59 } : r) }), /^Round 2 does not hold$/, /The leader counted 60 reports, the helper 59/],
  ['a tile of hashes changed', (published) => published.tamper('/log/tile/0/000.p/14', flipped), /^A promise does not hold$/, /tile\/0\/000\.p\/14 holds other hashes/],
  ['an entry changed in what the helper serves', (published) => published.tamperAtHelper('/log/tile/entries/000.p/14', (bytes) => bytes.with(bytes.length - 3, (bytes.at(-3) ?? 0) ^ 1)), /^A promise does not hold$/, /the helper signs this log and serves other bytes for entry 13/],
  ['a script changed', (published) => published.serve('tag/homebird.js', 'tag();spy();'), /^A promise does not hold$/, /tag\/homebird\.js is served as/],
])('%s turns the page red and is named', async (_what, tamper, title, detail) => {
  await overPublished(tamper, async (page) => {
    await page.locator('[data-verdict=bad]').waitFor();
    await page.getByText(detail).first().waitFor();
    await expect.poll(() => page.locator('.verdict-title').textContent()).toMatch(title);
  });
});

/** The page below the helper's own address, opened with a leader that `meddle` changes on the way to it. */
async function atTheHelper(published: PublishedSite, meddle: (page: Page) => Promise<unknown>, see: (page: Page) => Promise<void>): Promise<void> {
  // The helper serves the page below its own address: here one address answers for both.
  let pageUrl = '';
  const both = valueOf(await listen({ host: '127.0.0.1', port: 0, fetch: async (request) => {
    const { pathname } = new URL(request.url);
    const found = await fetch(`${/^\/(log\/|v1\/policy$)/.test(pathname) ? published.helper : pageUrl}${pathname}`);
    const kept = ['content-type', 'content-security-policy'].flatMap((name) => (found.headers.has(name) ? [[name, found.headers.get(name) ?? ''] as const] : []));
    return new Response(await found.arrayBuffer(), { status: found.status, headers: Object.fromEntries(kept) });
  } }));
  const helperUrl = `http://127.0.0.1:${both.port}`;
  const own = await servePage({ folder: stage.folder, entry: 'audit.html', variables: { SHOP_URL: published.shop, LEADER: published.leader, HELPER: helperUrl, POLICY: published.policyHash } });
  pageUrl = own.url;
  const context = await stage.browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await meddle(page);
  await page.clock.setFixedTime(NOON_MS);
  await page.goto(helperUrl);
  await see(page);
  expect(complaints).toEqual([]);
  await context.close();
  await both.close();
  await own.close();
}

test('while the leader is away, the helper\'s page checks the helper\'s copy alone, says what it left out, and goes green when the leader is back', async () => {
  const published = await servePublished();
  let isAway = true;
  await atTheHelper(published, (page) => page.route(`${published.leader}/**`, (route) => (isAway ? route.abort() : route.continue())), async (page) => {
    await page.locator('[data-verdict=limited]').getByText('The shop’s server is away; the helper’s copy of its log holds').waitFor();
    expect(await page.locator('.claim.broken').count()).toBe(0);
    await expect.poll(() => page.locator('.claim.limited').count()).toBeGreaterThanOrEqual(4);
    await expect.poll(() => page.locator('[data-round] summary .chip').allTextContents()).toEqual(['Limited', 'Limited', 'Limited']); // nothing was recomputed of them
    await expect.poll(() => page.locator('.claim.limited').allTextContents()).toEqual(expect.arrayContaining([expect.stringContaining('Not checked without the leader\'s files: ') as string]));
    isAway = false;
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.locator('[data-verdict=good]').waitFor();
  });
  await published.close();
});

test.each<readonly [string, Parameters<Route['fulfill']>[0], boolean]>([
  ['with something that is none', { status: 200, body: 'x', headers: { 'access-control-allow-origin': '*' } }, true],
  ['not at all', { status: 503, headers: { 'access-control-allow-origin': '*' } }, false],
])('a leader that answers for its policy %s is not away: the helper\'s page finds its wrong step, and says what is served', async (_what, answer, isBad) => {
  const published = await servePublished();
  const refuse = (page: Page): Promise<unknown> => page.route(`${published.leader}/v1/policy`, (route) => route.fulfill(answer));
  await atTheHelper(published, refuse, async (page) => {
    await page.locator(`[data-verdict=${isBad ? 'bad' : 'good'}]`).waitFor();
    await page.getByText('The one that the helper kept is used').first().waitFor();
  });
  const wrongStep = { record: (r: ModelRound, n: number) => (n === 3 ? { ...r, modelAfter: r.modelBefore } : r) };
  await published.show(wrongStep);
  await published.keepAtHelper(wrongStep);
  await atTheHelper(published, refuse, async (page) => {
    await page.locator('[data-verdict=bad]').getByText('Round 3 does not hold').waitFor();
    await page.getByText(/The model, recomputed, is/).first().waitFor();
  });
  await published.close();
});

test('at the first visit nothing is claimed of an earlier one, and the second compares', async () => {
  const { page, leave } = await open();
  const claim = page.locator('.claim', { hasText: 'Nothing was rewritten' });
  await claim.getByText('First visit, so nothing to compare with yet: what was verified now is remembered').waitFor();
  await page.reload();
  await page.locator('[data-verdict=good]').waitFor();
  await expect.poll(() => claim.textContent()).not.toContain('First visit');
  await leave();
});

test('a long log is checked without freezing the page: it goes on drawing, and tells how far it is', async () => {
  const ROUNDS_OF_YEARS = 200;
  let told: readonly string[] = [];
  await overPublished(async (published, page) => {
    await published.show({ rounds: ROUNDS_OF_YEARS, entries: (all) => all });
    await published.keepAtHelper({ rounds: ROUNDS_OF_YEARS });
    await page.addInitScript(() => { // in the page, frame by frame: who looks from outside may come late
      const texts = new Set<string>();
      Object.assign(window, { texts });
      const read = (): void => {
        texts.add(document.querySelector('[data-verdict=running] .verdict-text')?.textContent ?? '');
        requestAnimationFrame(read);
      };
      read();
    });
  }, async (page) => {
    await page.locator('[data-verdict=good]').waitFor();
    told = await page.evaluate(() => [...(window as unknown as { texts: Set<string> }).texts]);
    await expect.poll(() => page.locator('.verdict-title').textContent()).toBe(`All ${ROUNDS_OF_YEARS} rounds hold`);
    await expect.poll(() => page.locator('[data-round]').count()).toBe(10); // and never draws all of them at once
  });
  expect(told.filter((text) => /\d+ of 200 rounds/.test(text)).length).toBeGreaterThan(3);
});
