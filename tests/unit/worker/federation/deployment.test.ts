import { describe, expect, test } from 'vitest';
import { PUBLIC_FILES, type LogEntry } from '#core/protocol';
import { COSIGNATURE_V1, keyLine } from '#core/tlog';
import { contentHash, utf8Decode, utf8Encode, type ContentHash } from '#core/units';
import { aDeployment, aDevice, aKeyRing, NOW_MS, witnessedBy, type Bends } from '#support/a-deployment';
import { loadModel, openDeployment } from '#worker/federation';
import { loadTask } from '../../../../worker/federation/published.ts';
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
  expect(await openDeployment(swapped.ports)).toMatchObject({ ok: false, fault: { kind: 'wrong-policy' } });
});

test.each(['', 'abc', 'A'.repeat(64)])('openDeployment() trusts nobody under the pin "%s"', async (policyHash) => {
  const device = aDevice(await aDeployment(keys), { policyHash });
  expect(await openDeployment(device.ports)).toMatchObject({ ok: false, fault: { kind: 'wrong-policy' } });
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

describe('under a policy that names two independent witnesses, openDeployment()', () => {
  const old = NOW_MS - 8 * 86_400_000;

  test.each<readonly [string, Bends['witnessedMs'], number]>([
    ['one of them, where one is asked for', [NOW_MS], 1],
    ['the other one', [undefined, NOW_MS], 1],
    ['both', [NOW_MS, NOW_MS - 86_400_000], 2],
  ])('takes a log that helper and %s cosigned', async (_, witnessedMs, quorum) => {
    const device = aDevice(await aDeployment(keys, { policy: witnessedBy(keys, quorum), witnessedMs: witnessedMs ?? [] }));
    expect(await openDeployment(device.ports)).toMatchObject({ ok: true, value: { head: { size: 5 } } });
  });

  test.each<readonly [string, Bends, RegExp]>([
    ['no witness cosigned', { policy: witnessedBy(keys) }, /by 0 of the 1 witnesses/],
    ['one witness cosigned where two are asked for', { policy: witnessedBy(keys, 2), witnessedMs: [NOW_MS] }, /by 1 of the 2 witnesses/],
    ['the witness cosigned eight days ago', { policy: witnessedBy(keys), witnessedMs: [old] }, /by 0 of the 1 witnesses/],
    ['the witness cosigned two days from now', { policy: witnessedBy(keys), witnessedMs: [NOW_MS + 2 * 86_400_000] }, /by 0 of the 1 witnesses/],
    ['the witness cosigned and the helper has not', { policy: witnessedBy(keys), witnessedMs: [NOW_MS], cosigns: false }, /helper\.example has not signed/],
    ['the witness cosigned and the helper eight days ago', { policy: witnessedBy(keys), witnessedMs: [NOW_MS], cosignedMs: old }, /helper\.example is 1 day too old/],
    ['the witness has the helper\'s key', { policy: (plain) => ({ ...plain, witnesses: { keys: [plain.helperKey], quorum: 1 } }), witnessedMs: [] }, /key is that of another party/],
    ['the witness has the log\'s key', { policy: (plain) => ({ ...plain, witnesses: { keys: [keyLine('witness.example/w1', keys.log.publicKey, COSIGNATURE_V1)], quorum: 1 } }) }, /key is that of another party/],
    ['the witness has no key of cosignatures', { policy: (plain) => ({ ...plain, witnesses: { keys: [keyLine('witness.example/w1', keys.witnesses[0]?.publicKey ?? new Uint8Array(32))], quorum: 1 } }) }, /not one of Ed25519 cosignatures/],
    ['more are asked for than named', { policy: witnessedBy(keys, 3), witnessedMs: [NOW_MS, NOW_MS] }, /Cannot ask 3 of 2 witnesses/],
  ])('refuses a log where %s', async (_, bends, why) => {
    const device = aDevice(await aDeployment(keys, bends));
    expect(await openDeployment(device.ports)).toMatchObject({ ok: false, fault: { kind: 'unverified-model', message: expect.stringMatching(why) as string } });
    expect(await device.stores.checkpoint.read()).toBeUndefined();
  });

  test('refuses a log that somebody else cosigned under the witness\'s name', async () => {
    const forged = { ...keys, witnesses: strangers.witnesses };
    const device = aDevice(await aDeployment(forged, { policy: witnessedBy(keys), witnessedMs: [NOW_MS] }));
    expect(await openDeployment(device.ports)).toMatchObject({ ok: false, fault: { message: expect.stringMatching(/by 0 of the 1 witnesses/) as string } });
  });

  test('refuses a log with a false signature of one witness, although the other one\'s would do', async () => {
    const deployment = await aDeployment(keys, { policy: witnessedBy(keys), witnessedMs: [NOW_MS, NOW_MS] });
    const note = utf8Decode(deployment.files.get('/log/checkpoint') ?? new Uint8Array(0));
    const device = aDevice(deployment);
    device.state.files = new Map([...deployment.files, ['/log/checkpoint', utf8Encode(note.replace(/(w2 \S{20})./, (_, start: string) => `${start}${note.includes(`${start}A`) ? 'B' : 'A'}`))]]);
    expect(await openDeployment(device.ports)).toMatchObject({ ok: false, fault: { message: expect.stringMatching(/w2 does not hold/) as string } });
  });

  test('refuses a shrunken log and a second history of it, whoever cosigned them', async () => {
    const bends = { policy: witnessedBy(keys), witnessedMs: [NOW_MS] } satisfies Bends;
    const first = await aDeployment(keys, { ...bends, earlierLeaves: [leaf(1)] });
    const device = aDevice(first);
    expect(await openDeployment(device.ports)).toMatchObject({ ok: true });
    for (const [earlierLeaves, why] of [[[], /shrank from 6 to 5/], [[leaf(2)], /does not continue/], [[leaf(2), leaf(3)], /does not continue/]] as const) {
      const manifest = first.files.get('/v1/manifest') ?? new Uint8Array(0); // the newest: what it says of the log is not at stake here
      device.state.files = new Map([...(await aDeployment(keys, { ...bends, earlierLeaves })).files, ['/v1/manifest', manifest]]);
      expect(await openDeployment(device.ports)).toMatchObject({ ok: false, fault: { kind: 'unverified-model', message: expect.stringMatching(why) as string } });
    }
  });
});

test.each<readonly [string, Bends]>([
  ['another policy', { config: (entry) => ({ ...entry, policy: 'e'.repeat(64) }) as LogEntry }],
  ['another catalogue', { config: (entry) => ({ ...entry, catalogue: 'e'.repeat(64) }) as LogEntry }],
  ['another retry window', { config: (entry) => ({ ...entry, retryWindowMs: 1 }) as LogEntry }],
  ['another label', { config: (entry) => ({ ...entry, simulated: true }) as LogEntry }],
  ['no configuration yet', { manifest: (manifest) => ({ ...manifest, configLeaf: 5 }) }],
  ['something else where the configuration should be', { manifest: (manifest) => ({ ...manifest, configLeaf: 3 }) }],
  ['another shop in its policy', { manifest: (manifest) => ({ ...manifest, shop: 'another' }) }],
])('openDeployment() refuses a manifest whose log holds %s', async (_, bends) => {
  expect(await openDeployment(aDevice(await aDeployment(keys, bends)).ports)).toMatchObject({ ok: false, fault: { kind: 'unverified-model' } });
});

test('openDeployment() refuses a signed manifest that goes back to an earlier configuration', async () => {
  const twice = (configLeaf: number): Bends => ({ earlierLeaves: [], manifest: (plain) => ({ ...plain, configLeaf }) });
  const first = await aDeployment(keys, twice(4));
  const device = aDevice(first);
  expect(await openDeployment(device.ports)).toMatchObject({ ok: true });
  device.state.files = (await aDeployment(keys, twice(3))).files;
  expect(await openDeployment(device.ports)).toMatchObject({ ok: false, fault: { message: 'The manifest goes back from configuration 4 of the log to 3' } });
});

test.each(PUBLIC_FILES)('openDeployment() refuses a signed manifest that goes back to an earlier file of %s', async (type) => {
  const offering = (leaf: number | undefined): Bends => ({
    manifest: (plain) => ({ ...plain, ...Object.fromEntries(PUBLIC_FILES.filter((each) => each !== type || leaf !== undefined).map((each) => [each, { hash: contentHash(utf8Encode(each)), leaf: each === type ? leaf : 4 }])) }),
  });
  const device = aDevice(await aDeployment(keys, offering(2)));
  expect((await openDeployment(device.ports)).ok).toBe(true);
  // Prices that follow demand may end; what else was ever named is taken back by an empty file.
  for (const [leaf, isFine] of [[1, false], [3, true], [2, false], [undefined, type === 'prices']] as const) {
    device.state.files = (await aDeployment(keys, offering(leaf))).files;
    expect((await openDeployment(device.ports)).ok, `leaf ${leaf}`).toBe(isFine);
  }
});

test.each(['model', 'task'] as const)('a %s whose leaf is not in the log is refused', async (what) => {
  const hidden: Bends = { manifest: (plain) => (what === 'task' ? { ...plain, tasks: plain.tasks.map(({ id }) => ({ id, leaf: 2 })) } : { ...plain, modelLeaves: { ...plain.modelLeaves, mix: { leaf: 1, round: 0 } } }) };
  const device = aDevice(await aDeployment(keys, hidden));
  const opened = await openDeployment(device.ports);
  if (!opened.ok) throw new Error(opened.fault.message);
  const [offer] = opened.value.manifest.tasks;
  if (!offer) throw new Error('No task is offered');
  const used = what === 'task' ? await loadTask(device.ports, opened.value, offer) : await loadModel(device.ports, opened.value, 'mix');
  expect(used).toMatchObject({ ok: false, fault: { kind: 'unverified-model', message: expect.stringContaining(`is not the ${what}`) as string } });
});
