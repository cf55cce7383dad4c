import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { auditDeployment } from '#core/audit';
import { decodeModel, type PairTable, type WeightsFile } from '#core/fedavg';
import { historyOf } from '#core/features';
import { fail, ok, seededChance } from '#core/units';
import { ed25519, webSymmetric } from '#page/crypto';
import type { ModelPlan } from '#server/leader';
import { seededRandomness } from '#bench/lanes';
import { aCatalogue, aHistory, aShopper } from '#support/a-shop';
import { aHash } from '#support/federation';
import { aReportBody, A_PLAN, post, PRAISE, sendReports, startPair, type TestPair } from '#support/pair';
import { valueOf } from '#support/result';
import { lazyLayout, trainLocally } from '#worker/federation';
import { arraysEncoder } from '#worker/models';
import { initialMix } from '#worker/recommender';

let pair: TestPair | undefined;
afterEach(async () => {
  await pair?.close();
  pair = undefined;
});

interface Rounds {
  readonly rounds: readonly { readonly record: { readonly round: number; readonly leaderReports: number; readonly helperReports: number; readonly outcome: string; readonly verdict?: { readonly surplus: number }; readonly modelAfter: string; readonly leaderShare: string; readonly rejects: Record<string, number> } }[];
  readonly open: readonly { readonly reportsAtLeast: number; readonly phase: string }[];
  readonly abandonedTasks: number;
}

async function rounds({ leaderUrl }: TestPair): Promise<Rounds> {
  return (await (await fetch(`${leaderUrl}/v1/rounds`)).json()) as Rounds;
}

async function audit({ leaderUrl, policy, clock }: TestPair): ReturnType<typeof auditDeployment> {
  return auditDeployment({
    policy, nowMs: clock.nowMs(), symmetric: webSymmetric, ed25519,
    async load(path) {
      const response = await fetch(`${leaderUrl}${path}`);
      return response.ok ? ok(new Uint8Array(await response.arrayBuffer())) : fail('missing', `${path}: ${response.status}`);
    },
  });
}

/** Ends the open task's window and lets the scheduler close it. */
async function closeRound(pair: TestPair): Promise<void> {
  pair.clock.forward(A_PLAN.windowMs(0));
  await pair.turns(3);
}

describe('a round', () => {
  test('goes from reports to a published, audited model', async () => {
    pair = await startPair();
    await pair.turns();
    const before = (await pair.manifest()).models.mix;
    const { statuses } = await sendReports(pair, 60);
    expect(new Set(statuses)).toEqual(new Set([201]));
    await closeRound(pair);
    const [round] = (await rounds(pair)).rounds;
    expect(round?.record).toMatchObject({ round: 1, leaderReports: 60, helperReports: 60, outcome: 'published' });
    await pair.turns(1);
    const manifest = await pair.manifest();
    expect(manifest.models.mix).not.toBe(before);
    const model = valueOf(decodeModel(new Uint8Array(await (await fetch(`${pair.leaderUrl}/v1/models/${manifest.models.mix}`)).arrayBuffer())));
    expect('candidate' in model && model.candidate?.[0]).toBeGreaterThan(0); // 60 equal updates of +0.3 stand far above the noise at R = 0.94
    expect(model.weights[0]).toBe(0); // until devices have found it better
    const report = await audit(pair);
    expect(report.checks.filter((check) => !check.ok && check.advisory !== true)).toEqual([]);
    expect(report.rounds.length).toBe(1);
  });

  test('below k is never opened: both servers delete it and the next task has the same base model', async () => {
    pair = await startPair();
    await pair.turns();
    await sendReports(pair, 49);
    const first = await pair.task();
    await closeRound(pair);
    await pair.turns(3);
    expect(await rounds(pair)).toMatchObject({ rounds: [], abandonedTasks: 1 });
    expect(pair.helper.store.tables.batches.sum(first.id, 4).reports).toBe(0);
    expect(pair.leader.store.tables.batches.sum(first.id, 4).reports).toBe(0);
    const next = await pair.task();
    expect(next.id).not.toBe(first.id);
    expect(next.task.baseModel).toBe(first.task.baseModel);
    await pair.turns(1);
    const report = await audit(pair); // the log holds the helper's word that it was never opened
    expect(report.checks.find(({ id }) => id === 'unfinished')).toMatchObject({ ok: true, detail: '0 rounds, 1 given up' });
    expect(report.ok).toBe(true);
  });

  test('the task is in the cosigned log before it is offered', async () => {
    pair = await startPair();
    await pair.turns();
    const manifest = await pair.manifest();
    expect(manifest.tasks.length).toBe(1);
    const report = await audit(pair);
    expect(report.logSize).toBeGreaterThan(manifest.tasks[0]?.leaf ?? Infinity);
    expect(report.checks.find(({ id }) => id === 'cosignature')).toMatchObject({ ok: true });
  });
});

describe('crashes', () => {
  test('an acknowledged report outlives the leader before, during and after its job', async () => {
    pair = await startPair();
    await pair.turns();
    const { bodies } = await sendReports(pair, 50);
    await pair.restartLeader(); // before any job
    const id = (await rounds(pair)).open.length;
    expect(id).toBe(1);
    // A job is claimed, sent and answered, and the leader dies before it writes the end.
    const [row] = pair.leader.store.tables.tasks.inPhase('open');
    if (!row) throw new Error('The task is gone');
    await pair.leader.store.transact(({ reports }) => reports.claim(row.id, 'ab'.repeat(16), 20));
    await pair.restartLeader();
    await closeRound(pair);
    expect((await rounds(pair)).rounds[0]?.record).toMatchObject({ leaderReports: 50, helperReports: 50 });
    const again = await Promise.all(bodies.map((body) => post(pair?.leaderUrl ?? '', body)));
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([200])); // still known after the round: the same answer as at first
    expect((await audit(pair)).ok).toBe(true);
  });

  test('a job the helper counted and the leader forgot is counted once', async () => {
    pair = await startPair();
    await pair.turns();
    await sendReports(pair, 55);
    const [row] = pair.leader.store.tables.tasks.inPhase('open');
    if (!row) throw new Error('The task is gone');
    // The leader's end of the first job fails as a full disk would, after the helper has written its own.
    const { reports } = pair.leader.store.tables;
    const finish = reports.finish;
    Object.assign(reports, { finish: () => { throw new Error('disk full'); } });
    pair.clock.forward(A_PLAN.windowMs(0));
    await pair.turns(2);
    Object.assign(reports, { finish });
    expect(pair.helper.store.tables.batches.sum(row.id, 4).reports).toBe(55);
    expect(reports.counts(row.id)).toMatchObject({ counted: 0, waiting: 55 });
    await pair.restartLeader();
    await pair.turns(3);
    expect((await rounds(pair)).rounds[0]?.record).toMatchObject({ leaderReports: 55, helperReports: 55 });
    expect((await audit(pair)).ok).toBe(true);
  });

  test('a helper that restarts between jobs keeps its sum, its ids and its answers', async () => {
    pair = await startPair();
    await pair.turns();
    await sendReports(pair, 32);
    await pair.turns(2);
    await pair.restartHelper();
    await sendReports(pair, 32);
    await closeRound(pair);
    expect((await rounds(pair)).rounds[0]?.record).toMatchObject({ leaderReports: 64, helperReports: 64 });
    expect((await audit(pair)).ok).toBe(true);
  });

  test('a helper that is away delays a round and loses nothing', async () => {
    pair = await startPair();
    await pair.turns();
    await sendReports(pair, 50);
    pair.setHelperAway(true);
    await closeRound(pair);
    expect(await rounds(pair)).toMatchObject({ rounds: [], open: [{ phase: 'closed' }] });
    pair.setHelperAway(false);
    await pair.turns(3);
    expect((await rounds(pair)).rounds[0]?.record).toMatchObject({ leaderReports: 50, helperReports: 50 });
    expect((await audit(pair)).ok).toBe(true);
  });

  test('the helper releases the same noised share again and never draws noise twice', async () => {
    pair = await startPair();
    await pair.turns();
    await sendReports(pair, 50);
    const { id } = await pair.task();
    // The helper's answer is lost on its way: the leader's write of it fails once.
    const { batches } = pair.leader.store.tables;
    const addShare = batches.addShare;
    Object.assign(batches, { addShare: () => { throw new Error('disk full'); } });
    await closeRound(pair);
    Object.assign(batches, { addShare });
    const first = pair.helper.store.tables.batches.share(id, 'helper');
    expect(first?.reports).toBe(50);
    await pair.restartHelper();
    await pair.restartLeader();
    await pair.turns(3);
    expect(pair.helper.store.tables.batches.share(id, 'helper')).toEqual(first);
    expect(pair.leader.store.tables.batches.share(id, 'helper')?.bytes).toEqual(first?.bytes);
    expect((await audit(pair)).ok).toBe(true);
  });

  test('a share that the pinned key did not sign is not published', async () => {
    pair = await startPair();
    await pair.turns();
    await sendReports(pair, 50);
    const { batches } = pair.helper.store.tables;
    const { signature } = batches;
    Object.assign(batches, { signature: () => new Uint8Array(64) });
    await closeRound(pair);
    Object.assign(batches, { signature });
    expect((await rounds(pair)).rounds).toEqual([]);
    expect(pair.lines.join('\n')).toContain('did not sign');
  });

  test('a leader killed between its noise and its round publishes with the noise it drew', async () => {
    pair = await startPair();
    await pair.turns();
    await sendReports(pair, 50);
    const { id } = await pair.task();
    const { rounds: table } = pair.leader.store.tables;
    const add = table.add;
    Object.assign(table, { add: () => { throw new Error('disk full'); } });
    await closeRound(pair);
    Object.assign(table, { add });
    const drawn = pair.leader.store.tables.batches.share(id, 'leader');
    expect(drawn?.reports).toBe(50);
    expect(pair.leader.store.tables.batches.sum(id, 4).reports).toBe(0); // the bare sum is gone
    expect((await rounds(pair)).rounds).toEqual([]);
    await pair.restartLeader();
    await pair.turns(3);
    expect(pair.leader.store.tables.batches.share(id, 'leader')).toEqual(drawn);
    expect((await rounds(pair)).rounds.length).toBe(1);
    expect((await audit(pair)).ok).toBe(true);
  });
});

test('a task that holds as many reports as it takes is closed for new ones and still knows the old', async () => {
  pair = await startPair();
  await pair.turns();
  const { id, task } = await pair.task();
  const body = await aReportBody(task, id, new Float32Array(4), pair.clock);
  const { reports } = pair.leader.store.tables;
  const { accepted } = reports;
  Object.assign(reports, { accepted: () => 99_999 });
  expect((await post(pair.leaderUrl, body)).status).toBe(201);
  Object.assign(reports, { accepted: () => 100_000 });
  const late = await post(pair.leaderUrl, await aReportBody(task, id, new Float32Array(4), pair.clock));
  expect(late).toMatchObject({ status: 410, type: 'application/problem+json' });
  expect(late.text).toContain('as many reports as it takes');
  expect((await post(pair.leaderUrl, body)).status).toBe(200);
  Object.assign(reports, { accepted });
});

test('three hundred senders that never finish their body keep no report out', async () => {
  pair = await startPair();
  await pair.turns();
  const { id, task } = await pair.task();
  const body = await aReportBody(task, id, new Float32Array(4), pair.clock);
  const { hostname, port } = new URL(pair.leaderUrl);
  const sockets = await Promise.all(Array.from({ length: 300 }, () => new Promise<Socket>((resolve, reject) => {
    // "100 Continue" says that the leader has taken the request up and waits for its body.
    const socket = connect(Number(port), hostname, () => socket.write('POST /v1/reports HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 1000\r\n\r\n'));
    socket.once('data', () => resolve(socket));
    socket.on('error', reject);
  })));
  try {
    expect((await post(pair.leaderUrl, body)).status).toBe(201);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});

test('takeUpload() answers 201, 200 for the same bytes, 409 for other bytes under the id, 410 when closed', async () => {
  pair = await startPair();
  await pair.turns();
  const { id, task } = await pair.task();
  const body = await aReportBody(task, id, new Float32Array(4), pair.clock);
  expect((await post(pair.leaderUrl, body)).status).toBe(201);
  expect((await post(pair.leaderUrl, body)).status).toBe(200);
  const other = body.slice();
  other[other.length - 1] = (other[other.length - 1] ?? 0) ^ 1; // same id, another helper seal
  expect(await post(pair.leaderUrl, other)).toMatchObject({ status: 409, type: 'application/problem+json' });
  pair.clock.forward(A_PLAN.windowMs(0));
  const late = await aReportBody(task, id, new Float32Array(4), pair.clock);
  expect(await post(pair.leaderUrl, late)).toMatchObject({ status: 410, type: 'application/problem+json' });
  expect((await post(pair.leaderUrl, body)).status).toBe(200);
});

describe('a poisoned round', () => {
  const catalogue = aCatalogue({ items: 120 });
  const [devices, layoutOf] = [60, lazyLayout(catalogue)];
  const encoder = arraysEncoder(catalogue);
  const served = async ({ leaderUrl, manifest }: TestPair): Promise<WeightsFile> => {
    const model = valueOf(decodeModel(new Uint8Array(await (await fetch(`${leaderUrl}/v1/models/${(await manifest()).models.mix}`)).arrayBuffer())));
    if (model.kind === 'pairs' || model.kind === 'portraits') throw new TypeError('The mix is a table');
    return model;
  };
  /** What real local training makes of the model that is served now, on the histories of 60 shoppers. */
  const honest = async (open: TestPair): Promise<Float32Array[]> => {
    const [model, { task }] = [await served(open), await open.task()];
    return Promise.all(Array.from({ length: devices }, (_, seed) => {
      const history = { ...historyOf([], catalogue), ...aHistory(aShopper(catalogue, seed, 20)) };
      return trainLocally(model, task, { history, catalogue, encoder, layoutOf, chance: seededChance(seed), pause: () => Promise.resolve() });
    }));
  };
  const report = async (open: TestPair, updates: readonly Float32Array[]): Promise<void> => {
    const { id, task } = await open.task();
    for (const update of updates) expect((await post(open.leaderUrl, await aReportBody(task, id, update, open.clock))).status).toBe(201);
    await closeRound(open);
    await open.turns(2);
  };

  test('makes a candidate that devices find worse: it is rolled back before any shelf ranks with it, learning goes on, and all of it verifies', async () => {
    // All sixty agree each time, and noise of a deviation of 11.3 of them would hide that once in a million runs: of a seed, never.
    const open = pair = await startPair({ firstMix: initialMix(), randomness: seededRandomness(1) });
    await open.turns();
    const before = await served(open);
    // Every report is what an honest device would unlearn, at full norm, with praise for whatever there is.
    const poison = (await honest(open)).map((update) => update.map((x, i) => (i === update.length - 1 ? PRAISE : -x)));
    await report(open, poison);
    const poisoned = await served(open);
    expect(poisoned.weights).toEqual(before.weights);
    expect(poisoned.candidate).toBeDefined();
    await report(open, await honest(open));
    expect(await served(open)).toEqual(before); // the candidate is gone, and what was learnt on it
    await report(open, await honest(open));
    await report(open, await honest(open));
    expect((await served(open)).weights).not.toEqual(before.weights); // honest rounds teach it again
    const records = (await rounds(open)).rounds.map(({ record }) => record);
    expect(records.map(({ outcome }) => outcome)).toEqual(['published', 'rolled-back', 'published', 'published']);
    expect(records.map(({ verdict }) => Math.sign(verdict?.surplus ?? 0))).toEqual([0, -1, 0, 1]);
    const audited = await audit(open);
    expect(audited.checks.filter((check) => !check.ok && check.advisory !== true)).toEqual([]);
    expect(audited.checks.find(({ id, round }) => id === 'step' && round === 2)?.detail).toMatch(/^rolled-back: .* bit for bit as published/);
    const { leaf, round } = (await open.manifest()).modelLeaves.mix;
    expect([round, audited.log?.entries[leaf]?.entry]).toEqual([4, expect.objectContaining({ type: 'model', round: 4 })]);
  });
});

describe('rounds of pairs', () => {
  const CELLS = 13_000 + 20;
  const PAIRS: ModelPlan = { ...A_PLAN, model: 'pairs', clipNorm: 4 };
  const table = { catalogue: aHash('catalogue'), cells: CELLS, maxBlocks: 2 };
  const tableNow = async (): Promise<PairTable> => {
    const { models } = await opened().manifest();
    const model = valueOf(decodeModel(new Uint8Array(await (await fetch(`${opened().leaderUrl}/v1/models/${models.pairs}`)).arrayBuffer())));
    if (model.kind !== 'pairs') throw new Error(`The table is a ${model.kind} model`);
    return model;
  };
  const opened = (): TestPair => {
    if (!pair) throw new Error('No pair is open');
    return pair;
  };

  test('fill one block after the other, one task at a time, and verify', async () => {
    pair = await startPair({ plans: [PAIRS], table });
    const blocks: number[] = [];
    for (let round = 0; round < 3; round++) {
      await pair.turns();
      const { task } = await pair.task();
      expect((await pair.manifest()).tasks).toHaveLength(1);
      blocks.push(task.block);
      // 200 pairs in one cell of each report: 60 of them stand far above the noise of 1,448 units.
      await sendReports(pair, 60, Float32Array.from({ length: task.length }, (_, cell) => (cell === 7 ? 3.5 : 0)));
      await closeRound(pair);
      await pair.turns(1);
    }
    expect(blocks).toEqual([0, 1, 0]);
    expect((await rounds(pair)).rounds.map(({ record: { outcome } }) => outcome)).toEqual(['published', 'published', 'published']);
    const { weights } = await tableNow();
    const sum = 60 * 3.5 * 64;
    expect(Math.abs((weights[7] ?? 0) - 1.9 * sum)).toBeLessThan(10 * 1448); // two rounds, the first decayed
    expect(Math.abs((weights[13_007] ?? 0) - sum)).toBeLessThan(8 * 1448);
    const report = await audit(pair);
    expect(report.checks.filter((check) => !check.ok && check.advisory !== true)).toEqual([]);
  });

  test('start a new, empty table when the shop has another catalogue or layout, give the open task up, and verify', async () => {
    pair = await startPair({ plans: [PAIRS], table: { ...table, cells: 20, maxBlocks: 1 } });
    await pair.turns();
    await sendReports(pair, 60, Float32Array.from({ length: 20 }, (_, cell) => (cell === 7 ? 3.5 : 0))); // nine deviations above the noise
    await closeRound(pair);
    await pair.turns(3);
    expect((await tableNow()).weights.some((units) => units > 0)).toBe(true);
    const before = await pair.manifest();
    const old = await pair.task();
    await pair.restartLeader({ catalogue: aHash('another catalogue'), cells: 30, maxBlocks: 1 });
    await pair.turns(1);
    const after = await pair.manifest();
    expect(after.modelLeaves.pairs.round).toBe(0);
    expect(after.modelLeaves.pairs.leaf).toBeGreaterThan(before.modelLeaves.pairs.leaf);
    expect(await tableNow()).toMatchObject({ catalogue: aHash('another catalogue'), weights: new Float32Array(30) });
    await closeRound(pair);
    await pair.turns(3);
    const next = await pair.task();
    expect(next.id).not.toBe(old.id);
    expect(next.task).toMatchObject({ length: 30, block: 0, baseModel: after.models.pairs });
    await sendReports(pair, 60, Float32Array.from({ length: 30 }, () => 0.6));
    await closeRound(pair);
    await pair.turns(1);
    const report = await audit(pair);
    expect(report.checks.filter((check) => !check.ok && check.advisory !== true)).toEqual([]);
    expect(report.rounds.map(({ ok: good }) => good)).toEqual([true, true]);
    await pair.restartLeader({ catalogue: aHash('another catalogue'), cells: 30, maxBlocks: 1 });
    await pair.turns(1);
    expect((await pair.manifest()).models.pairs).toBe(report.rounds.filter((round) => round.kind === 'model')[1]?.record.modelAfter); // the same catalogue goes on
    await pair.restartLeader({ catalogue: aHash('another catalogue'), cells: 31, maxBlocks: 1 });
    await pair.turns(1);
    expect((await tableNow()).weights).toEqual(new Float32Array(31)); // laid out otherwise
    await pair.restartLeader({ catalogue: aHash('another catalogue'), cells: 31, maxBlocks: 1, layout: 0 });
    await pair.turns(1);
    expect(await tableNow()).toMatchObject({ layout: 0 }); // and by another version, whatever its size
    await expect(pair.restartLeader(undefined, 5)).rejects.toThrow('The mix model of this data folder has 3 weights and this version wants 5: start with another folder');
    await pair.restartLeader({ catalogue: aHash('another catalogue'), cells: 31, maxBlocks: 1, layout: 0 });
    await pair.turns(1);
    expect((await audit(pair)).checks.filter((check) => !check.ok && check.advisory !== true)).toEqual([]);
  });
});
