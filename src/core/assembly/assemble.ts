/** Bytes of WebAssembly, in the binary format of its core specification 2.0. */
export type Code = readonly number[];

/** Kinds of parameters. */
export const I32 = 0x7f;
export const F32 = 0x7d;
const V128 = 0x7b;

/** Names under which the one function and the memory it works on cross the border. */
export const BORDER = { module: 'm', memory: 'm', function: 'f' } as const;

/** An unsigned number in LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest & 127) | 128);
  }
}

const text = (name: string): number[] => [name.length, ...Array.from(name, (letter) => letter.charCodeAt(0))];
const section = (id: number, content: Code): number[] => [id, ...unsigned(content.length), ...content];
/** A SIMD instruction by its number. */
export const simd = (operation: number, ...rest: number[]): Code => [0xfd, ...unsigned(operation), ...rest];

/** Instructions by what they do. Each is a piece of code that leaves its value on the stack, or takes values from it. */
export const op = {
  get: (local: number): Code => [0x20, ...unsigned(local)],
  set: (local: number): Code => [0x21, ...unsigned(local)],
  tee: (local: number): Code => [0x22, ...unsigned(local)],
  /** A constant from 0 to 8191. */
  constant: (value: number): Code => [0x41, (value & 127) | 128, value >> 7], // signed LEB128, whose top bit is the sign
  add: [0x6a] as Code,
  isBelow: [0x49] as Code,
  /** Repeats `body` while the i32 it leaves is not 0. */
  repeat: (body: Code): Code => [0x03, 0x40, ...body, 0x0d, 0, 0x0b],
  /** 16 bytes at the address on the stack. */
  load: (offset: number): Code => simd(0x00, 0, ...unsigned(offset)),
  store: (offset: number): Code => simd(0x0b, 0, ...unsigned(offset)),
  /** 8 bytes at the address on the stack, each widened to 16 bits with its sign. */
  loadWidened: (offset: number): Code => simd(0x01, 0, ...unsigned(offset)),
  /** Four 32-bit lanes out of two vectors: 0 to 3 are of the first, 4 to 7 of the second. */
  lanes: (...from: readonly [number, number, number, number]): Code => simd(0x0d, ...from.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte))),
  /** Sums of neighbouring products: 8 × 16 bits by 8 × 16 bits to 4 × 32 bits. */
  dotPairs: simd(0xba),
  addIntegers: simd(0xae),
  toFloats: simd(0xfa),
  repeatFloat: simd(0x13),
  multiplyFloats: simd(0xe6),
  /** Two float64 lanes of 0. */
  zeros: simd(0x0c, ...Array.from({ length: 16 }, () => 0)),
  /** The float64 at the address on the stack, in both lanes. */
  loadRepeated: (offset: number): Code => simd(0x0a, 0, ...unsigned(offset)),
  multiplyDoubles: simd(0xf2),
  addDoubles: simd(0xf0),
  /** One of two float64 lanes. */
  lane: (which: 0 | 1): Code => simd(0x21, which),
  addDouble: [0xa0] as Code,
  storeDouble: (offset: number): Code => [0x39, 0, ...unsigned(offset)],
} as const;

/** What a function works with, in the order of its locals: parameters, then i32 `counters`, then v128 `vectors`. */
export interface Locals {
  readonly parameters: Code;
  readonly counters: number;
  readonly vectors: number;
}

/** A module with one function and an imported memory. */
export function assemble({ parameters, counters, vectors }: Locals, body: Code): Uint8Array {
  const code = [2, ...unsigned(counters), I32, ...unsigned(vectors), V128, ...body, 0x0b];
  return Uint8Array.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // magic and version
    ...section(1, [1, 0x60, parameters.length, ...parameters, 0]), // types
    ...section(2, [1, ...text(BORDER.module), ...text(BORDER.memory), 2, 0, 1]), // imports: a memory of at least a page
    ...section(3, [1, 0]), // functions
    ...section(7, [1, ...text(BORDER.function), 0, 0]), // exports
    ...section(10, [1, ...unsigned(code.length), ...code]), // code
  ]);
}
