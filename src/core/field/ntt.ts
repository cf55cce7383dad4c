import type { Field } from './field.ts';
import { reducedInteger } from './integers.ts';
import type { Kernel } from './kernel.ts';

type Transforms = Pick<Field, 'root' | 'ntt' | 'inverseNtt'>;
type Arithmetic = Pick<Field, 'pow' | 'powers' | 'scale' | 'invert' | 'element'>;

/** Radix-2 transforms, decimation in time, for any kernel. Tables of roots are made once a size. */
export function transforms(kernel: Kernel, arithmetic: Arithmetic): Transforms {
  const { words, maxLogSize } = kernel;
  const roots: Uint32Array[] = [];
  const tables: Uint32Array[] = [];
  const inverseSizes: Uint32Array[] = [];

  function root(log: number): Uint32Array {
    if (!Number.isInteger(log) || log < 0 || log > maxLogSize) throw new RangeError(`Cannot find a root of order 2^${log} in ${kernel.name}: wanted 0 to ${maxLogSize}`);
    return (roots[log] ??= arithmetic.pow(reducedInteger(kernel, kernel.generator), 2n ** BigInt(maxLogSize - log)));
  }

  /** root(log)^0 … ^(2^(log − 1) − 1). */
  function tableOf(log: number): Uint32Array {
    return (tables[log] ??= arithmetic.powers(root(log), log === 0 ? 0 : 2 ** (log - 1)));
  }

  const register = new Uint32Array(words);
  const result = new Uint32Array(words);

  function butterflies(vector: Uint32Array, start: number, log: number): void {
    const size = 2 ** log;
    const table = tableOf(log);
    for (let half = 1; half < size; half *= 2) {
      const step = (size / (2 * half)) * words;
      const jump = half * words;
      for (let block = start; block < start + size * words; block += 2 * jump) {
        for (let low = block, twiddle = 0; low < block + jump; low += words, twiddle += step) {
          const high = low + jump;
          kernel.mul(register, vector, high, table, twiddle);
          kernel.sub(result, vector, low, register, 0);
          for (let k = 0; k < words; k++) vector[high + k] = result[k] ?? 0;
          kernel.add(result, vector, low, register, 0);
          for (let k = 0; k < words; k++) vector[low + k] = result[k] ?? 0;
        }
      }
    }
  }

  function ntt(vector: Uint32Array, size = vector.length / words): void {
    const log = logOf(size, vector.length / words);
    for (let start = 0; start < vector.length; start += size * words) {
      reverseBits(vector, start, log, words);
      butterflies(vector, start, log);
    }
  }

  function inverseNtt(vector: Uint32Array, size = vector.length / words): void {
    ntt(vector, size);
    for (let start = 0; start < vector.length; start += size * words) {
      for (let i = 1, j = size - 1; i < j; i++, j--) swap(vector, start + i * words, start + j * words, words);
    }
    const log = logOf(size, vector.length / words);
    arithmetic.scale(vector, (inverseSizes[log] ??= arithmetic.invert(arithmetic.element(size))), vector);
  }

  return { root, ntt, inverseNtt };
}

/** log2 of `size`. @throws RangeError unless it is a power of two that divides `length` */
export function logOf(size: number, length: number): number {
  const log = Math.log2(size);
  if (!Number.isInteger(log) || length % size !== 0) throw new RangeError(`Cannot transform ${length} elements by ${size}: wanted a power of two that divides them`);
  return log;
}

/** Swaps every element of the block with the one at the mirrored index. */
export function reverseBits(vector: Uint32Array, start: number, log: number, words: number): void {
  const size = 2 ** log;
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >>> 1;
    for (; (j & bit) !== 0; bit >>>= 1) j ^= bit; // adds 1 to the mirrored counter
    j ^= bit;
    if (i < j) swap(vector, start + i * words, start + j * words, words);
  }
}

/** Swaps the elements at two offsets. */
export function swap(vector: Uint32Array, a: number, b: number, words: number): void {
  for (let k = 0; k < words; k++) {
    const word = vector[a + k] ?? 0;
    vector[a + k] = vector[b + k] ?? 0;
    vector[b + k] = word;
  }
}
