import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AD_BOUND, adsLayout, BANDIT_BOUND, banditLayout, posteriorOf } from '#core/ads';
import { BUYING_BOUND, buyingLayout, REACH_BOUND, reachLayout, taxonomyOf } from '#core/audience';
import { decodeDelivery, parseManagedCampaign, type CampaignId, type Delivery, type ManagedCampaign } from '#core/campaigns';
import { calibrated, CALIBRATION_BOUND, calibrationLayout } from '#core/ctr';
import { encodeLayout, encodeSum, noiseVarianceOf, totalsOf, type Layout } from '#core/measurement';
import { encodeRound, encodeTask, noRejects, taskIdOf, type MeasureRound, type RoundId } from '#core/protocol';
import { contentHash, DAY_MS, HOUR_MS, utf8Encode, WEEK_MS } from '#core/units';
import { believedSpend, countedInTurn, countedShopOf, keepDeliveryFresh, publishAds, refreshDelivery, replaceDelivery } from '#server/leader';
import { openLeaderStore } from '#server/libsql';
import type { LeaderStore, LeaderTables } from '#server/store';
import { aCatalogue } from '#support/a-shop';
import { aCampaign, aCreative, aManagedCampaign, CAMPAIGN_START_MS } from '#support/campaigns';
import { faultyStore, isWrite } from '#support/faulty-store';
import { aHash } from '#support/federation';
import { aMeasureTask, layoutHash } from '#support/measure';
import { measuredSums } from '#support/measured';
import { heldClock } from '#support/pair';
import { valueOf } from '#support/result';

const MINUTE_MS = HOUR_MS / 60;
const START_MS = CAMPAIGN_START_MS;
const SHOP = { shop: 'test', currency: 'EUR' };
/** Rounds of these tests tell of all that was served until they closed. */
const RULES = { everyMs: HOUR_MS, tellMs: 1 };
const TAXONOMY = { tags: [{ kind: 'category' as const, name: 'Boots', items: 9 }, { kind: 'category' as const, name: 'Tents', items: 5 }] };

let folder: string;
let store: LeaderStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homebird-delivery-'));
  store = valueOf(openLeaderStore(join(folder, 'leader.db')));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** A live campaign paid by click, at 100 cents each. */
function running(id: string, change: Partial<ManagedCampaign> = {}): ManagedCampaign {
  const audience = { tags: ['Boots'], categories: [], clusters: [], lifeCycles: [] };
  return aManagedCampaign({ campaign: aCampaign(id, { bid: { kind: 'cpc', cents: 100 }, audience, startMs: START_MS, endMs: START_MS + WEEK_MS, creatives: [aCreative(`${id}-a`)] }), budget: { totalCents: 7_000_000 }, ...change });
}

async function keep(nowMs: number, ...campaigns: readonly ManagedCampaign[]): Promise<void> {
  await store.transact((tables) => {
    for (const managed of campaigns) {
      const row = { id: managed.campaign.id, bytes: utf8Encode(JSON.stringify(managed)), changedBy: 'ann', changedMs: nowMs };
      const before = tables.campaigns.get(row.id);
      if (before) tables.campaigns.put({ ...row, revision: before.revision });
      else tables.campaigns.add(row);
    }
    publishAds(tables, SHOP, nowMs);
  });
}

let rounds = 0;
/** Puts a round into the store as if it had closed at `closedMs`: these events, counted without noise under the task's promise of it. */
async function measured(layout: Layout, bound: number, events: Readonly<Record<string, number>>, closedMs: number, reports = 1_000): Promise<void> {
  const task = { ...aMeasureTask({ length: layout.cells.length, bound }), layout: layoutHash(layout), opensMs: closedMs - HOUR_MS - (rounds += 1), closesMs: closedMs };
  const bytes = encodeTask(task);
  const sum = encodeSum(Int32Array.from(layout.cells, (cell, i) => Math.round((events[cell] ?? 0) / (layout.units[i] ?? 1))));
  const record: MeasureRound = {
    version: 1, round: (store.tables.rounds.last() + 1) as RoundId, task: taskIdOf(bytes), leaderReports: reports, helperReports: reports, rejects: noRejects(), openedMs: task.opensMs, closedMs,
    leaderShare: aHash('leader'), helperShare: aHash('helper'), leaderIdsRoot: '0'.repeat(64), helperIdsRoot: '0'.repeat(64), helperSignature: '0'.repeat(128), rho: 1 / 32, code: aHash('code'),
    outcome: 'measured', layout: task.layout, sum: contentHash(sum),
  };
  await store.transact((tables) => {
    tables.tasks.add({ id: record.task, plan: 'measure any', bytes, opensMs: task.opensMs, closesMs: task.closesMs });
    tables.files.add('layout', task.layout, encodeLayout(layout));
    tables.files.add('sum', record.sum, sum);
    tables.rounds.add(record.round, encodeRound(record), 0);
  });
}

const offered = (): Delivery => {
  const { delivery } = JSON.parse(new TextDecoder().decode(store.tables.settings.get('ads-offer'))) as { delivery: { hash: string } };
  return valueOf(decodeDelivery(store.tables.files.get('delivery', delivery.hash) ?? new Uint8Array()));
};
const of = (id: string): Delivery['campaigns'][CampaignId] | undefined => offered().campaigns[id as CampaignId];
const refresh = (nowMs: number): Promise<boolean> => store.transact((tables) => refreshDelivery(tables, RULES, nowMs));

test('replaceDelivery() refuses one that speaks of another catalogue, or of a campaign that this one does not hold', async () => {
  await keep(START_MS, running('boots'));
  const now = offered();
  for (const wrong of [{ ...now, ads: aHash('another') }, { ...now, campaigns: { ...now.campaigns, ['tents' as CampaignId]: { passThrough: 1, isTargeted: false } } }]) {
    expect(await store.transact((tables) => replaceDelivery(tables, wrong))).toMatchObject({ ok: false, fault: { kind: 'other-catalogue' } });
    expect(offered()).toEqual(now);
  }
  const next = { ...now, campaigns: { ['boots' as CampaignId]: { passThrough: 0.25, isTargeted: true } } };
  expect(await store.transact((tables) => replaceDelivery(tables, next))).toEqual({ ok: true, value: undefined });
  expect(offered()).toEqual(next);
});

test('refreshDelivery() says nothing where nothing is advertised, and nothing within the hour', async () => {
  expect(await refresh(START_MS)).toBe(false);
  await keep(START_MS, running('boots'));
  expect(await refresh(START_MS)).toBe(true);
  const leaves = store.tables.log.size();
  expect(await refresh(START_MS + HOUR_MS - 1)).toBe(false);
  expect(store.tables.log.size()).toBe(leaves);
  expect(await refresh(START_MS + HOUR_MS)).toBe(true);
  expect(offered().issuedMs).toBe(START_MS + HOUR_MS);
  await keepDeliveryFresh(store, RULES, heldClock(START_MS + 2 * HOUR_MS));
  expect(offered().issuedMs).toBe(START_MS + 2 * HOUR_MS);
});

test('a campaign that spends its budget too fast is passed less often, one whose day is spent not at all, one that spends little whole', async () => {
  await keep(START_MS, running('fast'), running('gone', { budget: { totalCents: 500_000 } }), running('slow'));
  await refresh(START_MS);
  const layout = adsLayout({ campaigns: ['fast', 'gone', 'slow'].map((id) => running(id).campaign) });
  // A day of seven may spend a million cents. Fast and gone bring 1,000 clicks an hour, 2.4 millions a day; slow brings 32.
  for (let hour = 1; hour <= 24; hour++) {
    const share = { fast: of('fast')?.passThrough ?? 0, gone: of('gone')?.passThrough ?? 0, slow: of('slow')?.passThrough ?? 0 };
    await measured(layout, AD_BOUND, { 'fast/fast-a/clicks': 1_000 * share.fast, 'gone/gone-a/clicks': 1_000 * share.gone, 'slow/slow-a/clicks': 32 * share.slow }, START_MS + hour * HOUR_MS, 20_000);
    await refresh(START_MS + hour * HOUR_MS);
    if (hour === 12) expect(of('gone')?.passThrough).toBe(0);
  }
  expect(of('fast')?.passThrough).toBeGreaterThan(0.2);
  expect(of('fast')?.passThrough).toBeLessThan(0.6); // some 1 / 2.4
  expect(of('slow')?.passThrough).toBeGreaterThan(0.9);
});

test('budgets of a simulation go by its measured rounds: each is an hour from midnight on, whatever the clock says', async () => {
  const rules = { everyMs: 0, tellMs: HOUR_MS / 20, roundStandsForMs: HOUR_MS };
  const eveningMs = START_MS + 20 * HOUR_MS;
  await keep(eveningMs, running('fast'), running('slow'));
  const layout = adsLayout({ campaigns: ['fast', 'slow'].map((id) => running(id).campaign) });
  const refreshAt = (nowMs: number): Promise<boolean> => store.transact((tables) => refreshDelivery(tables, rules, nowMs));
  await refreshAt(eveningMs);
  // Two minutes a round: by the clock, all of them lie within the last hours of one day.
  for (let round = 1; round <= 20; round++) {
    const share = { fast: of('fast')?.passThrough ?? 0, slow: of('slow')?.passThrough ?? 0 };
    await measured(layout, AD_BOUND, { 'fast/fast-a/clicks': 1_000 * share.fast, 'slow/slow-a/clicks': 32 * share.slow }, eveningMs + round * 2 * MINUTE_MS, 20_000);
    await refreshAt(eveningMs + round * 2 * MINUTE_MS);
    if (round === 3) await refreshAt(eveningMs + round * 2 * MINUTE_MS + 1); // nobody reported: no time passes
  }
  expect(of('fast')?.passThrough).toBeGreaterThan(0.2);
  expect(of('fast')?.passThrough).toBeLessThan(0.6); // a million cents a day, of 2.4 millions that there are
  expect(of('slow')?.passThrough).toBeGreaterThan(0.9);
  const { today, targetCents } = believedSpend(store.tables, eveningMs + 50 * MINUTE_MS)['fast'] ?? { today: { mean: 0 }, targetCents: 0 };
  expect(today.mean / targetCents).toBeGreaterThan(0.6); // 20 of its 24 hours
  expect(today.mean / targetCents).toBeLessThan(1);
});

test('a campaign is aimed at its audience once k devices stand in it beyond noise, and experiments and posterior stay', async () => {
  await keep(START_MS, running('boots'));
  const layout = reachLayout(TAXONOMY, 4);
  const cell = layout.cells.find((name) => name.startsWith('category/boots')) ?? '';
  // Both servers' noise on a bound of 7 has a deviation of 56: 50 + 4 · 56 = 274 is the least that is beyond doubt.
  await measured(layout, REACH_BOUND, { [cell]: 270 }, START_MS + 1);
  await refresh(START_MS + HOUR_MS);
  expect(of('boots')?.isTargeted).toBe(false);
  // Four rounds of 170 devices in the mean, which may be the same ones: 58 beyond the noise of 28.
  for (let round = 1; round <= 3; round++) {
    expect(of('boots')?.isTargeted).toBe(false);
    await measured(layout, REACH_BOUND, { [cell]: round === 1 ? 70 : 170 }, START_MS + round * 2 * HOUR_MS);
    await refresh(START_MS + round * 2 * HOUR_MS + 1);
  }
  await refresh(START_MS + DAY_MS + HOUR_MS);
  expect(of('boots')?.isTargeted).toBe(true);
  await refresh(START_MS + 32 * DAY_MS); // a month later that is no longer known
  expect(offered().campaigns).toEqual({ boots: { passThrough: 0, isTargeted: false } }); // over, and not aimed
});

test('a campaign whose audience is written anew is aimed at what is known of the new one, from the first catalogue that names it', async () => {
  await keep(START_MS, running('boots'));
  const cell = reachLayout(TAXONOMY, 4).cells.find((name) => name.startsWith('category/boots')) ?? '';
  await measured(reachLayout(TAXONOMY, 4), REACH_BOUND, { [cell]: 280 }, START_MS + 1);
  await refresh(START_MS + HOUR_MS);
  const { campaign } = running('boots');
  const aimedAt = (tag: string): ManagedCampaign => running('boots', { campaign: { ...campaign, audience: { ...campaign.audience, tags: [tag] } } });
  await keep(START_MS + HOUR_MS + 1, aimedAt('Tents')); // nobody counted so many
  expect(of('boots')?.isTargeted).toBe(false);
  await keep(START_MS + HOUR_MS + 2, aimedAt('Boots'));
  expect(of('boots')?.isTargeted).toBe(true);
});

const CAMPAIGNS = [running('boots').campaign];
const sighted = (clicks: number): Record<string, number> => ({ 'boots/boots-a/other-first/viewables': 100_000, 'boots/boots-a/other-first/clicks': clicks });

test('the bandit’s posterior follows its sums', async () => {
  await keep(START_MS, running('boots'));
  await refresh(START_MS);
  expect(offered().bandit).toBeUndefined();
  await measured(banditLayout({ campaigns: CAMPAIGNS }), BANDIT_BOUND, sighted(9_000), START_MS + 1);
  await refresh(START_MS + HOUR_MS);
  expect(offered().bandit).toEqual(posteriorOf(totalsOf(measuredSums(store.tables, 'bandit')), { campaigns: CAMPAIGNS }));
  expect(offered()).not.toHaveProperty('candidate');
});

test('in a shop of many reports a posterior draws only after devices judged it better by their own logs', async () => {
  await keep(START_MS, running('boots'));
  await refresh(START_MS);
  await measured(adsLayout({ campaigns: CAMPAIGNS }), AD_BOUND, { 'boots/boots-a/impressions': 400_000, 'boots/boots-a/clicks': 8_000 }, START_MS + 1, 100_000);
  await measured(banditLayout({ campaigns: CAMPAIGNS }), BANDIT_BOUND, sighted(9_000), START_MS + 1);
  const refreshed = async (hours: number): Promise<Delivery> => {
    await refresh(START_MS + hours * HOUR_MS);
    return offered();
  };
  const first = await refreshed(1);
  expect(first.bandit).toBeUndefined();
  const trial = first.candidate;
  // On trial until it is known: a task of `policy` asks for it, and too few reports say nothing.
  const asked = countedInTurn(['policy'], countedShopOf(aCatalogue({ items: 20 })))(store.tables, { nowMs: START_MS, turn: 0 });
  expect(asked?.layout.cells[0]).toBe(`${trial?.id}/n`);
  /** n devices, whose draws it would have made as often, and what they earned: one click is 1/20 of y (5 at most, of 4 draws). */
  const judge = (devices: number, earned: number, closedMs: number): Promise<void> =>
    asked ? measured(asked.layout, asked.bound, { [`${trial?.id}/n`]: devices, [`${trial?.id}/x`]: devices / 10, [`${trial?.id}/xx`]: devices / 100, [`${trial?.id}/y`]: (earned * devices) / 10, [`${trial?.id}/yy`]: (earned * devices) / 100 }, closedMs) : Promise.reject(new Error('nothing is on trial'));
  await judge(300, 0.02, START_MS + HOUR_MS);
  expect((await refreshed(2)).candidate).toEqual(trial);
  await measured(banditLayout({ campaigns: CAMPAIGNS }), BANDIT_BOUND, sighted(1_000), START_MS + HOUR_MS);
  await judge(1_000_000, 0.03, START_MS + 2 * HOUR_MS);
  const better = await refreshed(3);
  expect(better.bandit).toEqual(trial?.bandit);
  expect(better).not.toHaveProperty('candidate');
  const next = (await refreshed(4)).candidate;
  expect(next?.id).not.toBe(trial?.id);
  await keep(START_MS + 5 * HOUR_MS, running('tents'));
  expect(offered()).toMatchObject({ bandit: trial?.bandit, candidate: next });
});

test('what models predicted is calibrated, purchases fill their table, and a change of campaigns keeps both', async () => {
  await keep(START_MS, running('boots'));
  await measured(calibrationLayout(), CALIBRATION_BOUND, { 'ctr/bin-8/shown': 200_000, 'ctr/bin-8/expected': 4_000, 'ctr/bin-8/happened': 8_000 }, START_MS + 1);
  const [few, many] = [buyingLayout(taxonomyOf(aCatalogue({ items: 20 }))), buyingLayout(taxonomyOf(aCatalogue({ items: 200 })))];
  await measured(few, BUYING_BOUND, { 'bought/all': 5_000 }, START_MS + 2);
  for (const closedMs of [START_MS + 3, START_MS + 4]) await measured(many, BUYING_BOUND, { 'bought/all': 70, 'left/all': 900 }, closedMs);
  await refresh(START_MS + HOUR_MS);
  const { calibration, purchases } = offered();
  // Predicted 2 of 100, happened 4: nearly twice.
  expect(calibrated(calibration?.ctr ?? { from: [], to: [] }, 0.02)).toBeGreaterThan(0.03);
  expect(calibration?.cvr).toEqual({ from: [], to: [] });
  expect(few.cells).not.toEqual(many.cells);
  expect(purchases?.counts).toEqual(many.cells.map((cell) => (cell === 'bought/all' ? 140 : cell === 'left/all' ? 1_800 : 0)));
  expect(purchases?.noiseStdDev).toBeCloseTo(Math.sqrt(2 * noiseVarianceOf(aMeasureTask({ bound: BUYING_BOUND }))), 6);
  await keep(START_MS + 2 * HOUR_MS, running('tents'));
  expect(offered()).toMatchObject({ calibration, purchases, campaigns: { tents: { passThrough: 1 } } });
});

test.each(['failed', 'written'] as const)('over a store each of whose operations fails once ("%s"), spend is learned once and what is offered is in the log', async (mode) => {
  await keep(START_MS, running('boots'));
  await refresh(START_MS);
  await measured(adsLayout({ campaigns: CAMPAIGNS }), AD_BOUND, { 'boots/boots-a/clicks': 500 }, START_MS + 1);
  const seen = new Set<string>();
  const wrapped = faultyStore<LeaderTables>(store, (operation) => {
    if (seen.has(operation) || (mode === 'written' && !isWrite(operation) && !operation.startsWith('commit'))) return undefined;
    seen.add(operation);
    return mode;
  });
  let faults = 0;
  const clock = heldClock(START_MS + HOUR_MS);
  for (let attempt = 0; attempt < 40 && offered().issuedMs === START_MS; attempt++) await keepDeliveryFresh(wrapped.store, RULES, clock).catch(() => { faults += 1; });
  await keepDeliveryFresh(wrapped.store, RULES, clock).catch(() => { faults += 1; }); // not due any more
  expect(faults).toBeGreaterThan(3);
  const { byId } = JSON.parse(new TextDecoder().decode(store.tables.settings.get('campaign-paces'))) as { byId: { boots: { toldCents: { mean: number } } } };
  expect(byId.boots.toldCents.mean).toBe(50_000);
  const { delivery } = JSON.parse(new TextDecoder().decode(store.tables.settings.get('ads-offer'))) as { delivery: { hash: string; leaf: number } };
  expect(new TextDecoder().decode(store.tables.log.leaves(delivery.leaf, delivery.leaf + 1)[0])).toContain(delivery.hash);
});

test('whatever was measured, a delivery names campaigns of the catalogue alone, passes 0 to 1, and can be read', async () => {
  await keep(START_MS, running('boots'), running('tents'), running('hats', { state: 'paused' }));
  const layout = adsLayout({ campaigns: [running('boots').campaign, running('tents').campaign, running('hats').campaign] });
  const step = fc.record({ clicks: fc.array(fc.integer({ min: -50_000, max: 50_000 }), { minLength: 3, maxLength: 3 }), hours: fc.integer({ min: 1, max: 40 }), paused: fc.boolean() });
  let nowMs = START_MS;
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 3 }), async (steps) => {
    for (const { clicks: [a = 0, b = 0, c = 0], hours, paused } of steps) {
      nowMs += hours * HOUR_MS;
      await measured(layout, AD_BOUND, { 'boots/boots-a/clicks': a, 'tents/tents-a/clicks': b, 'hats/hats-a/clicks': c }, nowMs);
      await keep(nowMs, running('tents', { state: paused ? 'paused' : 'live' }));
      expect(await refresh(nowMs)).toBe(true);
      const live = store.tables.campaigns.all().map(({ bytes }) => valueOf(parseManagedCampaign(JSON.parse(new TextDecoder().decode(bytes))))).filter(({ state, campaign }) => state === 'live' && campaign.endMs > nowMs);
      expect(Object.keys(offered().campaigns).sort()).toEqual(live.map(({ campaign }) => campaign.id).sort());
      for (const { passThrough } of Object.values(offered().campaigns)) expect(passThrough >= 0 && passThrough <= 1).toBe(true);
    }
  }), { numRuns: 12 });
});
