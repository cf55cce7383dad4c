import { afterEach, describe, expect, test } from 'vitest';
import { auditDeployment } from '#core/audit';
import { fail, ok, seededChance } from '#core/units';
import { vdafOfTask } from '#core/vdaf';
import { ed25519, webRandomness, webSymmetric } from '#page/crypto';
import { createLogCopy } from '#server/helper';
import { createMetrics } from '#server/http';
import { identityIn, type PairSecret } from '#server/pair';
import type { HelperTables, LeaderTables, LogTable } from '#server/store';
import { faultyStore, isWrite, type Decide, type FaultMode, type TableCall } from '#support/faulty-store';
import { aReportBody, A_PLAN, post, quietLogger, startPair, type StoreWrappers, type TestPair } from '#support/pair';
import { valueOf } from '#support/result';

let pair: TestPair | undefined;
afterEach(async () => {
  await pair?.close();
  pair = undefined;
});

const REPORTS = 50;
/** A life takes ten seconds on idle cores; nothing in it depends on speed. */
const TIMEOUT_MS = 300_000;
/** Turns in which a round is published although every operation of it failed once. */
const MOST_TURNS = 120;
/** Sends after which a report is taken although every operation of it failed once. */
const MOST_SENDS = 40;

/** Both servers' stores with faults, and what became durable in them over all restarts. */
function faulty(decide: (server: 'leader' | 'helper', operation: string) => FaultMode | undefined): { readonly stores: StoreWrappers; durable(server: 'leader' | 'helper'): readonly (readonly TableCall[])[] } {
  const durable = { leader: [] as (readonly (readonly TableCall[])[])[], helper: [] as (readonly (readonly TableCall[])[])[] };
  const of = (server: 'leader' | 'helper'): Decide => (operation) => decide(server, operation);
  return {
    durable: (server) => durable[server].flat(),
    stores: {
      leader(store) {
        const wrapped = faultyStore<LeaderTables>(store, of('leader'));
        durable.leader.push(wrapped.durable);
        return wrapped.store;
      },
      helper(store) {
        const wrapped = faultyStore<HelperTables>(store, of('helper'));
        durable.helper.push(wrapped.durable);
        return wrapped.store;
      },
    },
  };
}

async function send({ leaderUrl }: TestPair, body: Uint8Array<ArrayBuffer>): Promise<void> {
  for (let i = 0; i < MOST_SENDS; i++) {
    const { status, type } = await post(leaderUrl, body);
    if (status === 200 || status === 201) return;
    expect({ status, type }).toEqual({ status: 500, type: 'application/problem+json' }); // says: the same bytes may be sent again
  }
  throw new Error(`A report was not taken after ${MOST_SENDS} sends`);
}

async function until<Value>(look: () => Promise<Value | undefined>, turn: () => Promise<void>): Promise<Value> {
  for (let i = 0; i < MOST_TURNS; i++) {
    const value = await look().catch(() => undefined);
    if (value !== undefined) return value;
    await turn();
  }
  throw new Error(`Nothing came of ${MOST_TURNS} turns`);
}

interface Rounds {
  readonly rounds: readonly { readonly record: { readonly leaderReports: number; readonly helperReports: number } }[];
}

/** Released shares of one owner in a store, each with the bare sum of its transaction. */
function released(transactions: readonly (readonly TableCall[])[], owner: 'leader' | 'helper'): readonly { readonly sum: Uint32Array; readonly reports: number }[] {
  return transactions.filter((calls) => calls.some(({ operation, args }) => operation === 'batches.addShare' && args[1] === owner))
    .map((calls) => (calls.find(({ operation }) => operation === 'batches.sum')?.result as { sum: Uint32Array; reports: number } | undefined) ?? { sum: new Uint32Array(0), reports: 0 });
}

/** The helper's copy of its leader's log, over the helper's store as it fails. */
async function copierOf(running: TestPair): Promise<ReturnType<typeof createLogCopy>> {
  const { helper: { store }, clock, leaderUrl } = running;
  const identity = await patiently(() => identityIn(store, 'helper', () => ''));
  return createLogCopy({ store, identity, secret: new Uint8Array(32) as PairSecret, clock, randomness: webRandomness, symmetric: webSymmetric, ed25519, metrics: createMetrics(), logger: quietLogger() }, leaderUrl);
}

async function patiently<Value>(look: () => Value | Promise<Value>): Promise<Value> {
  for (let i = 0; ; i++) {
    try {
      return await look();
    } catch (error) {
      if (i === MOST_SENDS) throw error;
    }
  }
}

/** All that a log holds. */
function logOf(log: LogTable): { readonly leaves: readonly Uint8Array[]; readonly nodes: readonly (readonly Uint8Array[])[] } {
  const size = log.size();
  return { leaves: log.leaves(0, size), nodes: [0, 1, 2, 3, 4].map((level) => log.nodes(level, 0, size)) };
}

/** A deployment's whole life, from its first start to a published round, over stores that fail as `decide` says. */
async function aLife(decide: Parameters<typeof faulty>[0]): Promise<void> {
  const { stores, durable } = faulty(decide);
  pair = await startPair({ stores });
  const running = pair;
  const copy = await copierOf(running);
  const turn = async (): Promise<void> => {
    running.clock.forward(2_500); // past every pause between attempts
    await running.turns(1);
    await copy.catchUp().catch(() => undefined); // as the helper's own next look would
  };
  const { id, task } = await until(() => running.task(), turn);
  const delta = (i: number): Float32Array => Float32Array.of(0.1, -0.02 * (i % 7), 0, 0.01 * i);
  const bodies = await Promise.all(Array.from({ length: REPORTS }, (_, i) => aReportBody(task, id, delta(i), running.clock)));
  for (const body of bodies) await send(running, body);
  running.clock.forward(A_PLAN.windowMs(0));
  const round = await until(async () => ((await (await fetch(`${running.leaderUrl}/v1/rounds`)).json()) as Rounds).rounds[0], turn);
  expect(round.record).toMatchObject({ leaderReports: REPORTS, helperReports: REPORTS });
  await turn();
  await until(async () => ((await copy.catchUp()).ok ? true : undefined), turn);

  // The helper's copy of the log is the leader's, byte for byte: no entry missing, doubled or torn.
  const [log, kept] = await Promise.all([running.leader, running.helper].map((server) => patiently(() => logOf(server.store.tables.log))));
  expect(kept).toEqual(log);
  expect(log?.leaves.length).toBeGreaterThan(5);
  // One share of each owner in each store, ever; and the bare sums behind them are those of 50 reports, whatever failed.
  const [ours, taken, theirs] = [released(durable('leader'), 'leader'), released(durable('leader'), 'helper'), released(durable('helper'), 'helper')];
  expect([ours.length, taken.length, theirs.length]).toEqual([1, 1, 1]);
  expect([ours[0]?.reports, theirs[0]?.reports]).toEqual([REPORTS, REPORTS]);
  const vdaf = valueOf(vdafOfTask(task, { symmetric: webSymmetric }));
  const sums = vdaf.unshard([ours[0]?.sum ?? vdaf.emptySum(), theirs[0]?.sum ?? vdaf.emptySum()], REPORTS);
  const unit = task.integerNorm / task.clipNorm;
  const plain = Float64Array.from({ length: 4 }, (_, at) => Array.from({ length: REPORTS }, (_, i) => (delta(i)[at] ?? 0) * unit).reduce((a, b) => a + b, 0));
  for (const [at, value] of plain.entries()) expect(Math.abs((sums[at] ?? 0) - value)).toBeLessThan(REPORTS); // each was rounded by less than one
  const report = await auditDeployment({
    policy: running.policy, nowMs: running.clock.nowMs(), symmetric: webSymmetric, ed25519,
    async load(path) {
      let response = await fetch(`${running.leaderUrl}${path}`);
      for (let i = 0; i < MOST_SENDS && response.status === 500; i++) response = await fetch(`${running.leaderUrl}${path}`);
      return response.ok ? ok(new Uint8Array(await response.arrayBuffer())) : fail('missing', `${path}: ${response.status}`);
    },
  });
  expect(report.checks.filter((check) => !check.ok && check.advisory !== true)).toEqual([]);
}

describe('over stores that fail', () => {
  test.each(['failed', 'written'] as const)('every operation of both servers: its first time "%s", and nothing is lost or counted twice', { timeout: TIMEOUT_MS }, async (mode) => {
    const seen = new Set<string>();
    await aLife((server, operation) => {
      const key = `${server} ${operation}`;
      if (seen.has(key) || (mode === 'written' && !isWrite(operation) && !operation.startsWith('commit'))) return undefined;
      seen.add(key);
      return mode;
    });
    for (const operation of ['leader commit of reports.add', 'leader reports.add', 'leader commit of reports.claim', 'leader rounds.add', 'leader log.addLeaf', 'helper jobs.addAnswer', 'helper batches.addShare', 'helper batches.dropSum', 'helper jobs.dropAnswers', 'helper log.addLeaf', 'helper log.addNode', 'helper commit of log.addLeaf, log.addNode', 'helper commit of settings.set']) {
      expect(seen).toContain(operation);
    }
  });

  test.each([1, 2, 3])('one operation in a hundred, drawn with seed %i, either way', { timeout: TIMEOUT_MS }, async (seed) => {
    const chance = seededChance(seed);
    let faults = 0;
    await aLife(() => {
      if (chance.below(100) > 0) return undefined;
      faults += 1;
      return chance.below(2) === 0 ? 'failed' : 'written';
    });
    expect(faults).toBeGreaterThan(0);
  });
});
