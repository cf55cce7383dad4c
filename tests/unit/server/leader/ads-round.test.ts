import { afterEach, expect, test } from 'vitest';
import { auditDeployment } from '#core/audit';
import { PORTRAIT_DIMS, portraitsLayout, portraitUpdate, profileFor, startPortraits } from '#core/audience';
import type { Purpose } from '#core/consent';
import { decodeModel, encodeModel, encodePortraits } from '#core/fedavg';
import { historyOf } from '#core/features';
import { decodeTask, encodePolicy, isModelRound, policyHashOf } from '#core/protocol';
import { contentHash, fail, HOUR_MS, ok, seededChance, utf8Encode, WEEK_MS } from '#core/units';
import { ed25519, hpkeSeal, webRandomness, webSymmetric } from '#page/crypto';
import { memoryStores } from '#page/store';
import { publishAds, type ModelPlan } from '#server/leader';
import { aCatalogue } from '#support/a-shop';
import { anAdEvent } from '#support/ad-facts';
import { leaveAds } from '#support/ads';
import { aCampaign, aManagedCampaign } from '#support/campaigns';
import { aReportBody, A_PLAN, post, startPair, type TestPair } from '#support/pair';
import { valueOf } from '#support/result';
import { contribute, lazyLayout, openDeployment, trainLocally, type Contribution } from '#worker/federation';
import { AD_CLIP_NORM, arraysEncoder, firstAdModel } from '#worker/models';
import { adLessonsOf } from '#worker/session';
import { setCurrentModel } from '../../../../server/leader/models.ts';

/** A hundred and seventy proofs, made and checked: half a minute on one core beside other tests. */
const ROUND_TIMEOUT_MS = 240_000;

let pair: TestPair;
afterEach(() => pair.close());

const catalogue = aCatalogue({ items: 60 });
const layout = portraitsLayout(1, PORTRAIT_DIMS);
const first = startPortraits(catalogue, layout);
const plan = (model: ModelPlan['model'], clipNorm: number): ModelPlan => ({ ...A_PLAN, model, clipNorm });

async function load(path: string) {
  const response = await fetch(path);
  return response.ok ? ok(new Uint8Array(await response.arrayBuffer())) : fail('offline' as const, `${path}: ${response.status}`);
}

/** One browser profile that saw an ad, through the worker's own code; followed it where `isFollowed`. */
async function visit(seed: number, purposes: readonly Purpose[], isFollowed = seed % 3 === 0): Promise<Contribution> {
  const nowMs = pair.clock.nowMs();
  const campaign = aCampaign('boots', { startMs: 0 });
  const stores = await leaveAds(memoryStores(), [campaign]);
  const seen = { atMs: nowMs - 2 * HOUR_MS };
  await stores.events.put([
    { ...anAdEvent('view_item', { atMs: nowMs - 3 * HOUR_MS, items: [{ itemId: catalogue.idByIndex.at(seed % 60) ?? ('p0' as never) }] }) },
    ...(['ad_impression', 'ad_viewable', ...(isFollowed ? ['ad_click' as const] : [])] as const).map((type) => anAdEvent(type, seen)),
  ]);
  const history = historyOf(await stores.events.all(), catalogue);
  const chance = seededChance(seed);
  const ports = {
    network: { load, send: async (_: unknown, { body, url }: { readonly body: Uint8Array; readonly url: string }) => ((await fetch(url, { method: 'POST', body: new Uint8Array(body) })).ok ? ok({ status: 'accepted' as const }) : fail('offline' as const, 'refused')) },
    files: stores.files, checkpoint: stores.checkpoint, ledger: stores.ledger, clock: pair.clock, ed25519, symmetric: webSymmetric, randomness: webRandomness, seal: hpkeSeal,
    leaderUrl: pair.leaderUrl, policyHash: policyHashOf(encodePolicy(pair.policy)), grants: () => ({ version: 1, purposes, gpc: false }), draw: chance.next(),
  };
  const deployment = valueOf(await openDeployment(ports));
  const pause = () => Promise.resolve();
  return valueOf(await contribute(ports, deployment, {
    train: (model, task) => trainLocally(model, task, { history, catalogue, encoder: arraysEncoder(catalogue), layoutOf: lazyLayout(catalogue), chance, pause, adLessons: () => adLessonsOf({ stores, catalogue, history, nowMs, pause }) }),
  }));
}

test('models of ads begin with the first campaign; devices that allow ads train them, and an audit replays the steps', async () => {
  const portraits = encodePortraits({ weights: first, clusters: 1, dims: PORTRAIT_DIMS, mode: 'kmeans', catalogue: catalogue.hash });
  pair = await startPair({
    plans: [plan('portraits', layout.clip), plan('ctr', AD_CLIP_NORM)], table: { catalogue: catalogue.hash, cells: 8, maxBlocks: 1 },
    ofAds: { ctr: encodeModel('ctr', firstAdModel('ctr')), portraits },
  });
  await pair.turns();
  expect((await pair.manifest()).tasks).toEqual([]);
  expect(Object.keys((await pair.manifest()).models).sort()).toEqual(['mix', 'pairs', 't11']);
  await pair.leader.store.transact((tables) => {
    const startMs = pair.clock.nowMs();
    const managed = aManagedCampaign({ campaign: aCampaign('boots', { startMs, endMs: startMs + WEEK_MS }) });
    tables.campaigns.add({ id: 'boots', bytes: utf8Encode(JSON.stringify(managed)), changedBy: 'ann', changedMs: startMs });
    publishAds(tables, { shop: 'test', currency: 'EUR' }, startMs);
  });
  await pair.turns(3);
  const before = await pair.manifest();
  expect(Object.keys(before.models).sort()).toEqual(['ctr', 'mix', 'pairs', 'portraits', 't11']);
  expect(before.tasks).toHaveLength(2);

  pair.clock.forward(2_000); // every device's turn has come
  expect((await visit(99, ['local', 'federate'])).acked).toEqual([]); // who does not allow ads reports on none of it
  for (let seed = 0; seed < 50; seed++) {
    const { acked, refused } = await visit(seed, ['local', 'federate', 'ads']);
    expect(refused).toEqual([]);
    expect(acked.map((entry) => entry.kind !== 'measure' && entry.model).sort()).toEqual(['ctr', 'portraits']);
  }
  // More tastes, so that one portrait of 120 stands seven deviations beyond 50 and two of noise.
  for (const { id } of before.tasks) {
    const task = valueOf(decodeTask(valueOf(await load(`${pair.leaderUrl}/v1/tasks/${id}`))));
    if (task.kind !== 'model' || task.model !== 'portraits') continue;
    const taste = profileFor(Array.from({ length: PORTRAIT_DIMS }, (_, d) => (d === 0 ? 1 : 0)), PORTRAIT_DIMS) ?? new Float64Array(PORTRAIT_DIMS);
    for (let more = 0; more < 70; more++) expect((await post(pair.leaderUrl, await aReportBody(task, id, portraitUpdate(taste, first, layout), pair.clock))).status).toBe(201);
  }
  pair.clock.forward(A_PLAN.windowMs(0));
  await pair.turns(4);

  const { checks, rounds } = await auditDeployment({
    policy: pair.policy, nowMs: pair.clock.nowMs(), symmetric: webSymmetric, ed25519, load: async (path) => load(pair.leaderUrl + path),
  });
  expect(checks.filter((check) => !check.ok && check.advisory !== true)).toEqual([]);
  const records = rounds.flatMap(({ record }) => (isModelRound(record) ? [record] : []));
  // 50 reports are far below the 201 at which a step may be more than noise.
  expect(records.map(({ model, outcome, leaderReports }) => [model, outcome, leaderReports]).sort()).toEqual([['ctr', 'kept', 50], ['portraits', 'published', 120]]);
  const after = await pair.manifest();
  const model = valueOf(decodeModel(valueOf(await load(`${pair.leaderUrl}/v1/models/${after.models.portraits}`))));
  expect(model.weights[0]).toBe(1); // of one portrait everybody is part
  expect(model.weights).not.toEqual(first);
}, ROUND_TIMEOUT_MS);

test('portraits of a data folder whose state an earlier version wrote begin anew: no round of theirs could be made', async () => {
  const portraits = encodePortraits({ weights: first, clusters: 1, dims: PORTRAIT_DIMS, mode: 'kmeans', catalogue: catalogue.hash });
  pair = await startPair({ plans: [plan('portraits', layout.clip)], table: { catalogue: catalogue.hash, cells: 8, maxBlocks: 1 }, ofAds: { portraits } });
  const old = utf8Encode('HBPO\u0001');
  const { leader, restartLeader, turns, manifest } = pair;
  await leader.store.transact((tables) => {
    tables.files.add('model', contentHash(portraits), portraits);
    tables.files.add('state', contentHash(old), old);
    setCurrentModel(tables, 'portraits', { model: contentHash(portraits), state: contentHash(old), leaf: 0, round: 3, closedRounds: 3 });
  });
  await restartLeader();
  await turns();
  const { round, leaf } = (await manifest()).modelLeaves.portraits ?? {};
  expect([round, leaf === 0]).toEqual([0, false]);
  await pair.restartLeader();
  await turns();
  expect((await manifest()).modelLeaves.portraits?.leaf).toBe(leaf); // and goes on from there
});
