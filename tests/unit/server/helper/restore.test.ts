import { afterEach, expect, test } from 'vitest';
import { encodeAggregateShareRequest, encodeTask, taskIdOf } from '#core/protocol';
import { sortedRoot } from '#core/tlog';
import { ed25519, webRandomness, webSymmetric } from '#page/crypto';
import { closeForRestore, createLogCopy } from '#server/helper';
import { createMetrics } from '#server/http';
import { authToken, identityIn, type PairSecret } from '#server/pair';
import { A_PLAN, quietLogger, sendReports, startPair, type TestPair } from '#support/pair';

const TOKEN = authToken(new Uint8Array(32).fill(7) as PairSecret);

let pair: TestPair | undefined;
afterEach(async () => {
  await pair?.close();
  pair = undefined;
});

const ask = (url: string, method: string, body: Uint8Array): Promise<Response> => fetch(url, { method, body: new Uint8Array(body), headers: { 'dap-auth-token': TOKEN } });

test('closeForRestore() gives up every open batch: what a backup calls open may have been released since, and noise is never drawn twice', async () => {
  pair = await startPair();
  await pair.turns();
  const { id } = await pair.task();
  await sendReports(pair, 55);
  pair.clock.forward(4_000); // longer than a report waits for its job
  await pair.turns(1);
  const { store } = pair.helper;
  const ids = store.tables.jobs.countedIds(id);
  expect(ids.length).toBe(55);
  await closeForRestore({ ...pair.helper, clock: pair.clock, logger: quietLogger() });
  expect(store.tables.tasks.get(id)?.phase).toBe('abandoned');
  expect(store.tables.batches.sum(id, 4).reports).toBe(0);
  const share = await ask(`${pair.helperUrl}/v1/tasks/${id}/share`, 'POST', encodeAggregateShareRequest({ taskId: id, reports: ids.length, idsRoot: sortedRoot(ids) }));
  expect(share.status).toBe(410);
});

test('a task that opened before the restore is not agreed to again, one that opens later is', async () => {
  pair = await startPair();
  await pair.turns();
  const { task } = await pair.task();
  await closeForRestore({ ...pair.helper, clock: { nowMs: () => task.opensMs + 1 }, logger: quietLogger() });
  const earlier = encodeTask({ ...task, clipNorm: 0.25 });
  const refused = await ask(`${pair.helperUrl}/v1/tasks/${taskIdOf(earlier)}`, 'PUT', earlier);
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain('from before this helper was restored');
  const later = encodeTask({ ...task, opensMs: task.opensMs + 2, closesMs: task.closesMs + 2 });
  expect((await ask(`${pair.helperUrl}/v1/tasks/${taskIdOf(later)}`, 'PUT', later)).status).toBe(200);
});

test('a leader whose batch was given up by a restored helper gives it up too, and goes on with the next task', async () => {
  pair = await startPair();
  await pair.turns();
  const { id } = await pair.task();
  await sendReports(pair, 55);
  await closeForRestore({ ...pair.helper, clock: pair.clock, logger: quietLogger() });
  pair.clock.forward(A_PLAN.windowMs(0));
  await pair.turns(4);
  expect(pair.leader.store.tables.tasks.get(id)?.phase).toBe('abandoned');
  expect((await pair.task()).id).not.toBe(id);
});

test('a folder that is older than what its own key signed is found out by the log, though nobody said that it was restored', async () => {
  pair = await startPair();
  await pair.turns();
  const { store } = pair.helper;
  const helper = { store, identity: await identityIn(store, 'helper', () => ''), secret: new Uint8Array(32) as PairSecret, clock: pair.clock, randomness: webRandomness, symmetric: webSymmetric, ed25519, metrics: createMetrics(), logger: quietLogger() };
  const copy = createLogCopy(helper, pair.leaderUrl);
  const [row] = store.tables.witnessed.all();
  if (!row) throw new Error('The helper cosigned nothing');
  expect((await copy.catchUp()).ok).toBe(true);
  expect(store.tables.tasks.open().length).toBe(1); // what the folder remembers is what it signed
  await sendReports(pair, 55);
  pair.clock.forward(A_PLAN.windowMs(0));
  await pair.turns(4); // a round closed, and the log grew under this helper's signature
  await store.transact(({ witnessed }) => witnessed.set(row)); // the backup is put back
  expect(store.tables.tasks.open().length).toBe(1);
  expect((await copy.catchUp()).ok).toBe(true);
  expect(store.tables.tasks.open()).toEqual([]);
  pair.clock.forward(A_PLAN.windowMs(0));
  await pair.turns(6);
  const { id } = await pair.task();
  expect((await copy.catchUp()).ok).toBe(true);
  expect(store.tables.tasks.get(id)?.phase).toBe('open'); // noticed once: what comes after is its own again
});
