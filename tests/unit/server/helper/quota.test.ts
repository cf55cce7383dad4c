import { request as httpRequest, type ClientRequest } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { decodeUpload, encodeAggregateShareRequest, encodeAggregationJob, encodeTask, taskIdOf, type ModelTask, type TaskId } from '#core/protocol';
import { sortedRoot } from '#core/tlog';
import { HOUR_MS, toHex } from '#core/units';
import { ed25519, webRandomness, webSymmetric } from '#page/crypto';
import { createLogCopy, parseQuota, type Quota } from '#server/helper';
import { createMetrics, type Metrics } from '#server/http';
import { authToken, identityIn, MAX_TASK_REPORTS, type PairSecret } from '#server/pair';
import { A_PLAN, aReportBody, quietLogger, sendReports, startPair, type TestPair } from '#support/pair';
import { valueOf } from '#support/result';

const TOKEN = authToken(new Uint8Array(32).fill(7) as PairSecret);
const ROOMY: Quota = valueOf(parseQuota('{}'));

let pair: TestPair | undefined;
afterEach(async () => {
  await pair?.close();
  pair = undefined;
});

/** A pair whose helper allows its shop `given`; a test may change the object later, as an operator's next start would. */
async function withQuota(given: Partial<Quota>): Promise<{ readonly pair: TestPair; readonly quota: { -readonly [Part in keyof Quota]: number }; readonly id: TaskId; readonly task: ModelTask }> {
  const quota = { ...ROOMY, ...given };
  pair = await startPair({ quota });
  await pair.turns();
  return { pair, quota, ...(await pair.task()) };
}

const put = (url: string, body: Uint8Array): Promise<Response> => fetch(url, { method: 'PUT', body: new Uint8Array(body), headers: { 'dap-auth-token': TOKEN } });
const kindOf = async (answer: Response): Promise<unknown> => [answer.status, ((await answer.json()) as { type?: unknown }).type];
const OVER = [507, 'urn:homebird:problem:quota'];

const putTask = ({ helperUrl }: TestPair, task: ModelTask): Promise<Response> => put(`${helperUrl}/v1/tasks/${taskIdOf(encodeTask(task))}`, encodeTask(task));

let jobs = 0;
/** Sends a job of `count` reports with fresh ids that do not open, under a fresh job id. */
async function junkJob({ helperUrl, clock }: TestPair, id: TaskId, count: number): Promise<Response> {
  const requests = Array.from({ length: count }, () => {
    const reportId = new Uint8Array(16);
    webRandomness.fill(reportId);
    return { metadata: { reportId, timeHours: Math.floor(clock.nowMs() / HOUR_MS) }, publicShare: new Uint8Array(0), helper: { configId: 2, enc: new Uint8Array(65), payload: new Uint8Array(34) }, prepareShare: new Uint8Array(0) };
  });
  return put(`${helperUrl}/v1/tasks/${id}/jobs/${(jobs += 1).toString(16).padStart(32, '0')}`, encodeAggregationJob({ taskId: id, requests }));
}

const askForShare = ({ helperUrl }: TestPair, id: TaskId, ids: readonly Uint8Array[]): Promise<Response> =>
  fetch(`${helperUrl}/v1/tasks/${id}/share`, { method: 'POST', body: new Uint8Array(encodeAggregateShareRequest({ taskId: id, reports: ids.length, idsRoot: sortedRoot(ids) })), headers: { 'dap-auth-token': TOKEN } });

/** The copier of the pair's helper under `quota`. */
async function copierOf({ helper: { store }, clock, leaderUrl }: TestPair, quota: Quota, metrics: Metrics = createMetrics()): Promise<ReturnType<typeof createLogCopy>> {
  const identity = await identityIn(store, 'helper', () => '');
  return createLogCopy({ store, identity, quota, secret: new Uint8Array(32) as PairSecret, clock, randomness: webRandomness, symmetric: webSymmetric, ed25519, metrics, logger: quietLogger() }, leaderUrl);
}

describe('parseQuota()', () => {
  test('reads any of its numbers, and has a default for the rest', () => {
    expect(valueOf(parseQuota('{"logBytes": 5}'))).toEqual({ ...ROOMY, logBytes: 5 });
    expect(valueOf(parseQuota('{"storeBytes":1,"logBytes":2,"openTasks":3}'))).toEqual({ storeBytes: 1, logBytes: 2, openTasks: 3 });
  });

  test.each(['', 'x', 'null', '[]', '3', '{"openTasks":0}', '{"openTasks":"3"}', '{"openTasks":1.5}', '{"tasks":3}', '{"__proto__":3}', '{"logBytes":1e300}'])('refuses %s, and says what is wanted', (text) => {
    expect(parseQuota(text)).toMatchObject({ ok: false, fault: { kind: 'bad-quota', message: expect.stringContaining('wanted {"storeBytes": N') as string } });
  });
});

describe('a shop that would fill its helper\'s disk', () => {
  test('has so many tasks open and no more; one that is over makes room', async () => {
    const { pair, task } = await withQuota({ openTasks: 2 });
    expect((await putTask(pair, { ...task, block: 1 })).status).toBe(200);
    expect(await kindOf(await putTask(pair, { ...task, block: 2 }))).toEqual(OVER);
    expect((await putTask(pair, { ...task, block: 1 })).status).toBe(200); // known: nothing new
    pair.clock.forward(A_PLAN.windowMs(0));
    const later = { ...task, opensMs: task.closesMs, closesMs: task.closesMs + A_PLAN.windowMs(0) };
    expect((await putTask(pair, { ...later, block: 2 })).status).toBe(200);
    expect(pair.helper.store.tables.tasks.open().length).toBe(2);
    expect(await (await fetch(`${pair.helperUrl}/metrics`)).text()).toContain('homebird_quota_refused_total{quota="open-tasks"} 1');
  });

  test('is refused new jobs and tasks from its bytes on, for as many as it sends', async () => {
    const { pair, quota, id, task } = await withQuota({});
    quota.storeBytes = pair.helper.store.usedBytes() + 100_000;
    let refusedAt = 0;
    for (let i = 0; i < 200 && refusedAt === 0; i++) if ((await junkJob(pair, id, 64)).status === 507) refusedAt = i;
    expect(refusedAt).toBeGreaterThan(3);
    for (let i = 0; i < 20; i++) expect(await kindOf(await junkJob(pair, id, 64))).toEqual(OVER);
    expect(await kindOf(await putTask(pair, { ...task, block: 1 }))).toEqual(OVER);
    expect(pair.helper.store.usedBytes()).toBeLessThan(quota.storeBytes + 50_000); // past it by one job at most
    const text = await (await fetch(`${pair.helperUrl}/metrics`)).text();
    expect(text).toContain('homebird_refused_total{reason="quota"} 22');
    expect(text).toContain('homebird_quota_refused_total{quota="store"} 22');
    expect(text).toMatch(/^homebird_store_bytes \d+$/m);
    expect(pair.lines.filter((line) => line.includes('used its quota up')).length).toBe(1); // lines take disk too
  });

  test('ends what it has begun: a full store still releases a share, and gives tasks up', async () => {
    const { pair, quota, id, task } = await withQuota({});
    await putTask(pair, { ...task, block: 1 });
    await sendReports(pair, 50);
    pair.clock.forward(4_000);
    await pair.turns(1);
    quota.storeBytes = 1;
    expect((await askForShare(pair, id, pair.helper.store.tables.jobs.countedIds(id))).status).toBe(200);
    const other = taskIdOf(encodeTask({ ...task, block: 1 }));
    expect((await fetch(`${pair.helperUrl}/v1/tasks/${other}`, { method: 'DELETE', headers: { 'dap-auth-token': TOKEN } })).status).toBe(200);
  });

  test('loses no report by it: the leader waits, and the round closes once its operator has more room', async () => {
    const { pair, quota } = await withQuota({});
    await sendReports(pair, 50);
    quota.storeBytes = 1;
    pair.clock.forward(A_PLAN.windowMs(0));
    await pair.turns(3);
    expect(pair.leader.store.tables.rounds.last()).toBe(0);
    const { waitsFor } = (await (await fetch(`${pair.leaderUrl}/v1/rounds`)).json()) as { waitsFor: readonly { why: string }[] };
    expect(waitsFor.map(({ why }) => why)).toEqual(['keeps no more for this shop until its operator allows it']);
    quota.storeBytes = ROOMY.storeBytes;
    await pair.turns(3);
    expect(pair.leader.store.tables.rounds.last()).toBe(1);
  });

  test('has so many reports in one task, those refused counted too', async () => {
    const { pair, id } = await withQuota({});
    await pair.helper.store.transact(({ rejects }) => rejects.add(id, 'report_replayed', MAX_TASK_REPORTS - 2));
    expect(await kindOf(await junkJob(pair, id, 3))).toEqual(OVER);
    expect((await junkJob(pair, id, 2)).status).toBe(200);
    expect(await kindOf(await junkJob(pair, id, 1))).toEqual(OVER);
  });

  test('sends no job without reports: each would leave an answer', async () => {
    const { pair, id } = await withQuota({});
    expect((await junkJob(pair, id, 0)).status).toBe(422);
  });

  test('leaves no answers behind once a task is opened or given up', async () => {
    const { pair, id } = await withQuota({});
    await sendReports(pair, 50);
    pair.clock.forward(4_000);
    await pair.turns(1);
    const { jobs: kept } = pair.helper.store.tables;
    const { unfinished } = pair.leader.store.tables.reports;
    expect(unfinished(id)).toEqual([]);
    await junkJob(pair, id, 1);
    const job = jobs.toString(16).padStart(32, '0');
    expect(kept.answer(id, job)).toBeDefined();
    await askForShare(pair, id, kept.countedIds(id));
    expect(kept.answer(id, job)).toBeUndefined();
    expect(kept.countedIds(id).length).toBe(50); // receipts need them
  });

  test('has a log copied up to its bytes; what was proven is served, the rest comes once there is room', async () => {
    const { pair } = await withQuota({});
    const metrics = createMetrics();
    const quota = { ...ROOMY, logBytes: 100 };
    const copy = await copierOf(pair, quota, metrics);
    for (let i = 0; i < 2; i++) expect(await copy.catchUp()).toMatchObject({ ok: false, fault: { kind: 'full', usedUp: 'log' } });
    expect(pair.helper.store.tables.log.size()).toBe(0);
    expect(await metrics.text()).toContain('homebird_quota_refused_total{quota="log"} 2');
    quota.logBytes = ROOMY.logBytes;
    const size = valueOf(await copy.catchUp());
    expect(size).toBe(pair.leader.store.tables.log.size());
    expect(await metrics.text()).toContain(`homebird_log_copy_bytes ${pair.helper.store.tables.log.bytes() + 128 * size}`);
    quota.logBytes = pair.helper.store.tables.log.bytes() + 128 * size + 1; // full again, and whole
    expect(valueOf(await copy.catchUp())).toBe(size);
  });

  test('has nothing copied into a store that is full', async () => {
    const { pair } = await withQuota({});
    expect(await (await copierOf(pair, { ...ROOMY, storeBytes: 1 })).catchUp()).toMatchObject({ ok: false, fault: { kind: 'full', usedUp: 'store' } });
    expect(pair.helper.store.tables.log.size()).toBe(0);
  });

  test('costs no write by a log that stands still', async () => {
    const { pair } = await withQuota({});
    const { store } = pair.helper;
    let writes = 0;
    const counted: TestPair['helper'] = { store: { ...store, transact: (work) => {
      writes += 1;
      return store.transact(work);
    } } };
    const copy = await copierOf({ ...pair, helper: counted }, ROOMY);
    valueOf(await copy.catchUp());
    const before = writes;
    for (let i = 0; i < 3; i++) valueOf(await copy.catchUp());
    expect(writes).toBe(before);
  });

  test('has so many calls in work at a time and no more, so that its jobs leave memory to its neighbours', async () => {
    const { pair, id } = await withQuota({});
    const statuses: Promise<number | undefined>[] = [];
    const held = Array.from({ length: 17 }, (_, i): ClientRequest => {
      const slow = httpRequest(`${pair.helperUrl}/v1/tasks/${id}/jobs/${i.toString(16).padStart(32, 'e')}`, { method: 'PUT', headers: { 'dap-auth-token': TOKEN, 'content-length': '1000' } });
      statuses.push(new Promise((resolve) => slow.on('response', ({ statusCode }) => resolve(statusCode))));
      slow.on('error', () => undefined); // each is let go of in the end
      slow.write(new Uint8Array(10));
      return slow;
    });
    expect(await Promise.race(statuses)).toBe(503); // the one that came last
    const answer = async (): Promise<number> => (await junkJob(pair, id, 1)).status;
    expect(await answer()).toBe(503);
    expect((await fetch(`${pair.helperUrl}/v1/key`)).status).toBe(200); // what is public goes on
    for (const slow of held) slow.destroy();
    while ((await answer()) !== 200);
  });
});

describe('the time of a report', () => {
  test.each([['before its task opened', -2, 'report_too_early'], ['after its task closed', 2, 'task_expired']] as const)('%s is refused by the helper too, whatever its leader makes of it', async (_, hours, error) => {
    const { pair, id, task } = await withQuota({});
    const body = await aReportBody(task, id, Float32Array.of(0.1, 0, 0), { nowMs: () => pair.clock.nowMs() + hours * HOUR_MS });
    const { report: { metadata, publicShare, helper } } = valueOf(decodeUpload(body));
    const job = encodeAggregationJob({ taskId: id, requests: [{ metadata, publicShare, helper, prepareShare: new Uint8Array(8) }] });
    expect((await put(`${pair.helperUrl}/v1/tasks/${id}/jobs/${toHex(metadata.reportId)}`, job)).status).toBe(200);
    expect(pair.helper.store.tables.rejects.of(id)).toEqual({ [error]: 1 });
  });
});
