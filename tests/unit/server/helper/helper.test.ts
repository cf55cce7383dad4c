import { afterEach, describe, expect, test } from 'vitest';
import { abandonedTaskText, aggregateShareText, decodeAggregateShareResponse, encodeAggregateShareRequest, encodeAggregationJob, encodeTask, taskIdOf, type AggregationJob, type ModelTask, type TaskId } from '#core/protocol';
import { parseKeyLine, sortedRoot } from '#core/tlog';
import { contentHash, HOUR_MS, seededChance, toHex } from '#core/units';
import { ed25519 } from '#page/crypto';
import { authToken, type PairSecret } from '#server/pair';
import { A_PLAN, sendReports, startPair, type TestPair } from '#support/pair';
import { valueOf } from '#support/result';

const TOKEN = authToken(new Uint8Array(32).fill(7) as PairSecret);

let pair: TestPair | undefined;
afterEach(async () => {
  await pair?.close();
  pair = undefined;
});

/** A pair with an open task to which `count` reports came. */
async function withReports(count: number): Promise<{ pair: TestPair; id: TaskId; task: ModelTask }> {
  pair = await startPair();
  await pair.turns();
  const { id, task } = await pair.task();
  await sendReports(pair, count);
  pair.clock.forward(4_000); // longer than a report waits for its job
  await pair.turns(1);
  return { pair, id, task };
}

function ask({ helperUrl }: TestPair, method: string, path: string, body: Uint8Array | string): Promise<Response> {
  return fetch(`${helperUrl}${path}`, { method, body: new Uint8Array(Buffer.from(body as Uint8Array)), headers: { 'dap-auth-token': TOKEN } });
}

async function bytesOf(answer: Response): Promise<Uint8Array> {
  return new Uint8Array(await answer.arrayBuffer());
}

function askForShare(pair: TestPair, id: TaskId, ids: readonly Uint8Array[], reports = ids.length): Promise<Response> {
  return ask(pair, 'POST', `/v1/tasks/${id}/share`, encodeAggregateShareRequest({ taskId: id, reports, idsRoot: sortedRoot(ids) }));
}

describe('against a hostile leader, the helper', () => {
  test('opens nothing below k', async () => {
    const { pair, id } = await withReports(49);
    const ids = pair.helper.store.tables.jobs.countedIds(id);
    expect(ids.length).toBe(49);
    const answer = await askForShare(pair, id, ids);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ type: 'urn:homebird:problem:too-few-reports' });
  });

  test('says below k nothing of what it counted, whatever it is asked for', async () => {
    const { pair, id } = await withReports(7);
    const ids = pair.helper.store.tables.jobs.countedIds(id);
    const asked = [ids, ids.slice(1), [], [new Uint8Array(16)]];
    const answers = await Promise.all(asked.map(async (some) => (await askForShare(pair, id, some, some.length)).text()));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('too-few-reports');
    expect(answers[0]).not.toContain('7');
  });

  test('opens a batch for the ids it counted only, and afterwards for no other', async () => {
    const { pair, id } = await withReports(51);
    const ids = pair.helper.store.tables.jobs.countedIds(id);
    expect((await askForShare(pair, id, ids.slice(1))).status).toBe(409);
    expect((await askForShare(pair, id, ids, 50)).status).toBe(409);
    const first = await askForShare(pair, id, ids);
    expect(first.status).toBe(200);
    const again = await askForShare(pair, id, ids);
    expect(await bytesOf(again)).toEqual(await bytesOf(first)); // the same noise
    expect((await askForShare(pair, id, ids.slice(1))).status).toBe(409); // no difference of two batches
  });

  test('signs task, count, ids and share with the key of the policy, and answers the same signature after a restart', async () => {
    const { pair, id } = await withReports(50);
    const ids = pair.helper.store.tables.jobs.countedIds(id);
    const answered = await bytesOf(await askForShare(pair, id, ids));
    const { reports, idsRoot, share, signature } = valueOf(decodeAggregateShareResponse(answered));
    const { publicKey } = valueOf(parseKeyLine(pair.policy.helperKey));
    const signed = { taskId: id, reports, idsRoot: toHex(idsRoot), share: contentHash(share) };
    expect(await ed25519.verify(publicKey, aggregateShareText(signed), signature)).toBe(true);
    expect(await ed25519.verify(publicKey, aggregateShareText({ ...signed, reports: 51 }), signature)).toBe(false);
    await pair.restartHelper();
    expect(await bytesOf(await askForShare(pair, id, ids))).toEqual(answered);
  });

  test('releases nothing of a task that is given up at the same time', async () => {
    const { pair, id } = await withReports(51);
    const ids = pair.helper.store.tables.jobs.countedIds(id);
    const statuses = await Promise.all([ask(pair, 'DELETE', `/v1/tasks/${id}`, ''), askForShare(pair, id, ids)]);
    const { phase } = pair.helper.store.tables.tasks.get(id) ?? {};
    expect(statuses.map(({ status }) => status)).toEqual(phase === 'abandoned' ? [200, 410] : [410, 200]);
    expect(pair.helper.store.tables.batches.share(id, 'helper')?.reports).toBe(phase === 'abandoned' ? undefined : 51);
  });

  test('signs that a task was given up unless it has released its share', async () => {
    const { pair, id } = await withReports(50);
    expect((await askForShare(pair, id, pair.helper.store.tables.jobs.countedIds(id))).status).toBe(200);
    expect((await ask(pair, 'DELETE', `/v1/tasks/${id}`, '')).status).toBe(410);
    await pair.close();
    const other = await withReports(1);
    const answer = await ask(other.pair, 'DELETE', `/v1/tasks/${other.id}`, '');
    const { publicKey } = valueOf(parseKeyLine(other.pair.policy.helperKey));
    expect(await ed25519.verify(publicKey, abandonedTaskText(other.id), await bytesOf(answer))).toBe(true);
    expect((await askForShare(other.pair, other.id, other.pair.helper.store.tables.jobs.countedIds(other.id))).status).not.toBe(200);
  });

  test('answers two requests at the same time with one draw of noise', async () => {
    const { pair, id } = await withReports(50);
    const ids = pair.helper.store.tables.jobs.countedIds(id);
    const answers = await Promise.all(Array.from({ length: 8 }, () => askForShare(pair, id, ids)));
    const bodies = await Promise.all(answers.map(bytesOf));
    expect(new Set(bodies.map((body) => Buffer.from(body).toString('hex'))).size).toBe(1);
  });

  test('draws no noise for what it refuses, and once for all who ask at the same time', async () => {
    const { pair, id, task } = await withReports(50);
    let drawn = 0; // a vector this short takes one block of coins
    const chance = seededChance(1);
    await pair.restartHelper({ fill(out) {
      drawn += 1;
      for (const i of out.keys()) out[i] = chance.below(256);
    } });
    const other = encodeTask({ ...task, block: 1 });
    const otherId = taskIdOf(other);
    expect((await ask(pair, 'PUT', `/v1/tasks/${otherId}`, other)).status).toBe(200);
    const ids = pair.helper.store.tables.jobs.countedIds(id);
    await pair.helper.store.transact(({ jobs }) => ids.forEach((each) => jobs.addSeen(otherId, each, true)));
    expect((await ask(pair, 'DELETE', `/v1/tasks/${otherId}`, '')).status).toBe(200);
    drawn = 0;
    expect([(await askForShare(pair, otherId, ids)).status, drawn]).toEqual([410, 0]);
    const answers = await Promise.all(Array.from({ length: 8 }, () => askForShare(pair, id, ids)));
    expect([...new Set(answers.map(({ status }) => status))]).toEqual([200]);
    expect(drawn).toBe(1);
  });

  test('proves a counted report although its leader sends the id again to a later task', async () => {
    const { pair, id, task } = await withReports(50);
    const ids = pair.helper.store.tables.jobs.countedIds(id);
    expect((await askForShare(pair, id, ids)).status).toBe(200);
    const later = encodeTask({ ...task, block: 1 });
    const laterId = taskIdOf(later);
    expect((await ask(pair, 'PUT', `/v1/tasks/${laterId}`, later)).status).toBe(200);
    const [hers] = ids;
    const junk = { metadata: { reportId: hers ?? new Uint8Array(16), timeHours: Math.floor(pair.clock.nowMs() / HOUR_MS) }, publicShare: new Uint8Array(0), helper: { configId: 2, enc: new Uint8Array(65), payload: new Uint8Array(34) }, prepareShare: new Uint8Array(0) };
    expect((await ask(pair, 'PUT', `/v1/tasks/${laterId}/jobs/${'f'.repeat(32)}`, encodeAggregationJob({ taskId: laterId, requests: [junk] }))).status).toBe(200);
    const others = Array.from({ length: 50 }, (_, i) => new Uint8Array(16).fill(i));
    await pair.helper.store.transact(({ jobs }) => others.forEach((each) => jobs.addSeen(laterId, each, true)));
    expect((await askForShare(pair, laterId, others)).status).toBe(200);
    const receipt = await (await fetch(`${pair.helperUrl}/v1/receipts/${toHex(junk.metadata.reportId)}`)).json();
    expect(receipt).toMatchObject({ proof: { task: id, size: 50 } });
  });

  test('counts a report id once, whatever job it comes in', async () => {
    const { pair, id } = await withReports(50);
    const reports = (): number => pair.helper.store.tables.batches.sum(id, 4).reports;
    const before = reports();
    const requests: AggregationJob['requests'] = pair.helper.store.tables.jobs.countedIds(id).slice(0, 5).map((reportId) => ({
      metadata: { reportId, timeHours: 1 }, publicShare: new Uint8Array(0), helper: { configId: 2, enc: new Uint8Array(65), payload: new Uint8Array(34) }, prepareShare: new Uint8Array(0),
    }));
    const body = encodeAggregationJob({ taskId: id, requests });
    const answer = await ask(pair, 'PUT', `/v1/tasks/${id}/jobs/${'c'.repeat(32)}`, body);
    expect(answer.status).toBe(200);
    expect(reports()).toBe(before);
    expect((await ask(pair, 'PUT', `/v1/tasks/${id}/jobs/${'c'.repeat(32)}`, encodeAggregationJob({ taskId: id, requests: requests.slice(1) }))).status).toBe(409);
    expect(await bytesOf(await ask(pair, 'PUT', `/v1/tasks/${id}/jobs/${'c'.repeat(32)}`, body))).toEqual(await bytesOf(answer));
  });

  test('adds nothing to a batch it has opened', async () => {
    const { pair, id } = await withReports(50);
    await askForShare(pair, id, pair.helper.store.tables.jobs.countedIds(id));
    const late = await ask(pair, 'PUT', `/v1/tasks/${id}/jobs/${'d'.repeat(32)}`, encodeAggregationJob({ taskId: id, requests: [] }));
    expect(late.status).toBe(410);
    expect(pair.helper.store.tables.batches.sum(id, 4).reports).toBe(0); // the bare sum is gone
  });

  test('refuses a second open task for the same base model until the first is over', async () => {
    const { pair, task } = await withReports(0);
    const second = encodeTask({ ...task, opensMs: task.opensMs + 1, closesMs: task.closesMs + A_PLAN.windowMs(0) });
    const path = `/v1/tasks/${taskIdOf(second)}`;
    expect((await ask(pair, 'PUT', path, second)).status).toBe(409);
    pair.clock.forward(A_PLAN.windowMs(0));
    expect((await ask(pair, 'PUT', path, second)).status).toBe(200);
    expect((await ask(pair, 'PUT', path, second)).status).toBe(200); // again: the same answer
  });

  test('refuses a task below a floor, with another helper key, over, or under a wrong id', async () => {
    const { pair, task } = await withReports(0);
    const refused: readonly Partial<ModelTask>[] = [
      { minBatch: 49 }, { noiseVariance: { numerator: 1, denominator: 1 } }, { integerNorm: 32_768 }, { vdaf: { ...task.vdaf, name: 'sum' } }, { vdaf: { ...task.vdaf, numProofs: 1 } }, { closesMs: 1, opensMs: 0 },
      { helper: { ...task.helper, hpkePublicKey: task.leader.hpkePublicKey } },
    ];
    for (const change of refused) {
      const bytes = encodeTask({ ...task, block: 1, ...change });
      expect({ change, status: (await ask(pair, 'PUT', `/v1/tasks/${taskIdOf(bytes)}`, bytes)).status }).toEqual({ change, status: 422 });
    }
    const good = encodeTask({ ...task, block: 1 });
    expect((await ask(pair, 'PUT', `/v1/tasks/${'0'.repeat(64)}`, good)).status).toBe(422);
    expect((await ask(pair, 'PUT', `/v1/tasks/${taskIdOf(good)}`, 'noise')).status).toBe(422);
  });

  test('cosigns no second history of the log', async () => {
    const { pair } = await withReports(0);
    const note = await (await fetch(`${pair.leaderUrl}/log/checkpoint`)).text();
    const size = Number(note.split('\n')[1]);
    expect((await ask(pair, 'POST', '/add-checkpoint', `old 0\n\n${note}`)).status).toBe(409); // it knows how far it was
    const same = await ask(pair, 'POST', '/add-checkpoint', `old ${size}\n\n${note}`);
    expect(same.status).toBe(200); // the same tree again is consistent with itself
    const forged = note.replace(/^(\S+\n)\d+\n\S+\n/, `$1${size}\n${Buffer.alloc(32).toString('base64')}\n`);
    expect((await ask(pair, 'POST', '/add-checkpoint', `old ${size}\n\n${forged}`)).status).toBe(403); // its leader has not signed it
    expect((await ask(pair, 'PUT', '/v1/log-key', 'another.log+00000000+AQAA')).status).toBe(422);
  });
});
