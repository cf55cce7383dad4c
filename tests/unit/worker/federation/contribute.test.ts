import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_REPORT_BYTES, type LedgerEntry, type ReportFault, type ModelTask, type TaskId } from '#core/protocol';
import type { ContentHash } from '#core/units';
import { memoryStores } from '#page/store';
import { aDeployment, aDevice, aKeyRing, NOW_MS, type ADeployment, type Bends } from '#support/a-deployment';
import { aVdaf, openBody } from '#support/vdaf';
import { contribute, createDrafts, gridTimeMs, openDeployment, reportTimeMs, TrainingStopped } from '#worker/federation';
import { MIX_CLIP_NORM, MIX_PARAMETERS } from '#worker/recommender';

const keys = await aKeyRing();
const delta = Float32Array.from({ length: MIX_PARAMETERS + 1 }, (_, j) => 0.02 * (j + 1) * (j % 2 ? -1 : 1));
const train = () => Promise.resolve(delta);

async function visit(device: ReturnType<typeof aDevice>, how = train) {
  const deployment = await openDeployment(device.ports);
  if (!deployment.ok) return deployment;
  return contribute(device.ports, deployment.value, { train: how });
}

test('contribute() sends one report that both servers together read as the clipped update, and writes the ledger', async () => {
  const deployment = await aDeployment(keys);
  const device = aDevice(deployment);
  const result = await visit(device);
  expect(result).toMatchObject({ ok: true, value: { refused: [], nextMs: undefined } });
  expect(device.sent).toHaveLength(1);
  const [body = new Uint8Array(0)] = device.sent;
  expect(body.length).toBeLessThanOrEqual(MAX_REPORT_BYTES);
  const integers = await openBody(body, { vdaf: aVdaf(MIX_PARAMETERS + 1), taskId: deployment.taskId, keys });
  expect(Math.hypot(...integers)).toBeLessThanOrEqual(256);
  const scale = Math.min(1, MIX_CLIP_NORM / Math.hypot(...delta)) * (256 / MIX_CLIP_NORM);
  for (const [j, integer] of integers.entries()) expect(Math.abs(integer - scale * (delta[j] ?? 0))).toBeLessThan(8); // rounding and its redraws
  const [entry, ...more] = await device.stores.ledger.entries();
  expect(more).toEqual([]);
  expect(entry).toMatchObject({ taskId: deployment.taskId, state: 'acked', rho: 1 / 32, ackedAtMs: NOW_MS, body });
});

test('contribute() reports once to a task, whatever it is asked', async () => {
  const device = aDevice(await aDeployment(keys));
  await visit(device);
  expect(await visit(device)).toMatchObject({ ok: true, value: { acked: [], refused: [{ fault: { kind: 'already-reported' } }] } });
  expect(device.sent).toHaveLength(1);
});

test('contribute() without consent loads nothing and sends nothing', async () => {
  const deployment = await aDeployment(keys);
  const device = aDevice(deployment);
  const opened = await openDeployment(device.ports);
  if (!opened.ok) throw new Error(opened.fault.message);
  device.loaded.length = 0;
  device.state.grants = { version: 2, purposes: ['local'], gpc: false };
  expect(await contribute(device.ports, opened.value, { train })).toMatchObject({ ok: false, fault: { kind: 'no-consent' } });
  expect(device.loaded).toEqual([]);
  expect(await device.stores.ledger.entries()).toEqual([]);
});

test('contribute() keeps a report unsent when consent goes while it trains', async () => {
  const device = aDevice(await aDeployment(keys));
  const result = await visit(device, async () => {
    device.state.grants = { version: 2, purposes: ['local'], gpc: false };
    return delta;
  });
  expect(result).toMatchObject({ ok: true, value: { acked: [], refused: [{ fault: { kind: 'no-consent' } }] } });
  expect(device.sent).toEqual([]);
});

test('contribute() sends the same bytes again after failures, spends once, and then counts as acknowledged', async () => {
  const faults: (ReportFault['kind'] | undefined)[] = ['offline', 'server-error', 'busy', undefined];
  const device = aDevice(await aDeployment(keys), { answer: () => { const kind = faults.shift(); return kind && { kind, message: '' }; } });
  for (let attempt = 0; attempt < 4; attempt++) await visit(device);
  expect(device.sent).toHaveLength(4);
  for (const body of device.sent) expect(body).toEqual(device.sent[0]);
  expect(await device.stores.ledger.entries()).toMatchObject([{ state: 'acked', rho: 1 / 32 }]);
});

test.each(['task-closed', 'conflict', 'malformed', 'no-task', 'too-large'] as const)('contribute() settles a report that the leader refuses as %s and does not send it again', async (kind) => {
  const device = aDevice(await aDeployment(keys), { answer: () => ({ kind, message: '' }) });
  await visit(device);
  await visit(device);
  expect(device.sent).toHaveLength(1);
  expect(await device.stores.ledger.entries()).toMatchObject([{ state: 'refused', refusal: kind }]);
});

test('a draft that a crash left behind is never sealed again, and its budget stays spent', async () => {
  const deployment = await aDeployment(keys);
  const device = aDevice(deployment);
  const draft = { taskId: deployment.taskId, model: 'mix', block: 0, baseModel: deployment.task.baseModel, atMs: NOW_MS - 1, rho: 1 / 32, state: 'draft', reportId: '', body: new Uint8Array(0), url: '' } as const;
  await device.stores.ledger.spend(draft, () => undefined);
  expect(await visit(device)).toMatchObject({ ok: true, value: { acked: [], refused: [{ fault: { kind: 'already-reported' } }] } });
  expect(device.sent).toEqual([]);
  expect(await device.stores.ledger.entries()).toMatchObject([{ state: 'refused', rho: 1 / 32 }]);
});

test.each([
  ['older than any task stays open', { atMs: NOW_MS - 8 * 86_400_000 }, 'task-closed'],
  ['to a leader that the policy no longer names', { url: 'https://old.example/v1/reports' }, 'task-refused'],
] as const)('a sealed report %s is given up and holds up no other', async (_, more, refusal) => {
  const deployment = await aDeployment(keys);
  const device = aDevice(deployment);
  const left = { taskId: '5'.repeat(64) as TaskId, model: 'mix', block: 0, baseModel: '5', atMs: NOW_MS - 2 * 86_400_000, rho: 1 / 64, state: 'sent', reportId: '5', body: new Uint8Array(5), url: 'https://leader.example/v1/reports', ...more } as const;
  await device.stores.ledger.spend(left, () => undefined);
  expect(await visit(device)).toMatchObject({ ok: true, value: { acked: [{ taskId: deployment.taskId }] } });
  expect(device.sent.map((body) => body.length)).not.toContain(5);
  expect((await device.stores.ledger.entries())[0]).toMatchObject({ state: 'refused', refusal, rho: 1 / 64 });
});

test('contribute() spends nothing on a task that closed while it trained', async () => {
  const deployment = await aDeployment(keys);
  const device = aDevice(deployment);
  const result = await visit(device, async () => {
    device.state.nowMs = deployment.task.closesMs;
    return delta;
  });
  expect(result).toMatchObject({ ok: true, value: { acked: [], refused: [{ fault: { kind: 'task-closed' } }] } });
  expect(await device.stores.ledger.entries()).toEqual([]);
});

test('contribute() sends nothing once another tab has erased, although consent holds here', async () => {
  const device = aDevice(await aDeployment(keys));
  const { seal } = device.ports;
  const ports = { ...device.ports, seal: async (input: Parameters<typeof seal>[0]) => { await device.stores.erase(); return seal(input); } };
  const deployment = await openDeployment(ports);
  if (!deployment.ok) throw new Error(deployment.fault.message);
  expect(await contribute(ports, deployment.value, { train })).toMatchObject({ ok: false, fault: { kind: 'storage' } });
  expect(device.sent).toEqual([]);
  expect(await device.stores.ledger.entries()).toMatchObject([{ state: 'refused', body: new Uint8Array(0), rho: 1 / 32 }]);
});

test('contribute() stops at the week\'s budget: two reports at z = 4', async () => {
  const device = aDevice(await aDeployment(keys));
  for (const [i, day] of [2, 4].entries()) {
    await device.stores.ledger.spend({ taskId: `${i}`.repeat(64) as TaskId, model: 'mix', block: 0, baseModel: `${i}`, atMs: NOW_MS - day * 86_400_000, rho: 1 / 32, state: 'acked', reportId: '', body: new Uint8Array(1), url: '' }, () => undefined);
  }
  expect(await visit(device)).toMatchObject({ ok: true, value: { refused: [{ fault: { kind: 'budget-spent' } }] } });
  expect(device.sent).toEqual([]);
});

test('contribute() reports the zero vector where there is nothing to tell, so that silence tells nothing', async () => {
  const deployment = await aDeployment(keys);
  const device = aDevice(deployment);
  await visit(device, () => Promise.resolve(new Float32Array(MIX_PARAMETERS + 1)));
  const [body = new Uint8Array(0)] = device.sent;
  expect([...(await openBody(body, { vdaf: aVdaf(MIX_PARAMETERS + 1), taskId: deployment.taskId, keys }))]).toEqual(Array(MIX_PARAMETERS + 1).fill(0));
});

test.each([
  ['holds NaN', () => Promise.resolve(delta.map((value, j) => (j === 3 ? NaN : value))), 'non-finite-update'],
  ['was stopped', () => Promise.reject(new TrainingStopped('the tab is needed')), 'busy'],
] as const)('contribute() spends and sends nothing when training %s', async (_, how, kind) => {
  const device = aDevice(await aDeployment(keys));
  expect(await visit(device, how)).toMatchObject({ ok: true, value: { refused: [{ fault: { kind } }] } });
  expect(device.sent).toEqual([]);
  expect(await device.stores.ledger.entries()).toEqual([]);
});

test('contribute() gives the last of a week\'s budget to a task by its own draw, whatever it has to report', async () => {
  const deployment = await aDeployment(keys, { pairs: { weights: new Float32Array(4), maxBlocks: 1, catalogue: 'c'.repeat(64) as ContentHash } });
  const chosen = async (draw: number, what: Float32Array): Promise<string> => {
    const device = aDevice(deployment, { draw });
    const earlier: LedgerEntry = { taskId: 'a'.repeat(64) as TaskId, model: 'mix', block: 0, baseModel: 'b'.repeat(64), atMs: NOW_MS - 86_400_000, rho: 1 / 32, state: 'acked', reportId: '0'.repeat(32), body: new Uint8Array(0), url: '' };
    await device.stores.ledger.spend(earlier, () => undefined);
    const opened = await openDeployment(device.ports);
    if (!opened.ok) throw new Error(opened.fault.message);
    const result = await contribute(device.ports, opened.value, { train: async (model) => (model.kind === 'mix' ? what : new Float32Array(4)) });
    if (!result.ok) throw new Error(result.fault.message);
    expect(result.value.refused.map(({ fault }) => fault.kind)).toEqual(['budget-spent']);
    return result.value.acked.map((entry) => (entry.kind === 'measure' ? entry.kind : entry.model)).join();
  };
  const draws = Array.from({ length: 40 }, (_, i) => i / 40);
  const choices = await Promise.all(draws.map((draw) => chosen(draw, delta)));
  const pairs = choices.filter((choice) => choice === 'pairs').length;
  expect(pairs).toBeGreaterThan(8); // 40 fair coins: below 9 or above 31 once in 10,000 sets of keys
  expect(pairs).toBeLessThan(32);
  expect(await Promise.all(draws.map((draw) => chosen(draw, new Float32Array(MIX_PARAMETERS + 1))))).toEqual(choices);
});

test('contribute() waits for its turn and says when it is', async () => {
  const deployment = await aDeployment(keys, { manifest: (manifest) => ({ ...manifest, retryWindowMs: 400_000 }) });
  const draws = Array.from({ length: 64 }, (_, i) => i / 64);
  const draw = draws.find((each) => reportTimeMs(deployment.task, deployment.taskId, each, 400_000) > NOW_MS) ?? 0;
  const device = aDevice(deployment, { draw });
  const expected = reportTimeMs(deployment.task, deployment.taskId, draw, 400_000);
  expect(await visit(device)).toMatchObject({ ok: true, value: { acked: [], nextMs: expected } });
  expect(device.sent).toEqual([]);
  device.state.nowMs = expected;
  await visit(device);
  expect(device.sent).toHaveLength(1);
});

/** When the report of one device leaves, ms from now, where training takes `trainMs` and nothing else takes time. */
async function sentAfterMs(deployment: ADeployment, { trainMs, draw, update = delta }: { readonly trainMs: number; readonly draw: number; readonly update?: Float32Array }): Promise<number> {
  const device = aDevice(deployment, { draw });
  const drafts = createDrafts(5000);
  for (let look = 0; look < 5; look++) {
    const opened = await openDeployment(device.ports);
    if (!opened.ok) throw new Error(opened.fault.message);
    const result = await contribute(device.ports, opened.value, { train: async () => {
      device.state.nowMs += trainMs;
      return update;
    } }, drafts);
    if (!result.ok) throw new Error(result.fault.message);
    if (device.sent.length > 0) return device.state.nowMs - NOW_MS;
    expect(await device.stores.ledger.entries()).toEqual([]); // nothing is spent before it leaves
    device.state.nowMs = result.value.nextMs ?? NaN;
  }
  throw new Error('No report left');
}

test('with drafts, when a report leaves does not depend on how long it took to train, nor on what it holds', async () => {
  const deployment = await aDeployment(keys, { manifest: (manifest) => ({ ...manifest, retryWindowMs: 200_000 }) });
  const dueOf = (draw: number): number => reportTimeMs(deployment.task, deployment.taskId, draw, 200_000) - NOW_MS;
  const draws = Array.from({ length: 64 }, (_, i) => i / 64);
  const [toCome, passed] = [draws.filter((draw) => dueOf(draw) > 5000).slice(0, 3), draws.filter((draw) => dueOf(draw) < 0).slice(0, 3)];
  expect([toCome.length, passed.length]).toEqual([3, 3]);
  for (const draw of [...toCome, ...passed]) {
    const dueMs = dueOf(draw);
    const quick = await sentAfterMs(deployment, { trainMs: 0, draw });
    expect(quick).toBe(gridTimeMs(dueMs, 5000, 5000)); // its turn, or the first slot after it that leaves time to train
    expect(await sentAfterMs(deployment, { trainMs: 4900, draw })).toBe(quick);
    expect(await sentAfterMs(deployment, { trainMs: 10, draw, update: new Float32Array(MIX_PARAMETERS + 1) })).toBe(quick);
  }
});

test('with drafts, training that takes too long moves its report to a later slot of the same grid', async () => {
  const deployment = await aDeployment(keys);
  const quick = await sentAfterMs(deployment, { trainMs: 0, draw: 0.5 });
  const slow = await sentAfterMs(deployment, { trainMs: 33_333, draw: 0.5 });
  expect(slow).toBeGreaterThan(33_333);
  expect((slow - quick) % 5000).toBe(0);
});

test('with drafts, a task that closes before the next slot is not trained for', async () => {
  const deployment = await aDeployment(keys, { task: (task) => ({ ...task, closesMs: NOW_MS + 4000 }) });
  const device = aDevice(deployment);
  const opened = await openDeployment(device.ports);
  if (!opened.ok) throw new Error(opened.fault.message);
  const result = await contribute(device.ports, opened.value, { train: () => Promise.reject(new Error('trained')) }, createDrafts(5000));
  expect(result).toMatchObject({ ok: true, value: { refused: [{ fault: { kind: 'task-closed' } }], nextMs: undefined } });
});

test('reportTimeMs() lies within window and task, and spreads evenly over draws', () => {
  const task = { opensMs: 1000, closesMs: 11_000 };
  fc.assert(fc.property(fc.double({ min: 0, max: 0.999999, noNaN: true }), fc.integer({ min: 0, max: 1e6 }), fc.stringMatching(/^[0-9a-f]{64}$/), (draw, window, id) => {
    const at = reportTimeMs(task, id as TaskId, draw, window);
    expect(at).toBeGreaterThanOrEqual(1000);
    expect(at).toBeLessThanOrEqual(1000 + Math.min(window, 8000));
  }));
  const times = Array.from({ length: 1000 }, (_, i) => reportTimeMs(task, '8a'.repeat(32) as TaskId, i / 1000, 8000));
  expect(Math.abs(times.filter((at) => at < 5000).length - 500)).toBeLessThan(64); // four standard deviations of a fair coin
});

test('reportTimeMs() of one device in two tasks tells no more than those of two devices', () => {
  const task = { opensMs: 0, closesMs: 1_000_000 };
  const share = (id: TaskId, draw: number): number => reportTimeMs(task, id, draw, 800_000) / 800_000;
  const [one, two] = ['1a'.repeat(32), '7c'.repeat(32)] as TaskId[] as [TaskId, TaskId];
  const apart = new Set(Array.from({ length: 100 }, (_, i) => {
    const shift = share(two, i / 100) - share(one, i / 100);
    return Math.round(100 * (shift - Math.floor(shift)));
  }));
  expect(apart.size).toBeGreaterThan(30); // a device that were shifted by the task alone would give one
});

test('a store that cannot be written ends in the fault storage, with nothing sent', async () => {
  const stores = memoryStores();
  const deployment = await aDeployment(keys);
  const broken = { ...stores, ledger: { ...stores.ledger, spend: () => Promise.reject(Object.assign(new Error('full'), { name: 'StorageError' })) } };
  const device = aDevice(deployment, { stores: broken });
  expect(await visit(device)).toMatchObject({ ok: false, fault: { kind: 'storage' } });
  expect(device.sent).toEqual([]);
});

/** Each is one lie or weakness of a deployment; `kind` is what the device says. */
const refusedTasks: readonly (readonly [string, (task: ModelTask) => ModelTask])[] = [
  ['k = 49', (task) => ({ ...task, minBatch: 49 })],
  ['z below 4', (task) => ({ ...task, noiseVariance: { numerator: 1024 * 1024 - 1, denominator: 1 } })],
  ['B = 32,768', (task) => ({ ...task, integerNorm: 32_768, noiseVariance: { numerator: 131_072 * 131_072, denominator: 1 } })],
  ['another helper key', (task) => ({ ...task, helper: { ...task.helper, hpkePublicKey: keys.leaderKeys.publicKey } })],
  ['another leader', (task) => ({ ...task, leader: { ...task.leader, url: 'https://other.example' } })],
  ['simulated devices in a real shop', (task) => ({ ...task, simulated: true })],
  ['an unknown VDAF', (task) => ({ ...task, vdaf: { ...task.vdaf, name: 'plain' } })],
  ['fewer proofs', (task) => ({ ...task, vdaf: { ...task.vdaf, numProofs: 5 } })],
  ['fewer proofs of the norm', (task) => ({ ...task, vdaf: { ...task.vdaf, numProofsNormEquality: 1 } })],
];

test.each(refusedTasks)('contribute() refuses a task with %s, although it is signed and logged', async (_, task) => {
  const device = aDevice(await aDeployment(keys, { task }));
  expect(await visit(device)).toMatchObject({ ok: true, value: { acked: [], refused: [{ fault: { kind: 'task-refused' } }] } });
  expect(device.sent).toEqual([]);
  expect(await device.stores.ledger.entries()).toEqual([]);
});

test.each([
  ['bytes of another task', (d: ADeployment) => d.files.set(`/v1/tasks/${d.taskId}`, new Uint8Array(5))],
  ['a model of other bytes', (d: ADeployment) => d.files.set(`/v1/models/${d.task.baseModel}`, new Uint8Array(60))],
])('contribute() refuses %s under a known name', async (_, tamper) => {
  const deployment = await aDeployment(keys);
  tamper(deployment);
  const device = aDevice(deployment);
  expect(await visit(device)).toMatchObject({ ok: true, value: { acked: [], refused: [{ fault: { kind: 'unverified-model' } }] } });
  expect(device.sent).toEqual([]);
});

const unlogged: readonly (readonly [string, Bends])[] = [
  ['a task that another leaf of the log holds', { manifest: (manifest) => ({ ...manifest, tasks: manifest.tasks.map((offer) => ({ ...offer, leaf: 0 })) }) }],
  ['a task beyond the cosigned log', { manifest: (manifest) => ({ ...manifest, tasks: manifest.tasks.map((offer) => ({ ...offer, leaf: 4 })) }) }],
  ['a model said to be of another round', { manifest: (manifest) => ({ ...manifest, modelLeaves: { ...manifest.modelLeaves, mix: { leaf: 0, round: 1 } } }) }],
];

test.each(unlogged)('contribute() refuses %s', async (_, bends) => {
  const device = aDevice(await aDeployment(keys, bends));
  expect(await visit(device)).toMatchObject({ ok: true, value: { acked: [], refused: [{ fault: { kind: 'unverified-model' } }] } });
  expect(device.sent).toEqual([]);
});
