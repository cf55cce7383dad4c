import { CONTENT_DIMS, VECTOR_SCALE } from '#core/catalogue';
import type { ItemDots } from './item-dots.ts';
import { requireCall, requireRows } from './require.ts';

const D = CONTENT_DIMS;

// A simulation of 1,500 devices holds one catalogue and must not hold 1,500 copies of its vectors.
const keptByVectors = new WeakMap<Int8Array, ItemDots>();

/** The dots that were kept for these vectors. */
export function keptDots(vectors: Int8Array): ItemDots | undefined {
  return keptByVectors.get(vectors);
}

/** Keeps `dots` as long as `vectors` are, for everyone who asks. */
export function keepDots(vectors: Int8Array, dots: ItemDots): ItemDots {
  keptByVectors.set(vectors, dots);
  return dots;
}

/**
 * The fastest dots that somebody has made of these vectors, in typed arrays before `itemDots` did: a first shelf waits
 * for no kernel. Ask again at each use.
 *
 * @param vectors - as there
 * @throws RangeError if `vectors` has another length
 */
export function dotsAtHand(vectors: Int8Array, count: number): ItemDots {
  return keptDots(vectors) ?? arrayDots(vectors, count);
}

/** Dots in typed arrays alone: where WASM may not run or has not come yet, and what it is tested against. */
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
