import { encode } from 'cborg';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeTask, encodeTask, MODEL_KINDS, reportNonce, taskIdOf, type MeasureTask, type ModelTask, type TaskId } from '#core/protocol';
import { fromHex, toHex, type ContentHash } from '#core/units';
import { aTask } from '#support/federation';
import { aMeasureTask } from '#support/measure';
import vectors from './protocol_messages_homebird_2.json' with { type: 'json' };

const count = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => toHex(bytes) as ContentHash);
const party = fc.record({
  url: fc.constantFrom('https://a.example', 'http://localhost:8080', 'https://a.example/x/y'),
  hpkeConfigId: fc.integer({ min: 0, max: 255 }),
  hpkePublicKey: fc.uint8Array({ minLength: 65, maxLength: 65 }),
});
const [chunk, proofs] = [fc.integer({ min: 1, max: 65_535 }), fc.integer({ min: 1, max: 255 })];
const vdaf = fc.record({ name: fc.string({ minLength: 1, maxLength: 64 }), chunkLength: chunk, chunkLengthNormEquality: chunk, numProofs: proofs, numProofsNormEquality: proofs });
const tasks: fc.Arbitrary<ModelTask> = fc.record({
  version: fc.constant(2 as const), kind: fc.constant('model' as const), model: fc.constantFrom(...MODEL_KINDS), vdaf,
  length: count, baseModel: hash, block: fc.integer({ min: 0, max: 65_535 }), leader: party, helper: party, minBatch: count,
  clipNorm: fc.double({ min: 1e-6, max: 1e6, noNaN: true }), integerNorm: count,
  noiseVariance: fc.record({ numerator: fc.maxSafeInteger().map((n) => Math.abs(n) + (n === 0 ? 1 : 0)), denominator: count }),
  dpDelta: fc.double({ min: 1e-300, max: 0.5, noNaN: true }), adjacency: fc.constant('zero-out' as const),
  opensMs: fc.integer({ min: 0, max: 2 ** 45 }), closesMs: fc.integer({ min: 0, max: 2 ** 45 }), simulated: fc.boolean(),
});

test('decodeTask() reads what encodeTask() wrote, whatever the task', () => {
  fc.assert(fc.property(tasks, (task) => {
    const read = decodeTask(encodeTask(task));
    expect(read.ok && read.value).toEqual(task);
  }));
});

const ratio = fc.record({ numerator: count, denominator: count });
const measures: fc.Arbitrary<MeasureTask> = fc.record({
  version: fc.constant(2 as const), kind: fc.constant('measure' as const), vdaf: fc.record({ name: fc.constantFrom('Prio3L1BoundSum' as const, 'Prio3Histogram' as const), chunkLength: chunk }),
  length: count, layout: hash, bound: count, epsilon: ratio, noiseScale: ratio, leader: party, helper: party, minBatch: count, adjacency: fc.constant('zero-out' as const),
  opensMs: fc.integer({ min: 0, max: 2 ** 45 }), closesMs: fc.integer({ min: 0, max: 2 ** 45 }), simulated: fc.boolean(),
});

test('decodeTask() reads what encodeTask() wrote of a measurement, and refuses it with a field missing or added', () => {
  fc.assert(fc.property(measures, (task) => {
    const read = decodeTask(encodeTask(task));
    expect(read.ok && read.value).toEqual(task);
  }));
  for (const name of Object.keys(aMeasureTask())) {
    const { [name as keyof MeasureTask]: _, ...rest } = aMeasureTask();
    expect(decodeTask(new Uint8Array(encode(rest))).ok, name).toBe(false);
  }
  expect(decodeTask(new Uint8Array(encode({ ...aMeasureTask(), baseModel: aTask().baseModel }))).ok).toBe(false);
});

test('encodeTask() does not depend on the order of fields', () => {
  const reversed = Object.fromEntries(Object.entries(aTask()).reverse()) as unknown as ModelTask;
  expect(toHex(encodeTask(reversed))).toBe(toHex(encodeTask(aTask())));
});

test('decodeTask() refuses a task with one field missing, added or of another kind, and names it', () => {
  for (const name of Object.keys(aTask())) {
    const { [name as keyof ModelTask]: _, ...rest } = aTask();
    for (const changed of [rest, { ...aTask(), [name]: null }, { ...aTask(), [name]: 'x'.repeat(5000) }, { ...aTask(), [name]: -1 }]) {
      const read = decodeTask(new Uint8Array(encode(changed)));
      expect(read.ok).toBe(false);
      if (!read.ok && !read.fault.message.includes('bytes')) expect(read.fault.message).toContain(name);
    }
  }
  expect(decodeTask(new Uint8Array(encode({ ...aTask(), extra: 1 }))).ok).toBe(false);
  expect(decodeTask(new Uint8Array(encode(Object.assign(Object.create(null), aTask(), { constructor: 1 })))).ok).toBe(false);
});

test.each([
  ['fractions of reports', { minBatch: 50.5 }], ['a batch of a trillion', { minBatch: 1e12 }], ['a URL with a query', { leader: { ...aTask().leader, url: 'https://a.example/?who=1' } }],
  ['a script URL', { leader: { ...aTask().leader, url: 'javascript:alert(1)' } }], ['a URL with credentials', { leader: { ...aTask().leader, url: 'https://a@b.example' } }],
  ['a short key', { helper: { ...aTask().helper, hpkePublicKey: new Uint8Array(64) } }], ['another version', { version: 1 }], ['a hash in capitals', { baseModel: aTask().baseModel.toUpperCase() }],
])('decodeTask() refuses %s', (_what, change) => {
  expect(decodeTask(new Uint8Array(encode({ ...aTask(), ...change }))).ok).toBe(false);
});

test('a task has one encoding: any other CBOR of the same values is refused', () => {
  const bytes = encodeTask(aTask());
  const unsorted = new Uint8Array(encode(aTask(), { mapSorter: () => 0 }));
  const wide = new Uint8Array(encode(aTask(), { float64: true }));
  for (const other of [unsorted, wide, new Uint8Array([...bytes, 0])]) {
    expect(toHex(other)).not.toBe(toHex(bytes));
    expect(decodeTask(other).ok).toBe(false);
  }
});

test('decodeTask() answers hostile bytes with a fault: random, cut short, and every byte changed', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => { expect(decodeTask(bytes).ok).toBe(false); }), { numRuns: 500 });
  const bytes = encodeTask(aTask());
  for (let i = 0; i < bytes.length; i++) {
    expect(decodeTask(bytes.subarray(0, i)).ok).toBe(false);
    for (const change of [1, 0x20, 0x80, 0xff]) {
      const read = decodeTask(bytes.with(i, (bytes[i] ?? 0) ^ change));
      // Still a task perhaps, but never the same one: its id differs.
      if (read.ok) expect(taskIdOf(encodeTask(read.value))).not.toBe(taskIdOf(bytes));
    }
  }
  expect(decodeTask(new Uint8Array(1 << 20)).ok).toBe(false);
  expect(decodeTask(new Uint8Array(4000).fill(0x81)).ok).toBe(false); // lists in lists
});

test('encodeTask() and taskIdOf() reproduce the vector', () => {
  const task: ModelTask = { ...(vectors.task.fields as unknown as ModelTask), leader: partyOf(vectors.task.fields.leader), helper: partyOf(vectors.task.fields.helper) };
  expect(toHex(encodeTask(task))).toBe(vectors.task.bytes);
  expect(taskIdOf(fromHex(vectors.task.bytes))).toBe(vectors.task.id);
  expect(decodeTask(fromHex(vectors.task.bytes))).toEqual({ ok: true, value: task });
  expect(toHex(reportNonce({ kind: 'model' }, vectors.task.id as TaskId, fromHex(vectors.pineNonce.reportId)))).toBe(vectors.pineNonce.nonce);
});

function partyOf(fields: { url: string; hpkeConfigId: number; hpkePublicKey: string }): ModelTask['leader'] {
  return { ...fields, hpkePublicKey: fromHex(fields.hpkePublicKey) };
}
