import { BORDER } from './assemble.ts';

const PAGE_BYTES = 65_536;

// ES2023 does not know WebAssembly, although every runtime of ours has it: this much of it is used.
interface WasmMemory { readonly buffer: ArrayBuffer }
interface Wasm {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (pages: { readonly initial: number }) => WasmMemory;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, WasmFunction>> };
}
declare const WebAssembly: Wasm | undefined;

/** A function of one program, over addresses in its memory. */
export type WasmFunction = (...numbers: number[]) => void;

/** Programs that share one memory. */
export interface Running {
  readonly buffer: ArrayBuffer;
  /** In the order of the programs. */
  readonly functions: readonly WasmFunction[];
}

/**
 * Starts `programs`, each under a kilobyte and so compiled at once, over a memory of `bytes` that never grows: views of it stay.
 * Undefined where WASM may not run: no SIMD, no memory, or a policy without 'wasm-unsafe-eval'.
 */
export function run(programs: readonly Uint8Array[], bytes: number): Running | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const { Module, Memory, Instance } = WebAssembly;
  try {
    const memory = new Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
    const imports = { [BORDER.module]: { [BORDER.memory]: memory } };
    return { buffer: memory.buffer, functions: programs.flatMap((program) => new Instance(new Module(program), imports).exports[BORDER.function] ?? []) };
  } catch {
    return undefined; // CompileError of a browser or a policy that forbids it, RangeError for want of memory
  }
}
