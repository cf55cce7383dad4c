import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '#core/fields';
import {
  decodeLogEntry, decodeManifest, decodePolicy, decodeRound, encodeLogEntry, encodeManifest, encodePolicy, encodeRound, policyHashOf, type LogEntry, type Manifest,
  type PolicyFile, type ModelRound, type TaskId,
} from '#core/protocol';
import { contentHash, toHex, utf8Encode } from '#core/units';
import { aHash, aManifest, aPolicy, aRound, aTask } from '#support/federation';
import vectors from './protocol_messages_homebird_2.json' with { type: 'json' };

const entries: readonly LogEntry[] = [
  { type: 'task', task: aHash('task') as string as TaskId }, { type: 'model', model: 'mix', hash: aHash('m'), round: 3 }, { type: 'round', record: aRound() }, { type: 'given', model: 't11', hash: aHash('m') },
  { type: 'abandoned', task: aHash('task') as string as TaskId, helperSignature: '5'.repeat(128) },
  { type: 'config', policy: aHash('p'), catalogue: aHash('c'), retryWindowMs: 900_000, simulated: true }, { type: 'build', files: { 'a.js': aHash('a'), 'tag/b.js': aHash('b') } },
  { type: 'ads', hash: aHash('ads') }, { type: 'delivery', hash: aHash('delivery') }, { type: 'offers', hash: aHash('offers') }, { type: 'prices', hash: aHash('prices') },
];
const policies: readonly PolicyFile[] = [aPolicy(), aPolicy({ floors: { minBatch: 100, minNoiseMultiplier: 5, weekRho: 1 / 32, yearRho: 1 } })];

test('log entries, rounds, policies and manifests come back as written', () => {
  for (const entry of entries) expect(decodeLogEntry(encodeLogEntry(entry))).toEqual({ ok: true, value: entry });
  for (const policy of policies) expect(decodePolicy(encodePolicy(policy))).toEqual({ ok: true, value: policy });
  expect(decodeRound(encodeRound(aRound()))).toEqual({ ok: true, value: aRound() });
  expect(decodeManifest(encodeManifest(aManifest([aTask()])))).toEqual({ ok: true, value: aManifest([aTask()]) });
});

test('manifests name public files where a shop has them, and a shop without any writes the same bytes as before', () => {
  const without = aManifest([aTask()]);
  for (const field of ['ads', 'delivery', 'offers', 'prices']) expect(encodeManifest(without)).not.toContain(`"${field}"`);
  const named = aManifest([aTask()], { offers: { hash: aHash('offers'), leaf: 3 }, prices: { hash: aHash('prices'), leaf: 4 } });
  expect(decodeManifest(encodeManifest(named))).toEqual({ ok: true, value: named });
});

test('a manifest names models of ads where there are some, each with its leaf; without them nothing of its text is another', () => {
  const plain = aManifest([]);
  const at = { leaf: 9, round: 2 };
  const withAds = aManifest([], { models: { ...plain.models, ctr: aHash('ctr'), portraits: aHash('portraits') }, modelLeaves: { ...plain.modelLeaves, ctr: at, portraits: at } });
  expect(decodeManifest(encodeManifest(withAds))).toEqual({ ok: true, value: withAds });
  expect(encodeManifest(withAds).replace(`"ctr":"${aHash('ctr')}",`, '').replace(`"portraits":"${aHash('portraits')}",`, '').replaceAll(/"(?:ctr|portraits)":\{"leaf":9,"round":2\},/g, '')).toBe(encodeManifest(plain));
  expect(Object.keys(JSON.parse(encodeManifest(plain)).models as object)).toEqual(['mix', 'pairs', 't11']);
  for (const half of [{ ...withAds, modelLeaves: plain.modelLeaves }, { ...withAds, models: plain.models }]) expect(decodeManifest(encodeManifest(half)).ok).toBe(false);
});

test('policyHashOf() is the SHA-256 of the file, so that an embed line pins every byte', () => {
  expect(policyHashOf(encodePolicy(aPolicy()))).toBe(contentHash(encodePolicy(aPolicy())));
  expect(policyHashOf(encodePolicy(aPolicy({ shop: 'other' })))).not.toBe(policyHashOf(encodePolicy(aPolicy())));
});

test('another text of the same values is refused: order, white space, doubled names, numbers spelled otherwise', () => {
  const text = canonicalJson(entries[1]);
  for (const other of [text.replace(',', ', '), `${text}\n`, text.replace('"round":3', '"round":3.0'), text.replace('"round":3', '"round":3e0'), text.replace('"round":3', '"round":2,"round":3'), text.replace('{', '{"__proto__":null,')]) {
    expect(decodeLogEntry(utf8Encode(other)).ok, other).toBe(false);
  }
  const shuffled = JSON.stringify(Object.fromEntries(Object.entries(entries[1] ?? {}).toSorted(([a], [b]) => (a < b ? 1 : -1))));
  expect(decodeLogEntry(utf8Encode(shuffled)).ok).toBe(false);
});

test.each<readonly [string, Partial<ModelRound>]>([
  ['a negative count', { leaderReports: -1 }], ['an unknown model', { model: 'big' as never }], ['a rejected reason of its own', { rejects: { ...aRound().rejects, other: 1 } as never }],
  ['an outcome of its own', { outcome: 'better' as never }], ['a verdict without a surplus', { verdict: {} as never }], ['a surplus that is no number', { verdict: { surplus: '.1' as never } }], ['half a hash', { modelAfter: 'ab' as never }], ['no word of the helper', { helperSignature: undefined as never }], ['half a signature', { helperSignature: '5'.repeat(64) }],
])('decodeRound() refuses %s', (_what, change) => {
  expect(decodeRound(utf8Encode(canonicalJson(aRound(change)))).ok).toBe(false);
});

test.each<readonly [string, Partial<Manifest>]>([
  ['a model missing', { models: { mix: aHash('m') } as never }], ['a hundred open tasks', { tasks: Array.from({ length: 100 }, (_, i) => ({ id: aHash(`${i}`) as string as TaskId, leaf: i })) }],
  ['a shop with a line break', { shop: 'a\nb' }], ['a retry window of a year', { retryWindowMs: 365 * 86_400_000 }],
])('decodeManifest() refuses %s', (_what, change) => {
  expect(decodeManifest(encodeManifest(aManifest([], change))).ok).toBe(false);
});

test('decoders of JSON answer every hostile text with a fault that names what is wrong', () => {
  const decoders = [decodeLogEntry, decodeRound, decodePolicy, (bytes: Uint8Array) => decodeManifest(String.fromCharCode(...bytes))];
  const texts = [...entries.map((entry) => encodeLogEntry(entry)), encodeRound(aRound()), encodePolicy(aPolicy())];
  const changed = fc.tuple(fc.constantFrom(...texts), fc.nat(), fc.integer({ min: 1, max: 255 })).map(([bytes, at, change]) => bytes.with(at % bytes.length, (bytes[at % bytes.length] ?? 0) ^ change));
  fc.assert(fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 60 }), fc.json().map(utf8Encode)), (bytes) => {
    for (const decode of decoders) {
      const read = decode(bytes);
      if (!read.ok) expect(read.fault.message).toMatch(/^Cannot /);
    }
  }), { numRuns: 1000 });
  expect(decodeLogEntry(utf8Encode('['.repeat(100_000))).ok).toBe(false);
  expect(decodeLogEntry(utf8Encode('null')).ok).toBe(false);
});

test('log entries and the policy reproduce their vectors', () => {
  expect(toHex(encodeLogEntry({ type: 'task', task: vectors.task.id as TaskId }))).toBe(vectors.taskLeaf);
  expect(toHex(encodeLogEntry({ type: 'model', model: 't11', hash: vectors.task.fields.baseModel as never, round: 7 }))).toBe(vectors.modelLeaf);
});
