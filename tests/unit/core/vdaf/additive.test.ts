import fc from 'fast-check';
import { createCipheriv } from 'node:crypto';
import { expect, test } from 'vitest';
import { concatBytes, fromHex, sha256Bytes, toHex, utf8Encode } from '#core/units';
import { additive32, decodeAggregateShare, encodeAggregateShare, MAX_ADDITIVE_LENGTH, vdafNamed, type AesCtr, type Vdaf } from '#core/vdaf';
import { hashStream } from '#support/federation';
import vectors from './vdaf_additive32_homebird_1.json' with { type: 'json' };

const nodeAes: AesCtr = {
  async keystream(key, counter, length) {
    return new Uint8Array(createCipheriv('aes-128-ctr', key, counter).update(new Uint8Array(length)));
  },
};
const NONCE = new Uint8Array(16).fill(7);
const CONTEXT = utf8Encode('task');
const NO_KEY = new Uint8Array(0);

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const reports = fc.integer({ min: 1, max: 6 }).chain((length) => fc.record({
  length: fc.constant(length),
  measurements: fc.array(fc.array(int32, { minLength: length, maxLength: length }), { minLength: 1, maxLength: 8 }),
}));

async function outputShares(vdaf: Vdaf<Int32Array, Int32Array>, inputShares: readonly [Uint8Array, Uint8Array], nonce = NONCE, context = CONTEXT): Promise<[Uint32Array, Uint32Array]> {
  const shares: Uint32Array[] = [];
  for (const aggregator of [0, 1] as const) {
    const prepared = await vdaf.prepareInit({ verifyKey: NO_KEY, context, aggregator, nonce, publicShare: new Uint8Array(0), inputShare: inputShares[aggregator] });
    if (!prepared.ok) throw new Error(prepared.fault.message);
    const message = await vdaf.prepareSharesToMessage(context, prepared.value.share, prepared.value.share);
    if (!message.ok) throw new Error(message.fault.message);
    const output = await vdaf.prepareNext(prepared.value.state, message.value);
    if (!output.ok) throw new Error(output.fault.message);
    shares.push(output.value);
  }
  return [shares[0] ?? new Uint32Array(0), shares[1] ?? new Uint32Array(0)];
}

test('unshard() of all aggregate shares gives the plain sum mod 2^32, whatever the reports', async () => {
  await fc.assert(fc.asyncProperty(reports, async ({ length, measurements }) => {
    const vdaf = additive32(length, hashStream);
    const [leader, helper] = [new Uint32Array(length), new Uint32Array(length)];
    const plain = new Int32Array(length);
    for (const [r, values] of measurements.entries()) {
      const nonce = NONCE.with(0, r);
      const { inputShares } = await vdaf.shard(Int32Array.from(values), nonce, NONCE.with(1, r), CONTEXT);
      const [own, other] = await outputShares(vdaf, inputShares, nonce);
      vdaf.aggregate(leader, own);
      vdaf.aggregate(helper, other);
      values.forEach((value, i) => { plain[i] = (plain[i] ?? 0) + value; });
    }
    expect([...vdaf.unshard(leader, helper, measurements.length)]).toEqual([...plain]);
  }));
});

test('noise added to a share by encodeIntegers() comes back in the sum, negative values too', async () => {
  const vdaf = additive32(3, hashStream);
  const { inputShares } = await vdaf.shard(Int32Array.of(10, -20, 30), NONCE, NONCE, CONTEXT);
  const [leader, helper] = await outputShares(vdaf, inputShares);
  vdaf.aggregate(leader, vdaf.encodeIntegers(Int32Array.of(-1, 2, -3)));
  vdaf.aggregate(helper, vdaf.encodeIntegers(Int32Array.of(-100, 0, 7)));
  expect([...vdaf.unshard(leader, helper, 1)]).toEqual([-91, -18, 34]);
});

test('the leader share alone says nothing: with a uniform seed each of its bytes is uniform', async () => {
  const vdaf = additive32(4, nodeAes);
  const counts = new Float64Array(256);
  const draws = 4000;
  for (let i = 0; i < draws; i++) {
    const { inputShares } = await vdaf.shard(Int32Array.of(1, 1, 1, 1), NONCE, sha256Bytes(utf8Encode(String(i))).subarray(0, 16), CONTEXT);
    for (const byte of inputShares[0]) counts[byte] = (counts[byte] ?? 0) + 1;
  }
  const expected = (16 * draws) / 256;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  expect(chiSquare).toBeLessThan(366); // 255 degrees of freedom: mean 255, and 366 is exceeded once in 200,000 seeds; this one is fixed
});

test.each([['context', NONCE, utf8Encode('another task')], ['nonce', NONCE.with(3, 1), CONTEXT]])('a share opened under another %s is noise', async (_what, nonce, context) => {
  const vdaf = additive32(8, nodeAes);
  const zeros = new Int32Array(8);
  const { inputShares } = await vdaf.shard(zeros, NONCE, NONCE, CONTEXT);
  const [leader] = await outputShares(vdaf, inputShares);
  const [, helper] = await outputShares(vdaf, inputShares, nonce, context);
  const sum = vdaf.unshard(leader, helper, 1);
  expect([...sum].filter((x) => x === 0).length).toBeLessThan(2);
});

test('prepare refuses every wrong length with a fault, whoever prepares', async () => {
  const vdaf = additive32(5, hashStream);
  await fc.assert(fc.asyncProperty(fc.constantFrom(0 as const, 1 as const), fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ maxLength: 2 }), async (aggregator, inputShare, nonce, publicShare) => {
    const wanted = aggregator === 0 ? 20 : 16;
    const prepared = await vdaf.prepareInit({ verifyKey: NO_KEY, context: CONTEXT, aggregator, nonce, publicShare, inputShare });
    expect(prepared.ok).toBe(inputShare.length === wanted && nonce.length === 16 && publicShare.length === 0);
    if (!prepared.ok) expect(prepared.fault.kind).toBe('malformed');
  }));
  expect((await vdaf.prepareSharesToMessage(CONTEXT, Uint8Array.of(1), new Uint8Array(0))).ok).toBe(false);
  expect((await vdaf.prepareNext({ outputShare: new Uint32Array(5), bytes: new Uint8Array(0) }, Uint8Array.of(0))).ok).toBe(false);
});

test('shard() and the sums refuse a vector of another length', async () => {
  const vdaf = additive32(2, hashStream);
  await expect(vdaf.shard(new Int32Array(3), NONCE, NONCE, CONTEXT)).rejects.toThrow(RangeError);
  await expect(vdaf.shard(new Int32Array(2), NONCE.subarray(1), NONCE, CONTEXT)).rejects.toThrow(RangeError);
  await expect(vdaf.shard(new Int32Array(2), NONCE, NONCE.subarray(1), CONTEXT)).rejects.toThrow(RangeError);
  expect(() => vdaf.aggregate(new Uint32Array(2), new Uint32Array(3))).toThrow(RangeError);
  expect(() => vdaf.unshard(new Uint32Array(1), new Uint32Array(2), 1)).toThrow(RangeError);
  expect(() => vdaf.encodeIntegers(new Int32Array(1))).toThrow(RangeError);
});

test('decodeAggregateShare() reads what encodeAggregateShare() wrote, and refuses another length', () => {
  fc.assert(fc.property(fc.uint32Array({ minLength: 1, maxLength: 20 }), (share) => {
    const bytes = encodeAggregateShare(share);
    const read = decodeAggregateShare(concatBytes(Uint8Array.of(9), bytes).subarray(1), share.length); // an odd offset, as inside a message
    expect(read.ok && [...read.value]).toEqual([...share]);
    expect(decodeAggregateShare(bytes, share.length + 1).ok).toBe(false);
  }));
});

test('vdafNamed() knows additive32 and refuses other names and lengths', () => {
  expect(vdafNamed('additive32', 16, { aes: hashStream }).ok).toBe(true);
  for (const [name, length] of [['pine32', 16], ['', 1], ['additive32', 0], ['additive32', 1.5], ['additive32', MAX_ADDITIVE_LENGTH + 1], ['additive32', Number.NaN]] as const) {
    expect(vdafNamed(name, length, { aes: hashStream }).ok, `${name} ${length}`).toBe(false);
  }
});

test('limitation: additive32 has no proof, so one device can move a sum by any amount', async () => {
  const vdaf = additive32(1, hashStream);
  const { inputShares } = await vdaf.shard(Int32Array.of(2 ** 31 - 1), NONCE, NONCE, CONTEXT);
  const [leader, helper] = await outputShares(vdaf, inputShares);
  expect(vdaf.unshard(leader, helper, 1)[0]).toBe(2 ** 31 - 1);
});

test('additive32 reproduces its vectors', async () => {
  for (const vector of vectors.cases) {
    const vdaf = additive32(vector.measurement.length, nodeAes);
    const { inputShares } = await vdaf.shard(Int32Array.from(vector.measurement), fromHex(vector.nonce), fromHex(vector.rand), fromHex(vector.context));
    expect(toHex(inputShares[0])).toBe(vector.leaderShare);
    expect(toHex(inputShares[1])).toBe(vector.helperShare);
  }
});
