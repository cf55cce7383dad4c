import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { field128, field64 } from '#core/field';
import { l1BoundSumCircuit } from '#core/flp';
import { concatBytes, type Result } from '#core/units';
import { prio3Count, prio3Histogram, prio3L1BoundSum, prio3Sum, prio3SumVec, prio3SumVecWithMultiproof, type Vdaf, type VdafFault } from '#core/vdaf';
import { valueOf } from '#support/result';
import { prio3 } from '../../../../src/core/vdaf/prio3.ts';
import type { Shards } from '../../../../src/core/vdaf/vdaf.ts';

const CONTEXT = Uint8Array.of(1, 2, 3);
const NONCE = new Uint8Array(16).fill(9);
const VERIFY_KEY = new Uint8Array(32).fill(7);

type AnyVdaf = Vdaf<never, unknown>;

/** Client randomness that differs with `salt`. */
const randOf = (vdaf: AnyVdaf, salt: number): Uint8Array => Uint8Array.from({ length: vdaf.randBytes }, (_, i) => (i * 31 + salt * 7 + (salt >> 8)) & 0xff);

/** Output shares of a report at every aggregator, or the first fault. */
async function outputsOf(vdaf: AnyVdaf, { publicShare, inputShares }: Shards, { nonce = NONCE, context = CONTEXT, keys = [VERIFY_KEY] } = {}): Promise<Result<Uint32Array, VdafFault>[]> {
  const prepared = await Promise.all(inputShares.map((inputShare, aggregator) =>
    vdaf.prepareInit({ verifyKey: keys[aggregator % keys.length] ?? VERIFY_KEY, context, aggregator, nonce, publicShare, inputShare })));
  const refused = prepared.filter((one) => !one.ok);
  if (refused.length > 0) return refused;
  const values = prepared.map(valueOf);
  const message = await vdaf.prepareSharesToMessage(context, values.map(({ share }) => share));
  if (!message.ok) return [message];
  return Promise.all(values.map(({ state }) => vdaf.prepareNext(state, message.value)));
}

const isRefused = (outputs: readonly Result<Uint32Array, VdafFault>[]): boolean => outputs.every(({ ok }) => !ok);

const vectors = (length: number, max: number): fc.Arbitrary<number[]> => fc.array(fc.integer({ min: 0, max }), { minLength: length, maxLength: length });
const sumOf = (length: number, measurements: readonly unknown[]): number[] => Array.from({ length }, (_, i) => (measurements as number[][]).reduce((sum, vector) => sum + (vector[i] ?? 0), 0));
const CASES: readonly { readonly vdafOf: (shares: number) => AnyVdaf; readonly measurements: fc.Arbitrary<unknown>; readonly plain: (measurements: readonly unknown[]) => unknown }[] = [
  { vdafOf: prio3Count, measurements: fc.integer({ min: 0, max: 1 }), plain: (all) => (all as number[]).reduce((a, b) => a + b, 0) },
  { vdafOf: (shares) => prio3Sum(shares, 77), measurements: fc.integer({ min: 0, max: 77 }), plain: (all) => (all as number[]).reduce((a, b) => a + b, 0) },
  { vdafOf: (shares) => prio3SumVec(shares, { length: 3, maxMeasurement: 5, chunkLength: 2 }), measurements: vectors(3, 5), plain: (all) => sumOf(3, all) },
  { vdafOf: (shares) => prio3SumVecWithMultiproof(shares, { length: 3, maxMeasurement: 5, chunkLength: 4 }, { field: field64, proofs: 3 }), measurements: vectors(3, 5), plain: (all) => sumOf(3, all) },
  { vdafOf: (shares) => prio3Histogram(shares, { length: 5, chunkLength: 2 }), measurements: fc.integer({ min: 0, max: 4 }), plain: (all) => sumOf(5, all.map((bucket) => [0, 1, 2, 3, 4].map((i) => Number(i === bucket)))) },
  { vdafOf: (shares) => prio3L1BoundSum(shares, { length: 4, maxValue: 20, chunkLength: 4 }), measurements: vectors(4, 5), plain: (all) => sumOf(4, all) },
];

describe.each(CASES.map((one) => ({ name: one.vdafOf(2).algorithm, ...one })))('$name', ({ vdafOf, measurements, plain }) => {
  test('unshard() of all aggregate shares gives the plain sum, however many aggregators', async () => {
    await fc.assert(fc.asyncProperty(fc.array(measurements, { minLength: 1, maxLength: 4 }), fc.integer({ min: 2, max: 5 }), fc.nat(1_000), async (drawn, shares, salt) => {
      const vdaf = vdafOf(shares);
      const sums = Array.from({ length: shares }, () => vdaf.emptySum());
      for (const [i, measurement] of drawn.entries()) {
        const nonce = NONCE.with(0, i);
        const shards = await vdaf.shard(measurement as never, nonce, randOf(vdaf, salt + i), CONTEXT);
        for (const [aggregator, output] of (await outputsOf(vdaf, shards, { nonce })).entries()) {
          vdaf.aggregate(sums[aggregator] ?? vdaf.emptySum(), valueOf(output));
        }
      }
      const published = sums.map((sum) => valueOf(vdaf.decodeShare(vdaf.encodeShare(sum))));
      expect(vdaf.unshard(published, drawn.length)).toEqual(plain(drawn));
    }), { numRuns: 15 });
  });

  test('a report whose bytes were changed in one place is refused by all, and nothing throws', async () => {
    const vdaf = vdafOf(2);
    const [measurement] = fc.sample(measurements, { numRuns: 1, seed: 1 });
    const shards = await vdaf.shard(measurement as never, NONCE, randOf(vdaf, 3), CONTEXT);
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 2 }), fc.nat(), fc.integer({ min: 1, max: 255 }), async (which, at, flip) => {
      const parts = [shards.publicShare, ...shards.inputShares];
      const part = parts[which] ?? shards.publicShare;
      if (part.length === 0) return;
      const [publicShare = part, ...inputShares] = parts.with(which, part.with(at % part.length, (part[at % part.length] ?? 0) ^ flip));
      expect(isRefused(await outputsOf(vdaf, { publicShare, inputShares }))).toBe(true);
    }), { numRuns: 60 });
  });

  test('parts of any bytes and any length are faults, never throws', async () => {
    const vdaf = vdafOf(2);
    const [measurement] = fc.sample(measurements, { numRuns: 1, seed: 1 });
    const shards = await vdaf.shard(measurement as never, NONCE, randOf(vdaf, 3), CONTEXT);
    const { state, share } = valueOf(await vdaf.prepareInit({ verifyKey: VERIFY_KEY, context: CONTEXT, aggregator: 0, nonce: NONCE, publicShare: shards.publicShare, inputShare: shards.inputShares[0] ?? NONCE }));
    const init = { verifyKey: VERIFY_KEY, context: CONTEXT, nonce: NONCE, publicShare: shards.publicShare };
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), fc.boolean(), async (bytes, isLong) => {
      for (const [aggregator, inputShare] of shards.inputShares.entries()) {
        const other = isLong ? concatBytes(inputShare, bytes, Uint8Array.of(0)) : inputShare.subarray(0, Math.max(0, inputShare.length - 1 - bytes.length));
        expect((await vdaf.prepareInit({ ...init, aggregator, inputShare: other })).ok).toBe(false);
        expect((await vdaf.prepareInit({ ...init, aggregator, inputShare, publicShare: concatBytes(shards.publicShare, bytes, Uint8Array.of(1)) })).ok).toBe(false);
        expect((await vdaf.prepareInit({ ...init, aggregator, inputShare, nonce: concatBytes(NONCE, bytes, Uint8Array.of(1)) })).ok).toBe(false);
      }
      expect((await vdaf.prepareSharesToMessage(CONTEXT, [share, concatBytes(share, bytes, Uint8Array.of(1))])).ok).toBe(false);
      expect((await vdaf.prepareSharesToMessage(CONTEXT, [share, new Uint8Array(share.length).fill(255)])).ok).toBe(false); // not below the modulus
      expect((await vdaf.prepareNext(state, concatBytes(new Uint8Array(32), bytes, Uint8Array.of(1)))).ok).toBe(false);
      expect(vdaf.decodeShare(concatBytes(vdaf.encodeShare(vdaf.emptySum()), bytes, Uint8Array.of(1))).ok).toBe(false);
    }), { numRuns: 20 });
  });

  test('a report prepared under another context, nonce or verify key is refused', async () => {
    const vdaf = vdafOf(2);
    const [measurement] = fc.sample(measurements, { numRuns: 1, seed: 1 });
    const shards = await vdaf.shard(measurement as never, NONCE, randOf(vdaf, 3), CONTEXT);
    expect(isRefused(await outputsOf(vdaf, shards))).toBe(false);
    expect(isRefused(await outputsOf(vdaf, shards, { context: Uint8Array.of(1, 2) }))).toBe(true);
    expect(isRefused(await outputsOf(vdaf, shards, { keys: [VERIFY_KEY, new Uint8Array(32)] }))).toBe(true);
    if (shards.publicShare.length > 0) expect(isRefused(await outputsOf(vdaf, shards, { nonce: NONCE.with(3, 0) }))).toBe(true); // else the nonce only picks the query
  });
});

test('noise added to both aggregate shares shows in the result, below zero too', async () => {
  const vdaf = prio3Histogram(2, { length: 4, chunkLength: 2 });
  const shards = await vdaf.shard(2, NONCE, randOf(vdaf, 1), CONTEXT);
  const sums = (await outputsOf(vdaf, shards)).map(valueOf);
  for (const [aggregator, noise] of [Int32Array.of(-5, 3, 0, -(2 ** 31)), Int32Array.of(1, 0, -2, 0)].entries()) vdaf.aggregate(sums[aggregator] ?? vdaf.emptySum(), vdaf.encodeIntegers(noise));
  expect(vdaf.unshard(sums, 1)).toEqual([-4, 3, -1, -(2 ** 31)]);
});

test('prio3L1BoundSum() refuses a vector over its L1 bound, whatever its client claims', async () => {
  const honest = l1BoundSumCircuit(field128, { length: 3, maxValue: 7, chunkLength: 4 });
  const bits = (values: readonly number[]): Uint32Array => field128.fromIntegers(values.flatMap((value) => [value & 1, (value >> 1) & 1, (value >> 2) & 1]));
  for (const [entries, isValid] of [[[3, 2, 1, 6], true], [[7, 7, 0, 7], false], [[7, 7, 0, 6], false], [[4, 4, 0, 0], false]] as const) {
    const vdaf = prio3({ algorithm: 'lying', id: 7, circuit: { ...honest, encode: () => bits(entries) }, shares: 2, proofs: 1 });
    const outputs = await outputsOf(vdaf as AnyVdaf, await vdaf.shard([], NONCE, randOf(vdaf as AnyVdaf, 1), CONTEXT));
    expect(isRefused(outputs)).toBe(!isValid);
  }
});

test('a public share that lies about one aggregator is refused by that one too', async () => {
  for (const shares of [2, 3]) {
    const vdaf = prio3Histogram(shares, { length: 4, chunkLength: 2 });
    const shards = await vdaf.shard(1, NONCE, randOf(vdaf, 5), CONTEXT);
    const truth = await Promise.all(shards.inputShares.map(async (inputShare, aggregator) =>
      valueOf(await vdaf.prepareInit({ verifyKey: VERIFY_KEY, context: CONTEXT, aggregator, nonce: NONCE, publicShare: shards.publicShare, inputShare }))));
    const message = valueOf(await vdaf.prepareSharesToMessage(CONTEXT, truth.map(({ share }) => share)));
    for (let about = 0; about < shares; about++) {
      const publicShare = shards.publicShare.with(32 * about, (shards.publicShare[32 * about] ?? 0) ^ 1);
      for (const [aggregator, inputShare] of shards.inputShares.entries()) {
        const lied = valueOf(await vdaf.prepareInit({ verifyKey: VERIFY_KEY, context: CONTEXT, aggregator, nonce: NONCE, publicShare, inputShare }));
        expect((await vdaf.prepareNext(lied.state, message)).ok).toBe(false); // in the draft aggregator `about` would go on alone
      }
    }
  }
});

test('what our own side gets wrong throws', async () => {
  const vdaf = prio3Histogram(2, { length: 4, chunkLength: 2 });
  const rand = randOf(vdaf, 1);
  const init = { verifyKey: VERIFY_KEY, context: CONTEXT, aggregator: 0, nonce: NONCE, publicShare: NONCE, inputShare: NONCE };
  await expect(vdaf.shard(4, NONCE, rand, CONTEXT)).rejects.toThrow(RangeError);
  await expect(vdaf.shard(1, NONCE.subarray(1), rand, CONTEXT)).rejects.toThrow(RangeError);
  await expect(vdaf.shard(1, NONCE, rand.subarray(1), CONTEXT)).rejects.toThrow(RangeError);
  await expect(vdaf.prepareInit({ ...init, aggregator: 2 })).rejects.toThrow(RangeError);
  await expect(vdaf.prepareInit({ ...init, verifyKey: NONCE })).rejects.toThrow(RangeError);
  await expect(vdaf.prepareSharesToMessage(CONTEXT, [NONCE])).rejects.toThrow(RangeError);
  for (const refused of [
    () => vdaf.encodeIntegers(new Int32Array(3)), () => vdaf.aggregate(vdaf.emptySum(), new Uint32Array(4)), () => vdaf.aggregate(new Uint32Array(4), new Uint32Array(4)), () => vdaf.unshard([vdaf.emptySum()], 1),
    () => prio3Count(1), () => prio3Count(256), () => prio3SumVecWithMultiproof(2, { length: 1, maxMeasurement: 1, chunkLength: 1 }, { field: field64, proofs: 256 }),
  ]) expect(refused).toThrow(RangeError);
});
