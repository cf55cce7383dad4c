import { CONTENT_DIMS, VECTOR_SCALE } from '#core/catalogue';
import type { ItemDots } from './item-dots.ts';
import { requireCall, requireRows } from './require.ts';
import { wasmDots } from './wasm.ts';

const D = CONTENT_DIMS;

// A simulation of 1,500 devices holds one catalogue and must not hold 1,500 copies of its vectors.
const dotsByVectors = new WeakMap<Int8Array, ItemDots>();

/**
 * The dots of a catalogue, on WASM SIMD where that is to be had; the same for every caller, and kept as long as `vectors` are.
 *
 * @param vectors - [N, CONTENT_DIMS] unit × 127; never modified, and read again or not as the engine pleases
 * @param count - N
 * @throws RangeError if `vectors` has another length
 */
export function itemDots(vectors: Int8Array, count: number): ItemDots {
  const known = dotsByVectors.get(vectors);
  if (known) return known;
  const dots = wasmDots(vectors, count) ?? arrayDots(vectors, count);
  dotsByVectors.set(vectors, dots);
  return dots;
}

/** The same in typed arrays alone: where WASM may not run, and what it is tested against. */
export function arrayDots(vectors: Int8Array, count: number): ItemDots {
  requireRows(vectors, count);
  return {
    engine: 'arrays',
    all(direction, out) {
      requireCall(direction, out, count);
      const weights = Float64Array.from(direction, (x) => x / VECTOR_SCALE);
      const fourfold = count & ~3;
      for (let i = 0; i < fourfold; i += 4) writeFour(weights, vectors, i, out);
      for (let i = fourfold; i < count; i++) out[i] = dot(weights, vectors, i * D);
    },
  };
}

/** Four rows at once: each weight is read once for them, and four sums hide the latency of the adder. */
function writeFour(weights: Float64Array, vectors: Int8Array, item: number, out: Float32Array): void {
  let [a, b, c, e] = [0, 0, 0, 0];
  for (let d = 0, at = item * D; d < D; d++, at++) {
    const weight = weights[d] as number;
    a += weight * (vectors[at] as number);
    b += weight * (vectors[at + D] as number);
    c += weight * (vectors[at + 2 * D] as number);
    e += weight * (vectors[at + 3 * D] as number);
  }
  out[item] = a;
  out[item + 1] = b;
  out[item + 2] = c;
  out[item + 3] = e;
}

function dot(weights: Float64Array, vectors: Int8Array, offset: number): number {
  let sum = 0;
  for (let d = 0; d < D; d++) sum += (weights[d] as number) * (vectors[offset + d] as number);
  return sum;
}
