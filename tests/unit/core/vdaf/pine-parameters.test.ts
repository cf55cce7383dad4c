import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodePlaintextInputShare, encodeUpload, MAX_REPORT_BYTES, type TaskId } from '#core/protocol';
import { checkWraparound, pineParameters, reportBytes, vdafOf } from '#core/vdaf';
import { webSymmetric } from '#page/crypto';
import { valueOf } from '#support/result';

const PORTS = { symmetric: webSymmetric };
/** P-256 point and AEAD tag of a seal. */
const [ENC_BYTES, TAG_BYTES] = [65, 16];

/** Bytes of `POST /v1/reports` for a model of `length` parameters. */
function bodyBytes(length: number): number {
  const { publicShare, inputShares } = valueOf(reportBytes(pineParameters(length, 256)));
  const seal = (shareBytes = 0) => ({ configId: 1, enc: new Uint8Array(ENC_BYTES), payload: new Uint8Array(encodePlaintextInputShare(new Uint8Array(shareBytes)).length + TAG_BYTES) });
  const metadata = { reportId: new Uint8Array(16), timeHours: 0 };
  return encodeUpload('00'.repeat(32) as TaskId, { metadata, publicShare: new Uint8Array(publicShare), leader: seal(inputShares[0]), helper: seal(inputShares[1]) }).length;
}

test('a whole report at 11,000 parameters is 56,634 bytes', () => {
  expect(bodyBytes(11_000)).toBe(56_634);
});

test('the longest model whose report fits 65,536 bytes has 13,157 parameters', () => {
  let longest = 11_000;
  while (bodyBytes(longest + 1) <= MAX_REPORT_BYTES) longest += 1;
  expect(longest).toBe(13_157);
});

test('reportBytes() says what shard() and prepareInit() make', async () => {
  await fc.assert(fc.asyncProperty(fc.record({
    length: fc.integer({ min: 1, max: 40 }), normBound: fc.integer({ min: 1, max: 470 }), numShares: fc.integer({ min: 2, max: 4 }), chunkLength: fc.integer({ min: 3, max: 60 }),
    chunkLengthNormEquality: fc.integer({ min: 1, max: 50 }), numProofs: fc.integer({ min: 1, max: 3 }), numProofsNormEquality: fc.integer({ min: 1, max: 3 }), numWrChecks: fc.integer({ min: 1, max: 8 }),
  }), async (drawn) => {
    const parameters = { name: 'Pine32HmacSha256Aes128' as const, numWrSuccesses: drawn.numWrChecks, ...drawn };
    const vdaf = valueOf(vdafOf(parameters, PORTS));
    const sizes = valueOf(reportBytes(parameters));
    const [nonce, context, verifyKey] = [new Uint8Array(16), new Uint8Array(0), new Uint8Array(32)];
    const { publicShare, inputShares } = await vdaf.shard(new Int32Array(drawn.length), nonce, new Uint8Array(vdaf.randBytes), context);
    const shares = [];
    for (const [aggregator, inputShare] of inputShares.entries()) shares.push(valueOf(await vdaf.prepareInit({ verifyKey, context, aggregator, nonce, publicShare, inputShare })).share);
    const message = valueOf(await vdaf.prepareSharesToMessage(context, shares));
    expect({ publicShare: publicShare.length, inputShares: inputShares.map(({ length }) => length), prepareShare: shares[0]?.length, prepareMessage: message.length }).toEqual(sizes);
  }), { numRuns: 20 });
});

test('pineParameters() finds the shortest report of all norm chunks', () => {
  for (const length of [1, 2, 5, 64, 1_000, 11_000, 13_000]) {
    const parameters = pineParameters(length, 256);
    const leaderBytes = (chunkLengthNormEquality: number): number => valueOf(reportBytes({ ...parameters, chunkLengthNormEquality })).inputShares[0] ?? 0;
    let least = Infinity;
    for (let chunk = 1; chunk <= length; chunk++) least = Math.min(least, leaderBytes(chunk));
    expect(leaderBytes(parameters.chunkLengthNormEquality)).toBe(least);
  }
});

test('pineParameters() names the main chunk of the shortest report at its bound', () => {
  const parameters = pineParameters(11_000, 256);
  const leaderBytes = (chunkLength: number): number => valueOf(reportBytes({ ...parameters, chunkLength })).inputShares[0] ?? 0;
  const best = Array.from({ length: 300 }, (_, i) => i + 1).reduce((best, chunk) => (leaderBytes(chunk) < leaderBytes(best) ? chunk : best));
  expect(leaderBytes(parameters.chunkLength)).toBe(leaderBytes(best));
});

test('vdafOf(), reportBytes() and checkWraparound() answer parameters that cannot be with a fault, never a throw', () => {
  const good = pineParameters(100, 256);
  const bad: readonly object[] = [
    { name: 'Pine31' }, { name: 'toString' }, { name: undefined }, { length: 0 }, { length: 1.5 }, { length: 2 ** 21 }, { length: '100' }, { normBound: 0 }, { normBound: -1 }, { normBound: Number.NaN },
    { normBound: 37_900 }, { normBound: 2 ** 52 }, { normBound: null }, { alpha: 0 }, { alpha: Infinity }, { alpha: 1e9 }, { numShares: 1 }, { numShares: 256 }, { numProofs: 0 }, { numProofs: 256 },
    { numProofsNormEquality: 0 }, { chunkLength: 0 }, { chunkLength: 2 ** 30 }, { chunkLengthNormEquality: 0 }, { numWrChecks: 0 }, { numWrChecks: 1e6 }, { numWrSuccesses: 101 }, { numWrSuccesses: -1 },
  ];
  for (const change of bad) {
    const parameters = { ...good, ...change } as typeof good;
    for (const answer of [vdafOf(parameters, PORTS), reportBytes(parameters), checkWraparound(parameters)]) expect(answer, JSON.stringify(change)).toMatchObject({ ok: false, fault: { kind: 'unknown-vdaf' } });
  }
  const shortChunks = { ...good, length: 2 ** 20, chunkLengthNormEquality: 1 };
  expect(vdafOf(shortChunks, PORTS)).toMatchObject({ ok: false, fault: { message: expect.stringContaining('roots of unity') as string } });
});

test('vdafOf() takes what the bare engine takes, safe or not', () => {
  for (const normBound of [1, 256, 470, 471, 32_768]) expect(vdafOf(pineParameters(8, normBound), PORTS).ok).toBe(true);
});
