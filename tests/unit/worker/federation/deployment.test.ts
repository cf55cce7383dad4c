import { expect, test } from 'vitest';
import type { LogEntry } from '#core/protocol';
import type { ContentHash } from '#core/units';
import { aDeployment, aDevice, aKeyRing, NOW_MS, type Bends } from '#support/a-deployment';
import { loadModel, openDeployment } from '#worker/federation';
import { initialMix } from '#worker/recommender';

const keys = await aKeyRing();
const strangers = await aKeyRing('strangers');
const leaf = (round: number): LogEntry => ({ type: 'model', model: 'mix', hash: 'ab'.repeat(32) as ContentHash, round });

test('openDeployment() verifies what a true leader serves, and loadModel() gives its weights', async () => {
  const device = aDevice(await aDeployment(keys));
  const deployment = await openDeployment(device.ports);
  if (!deployment.ok) throw new Error(deployment.fault.message);
  expect(deployment.value.head.size).toBe(5);
  expect(await loadModel(device.ports, deployment.value, 'mix')).toMatchObject({ ok: true, value: { kind: 'mix', round: 0, weights: initialMix() } });
  expect(await device.stores.checkpoint.read()).toContain('leader.example/log\n5\n');
});

test('openDeployment() lets a table of pairs start anew behind all old leaves, and no other model', async () => {
  const bends = (kind: 'mix' | 'pairs', round: number, leaf: number): Bends => ({ manifest: (plain) => ({ ...plain, modelLeaves: { ...plain.modelLeaves, [kind]: { leaf, round } } }) });
  for (const [kind, leaf, wanted] of [['pairs', 3, true], ['pairs', 2, false], ['mix', 3, false]] as const) {
    const device = aDevice(await aDeployment(keys, bends(kind, 4, 2)));
    expect(await openDeployment(device.ports)).toMatchObject({ ok: true });
    device.state.files = (await aDeployment(keys, bends(kind, 0, leaf))).files;
    expect((await openDeployment(device.ports)).ok, `${kind} at leaf ${leaf}`).toBe(wanted);
  }
});

test('openDeployment() follows a log that grows over many tiles', async () => {
  const device = aDevice(await aDeployment(keys, { earlierLeaves: [leaf(1)] }));
  expect(await openDeployment(device.ports)).toMatchObject({ ok: true });
  // The first log is a prefix of the second only up to its first leaf; so start from it alone.
  const history = Array.from({ length: 300 }, (_, round) => leaf(round));
  const grown = await aDeployment(keys, { earlierLeaves: history });
  const fresh = aDevice(grown);
  const opened = await openDeployment(fresh.ports);
  if (!opened.ok) throw new Error(opened.fault.message);
  expect(await loadModel(fresh.ports, opened.value, 'mix')).toMatchObject({ ok: true });
  const further = await aDeployment(keys, { earlierLeaves: [...grown.leaves, leaf(9)] });
  fresh.state.files = further.files;
  expect(await openDeployment(fresh.ports)).toMatchObject({ ok: true, value: { head: { size: 311 } } });
});

test.each<readonly [string, Bends]>([
  ['rewritten', { earlierLeaves: [leaf(5), leaf(6), leaf(7), leaf(8)] }],
  ['shrunken', {}],
])('openDeployment() refuses a %s log, and keeps the checkpoint it had', async (_, bends) => {
  const device = aDevice(await aDeployment(keys, { earlierLeaves: [leaf(1)] }));
  await openDeployment(device.ports);
  const kept = await device.stores.checkpoint.read();
  device.state.files = (await aDeployment(keys, bends)).files;
  expect(await openDeployment(device.ports)).toMatchObject({ ok: false, fault: { kind: 'unverified-model' } });
  expect(await device.stores.checkpoint.read()).toBe(kept);
});

test.each<readonly [string, Bends]>([
  ['that is a second older', { manifest: (manifest) => ({ ...manifest, issuedMs: NOW_MS - 1000 }) }],
  ['with a model of an earlier round', { manifest: (manifest) => ({ ...manifest, modelLeaves: { ...manifest.modelLeaves, mix: { leaf: 2, round: 3 } } }) }],
  ['with a model of an earlier leaf', { manifest: (manifest) => ({ ...manifest, modelLeaves: { ...manifest.modelLeaves, mix: { leaf: 1, round: 4 } } }) }],
])('openDeployment() refuses a signed manifest %s than the last, also after an erasure, and takes the last again', async (_, { manifest }) => {
  const bends = { earlierLeaves: [leaf(3), leaf(4)] };
  const now: Bends['manifest'] = (plain) => ({ ...plain, modelLeaves: { ...plain.modelLeaves, mix: { leaf: 2, round: 4 } } });
  const device = aDevice(await aDeployment(keys, { ...bends, manifest: now }));
  const { files } = device.state;
  expect(await openDeployment(device.ports)).toMatchObject({ ok: true });
  const old = await aDeployment(keys, { ...bends, manifest: (plain) => manifest?.(now(plain)) ?? plain });
  for (let visit = 0; visit < 2; visit++) {
    device.state.files = new Map([...files, ['/v1/manifest', old.files.get('/v1/manifest') ?? new Uint8Array(0)]]);
    expect(await openDeployment(device.ports)).toMatchObject({ ok: false, fault: { kind: 'unverified-model' } });
    device.state.files = files;
    expect(await openDeployment(device.ports)).toMatchObject({ ok: true });
    await device.stores.erase();
  }
});

test('openDeployment() does not let a manifest beyond the log, or one of another log, bar later ones', async () => {
  const device = aDevice(await aDeployment(keys, { manifest: (plain) => ({ ...plain, modelLeaves: { ...plain.modelLeaves, mix: { leaf: 900, round: 9 } } }) }));
  expect(await openDeployment(device.ports)).toMatchObject({ ok: true });
  device.state.files = (await aDeployment(keys)).files;
  expect(await openDeployment(device.ports)).toMatchObject({ ok: true });
  const moved = await aDeployment(strangers, { manifest: (plain) => ({ ...plain, issuedMs: NOW_MS - 5000 }) });
  device.state.files = moved.files;
  expect(await openDeployment({ ...device.ports, policyHash: moved.policyHash })).toMatchObject({ ok: true });
});

test('openDeployment() after an erasure still refuses a log shorter than the last', async () => {
  const device = aDevice(await aDeployment(keys, { earlierLeaves: [leaf(1)] }));
  await openDeployment(device.ports);
  await device.stores.erase();
  device.state.files = (await aDeployment(keys)).files;
  expect(await openDeployment(device.ports)).toMatchObject({ ok: false, fault: { kind: 'unverified-model' } });
});

test.each<readonly [string, Bends]>([
  ['without the helper\'s cosignature', { cosigns: false }],
  ['cosigned eight days ago', { cosignedMs: NOW_MS - 8 * 86_400_000 }],
  ['cosigned two days from now', { cosignedMs: NOW_MS + 2 * 86_400_000 }],
  ['with a manifest of eight days ago', { manifest: (manifest) => ({ ...manifest, issuedMs: NOW_MS - 8 * 86_400_000 }) }],
  ['of another origin', { policy: (policy) => ({ ...policy, logOrigin: 'elsewhere/log' }) }],
])('openDeployment() refuses a deployment %s', async (_, bends) => {
  const device = aDevice(await aDeployment(keys, bends));
  expect(await openDeployment(device.ports)).toMatchObject({ ok: false, fault: { kind: 'unverified-model' } });
  expect(await device.stores.checkpoint.read()).toBeUndefined();
});

test('openDeployment() refuses everything that keys outside the pinned policy signed', async () => {
  const pinned = await aDeployment(keys);
  const forged = await aDeployment(strangers);
  for (const path of ['/v1/manifest', '/log/checkpoint']) {
    const device = aDevice(pinned);
    device.state.files = new Map([...pinned.files, [path, forged.files.get(path) ?? new Uint8Array(0)]]);
    expect(await openDeployment(device.ports)).toMatchObject({ ok: false, fault: { kind: 'unverified-model' } });
  }
  const swapped = aDevice(forged, { policyHash: pinned.policyHash });
  expect(await openDeployment(swapped.ports)).toMatchObject({ ok: false, fault: { kind: 'unverified-model' } });
});

test.each(['', 'abc', 'A'.repeat(64)])('openDeployment() trusts nobody under the pin "%s"', async (policyHash) => {
  const device = aDevice(await aDeployment(keys), { policyHash });
  expect(await openDeployment(device.ports)).toMatchObject({ ok: false, fault: { kind: 'task-refused' } });
  expect(device.loaded).toEqual([]);
});

test('openDeployment() refuses every file with one byte changed, or says the server failed', async () => {
  const whole = await aDeployment(keys, { earlierLeaves: [leaf(1), leaf(2)] });
  for (const [path, bytes] of whole.files) {
    for (const at of [0, bytes.length >> 1, bytes.length - 1]) {
      const device = aDevice(whole);
      device.state.files = new Map([...whole.files, [path, bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))]]);
      const opened = await openDeployment(device.ports);
      const used = opened.ok ? await loadModel(device.ports, opened.value, 'mix') : opened;
      // Files that the mix model does not rest on may differ: t11, the task and what only they need.
      if (path.startsWith('/log/tile/') && at >> 5 === whole.leaves.length - 3) continue; // the model's own leaf hash: devices compute it themselves
      if (path.startsWith('/v1/tasks/') || (path.startsWith('/v1/models/') && !path.endsWith(whole.task.baseModel))) continue;
      expect(used.ok, `${path} byte ${at}`).toBe(false);
    }
  }
});
