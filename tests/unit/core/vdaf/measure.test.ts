import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measureBytes, measureVdafFor, measureVdafOf } from '#core/vdaf';
import { valueOf } from '#support/result';
import { addReport } from '#support/vdaf';

const choice = (name: 'Prio3L1BoundSum' | 'Prio3Histogram', length: number, bound: number) => ({ vdaf: measureVdafFor(name, length, bound), length, bound });
const NONCE = new Uint8Array(16).fill(3);
const CONTEXT = new Uint8Array(8);

async function summed(what: ReturnType<typeof choice>, vectors: readonly (readonly number[])[]): Promise<number[]> {
  const vdaf = valueOf(measureVdafOf(what));
  const sums = [vdaf.emptySum(), vdaf.emptySum()] as const;
  for (const [i, vector] of vectors.entries()) {
    const nonce = NONCE.map((byte) => byte + i);
    const { publicShare, inputShares } = await vdaf.shard(Int32Array.from(vector), nonce, new Uint8Array(vdaf.randBytes).fill(i + 1), CONTEXT);
    await addReport(vdaf, { publicShare, inputShares, nonce, context: CONTEXT }, sums);
  }
  return [...vdaf.unshard(sums, vectors.length)];
}

test('measureVdafOf() adds vectors of bounded sum, and histograms', async () => {
  const pad = (...counts: number[]): number[] => [...counts, ...Array.from({ length: 16 - counts.length }, () => 0)];
  expect(await summed(choice('Prio3L1BoundSum', 16, 9), [pad(4, 5), pad(0, 1, 8), pad()])).toEqual(pad(4, 6, 8));
  expect(await summed(choice('Prio3Histogram', 16, 1), [pad(0, 1), pad(0, 0, 1), pad(0, 1)])).toEqual(pad(0, 2, 1));
});

test('unshard() gives negative entries back, as noise makes them', () => {
  const vdaf = valueOf(measureVdafOf(choice('Prio3L1BoundSum', 16, 9)));
  fc.assert(fc.property(fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { minLength: 16, maxLength: 16 }), (noise) => {
    const sum = vdaf.emptySum();
    vdaf.aggregate(sum, vdaf.encodeIntegers(Int32Array.from(noise)));
    expect([...vdaf.unshard([sum, vdaf.emptySum()], 0)]).toEqual(noise);
  }), { numRuns: 20 });
});

test('measureBytes() says what shard() and prepareInit() make', async () => {
  for (const what of [choice('Prio3L1BoundSum', 16, 16), choice('Prio3L1BoundSum', 256, 255), choice('Prio3Histogram', 64, 1)]) {
    const [vdaf, bytes] = [valueOf(measureVdafOf(what)), valueOf(measureBytes(what))];
    const vector = new Int32Array(what.length);
    vector[2] = 1;
    const { publicShare, inputShares } = await vdaf.shard(vector, NONCE, new Uint8Array(vdaf.randBytes), CONTEXT);
    expect([publicShare.length, ...inputShares.map((share) => share.length)]).toEqual([bytes.publicShare, ...bytes.inputShares]);
    const prepared = valueOf(await vdaf.prepareInit({ verifyKey: new Uint8Array(32), context: CONTEXT, aggregator: 0, nonce: NONCE, publicShare, inputShare: inputShares[0] ?? NONCE }));
    expect(prepared.share.length).toBe(bytes.prepareShare);
  }
});

test('measureVdafFor() chooses a chunk whose report no other chunk makes a tenth shorter', () => {
  for (const [length, bound] of [[16, 16], [64, 16], [256, 255]] as const) {
    const bytesAt = (chunkLength: number): number => valueOf(measureBytes({ vdaf: { name: 'Prio3L1BoundSum', chunkLength }, length, bound })).inputShares[0] ?? 0;
    const { vdaf } = choice('Prio3L1BoundSum', length, bound);
    const shortest = Math.min(...Array.from({ length: 100 }, (_, i) => bytesAt(i + 1)));
    expect(bytesAt(vdaf.chunkLength), `${length} ${bound}`).toBeLessThan(1.1 * shortest);
  }
});

test.each([
  ['another VDAF', { ...choice('Prio3L1BoundSum', 16, 4), vdaf: { name: 'Prio3Sum', chunkLength: 4 } }], ['no entry', choice('Prio3L1BoundSum', 0, 4)],
  ['half a chunk', { ...choice('Prio3L1BoundSum', 16, 4), vdaf: { name: 'Prio3L1BoundSum', chunkLength: 0.5 } }], ['a histogram of twos', { ...choice('Prio3Histogram', 16, 1), bound: 2 }],
])('measureVdafOf() and measureBytes() answer %s with a fault', (_, what) => {
  expect(measureVdafOf(what).ok).toBe(false);
  expect(measureBytes(what).ok).toBe(false);
});

test('a histogram shares one 1 and zeros, and nothing else', async () => {
  const vdaf = valueOf(measureVdafOf(choice('Prio3Histogram', 16, 1)));
  for (const counts of [[], [2], [1, 1], [1, -1]]) {
    const vector = Int32Array.from({ length: 16 }, (_, i) => counts[i] ?? 0);
    await expect(Promise.resolve().then(() => vdaf.shard(vector, NONCE, new Uint8Array(vdaf.randBytes), CONTEXT))).rejects.toThrow(RangeError);
  }
});
