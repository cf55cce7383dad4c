import { simd, type Code } from './assemble.ts';

// Their own object: what only servers use is no part of the worker's file.
/** SIMD instructions over integers, as `op` has them over floats. */
export const integers = {
  and: simd(0x4e),
  /** Bytes of the first vector that the second one points at. */
  lookUp: simd(0x0e),
  /** Sixteen bytes shifted right by the i32 on the stack. */
  shiftBytes: simd(0x6d),
  /** Eight bytes of sixteen to 16 bits, with their sign. */
  widened: (half: 'low' | 'high'): Code => simd(half === 'low' ? 0x87 : 0x88),
  /** The 32 bits at the address on the stack, in all lanes. */
  loadRepeated: simd(0x09, 0, 0),
  /** Products of two lanes of four, without sign, to 64 bits. */
  products: (half: 'low' | 'high'): Code => simd(half === 'low' ? 0xde : 0xdf),
  /** Two 64-bit lanes shifted right by the i32 on the stack, without sign. */
  shiftLong: simd(0xcd),
  addLong: simd(0xce),
} as const;
