import { run } from '#core/assembly';
import { CONTENT_DIMS, VECTOR_SCALE } from '#core/catalogue';
import { itemDotsProgram, ITEMS_PER_TURN } from './dots-program.ts';
import type { ItemDots } from './item-dots.ts';
import { requireCall, requireRows } from './require.ts';

const D = CONTENT_DIMS;
/** Where rows begin: after the direction, at a cache line. */
const ROWS_AT = 128;
/** Largest 16-bit weight. Rounding to it errs by 1e-5 of the largest score: a second word of 16 bits takes half as long again, floats twice as long. */
const MOST_WEIGHT = 32_767;

/**
 * Dots on WASM SIMD; undefined where that may not run: no SIMD, no memory, or a policy without 'wasm-unsafe-eval'. Copies
 * `vectors` into memory of its own.
 */
export function wasmDots(vectors: Int8Array, count: number): ItemDots | undefined {
  requireRows(vectors, count);
  const turns = Math.ceil(count / ITEMS_PER_TURN);
  const end = ROWS_AT + turns * ITEMS_PER_TURN * D;
  const running = run([itemDotsProgram()], end + turns * ITEMS_PER_TURN * 4);
  const [dots] = running?.functions ?? [];
  if (!running || !dots) return undefined;
  const { buffer } = running;
  new Int8Array(buffer, ROWS_AT).set(vectors); // rows beyond the last stay 0
  const weights = new Int16Array(buffer, 0, D);
  const sums = new Float32Array(buffer, end, count);
  return {
    engine: 'wasm',
    all(direction, out) {
      requireCall(direction, out, count);
      let largest = 0;
      for (let d = 0; d < D; d++) largest = Math.max(largest, Math.abs(direction[d] as number));
      if (largest === 0 || count === 0) {
        out.fill(0);
        return;
      }
      const step = largest / MOST_WEIGHT;
      for (let d = 0; d < D; d++) weights[d] = Math.round((direction[d] as number) / step);
      dots(ROWS_AT, end, end, step / VECTOR_SCALE);
      out.set(sums);
    },
  };
}
