import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAIR_BLOCK_CELLS } from '#core/cooccurrence';
import {
  countsWholeUnits, decodeModel, decodePairState, encodeModel, encodePairState, encodePairTable, encodeState, firstState, initialPairState, initialState, pairStep, reportLength, reportsToCover,
  stepFiles, type ModelFile, type PairState, type PairTable,
} from '#core/fedavg';
import { MAX_NOISE_TO_SIGNAL } from '#core/fedavg';
import { toHex } from '#core/units';
import { aHash, aTask } from '#support/federation';
import { valueOf } from '#support/result';
import vectors from './fedavg_pairs_homebird_1.json' with { type: 'json' };

const CATALOGUE = aHash('catalogue');
/** Two blocks: a full one and one of 40 cells. */
const CELLS = PAIR_BLOCK_CELLS + 40;
const units = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 2 ** 24 }));
const tables = fc.record({ length: fc.integer({ min: 1, max: 3 * PAIR_BLOCK_CELLS }), filled: fc.array(fc.tuple(fc.nat(), units), { maxLength: 40 }), maxBlocks: fc.integer({ min: 3, max: 37 }), layout: fc.nat(255) })
  .map(({ length, filled, maxBlocks, layout }): Omit<PairTable, 'kind'> => {
    const weights = new Float32Array(length);
    for (const [at, count] of filled) weights[at % length] = count;
    return { weights, maxBlocks, layout, catalogue: CATALOGUE };
  });

/** As good as no noise: both servers' variance is 2⁻⁴⁸. */
const NOISELESS = { numerator: 1, denominator: 2 ** 49 };
const step = (weights: Float32Array, state: PairState, sum: readonly number[], task: Partial<Pick<ReturnType<typeof aTask>, 'block' | 'noiseVariance'>> = {}): ReturnType<typeof pairStep> =>
  pairStep({ weights, state, sum: Int32Array.from(sum), task: { block: 0, noiseVariance: NOISELESS, ...task } });

test('decodeModel() reads what encodePairTable() wrote, and only that', () => {
  fc.assert(fc.property(tables, (table) => {
    const bytes = encodePairTable(table);
    const read = valueOf(decodeModel(new Uint8Array([1, ...bytes]).subarray(1))); // an odd offset
    expect(read).toMatchObject({ kind: 'pairs', maxBlocks: table.maxBlocks, layout: table.layout, catalogue: CATALOGUE });
    expect(read.kind === 'pairs' && toHex(encodePairTable(read))).toBe(toHex(bytes));
    expect(read.weights.every((count, cell) => count === table.weights[cell])).toBe(true);
  }), { numRuns: 40 });
});

test('a table that is mostly zeros is small: one of 480,000 cells with 10,000 counts takes below 64 KiB', () => {
  const weights = new Float32Array(480_000);
  for (let i = 0; i < 10_000; i++) weights[i * 48 + (i % 7)] = 64 + (i % 2000);
  expect(encodePairTable({ weights, maxBlocks: 37, catalogue: CATALOGUE }).length).toBeLessThan(65_536);
});

test('encodePairTable() refuses what is no table: fractions, counts below 0, no number, more cells than its blocks hold', () => {
  for (const bad of [0.5, -1, Number.NaN, Infinity, 2 ** 33]) expect(() => encodePairTable({ weights: Float32Array.of(1, bad), maxBlocks: 1, catalogue: CATALOGUE })).toThrow(RangeError);
  for (const [length, maxBlocks] of [[0, 1], [PAIR_BLOCK_CELLS + 1, 1], [1, 0], [1, 38]] as const) expect(() => encodePairTable({ weights: new Float32Array(length), maxBlocks, catalogue: CATALOGUE })).toThrow(RangeError);
  for (const layout of [-1, 256, 0.5]) expect(() => encodePairTable({ weights: new Float32Array(1), maxBlocks: 1, layout, catalogue: CATALOGUE })).toThrow(RangeError);
});

test('table and state files answer hostile bytes with a fault: cut, longer, any byte changed, entries that are none', () => {
  const table = encodePairTable({ weights: Float32Array.of(0, 7, 0, 300, 2 ** 24, 0), maxBlocks: 2, catalogue: CATALOGUE });
  const stepped = step(new Float32Array(6), initialPairState(6), [1, -2, 3, 400, -5, 6]);
  const state = encodePairState(stepped.state);
  for (const [bytes, decode, encode] of [[table, decodeModel, (read: unknown) => encodePairTable(read as PairTable)], [state, decodePairState, (read: unknown) => encodePairState(read as PairState)]] as const) {
    for (let i = 0; i < bytes.length; i++) {
      expect(decode(bytes.subarray(0, i)).ok).toBe(false);
      for (const value of [0, 0x80, 0xff]) {
        const read = decode(bytes.with(i, value));
        if (read.ok && (read.value as ModelFile).kind !== 't11') expect(toHex(encode(read.value))).toBe(toHex(bytes.with(i, value))); // one encoding for one value
      }
    }
    expect(decode(new Uint8Array([...bytes, 0])).ok).toBe(false);
  }
  const head = [...table.subarray(0, 48)];
  const withEntries = (filled: number, ...entries: number[]): boolean => {
    const bytes = Uint8Array.from([...head, ...entries]);
    new DataView(bytes.buffer).setUint32(12, filled, true);
    return decodeModel(bytes).ok;
  };
  expect(withEntries(1, 1, 5)).toBe(true);
  for (const entries of [[0, 5], [1, 0], [7, 5], [0x81, 0x00, 5], [1, 0x85, 0x00], [1, 0xff, 0xff, 0xff, 0xff, 0x1f], [1, 0xff, 0xff, 0xff, 0xff, 0xff, 1], [1, 0x81, 0x80, 0x80, 0x08], [1], [0x80]]) {
    expect(withEntries(1, ...entries), entries.join(' ')).toBe(false);
  }
  expect(withEntries(2, 1, 5)).toBe(false);
  expect(withEntries(0)).toBe(true);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
    expect(decodePairState(bytes).ok).toBe(false);
    expect(decodeModel(Uint8Array.from([0x48, 0x42, 0x4d, 0x57, 1, 2, ...bytes])).ok && bytes.length < 42).toBe(false);
  }));
});

test('a state takes four bytes for a block that no round has filled, and comes back to the bit', () => {
  const empty = encodePairState(initialPairState(CELLS));
  expect(empty.length).toBe(12 + 4 * 2);
  const { state } = step(new Float32Array(CELLS), initialPairState(CELLS), Array.from({ length: 40 }, (_, i) => i - 20), { block: 1 });
  const bytes = encodePairState(state);
  expect(bytes.length).toBe(12 + 4 * 2 + 4 * 40);
  expect(toHex(encodePairState(valueOf(decodePairState(bytes))))).toBe(toHex(bytes));
});

test('without noise the table is the decayed sum, exactly: the first round as it is, the next on nine tenths of it', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 20 }), { minLength: 1, maxLength: 50 }), (sum) => {
    const first = step(new Float32Array(sum.length), initialPairState(sum.length), sum);
    expect([...first.weights]).toEqual(sum);
    const second = step(first.weights, first.state, sum.map(() => 0));
    expect([...second.weights]).toEqual(sum.map((count) => Math.floor(Math.fround(0.9 * count) + 0.5)));
  }));
});

test('pairStep() cuts what lies within four deviations of the noise of both servers, and nothing else', () => {
  const variance = { numerator: 1024 * 1024, denominator: 1 }; // z = 4, B = 256
  const cut = 4 * Math.sqrt(2) * 1024;
  const { weights, state } = step(new Float32Array(5), initialPairState(5), [Math.floor(cut), Math.ceil(cut), -9000, 0, 20_000], { noiseVariance: variance });
  expect([...weights]).toEqual([0, Math.ceil(cut), 0, 0, 20_000]);
  expect(state.noiseVariance[0]).toBe(2 * 1024 * 1024);
  const again = step(weights, state, [0, 0, 0, 0, 0], { noiseVariance: variance });
  expect(again.state.noiseVariance[0]).toBeCloseTo(2 * 1024 * 1024 * 1.81, -1);
  expect([...again.weights]).toEqual([0, 0, 0, 0, 18_000]); // decayed, and the noise has grown
});

test('pairStep() touches no other block, no input, and repeats to the bit', () => {
  const before = step(new Float32Array(CELLS), initialPairState(CELLS), Array.from({ length: PAIR_BLOCK_CELLS }, (_, i) => i % 90));
  const [weights, state] = [toHex(encodePairTable({ weights: before.weights, maxBlocks: 2, catalogue: CATALOGUE })), toHex(encodePairState(before.state))];
  const sum = Array.from({ length: 40 }, (_, i) => 3 * i);
  const [one, two] = [step(before.weights, before.state, sum, { block: 1 }), step(before.weights, before.state, sum, { block: 1 })];
  expect(one.weights.subarray(0, PAIR_BLOCK_CELLS)).toEqual(before.weights.subarray(0, PAIR_BLOCK_CELLS));
  expect([...one.weights.subarray(PAIR_BLOCK_CELLS)]).toEqual(sum);
  expect(toHex(encodePairState(one.state))).toBe(toHex(encodePairState(two.state)));
  expect(toHex(encodePairTable({ weights: before.weights, maxBlocks: 2, catalogue: CATALOGUE }))).toBe(weights);
  expect(toHex(encodePairState(before.state))).toBe(state);
});

test('pairStep() refuses lengths that do not agree', () => {
  const good = { weights: new Float32Array(CELLS), state: initialPairState(CELLS), sum: new Int32Array(40), task: { block: 1, noiseVariance: NOISELESS } };
  expect(() => pairStep(good)).not.toThrow();
  for (const bad of [{ weights: new Float32Array(5) }, { sum: new Int32Array(41) }, { task: { block: 0, noiseVariance: NOISELESS } }, { task: { block: 2, noiseVariance: NOISELESS } }]) expect(() => pairStep({ ...good, ...bad })).toThrow(RangeError);
});

const table = encodePairTable({ weights: new Float32Array(CELLS), maxBlocks: 2, catalogue: CATALOGUE });
const aPairsTask = (changes: Parameters<typeof aTask>[0] = {}): ReturnType<typeof aTask> => aTask({ model: 'pairs', clipNorm: 4, length: 40, block: 1, ...changes });

test('stepFiles() publishes every round of pairs, however high R is: R is recorded and gates nothing', () => {
  const sum = new Int32Array(40).fill(10_000);
  const stepped = valueOf(stepFiles({ task: aPairsTask(), model: table, state: encodePairState(initialPairState(CELLS)), sum, reports: 50 }));
  expect(stepped.outcome).toBe('published');
  const full = valueOf(stepFiles({ task: aPairsTask({ block: 0, length: PAIR_BLOCK_CELLS }), model: table, state: encodePairState(initialPairState(CELLS)), sum: new Int32Array(PAIR_BLOCK_CELLS), reports: 50 }));
  expect(full.noiseToSignal).toBeGreaterThan(MAX_NOISE_TO_SIGNAL);
  expect(full.outcome).toBe('published');
  const after = valueOf(decodeModel(stepped.model));
  expect(after).toMatchObject({ kind: 'pairs', maxBlocks: 2, catalogue: CATALOGUE });
  expect([...after.weights.subarray(PAIR_BLOCK_CELLS)]).toEqual([...sum]);
});

test.each<readonly [string, Partial<Parameters<typeof stepFiles>[0]>]>([
  ['a task of another kind', { task: aTask({ length: 40 }) }], ['a block the table lacks', { task: aPairsTask({ block: 2 }) }], ['a length that is not the block\'s', { task: aPairsTask({ length: 41 }), sum: new Int32Array(41) }],
  ['a clip norm that rounds units off', { task: aPairsTask({ clipNorm: 3 }) }], ['the state of weights', { state: encodeState(initialState(CELLS)) }], ['the state of another table', { state: encodePairState(initialPairState(40)) }],
  ['weights', { model: encodeModel('mix', new Float32Array(40)) }], ['a sum of another length', { sum: new Int32Array(39) }],
])('stepFiles() answers %s with a fault', (_what, changes) => {
  expect(stepFiles({ task: aPairsTask(), model: table, state: encodePairState(initialPairState(CELLS)), sum: new Int32Array(40), reports: 60, ...changes })).toMatchObject({ ok: false, fault: { kind: 'malformed-model' } });
});

test('firstState(), reportLength() and reportsToCover() know both kinds', () => {
  const [mix, pairs] = [valueOf(decodeModel(encodeModel('mix', new Float32Array(12)))), valueOf(decodeModel(table))];
  expect([reportsToCover(mix), reportLength(mix, 0)]).toEqual([1, 13]); // the verdict, too
  expect([reportsToCover(pairs), reportLength(pairs, 0), reportLength(pairs, 1)]).toEqual([2, PAIR_BLOCK_CELLS, 40]);
  expect(() => reportLength(pairs, 2)).toThrow(RangeError);
  expect(toHex(firstState(mix))).toBe(toHex(encodeState(initialState(12))));
  expect(toHex(firstState(pairs))).toBe(toHex(encodePairState(initialPairState(CELLS))));
  expect([countsWholeUnits({ clipNorm: 4, integerNorm: 256 }), countsWholeUnits({ clipNorm: 4, integerNorm: 255 })]).toEqual([true, false]);
});

test('table, state and step reproduce their vectors', () => {
  const first = step(new Float32Array(vectors.sum.length), initialPairState(vectors.sum.length), vectors.sum, { noiseVariance: vectors.noiseVariance });
  const second = step(first.weights, first.state, vectors.sum, { noiseVariance: vectors.noiseVariance });
  for (const [{ weights, state }, wanted] of [[first, vectors.after[0]], [second, vectors.after[1]]] as const) {
    expect(toHex(encodePairTable({ weights, maxBlocks: 1, layout: 1, catalogue: CATALOGUE }))).toBe(wanted?.table);
    expect(toHex(encodePairState(state))).toBe(wanted?.state);
  }
});
