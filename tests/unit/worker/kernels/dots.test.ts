import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { CONTENT_DIMS } from '#core/catalogue';
import { seededChance } from '#core/units';
import { arrayDots, dotsAtHand, itemDots, wasmDots, type ItemDots } from '#worker/kernels';
import { relativeDifference } from '#support/models';

const D = CONTENT_DIMS;

afterEach(() => { vi.unstubAllGlobals(); });

/** Random rows and a direction, both at unit length as the catalogue's are. */
function someRows(count: number, seed: number): { vectors: Int8Array; direction: Float32Array } {
  const chance = seededChance(seed);
  const unit = (): number[] => {
    const row = Array.from({ length: D }, chance.normal);
    return row.map((x) => x / Math.hypot(...row));
  };
  return { vectors: Int8Array.from(Array.from({ length: count }, unit).flat(), (x) => Math.round(127 * x)), direction: Float32Array.from(unit()) };
}

function allOf(dots: ItemDots | undefined, direction: Float32Array, count: number): Float32Array {
  if (!dots) throw new Error('Cannot test WASM: this Node has no SIMD');
  const out = new Float32Array(count).fill(NaN);
  dots.all(direction, out);
  return out;
}

test('both engines give the plain dot products to 1e-4 of the largest, for any number of items', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 0, max: 1e6 }), (count, seed) => {
    const { vectors, direction } = someRows(count, seed);
    const wanted = Array.from({ length: count }, (_, i) => direction.reduce((sum, x, d) => sum + (x * (vectors[i * D + d] ?? NaN)) / 127, 0));
    const scale = Math.max(...wanted.map(Math.abs), 0.1); // a few items may all stand across: 1e-4 of nothing is asked of nobody
    for (const dots of [arrayDots(vectors, count), wasmDots(vectors, count)]) {
      allOf(dots, direction, count).forEach((x, i) => { expect(Math.abs(x - (wanted[i] ?? NaN))).toBeLessThan(1e-4 * scale); });
    }
  }), { numRuns: 60 });
});

test('engines agree over a whole catalogue, and with the extremes an int8 can hold', () => {
  const { vectors, direction } = someRows(5_003, 7);
  expect(relativeDifference(allOf(wasmDots(vectors, 5_003), direction, 5_003), allOf(arrayDots(vectors, 5_003), direction, 5_003))).toBeLessThan(1e-4);
  const extremes = Int8Array.from({ length: 2 * D }, (_, i) => (i < D ? 127 : -128));
  const ones = new Float32Array(D).fill(1);
  const wanted = [D, (-128 * D) / 127];
  for (const dots of [arrayDots(extremes, 2), wasmDots(extremes, 2)]) expect(relativeDifference(allOf(dots, ones, 2), wanted)).toBeLessThan(1e-6);
});

test('a zero direction gives zeros, and no items give nothing', () => {
  const { vectors, direction } = someRows(5, 1);
  for (const dots of [arrayDots(vectors, 5), wasmDots(vectors, 5)]) expect([...allOf(dots, new Float32Array(D), 5)]).toEqual([0, 0, 0, 0, 0]);
  for (const dots of [arrayDots(new Int8Array(), 0), wasmDots(new Int8Array(), 0)]) expect(allOf(dots, direction, 0)).toHaveLength(0);
});

test('itemDots() takes WASM here, and is made once for one catalogue', () => {
  const { vectors } = someRows(9, 2);
  expect(itemDots(vectors, 9).engine).toBe('wasm');
  expect(itemDots(vectors, 9)).toBe(itemDots(vectors, 9));
});

test('dotsAtHand() answers in typed arrays, and on WASM once somebody has asked for that', () => {
  const { vectors } = someRows(9, 5);
  expect(dotsAtHand(vectors, 9).engine).toBe('arrays');
  const made = itemDots(vectors, 9);
  expect(dotsAtHand(vectors, 9)).toBe(made);
});

test('itemDots() takes typed arrays where there is no WebAssembly, and where a policy forbids it', () => {
  vi.stubGlobal('WebAssembly', undefined);
  expect(itemDots(someRows(9, 3).vectors, 9).engine).toBe('arrays');
  vi.stubGlobal('WebAssembly', { Module: vi.fn(function refuse() { throw new Error('Refused by Content Security Policy'); }) });
  expect(itemDots(someRows(9, 4).vectors, 9).engine).toBe('arrays');
});

test('lengths that do not fit are refused before anything is read', () => {
  const { vectors, direction } = someRows(9, 5);
  for (const make of [arrayDots, wasmDots]) {
    expect(() => make(vectors, 10)).toThrow(RangeError);
    expect(() => make(vectors, 9)?.all(direction, new Float32Array(8))).toThrow(RangeError);
    expect(() => make(vectors, 9)?.all(direction.subarray(1), new Float32Array(9))).toThrow(RangeError);
  }
});
