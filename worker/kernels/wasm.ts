import { CONTENT_DIMS, VECTOR_SCALE } from '#core/catalogue';
import { BORDER } from './assemble.ts';
import type { ItemDots } from './item-dots.ts';
import { dotsProgram, ITEMS_PER_TURN } from './program.ts';
import { requireCall, requireRows } from './require.ts';

const D = CONTENT_DIMS;
const PAGE_BYTES = 65_536;
/** Where rows begin: after the direction, at a cache line. */
const ROWS_AT = 128;
/** Largest 16-bit weight. Rounding to it errs by 1e-5 of the largest score: a second word of 16 bits takes half as long again, floats twice as long. */
const MOST_WEIGHT = 32_767;

// ES2023 does not know WebAssembly, although every runtime of ours has it: this much of it is used.
interface WasmMemory { readonly buffer: ArrayBuffer }
interface Wasm {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (pages: { readonly initial: number }) => WasmMemory;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, DotsFunction>> };
}
type DotsFunction = (row: number, end: number, out: number, factor: number) => void;
declare const WebAssembly: Wasm | undefined;

/**
 * Dots on WASM SIMD; undefined where that may not run: no SIMD, no memory, or a policy without 'wasm-unsafe-eval'. Copies
 * `vectors` into memory of its own.
 */
export function wasmDots(vectors: Int8Array, count: number): ItemDots | undefined {
  requireRows(vectors, count);
  const turns = Math.ceil(count / ITEMS_PER_TURN);
  const end = ROWS_AT + turns * ITEMS_PER_TURN * D;
  const started = start(end + turns * ITEMS_PER_TURN * 4);
  if (!started) return undefined;
  const { buffer, dots } = started;
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

function start(bytes: number): { readonly buffer: ArrayBuffer; readonly dots: DotsFunction } | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  try {
    const module = new WebAssembly.Module(dotsProgram()); // under a kilobyte: compiled at once
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
    const dots = new WebAssembly.Instance(module, { [BORDER.module]: { [BORDER.memory]: memory } }).exports[BORDER.function];
    return dots && { buffer: memory.buffer, dots };
  } catch {
    return undefined; // CompileError of a browser or a policy that forbids it, RangeError for want of memory
  }
}
