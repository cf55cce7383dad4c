import { afterEach, expect, test } from 'vitest';
import { auditDeployment } from '#core/audit';
import { encodePlaintextInputShare, encodeUpload, hpkeInfo, inputShareAad, reportNonce, reportTimeHours, vdafContext, type AggregatorRole, type HpkeCiphertext, type Report, type ModelTask, type TaskId } from '#core/protocol';
import { fail, ok, type Clock } from '#core/units';
import { vdafOfTask } from '#core/vdaf';
import { ed25519, hpkeSeal, webRandomness, webSymmetric } from '#page/crypto';
import { A_PLAN, post, sendReports, startPair, type TestPair } from '#support/pair';
import { valueOf } from '#support/result';

let pair: TestPair | undefined;
afterEach(async () => {
  await pair?.close();
  pair = undefined;
});

const random = (length: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length);
  webRandomness.fill(bytes);
  return bytes;
};

/** What a device that knows the protocol may do at every step of a report that would count. */
interface Tricks {
  readonly metadata?: Partial<Report['metadata']>;
  readonly publicShare?: (share: Uint8Array) => Uint8Array;
  readonly share?: (share: Uint8Array, role: AggregatorRole) => Uint8Array;
  /** Task that the seals of `role` are bound to. */
  readonly taskOf?: (role: AggregatorRole) => TaskId;
  /** Whose role the seal for `role` names. */
  readonly roleOf?: (role: AggregatorRole) => AggregatorRole;
  readonly sealed?: (seals: Record<AggregatorRole, HpkeCiphertext>) => Record<AggregatorRole, HpkeCiphertext>;
}

async function aReport(task: ModelTask, id: TaskId, { nowMs }: Clock, tricks: Tricks = {}): Promise<Uint8Array<ArrayBuffer>> {
  const vdaf = valueOf(vdafOfTask(task, { symmetric: webSymmetric }));
  const metadata = { reportId: random(16), timeHours: reportTimeHours(nowMs()), ...tricks.metadata };
  const shards = await vdaf.shard(Int32Array.of(100, -100, 50, 0), reportNonce({ kind: 'model' }, id, metadata.reportId), random(vdaf.randBytes), vdafContext(id));
  const publicShare = tricks.publicShare?.(shards.publicShare) ?? shards.publicShare;
  const seal = async (role: AggregatorRole, share: Uint8Array = new Uint8Array(0)): Promise<HpkeCiphertext> => ({
    configId: task[role].hpkeConfigId,
    ...valueOf(await hpkeSeal({
      publicKey: task[role].hpkePublicKey, info: hpkeInfo(tricks.roleOf?.(role) ?? role), aad: inputShareAad(tricks.taskOf?.(role) ?? id, metadata, publicShare),
      plaintext: encodePlaintextInputShare(tricks.share?.(share, role) ?? share),
    })),
  });
  const seals = { leader: await seal('leader', shards.inputShares[0]), helper: await seal('helper', shards.inputShares[1]) };
  return encodeUpload(id, { metadata, publicShare, ...(tricks.sealed?.(seals) ?? seals) });
}

const changedAt = (at: number) => (bytes: Uint8Array): Uint8Array => bytes.with(at, (bytes[at] ?? 0) ^ 1);
const onlyFor = (whose: AggregatorRole, change: (share: Uint8Array) => Uint8Array): Tricks => ({ share: (share, role) => (role === whose ? change(share) : share) });
const helperSeal = (change: (seal: HpkeCiphertext) => HpkeCiphertext): Tricks => ({ sealed: ({ leader, helper }) => ({ leader, helper: change(helper) }) });
const OTHER_TASK = 'e'.repeat(64) as TaskId;

/** What the leader answers, and what the record of the round calls it where it is found out later. */
const LIES: readonly (readonly [string, Tricks, number, string])[] = [
  ['the public share lies about the leader\'s part for the checks', { publicShare: changedAt(0) }, 201, 'invalid-proof'],
  ['the public share lies about the helper\'s part for the checks', { publicShare: changedAt(32) }, 201, 'invalid-proof'],
  ['the public share lies about the leader\'s part for the proofs', { publicShare: changedAt(64) }, 201, 'invalid-proof'],
  ['the public share lies about the helper\'s part for the proofs', { publicShare: changedAt(96) }, 201, 'invalid-proof'],
  ['the public share is nothing but lies', { publicShare: () => random(128) }, 201, 'invalid-proof'],
  ['the public share is short', { publicShare: (share) => share.subarray(1) }, 422, 'malformed'],
  ['the leader\'s share holds a number above p', onlyFor('leader', (share) => share.slice().fill(255, 0, 4)), 201, 'malformed'],
  ['the leader\'s share has another blind', onlyFor('leader', (share) => changedAt(share.length - 1)(share)), 201, 'invalid-proof'],
  ['the leader\'s share is short', onlyFor('leader', (share) => share.subarray(4)), 422, 'malformed'],
  ['the helper\'s share has another seed', onlyFor('helper', changedAt(0)), 201, 'invalid-proof'],
  ['the helper\'s share has another blind', onlyFor('helper', changedAt(127)), 201, 'invalid-proof'],
  ['the helper\'s share is short', onlyFor('helper', (share) => share.subarray(1)), 201, 'invalid-proof'],
  ['the helper\'s share is nothing', onlyFor('helper', () => new Uint8Array(0)), 201, 'invalid-proof'],
  ['the helper gets the leader\'s share', onlyFor('helper', () => random(6_000)), 201, 'invalid-proof'],
  ['the helper\'s seal is of another task', { taskOf: (role) => (role === 'helper' ? OTHER_TASK : 'f'.repeat(64) as TaskId) }, 422, 'undecryptable'],
  ['both seals are bound to other roles', { roleOf: (role) => (role === 'leader' ? 'helper' : 'leader') }, 422, 'undecryptable'],
  ['the helper\'s seal names the leader', { roleOf: () => 'leader' }, 201, 'undecryptable'],
  ['the seals are swapped', { sealed: ({ leader, helper }) => ({ leader: { ...helper, configId: leader.configId }, helper: { ...leader, configId: helper.configId } }) }, 422, 'undecryptable'],
  ['the leader\'s seal stands twice', { sealed: ({ leader, helper }) => ({ leader, helper: { ...leader, configId: helper.configId } }) }, 201, 'undecryptable'],
  ['the helper\'s seal is to another key', helperSeal((seal) => ({ ...seal, configId: 77 })), 201, 'undecryptable'],
  ['the helper\'s key is no point', helperSeal((seal) => ({ ...seal, enc: random(65) })), 201, 'undecryptable'],
  ['the helper\'s key is the point at infinity', helperSeal((seal) => ({ ...seal, enc: Uint8Array.of(0) })), 201, 'undecryptable'],
  ['the helper\'s key is compressed', helperSeal((seal) => ({ ...seal, enc: Uint8Array.of(2, ...seal.enc.subarray(1, 33)) })), 201, 'undecryptable'],
  ['the helper\'s ciphertext is empty', helperSeal((seal) => ({ ...seal, payload: new Uint8Array(0) })), 201, 'undecryptable'],
  ['the helper\'s ciphertext is shorter than its tag', helperSeal((seal) => ({ ...seal, payload: seal.payload.subarray(0, 15) })), 201, 'undecryptable'],
];

test('no lie of a device splits a batch: the leader counts what the helper counts, and the honest rest is published', async () => {
  pair = await startPair();
  await pair.turns();
  const { id, task } = await pair.task();
  const { bodies, statuses } = await sendReports(pair, 50);
  expect(new Set(statuses)).toEqual(new Set([201]));
  const wanted: Record<string, number> = {};
  for (const [what, tricks, status, reason] of LIES) {
    const answer = await post(pair.leaderUrl, await aReport(task, id, pair.clock, tricks));
    expect([what, answer.status]).toEqual([what, status]);
    wanted[reason] = (wanted[reason] ?? 0) + 1;
  }

  const [honest = new Uint8Array(0)] = bodies;
  const reportId = honest.slice(32, 48);
  expect((await post(pair.leaderUrl, await aReport(task, id, pair.clock, { metadata: { reportId } }))).status).toBe(409); // another's id
  expect((await post(pair.leaderUrl, honest)).status).toBe(200);
  expect((await post(pair.leaderUrl, await aReport(task, OTHER_TASK, pair.clock))).status).toBe(404);
  const moved = new Uint8Array(honest);
  moved.set(Buffer.from(OTHER_TASK, 'hex'), 0);
  expect((await post(pair.leaderUrl, moved)).status).toBe(404);
  for (const [timeHours, status] of [[0, 422], [2 ** 53 - 1, 410]] as const) expect((await post(pair.leaderUrl, await aReport(task, id, pair.clock, { metadata: { timeHours } }))).status).toBe(status);

  pair.clock.forward(A_PLAN.windowMs(0));
  await pair.turns(6);
  const { rounds } = (await (await fetch(`${pair.leaderUrl}/v1/rounds`)).json()) as { rounds: { record: Record<string, unknown> & { rejects: Record<string, number> } }[] };
  expect(rounds.map(({ record }) => [record['leaderReports'], record['helperReports'], record['outcome']])).toEqual([[50, 50, 'published']]);
  const [round] = rounds;
  for (const [reason, count] of Object.entries(wanted)) expect([reason, round?.record.rejects[reason]]).toEqual([reason, count]);
  const { leaderUrl } = pair;
  const audit = await auditDeployment({
    policy: pair.policy, nowMs: pair.clock.nowMs(), symmetric: webSymmetric, ed25519,
    async load(path) {
      const response = await fetch(`${leaderUrl}${path}`);
      return response.ok ? ok(new Uint8Array(await response.arrayBuffer())) : fail('missing', path);
    },
  });
  expect(audit.checks.filter((check) => !check.ok && check.advisory !== true)).toEqual([]);
  expect(pair.lines.filter((line) => line.includes('given up') || line.includes('failed'))).toEqual([]);
}, 60_000);

test('names that every object has are no tasks, jobs or files', async () => {
  pair = await startPair();
  for (const name of ['__proto__', 'constructor', 'toString', '%00', '%ff', '..%2f..%2fhelper.db', 'a'.repeat(4_000)]) {
    for (const path of [`/v1/tasks/${name}`, `/v1/models/${name}`, `/v1/shares/${name}`, `/v1/receipts/${name}`, `/log/tile/${name}`]) {
      for (const url of [pair.leaderUrl, pair.helperUrl]) {
        const { status } = await fetch(url + path);
        expect([path, status >= 400 && status < 500]).toEqual([path, true]);
      }
    }
  }
  expect(pair.lines.filter((line) => line.includes('failed'))).toEqual([]);
});
