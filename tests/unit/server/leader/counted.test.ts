import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADS_AT_ONCE } from '#core/ads';
import { LIFE_CYCLES, type CampaignId } from '#core/campaigns';
import { OUTCOME_WINDOW_MS } from '#core/experiment';
import { decodeLayout, encodeLayout, type Layout } from '#core/measurement';
import { floorFault } from '#core/privacy';
import { utf8Encode, WEEK_MS } from '#core/units';
import { measureVdafFor } from '#core/vdaf';
import { countedInTurn, countedShopOf, keepExperiments, publishAds, type CountedSubject } from '#server/leader';
import { openLeaderStore } from '#server/libsql';
import type { LeaderStore } from '#server/store';
import { aCatalogue } from '#support/a-shop';
import { aCampaign, aManagedCampaign, CAMPAIGN_START_MS } from '#support/campaigns';
import { aMeasureTask } from '#support/measure';
import { valueOf } from '#support/result';

const NOW_MS = CAMPAIGN_START_MS;
const SHOP = countedShopOf(aCatalogue({ items: 100 }));
const ALL: readonly CountedSubject[] = ['ads', 'bandit', 'reach', 'buying', 'calibration', 'experiment', 'policy', 'demand', 'parity', 'offers'];
const folder = mkdtempSync(join(tmpdir(), 'homebird-counted-'));
let store: LeaderStore;
beforeAll(() => {
  store = valueOf(openLeaderStore(join(folder, 'leader.db')));
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** Subjects and layouts of the first `tasks` tasks. */
function planned(subjects: readonly CountedSubject[], tasks: number, nowMs = NOW_MS): readonly (Layout | undefined)[] {
  const counts = countedInTurn(subjects, SHOP);
  return Array.from({ length: tasks }, (_, turn) => {
    const counted = counts(store.tables, { nowMs, turn });
    if (!counted) return undefined;
    const { layout, bound } = counted;
    expect(decodeLayout(encodeLayout(layout))).toEqual({ ok: true, value: layout });
    // Every device and the helper take a task of it.
    const length = layout.cells.length;
    expect(floorFault(aMeasureTask({ length, bound, vdaf: measureVdafFor('Prio3L1BoundSum', length, bound) }))).toBeUndefined();
    return layout;
  });
}

test('countedInTurn() has nothing to count where no campaign was ever live', () => {
  expect(planned([...ALL, 'quality'], 14)).toEqual(Array.from({ length: 14 }, () => undefined));
});

test('countedInTurn() lays each subject out in turn once campaigns are on offer, and passes over what has nothing to tell', async () => {
  await store.transact((tables) => {
    for (const id of ['boots', 'tents']) tables.campaigns.add({ id, bytes: utf8Encode(JSON.stringify(aManagedCampaign({ campaign: aCampaign(id, { startMs: NOW_MS, endMs: NOW_MS + WEEK_MS }) }))), changedBy: 'ann', changedMs: NOW_MS });
    publishAds(tables, { shop: 'test', currency: 'EUR' }, NOW_MS);
  });
  expect(planned(ALL, 7).map((layout) => layout?.subject)).toEqual(['ads', 'bandit', 'reach', 'buying', 'ads', 'ads', 'ads']); // nothing predicted, and no experiment or price yet: their turns are the next one's
  const [ads] = planned(['ads'], 1);
  expect(ads?.cells.filter((cell) => cell.endsWith('/clicks'))).toEqual(['boots/boots-a/clicks', 'tents/tents-a/clicks']);
});

test('countedInTurn() tells of every campaign where subjects take turns: those that one report cannot hold come with its next one', async () => {
  const ids = Array.from({ length: 2 * ADS_AT_ONCE }, (_, i) => `lap-${i}`);
  await store.transact((tables) => {
    for (const id of ids) tables.campaigns.add({ id, bytes: utf8Encode(JSON.stringify(aManagedCampaign({ campaign: aCampaign(id, { startMs: NOW_MS, endMs: NOW_MS + WEEK_MS }) }))), changedBy: 'ann', changedMs: NOW_MS });
    publishAds(tables, { shop: 'test', currency: 'EUR' }, NOW_MS);
  });
  const told = new Set(planned(['ads', 'buying'], 6).flatMap((layout) => (layout?.subject === 'ads' ? layout.cells.map((cell) => cell.split('/')[0]) : [])));
  expect([...ids, 'boots', 'tents'].filter((id) => !told.has(id))).toEqual([]); // three reports hold three times as many as one
});

test('countedInTurn() counts experiments once the first window closed, as many as one report holds, each in turn', async () => {
  const arms = Array.from({ length: 5 }, (_, i) => ({ name: `arm-${i}`, thousandths: 200 }));
  await store.transact((tables) => keepExperiments(tables, Array.from({ length: 10 }, (_, i) => ({
    id: `try-${i}`, kind: 'ab' as const, campaign: 'boots' as CampaignId, salt: `${i}`.repeat(32), arms, startMs: NOW_MS, endMs: NOW_MS + WEEK_MS, plannedDevices: 1_000,
  }))));
  expect(planned(['experiment'], 1, NOW_MS + OUTCOME_WINDOW_MS - 1)).toEqual([undefined]);
  const layouts = planned(['experiment'], 10, NOW_MS + OUTCOME_WINDOW_MS);
  const named = layouts.map((layout) => new Set(layout?.cells.map((cell) => cell.split('/')[0])));
  expect(named[0]).toEqual(new Set(Array.from({ length: 8 }, (_, i) => `try-${i}`))); // 8 × 5 arms × 6 moments: 240 of 256
  for (let i = 0; i < 10; i++) expect(named[i]?.has(`try-${i}`)).toBe(true);
  await store.transact((tables) => keepExperiments(tables, [{ id: 'whom', kind: 'ab', campaign: 'boots' as CampaignId, salt: '0'.repeat(32), arms, startMs: NOW_MS, endMs: NOW_MS + WEEK_MS, plannedDevices: 1_000, byLifeCycle: true }]));
  expect(planned(['experiment'], 1, NOW_MS + OUTCOME_WINDOW_MS)[0]?.cells.filter((cell) => /^whom\/arm-0\/.*\/n$/.test(cell))).toEqual(LIFE_CYCLES.map((segment) => `whom/arm-0/${segment}/n`));
});
