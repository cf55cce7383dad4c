import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeModel, decodeState, encodeModel, encodePairTable, encodePortraits, encodeState, initialState, type ModelFile, type StateFile } from '#core/fedavg';
import { fromHex, toHex } from '#core/units';
import vectors from './fedavg_files_homebird_1.json' with { type: 'json' };

const float32 = fc.float({ noNaN: true, noDefaultInfinity: true });
const weights = fc.array(float32, { minLength: 1, maxLength: 40 }).map((values) => Float32Array.from(values));
const states = fc.integer({ min: 1, max: 20 }).chain((length) => fc.record({
  steps: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  first: fc.array(float32, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values)),
  second: fc.array(fc.float({ min: 0, noNaN: true, noDefaultInfinity: true }), { minLength: length, maxLength: length }).map((values) => Float32Array.from(values)),
  noiseVariance: fc.float({ min: 0, noNaN: true, noDefaultInfinity: true }),
}));

/** The file again, of what was read from it. */
function writtenAgain(read: ModelFile | StateFile): string {
  if (!('kind' in read)) return toHex(encodeState(read));
  if (read.kind === 'pairs') return toHex(encodePairTable(read));
  return toHex(read.kind === 'portraits' ? encodePortraits(read) : encodeModel(read.kind, read.weights, read.candidate));
}

test('decodeModel() reads what encodeModel() wrote, bit for bit, with a candidate and without', () => {
  fc.assert(fc.property(fc.constantFrom('mix' as const, 't11' as const), weights, fc.boolean(), (kind, values, hasCandidate) => {
    const bytes = encodeModel(kind, values, hasCandidate ? values.toReversed() : undefined);
    const read = decodeModel(new Uint8Array([1, ...bytes]).subarray(1)); // an odd offset
    expect(read.ok && read.value.kind).toBe(kind);
    expect(read.ok && 'candidate' in read.value).toBe(hasCandidate);
    expect(read.ok && writtenAgain(read.value)).toBe(toHex(bytes));
  }));
});

test('decodeModel() reads a candidate behind the weights, and refuses a file that only says it has one', () => {
  fc.assert(fc.property(fc.constantFrom('mix' as const, 't11' as const), weights, (kind, values) => {
    const candidate = values.map((x) => x / 2);
    const bytes = encodeModel(kind, values, candidate);
    const read = decodeModel(bytes);
    expect(read.ok && read.value).toEqual({ kind, weights: values, candidate });
    expect(bytes.length).toBe(encodeModel(kind, values).length + 4 * values.length);
    for (const wrong of [bytes.with(6, 0), bytes.with(6, 2), bytes.subarray(0, -1), encodeModel(kind, values).with(6, 1)]) expect(decodeModel(wrong).ok).toBe(false);
  }));
});

test('decodeState() reads what encodeState() wrote, with a candidate and without', () => {
  fc.assert(fc.property(states, fc.boolean(), (own, hasCandidate) => {
    const state: StateFile = hasCandidate ? { ...own, candidate: { ...own, steps: 3, first: own.second } } : own;
    const read = decodeState(encodeState(state));
    expect(read.ok && toHex(encodeState(read.value))).toBe(toHex(encodeState(state)));
    expect(read.ok && 'candidate' in read.value).toBe(hasCandidate);
    expect(read.ok && read.value.steps).toBe(state.steps);
  }));
});

test('model and state files answer hostile bytes with a fault: cut, longer, every byte changed, NaN', () => {
  const model = encodeModel('mix', Float32Array.of(1, -2, 3.5));
  const state = encodeState(initialState(3));
  const [tried, trying] = [encodeModel('t11', Float32Array.of(1, 2), Float32Array.of(3, 4)), encodeState({ ...initialState(2), candidate: initialState(2) })];
  for (const [bytes, decode] of [[model, decodeModel], [state, decodeState], [tried, decodeModel], [trying, decodeState]] as const) {
    for (let i = 0; i < bytes.length; i++) {
      expect(decode(bytes.subarray(0, i)).ok).toBe(false);
      for (const value of [0, 1, 0x80, 0xff]) {
        const changed = bytes.with(i, value);
        const read = decode(changed);
        if (read.ok) expect(writtenAgain(read.value)).toBe(toHex(changed));
      }
    }
    expect(decode(new Uint8Array([...bytes, 0])).ok).toBe(false);
  }
  for (const bad of ['0000c07f', '0000807f', '000080ff']) expect(decodeModel(fromHex(toHex(model).slice(0, 24) + bad + toHex(model).slice(32))).ok).toBe(false);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
    expect(decodeModel(bytes).ok).toBe(false);
    expect(decodeState(bytes).ok).toBe(false);
  }));
  const huge = model.slice();
  new DataView(huge.buffer).setUint32(8, 2 ** 32 - 1, true);
  expect(decodeModel(huge).ok).toBe(false);
});

test('encodeModel() refuses to write NaN or Infinity', () => {
  for (const bad of [Number.NaN, Infinity]) {
    expect(() => encodeModel('t11', Float32Array.of(1, bad))).toThrow(RangeError);
    expect(() => encodeModel('t11', Float32Array.of(1, 2), Float32Array.of(1, bad))).toThrow(RangeError);
  }
  expect(() => encodeModel('t11', Float32Array.of(1, 2), Float32Array.of(1))).toThrow(RangeError);
});

test('model and state files reproduce their vectors', () => {
  expect(toHex(encodeModel('mix', Float32Array.from(vectors.weights)))).toBe(vectors.mix);
  expect(toHex(encodeModel('t11', Float32Array.from(vectors.weights)))).toBe(vectors.t11);
  expect(toHex(encodeState({ steps: 7, first: Float32Array.from(vectors.weights), second: Float32Array.from(vectors.second), noiseVariance: 0.25 }))).toBe(vectors.state);
  const [first, second] = [Float32Array.from(vectors.weights), Float32Array.from(vectors.second)];
  expect(toHex(encodeModel('mix', first, second))).toBe(vectors.mixWithCandidate);
  const candidate = { steps: 8, first: second, second: first.with(1, 0), noiseVariance: 0.5 };
  expect(toHex(encodeState({ steps: 7, first, second, noiseVariance: 0.25, candidate }))).toBe(vectors.stateWithCandidate);
});
