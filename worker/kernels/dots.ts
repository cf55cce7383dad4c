import { arrayDots, keepDots, keptDots } from './array-dots.ts';
import type { ItemDots } from './item-dots.ts';
import { wasmDots } from './wasm.ts';

/**
 * The dots of a catalogue, on WASM SIMD where that is to be had; the same for every caller, and kept as long as `vectors` are.
 *
 * @param vectors - [N, CONTENT_DIMS] unit × 127; never modified, and read again or not as the engine pleases
 * @param count - N
 * @throws RangeError if `vectors` has another length
 */
export function itemDots(vectors: Int8Array, count: number): ItemDots {
  return keptDots(vectors) ?? keepDots(vectors, wasmDots(vectors, count) ?? arrayDots(vectors, count));
}
