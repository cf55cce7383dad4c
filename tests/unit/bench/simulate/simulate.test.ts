import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { runSimulateCommand, runSimulation, type SimulationLine } from '#bench/simulate';
import { T11_PARAMETERS } from '#worker/models';
import { MIX_PARAMETERS } from '#worker/recommender';
import type { ItemId } from '#core/catalogue';
import { pairLayout } from '#core/cooccurrence';
import { FLOORS } from '#core/privacy';
import type { TaskId } from '#core/protocol';
import { HOUR_MS, utf8Encode, WEEK_MS } from '#core/units';
import { countedInTurn, countedShopOf, publishAds } from '#server/leader';
import { readCatalogue } from '../../../../bench/simulate/catalogue.ts';
import { aCampaign, aCreative, aManagedCampaign } from '#support/campaigns';
import { A_PLAN, startPair, type TestPair } from '#support/pair';

/** A pair, a simulation and two rounds: seconds alone, more beside a full test run on two cores. */
const LOOP_TIMEOUT_MS = 240_000;

/** Shoppers of a crowd: as few as a measurement opens for. */
const CROWD = 50;
/** Longer than the retry window of the pair: every device's turn has come. */
const TURNS_MS = 2_000;

const folder = mkdtempSync(join(tmpdir(), 'homebird-simulate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const feed = join(folder, 'shop.json');
writeFileSync(feed, JSON.stringify(Array.from({ length: 80 }, (_, i) => ({
  id: `p${i}`, title: `${['Red', 'Blue', 'Warm', 'Light'][i % 4]} ${['shoe', 'lamp', 'mug', 'chair'][i % 4]} ${i}`, brand: `Brand ${i % 3}`, product_type: `Home > ${['Shoes', 'Lamps', 'Mugs', 'Chairs'][i % 4]}`, price: `${5 + i} EUR`,
}))));

/** Lines as they come, and a promise for the moment they say enough. */
function listener() {
  const lines: SimulationLine[] = [];
  let check = (): void => undefined;
  return {
    lines,
    write(text: string): void {
      for (const line of text.trim().split('\n')) lines.push(JSON.parse(line) as SimulationLine);
      check();
    },
    until: (holds: (lines: readonly SimulationLine[]) => boolean) => new Promise<void>((resolve) => {
      check = () => { if (holds(lines)) resolve(); };
      check();
    }),
  };
}

const reportsTo = (lines: readonly SimulationLine[], task: string): number => lines.reduce((sum, line) => sum + (line.kind === 'reported' && line.task === task ? line.reports : 0), 0);

let pair: TestPair | undefined;
afterEach(async () => {
  await pair?.close();
  pair = undefined;
});

describe('runSimulation()', () => {
  test('reports from every device to each round over real HTTP, a week apart, and measures what is served on others', async () => {
    pair = await startPair({ weights: MIX_PARAMETERS, t11Weights: T11_PARAMETERS });
    await pair.turns();
    const first = (await pair.task()).id;
    const out = listener();
    const ending = new AbortController();
    const running = runSimulation({ catalogue: feed, leaderUrl: pair.leaderUrl, shoppers: 60, heldOut: 20, seed: 1, signal: ending.signal, clock: pair.clock }, out);
    pair.clock.forward(TURNS_MS);
    await out.until((lines) => reportsTo(lines, first) === 60);
    const before = (await pair.manifest()).models.mix;
    pair.clock.forward(A_PLAN.windowMs(0));
    await pair.turns(5);
    const after = (await pair.manifest()).models.mix;
    expect(after).not.toBe(before);
    // The day between two reports on one base and the week's budget hold: only because records aged may the same devices report again.
    const second = (await pair.task()).id;
    pair.clock.forward(TURNS_MS);
    await out.until((lines) => reportsTo(lines, second) > 0 && lines.some((line) => line.kind === 'quality' && line.hash === after));
    ending.abort();
    await running;
    const quality = out.lines.filter((line) => line.kind === 'quality' && line.model === 'mix');
    expect(quality.map((line) => line.kind === 'quality' && line.hash)).toEqual([...new Set([before, after])]); // 60 shoppers may all drown in the noise: then the empty table stands
    for (const line of quality) expect(line).toMatchObject({ shoppers: 20 });
    expect(new Set(quality.map((line) => line.kind === 'quality' && line.baseline)).size).toBe(1); // popularity on the same choices
  }, LOOP_TIMEOUT_MS);

  test('a simulation that is started again gives no second report to an open round, and goes on with the next', async () => {
    pair = await startPair({ weights: MIX_PARAMETERS, t11Weights: T11_PARAMETERS });
    await pair.turns();
    const first = (await pair.task()).id;
    const { leaderUrl, clock } = pair;
    const promises = join(folder, 'promises.jsonl');
    const start = (shoppers: number) => {
      const [out, ending] = [listener(), new AbortController()];
      const running = runSimulation({ catalogue: feed, leaderUrl, shoppers, heldOut: 5, seed: 1, promises, signal: ending.signal, clock }, out);
      return { out, async end() { ending.abort(); await running; } };
    };
    const before = start(55);
    clock.forward(TURNS_MS);
    await before.out.until((lines) => reportsTo(lines, first) === 55);
    await before.end();
    const after = start(56);
    await after.out.until((lines) => reportsTo(lines, first) > 0); // the one more, whose turn is after all others'
    clock.forward(A_PLAN.windowMs(0));
    await pair.turns(5);
    const second = (await pair.task()).id;
    clock.forward(TURNS_MS);
    await after.out.until((lines) => reportsTo(lines, second) === 56); // a week later, by the same ledger
    await after.end();
    expect(reportsTo(after.out.lines, first)).toBe(1);
    expect(pair.leader.store.tables.reports.accepted(first)).toBe(56);
  }, LOOP_TIMEOUT_MS);

  test('a crowd tells what came of ads, each shopper once, as many as were asked for, and trains nothing; of reach two fifths as many tell, who met no ads', async () => {
    const shop = countedShopOf(await readCatalogue(feed));
    pair = await startPair({ weights: MIX_PARAMETERS, t11Weights: T11_PARAMETERS, measures: (['ads', 'reach'] as const).map((measure) => ({ measure, counts: countedInTurn([measure], shop), minBatch: 50, epsilon: FLOORS.maxEpsilon, windowMs: HOUR_MS })) });
    const { clock, leaderUrl, leader: { store } } = pair;
    const nowMs = clock.nowMs();
    const creatives = ['p0', 'p41'].map((itemId) => aCreative(`of-${itemId}`, { itemId: itemId as ItemId, sizes: [{ width: 300, height: 250 }, { width: 728, height: 90 }] }));
    const managed = aManagedCampaign({ campaign: aCampaign('shoes', { creatives, audience: { tags: [], categories: [], clusters: [], lifeCycles: [] }, startMs: nowMs, endMs: nowMs + WEEK_MS }) });
    await store.transact((tables) => {
      tables.campaigns.add({ id: managed.campaign.id, bytes: utf8Encode(JSON.stringify(managed)), changedBy: 'ann', changedMs: nowMs });
      publishAds(tables, { shop: 'test', currency: 'EUR' }, nowMs);
    });
    await pair.turns();
    const out = listener();
    const ending = new AbortController();
    const running = runSimulation({ catalogue: feed, leaderUrl, shoppers: 0, heldOut: 0, crowd: CROWD, seed: 1, signal: ending.signal, clock }, out);
    clock.forward(TURNS_MS);
    const told = (lines: readonly SimulationLine[]) => lines.filter((line) => line.kind === 'told');
    await out.until((lines) => told(lines).reduce((sum, { reports }) => sum + reports, 0) === CROWD + 0.4 * CROWD);
    ending.abort();
    await running;
    const [ads, reach] = ['ads', 'reach'].map((subject) => told(out.lines).find((line) => line.subject === subject));
    expect(new Set(told(out.lines).map(({ subject, task }) => `${subject} ${task}`))).toEqual(new Set([`ads ${ads?.task}`, `reach ${reach?.task}`]));
    expect([ads, reach].map((line) => store.tables.reports.accepted((line?.task ?? '') as TaskId))).toEqual([CROWD, 0.4 * CROWD]);
    expect(reportsTo(out.lines, ads?.task ?? '')).toBe(CROWD);
    const { tasks } = await pair.manifest();
    expect(new Set(tasks.filter(({ id }) => store.tables.reports.accepted(id) > 0).map(({ id }) => id))).toEqual(new Set([ads?.task, reach?.task])); // none to the model's
    const met = out.lines.filter((line) => line.kind === 'ads-lived');
    expect(met.reduce((sum, { devices }) => sum + devices, 0)).toBe(CROWD);
    const impressions = (counts: Readonly<Record<string, number>>): number => Object.entries(counts).reduce((sum, [name, amount]) => sum + (name.endsWith('/impressions') ? amount : 0), 0);
    expect(impressions(met[0]?.counts ?? {})).toBeGreaterThan(0);
  }, LOOP_TIMEOUT_MS);

  test('counts pairs too, block by block, and measures each new table', async () => {
    const catalogue = await readCatalogue(feed);
    const { cells } = pairLayout(catalogue, 1);
    pair = await startPair({ weights: MIX_PARAMETERS, t11Weights: T11_PARAMETERS, plans: [{ ...A_PLAN, model: 'pairs', clipNorm: 4 }], table: { catalogue: catalogue.hash, cells, maxBlocks: 1 } });
    await pair.turns();
    const { id } = await pair.task();
    const before = (await pair.manifest()).models.pairs;
    const out = listener();
    const ending = new AbortController();
    const running = runSimulation({ catalogue: feed, leaderUrl: pair.leaderUrl, shoppers: 60, heldOut: 20, seed: 1, signal: ending.signal, clock: pair.clock }, out);
    pair.clock.forward(TURNS_MS);
    await out.until((lines) => reportsTo(lines, id) === 60);
    pair.clock.forward(A_PLAN.windowMs(0));
    await pair.turns(5);
    const { models: { pairs: after }, modelLeaves } = await pair.manifest();
    expect(modelLeaves.pairs.round).toBe(1);
    await out.until((lines) => lines.some((line) => line.kind === 'quality' && line.hash === after));
    ending.abort();
    await running;
    expect(out.lines.filter((line) => line.kind === 'quality' && line.model === 'pairs').map((line) => line.kind === 'quality' && line.hash)).toEqual([...new Set([before, after])]); // 60 shoppers may all drown in the noise: then the empty table stands
  }, LOOP_TIMEOUT_MS);

  test('replays real shoppers from an events file, every tenth held out', async () => {
    const events = join(folder, 'events.csv');
    const rows = Array.from({ length: 30 }, (_, user) => Array.from({ length: 8 }, (_, step) => `u${user},p${(user * 3 + step) % 80},view,${1_700_000_000 + step * 400_000}`)).flat();
    writeFileSync(events, `user_id,item_id,event_type,timestamp\n${rows.join('\n')}\n`);
    pair = await startPair({ weights: MIX_PARAMETERS, t11Weights: T11_PARAMETERS });
    await pair.turns();
    const { id } = await pair.task();
    const out = listener();
    const ending = new AbortController();
    const running = runSimulation({ catalogue: feed, leaderUrl: pair.leaderUrl, shoppers: 200, heldOut: 0, seed: 1, events, signal: ending.signal, clock: pair.clock }, out);
    pair.clock.forward(TURNS_MS);
    await out.until((lines) => reportsTo(lines, id) === 27 && lines.some(({ kind }) => kind === 'quality'));
    ending.abort();
    await running;
    expect(out.lines[0]).toEqual({ kind: 'progress', message: '27 replayed shoppers of events, 3 more who never train; 80 products' });
  }, LOOP_TIMEOUT_MS);
});

describe('runSimulateCommand()', () => {
  test.each([
    [['--leader', 'http://127.0.0.1:1'], /without --catalogue/],
    [['--catalogue', feed], /leader ""/],
    [['--catalogue', feed, '--leader', 'http://127.0.0.1:1', '--shoppers', 'many'], /--shoppers many: wanted a whole number/],
    [['--catalogue', join(folder, 'none'), '--leader', 'http://127.0.0.1:1'], /Cannot read the catalogue/],
    [['--cohort', '5'], /options are --catalogue --leader/],
  ])('%j is an error that says what was wanted', async (argv, message) => {
    const out = listener();
    expect(await runSimulateCommand(argv, out)).toBe(2);
    expect(out.lines).toEqual([{ kind: 'progress', message: expect.stringMatching(message) as string }]);
  });

  test('waits, and says so, while the leader cannot be reached', async () => {
    const out = listener();
    const ending = new AbortController();
    const running = runSimulateCommand(['--catalogue', feed, '--leader', 'http://127.0.0.1:1', '--shoppers', '5'], out, ending.signal);
    await out.until((lines) => lines.some((line) => line.kind === 'progress' && line.message.startsWith('waiting: Cannot load')));
    ending.abort();
    expect(await running).toBe(0);
  });
});
