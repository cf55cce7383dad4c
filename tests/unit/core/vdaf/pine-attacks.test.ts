import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { field32 } from '#core/field';
import { checkWraparound, pineParameters } from '#core/vdaf';
import { valueOf } from '#support/result';
import { deliveryOf, enginePine, preparedBy, type Delivery } from '#support/pine';
import { shardGradient, type Lies } from '../../../../src/core/vdaf/pine-shard.ts';

const LENGTH = 16;
const BOUND = 256;
const P = 4_293_918_721;
const NONCE = new Uint8Array(16).fill(3);
const { vdaf, engine } = enginePine(pineParameters(LENGTH, BOUND));
/** √−1: a vector (x, √−1·x) has the squared norm 0 modulo p. */
const IMAGINARY = field32.toIntegers(field32.root(2))[0] ?? 0;

const bytes = (length: number, seed: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (31 * i + seed) & 255);
const vectorOf = (...head: readonly number[]): number[] => [...head, ...Array.from({ length: LENGTH - head.length }, () => 0)];

/** What a client without scruples delivers for any vector. */
async function dishonest(vector: ArrayLike<number>, lies: Lies = { claimsAllChecks: true }, nonce = NONCE): Promise<Delivery> {
  return deliveryOf(vdaf, await shardGradient(engine, field32.fromIntegers(vector), { nonce, rand: bytes(vdaf.randBytes, 1), lies }), nonce);
}

async function honest(vector: readonly number[], nonce = NONCE, seed = 1): Promise<Delivery> {
  return deliveryOf(vdaf, await vdaf.shard(vector, nonce, bytes(vdaf.randBytes, seed), new Uint8Array(0)), nonce);
}

async function expectRefused(delivery: Delivery, kinds: readonly string[] = ['invalid']): Promise<void> {
  for (const outcome of await preparedBy(vdaf, delivery)) {
    expect(outcome.ok).toBe(false);
    if (!outcome.ok) expect(kinds).toContain(outcome.fault.kind);
  }
}

describe('a norm bound that is too large for the field', () => {
  const large = enginePine(pineParameters(LENGTH, 32_768));

  test.each([65_536, 524_287])('the bare engine with a bound of 32,768 accepts one entry of %i: its square is small modulo p', async (entry) => {
    const shards = await shardGradient(large.engine, field32.fromIntegers(vectorOf(entry)), { nonce: NONCE, rand: bytes(large.vdaf.randBytes, 1) });
    const outputs = (await preparedBy(large.vdaf, deliveryOf(large.vdaf, shards, NONCE))).map(valueOf);
    expect([...large.vdaf.unshard(outputs, 1)]).toEqual(vectorOf(entry));
  });

  test('its own client refuses such a vector: it counts over the integers', async () => {
    for (const entry of [32_769, 65_536, 524_287]) {
      await expect(large.vdaf.shard(vectorOf(entry), NONCE, bytes(large.vdaf.randBytes, 1), new Uint8Array(0))).rejects.toThrow(RangeError);
    }
  });

  test('checkWraparound() refuses it and names the numbers', () => {
    const checked = checkWraparound(pineParameters(LENGTH, 32_768));
    expect(checked).toEqual({ ok: false, fault: { kind: 'unsafe-vdaf', message: expect.stringMatching(/norm bound of 32768.*W = 524288.*p = 4293918721/) as string } });
  });

  test('checkWraparound() accepts bounds up to 470 over Field32, and none above', () => {
    for (const bound of [1, 16, 128, 256, 469, 470]) expect(checkWraparound(pineParameters(LENGTH, bound)).ok).toBe(true);
    for (const bound of [471, 512, 1_024, 4_096, 32_767]) expect(checkWraparound(pineParameters(LENGTH, bound)).ok).toBe(false);
  });
});

describe('vectors outside the bound', () => {
  test('an honest client of an over-long vector is stopped before it shares', async () => {
    for (const vector of [vectorOf(257), vectorOf(256, 1), vectorOf(113_498), vectorOf(0.5), vectorOf(Number.NaN), [1]]) {
      await expect(vdaf.shard(vector, NONCE, bytes(vdaf.randBytes, 1), new Uint8Array(0))).rejects.toThrow(RangeError);
    }
  });

  test.each([[257], [256, 1], [-300, 300], [1_000, 1_000, 1_000], [-2_000_000_000]])('one of squared norm above the bound is refused: %j', async (...head) => {
    await expectRefused(await dishonest(vectorOf(...head)));
  });

  test('one entry whose square is small modulo p is refused, as all small ones are', async () => {
    const entries = [113_498];
    for (let x = 113_499; entries.length < 12; x++) if (Number(BigInt(x) ** 2n % BigInt(P)) <= BOUND * BOUND) entries.push(x);
    for (const entry of entries) await expectRefused(await dishonest(vectorOf(entry)));
  });

  test('vectors of squared norm 0 modulo p are refused', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 0, max: LENGTH - 2 }), async (x, at) => {
      const vector = new Float64Array(LENGTH);
      vector[at] = x;
      vector[at + 1] = Number((BigInt(x) * BigInt(Math.abs(IMAGINARY))) % BigInt(P));
      await expectRefused(await dishonest(vector));
    }), { numRuns: 10 });
  });

  test('random vectors over the whole field are refused, whatever squared norm they claim', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: P - 1 }), { minLength: LENGTH, maxLength: LENGTH }), async (vector) => {
      await expectRefused(await dishonest(vector, { claimsAllChecks: true, changeBits: (bits) => bits.fill(0, 0, 17) }));
    }), { numRuns: 5 });
  });

  test('numbers in the place of bits are refused: they would make every linear check hold', async () => {
    const difference = field32.fromIntegers([BOUND * BOUND - 257 * 257]);
    const delivery = await dishonest(vectorOf(257), { claimsAllChecks: true, changeBits: (bits) => bits.fill(0, 17, 34).set(difference, 17) });
    await expectRefused(delivery);
  });

  test('checks that are said to have failed are refused: all must succeed', async () => {
    const changeBits = (bits: Uint32Array): void => void bits.fill(0, 34); // no check succeeded, so none has to hold
    await expectRefused(await dishonest(vectorOf(113_498), { claimsAllChecks: true, changeBits }));
    await expectRefused(await dishonest(vectorOf(1), { changeBits }));
  });

  test('vectors on the bound are accepted', async () => {
    for (const vector of [vectorOf(256), vectorOf(0, -256), vectorOf(128, 128, -128, 128), vectorOf(), vectorOf(255, 22, 5, 1)]) {
      const outputs = (await preparedBy(vdaf, await honest(vector))).map(valueOf);
      expect([...vdaf.unshard(outputs, 1)]).toEqual(vector);
    }
  });
});

describe('reports that were tampered with', () => {
  /** `delivery` with byte `at` (modulo the length) of one part changed. */
  const altered = (delivery: Delivery, part: 'publicShares' | 'inputShares' | 'nonces' | 'verifyKeys', aggregators: readonly number[], at: number, mask: number): Delivery => ({
    ...delivery,
    [part]: delivery[part].map((value, aggregator) => (aggregators.includes(aggregator) ? value.with(at % value.length, (value[at % value.length] ?? 0) ^ mask) : value)),
  });
  const places = fc.record({ at: fc.nat(1_000_000), mask: fc.integer({ min: 1, max: 255 }) });
  const vector = vectorOf(100, -100, 3);

  test.each([
    ['the leader\'s share', 'inputShares', [0]], ['the helper\'s share', 'inputShares', [1]], ['the public share of both', 'publicShares', [0, 1]],
    ['the nonce of both', 'nonces', [0, 1]], ['the nonce of one', 'nonces', [1]], ['the verify key of one', 'verifyKeys', [0]],
  ] as const)('any changed byte of %s is refused by both', async (_what, part, aggregators) => {
    const delivery = await honest(vector);
    await fc.assert(fc.asyncProperty(places, async ({ at, mask }) => expectRefused(altered(delivery, part, aggregators, at, mask), ['invalid', 'malformed'])), { numRuns: 25 });
  });

  test('prepareNext() fails where the public share lies about this aggregator only, which the draft lets pass', async () => {
    const delivery = await honest(vector);
    for (const liedTo of [0, 1]) {
      for (const own of [32 * liedTo, 64 + 32 * liedTo]) { // its part of the checks' randomness, then of the proofs'
        const outcomes = await preparedBy(vdaf, altered(delivery, 'publicShares', [liedTo], own, 1));
        expect(outcomes.map(({ ok }) => ok)).toEqual([0, 1].map((aggregator) => aggregator !== liedTo));
        expect(outcomes[liedTo]).toMatchObject({ fault: { kind: 'invalid' } });
      }
    }
  });

  test('shares of two reports do not fit together, nor does one under the nonce of another', async () => {
    const other = new Uint8Array(16).fill(4);
    const [first, second] = [await honest(vector), await honest(vector, other, 2)];
    await expectRefused({ ...first, inputShares: [first.inputShares[0] ?? NONCE, second.inputShares[1] ?? NONCE] });
    await expectRefused({ ...second, inputShares: [first.inputShares[0] ?? NONCE, second.inputShares[1] ?? NONCE] });
    await expectRefused({ ...first, nonces: second.nonces });
  });

  test('helpers that swapped their shares refuse them', async () => {
    const three = enginePine({ ...pineParameters(LENGTH, BOUND), numShares: 3 }).vdaf;
    const shards = await three.shard(vector, NONCE, bytes(three.randBytes, 1), new Uint8Array(0));
    const [leader = NONCE, first = NONCE, second = NONCE] = shards.inputShares;
    expect((await preparedBy(three, deliveryOf(three, shards, NONCE))).every(({ ok }) => ok)).toBe(true);
    expect((await preparedBy(three, deliveryOf(three, { ...shards, inputShares: [leader, second, first] }, NONCE))).some(({ ok }) => ok)).toBe(false);
  });

  test('bytes of a wrong length, or a number that is not below p, are malformed', async () => {
    const delivery = await honest(vector);
    for (const part of ['publicShares', 'inputShares', 'nonces'] as const) {
      for (const change of [(value: Uint8Array) => value.subarray(1), (value: Uint8Array) => Uint8Array.of(...value, 0), () => new Uint8Array(0)]) {
        for (const whom of [0, 1]) await expectRefused({ ...delivery, [part]: delivery[part].map((value, i) => (i === whom ? change(value) : value)) }, ['malformed']);
      }
    }
    const [leader = NONCE, helper = NONCE] = delivery.inputShares;
    for (const at of [0, 4 * (LENGTH + 5), leader.length - 68]) await expectRefused({ ...delivery, inputShares: [leader.slice().fill(255, at, at + 4), helper] }, ['malformed']);
  });

  test('prepare shares and messages of hostile peers are faults', async () => {
    const delivery = await honest(vector);
    const context = new Uint8Array(0);
    const begun = [];
    for (const [aggregator, inputShare] of delivery.inputShares.entries()) {
      begun.push(valueOf(await vdaf.prepareInit({ verifyKey: bytes(32, 9), context, aggregator, nonce: NONCE, publicShare: delivery.publicShares[0] ?? NONCE, inputShare })));
    }
    const [ours, theirs] = begun;
    if (!ours || !theirs) throw new Error('two aggregators were wanted');
    const message = valueOf(await vdaf.prepareSharesToMessage(context, [ours.share, theirs.share]));
    await fc.assert(fc.asyncProperty(places, async ({ at, mask }) => {
      const changed = (value: Uint8Array): Uint8Array => value.with(at % value.length, (value[at % value.length] ?? 0) ^ mask);
      const combined = await vdaf.prepareSharesToMessage(context, [ours.share, changed(theirs.share)]);
      if (combined.ok) expect((await vdaf.prepareNext(ours.state, combined.value)).ok).toBe(false); // its seeds were changed
      expect((await vdaf.prepareNext(ours.state, changed(message))).ok).toBe(false);
    }), { numRuns: 25 });
    for (const share of [theirs.share.subarray(1), new Uint8Array(0), theirs.share.slice().fill(255, 0, 4)]) {
      expect(await vdaf.prepareSharesToMessage(context, [ours.share, share])).toMatchObject({ ok: false, fault: { kind: 'malformed' } });
    }
    for (const bad of [message.subarray(1), new Uint8Array(0), new Uint8Array(65)]) expect(await vdaf.prepareNext(ours.state, bad)).toMatchObject({ ok: false, fault: { kind: 'malformed' } });
  });
});
