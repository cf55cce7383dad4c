import { bytesOf, elementsOf, sampleInto } from './encoding.ts';
import type { Field } from './field.ts';
import { integersOf, reducedInteger, wordsOfIntegers } from './integers.ts';
import type { Kernel } from './kernel.ts';
import { transforms } from './ntt.ts';

/** The field whose elements `kernel` adds and multiplies. */
export function fieldOf(kernel: Kernel): Field {
  const { name, modulus, words, encodedBytes, maxLogSize } = kernel;
  const byElement = elementwise(kernel);
  const field: Omit<Field, 'root' | 'ntt' | 'inverseNtt'> = {
    name, modulus, words, encodedBytes, maxLogSize,
    zeros: (length) => new Uint32Array(length * words),
    element: (value) => reducedInteger(kernel, value),
    fromIntegers: (values) => wordsOfIntegers(kernel, values),
    toIntegers: (vector) => integersOf(kernel, vector),
    ...byElement,
    ...sums(kernel, byElement.addScaled),
    ...products(kernel, byElement.mul),
    isZero: (a) => a.every((word) => word === 0),
    encode: (vector) => bytesOf(kernel, vector),
    decode: (bytes) => elementsOf(kernel, bytes),
    sample: (stream, out, filled) => sampleInto(kernel, stream, out, filled),
  };
  return { ...field, ...transforms(kernel, field) };
}

function elementwise(kernel: Kernel): Pick<Field, 'add' | 'sub' | 'neg' | 'mul' | 'scale' | 'addScaled' | 'addProduct'> {
  const { words } = kernel;
  const register = new Uint32Array(words);
  const total = new Uint32Array(words);
  const zero = new Uint32Array(words);

  /** out[k] = operation(a[k], b[k]); `stride` 0 takes b's only element every time. */
  function each(operation: Kernel['add'], a: Uint32Array, b: Uint32Array, stride: number, out: Uint32Array): Uint32Array {
    if (out.length !== a.length || b.length !== (stride === 0 ? words : a.length)) throw new RangeError(`Cannot combine ${a.length} and ${b.length} words into ${out.length}: the lengths do not fit`);
    for (let i = 0, j = 0; i < a.length; i += words, j += stride) {
      operation(register, a, i, b, j);
      for (let k = 0; k < words; k++) out[i + k] = register[k] ?? 0;
    }
    return out;
  }

  /** sum[k] += a[k]·b[k], `stride` as above. */
  function accumulate(sum: Uint32Array, a: Uint32Array, b: Uint32Array, stride: number): void {
    if (sum.length !== a.length || b.length !== (stride === 0 ? words : a.length)) throw new RangeError(`Cannot add ${a.length} times ${b.length} words to ${sum.length}: the lengths do not fit`);
    for (let i = 0, j = 0; i < a.length; i += words, j += stride) {
      kernel.mul(register, a, i, b, j);
      kernel.add(total, sum, i, register, 0);
      for (let k = 0; k < words; k++) sum[i + k] = total[k] ?? 0;
    }
  }

  return {
    add: (a, b, out = new Uint32Array(a.length)) => each(kernel.add, a, b, words, out),
    sub: (a, b, out = new Uint32Array(a.length)) => each(kernel.sub, a, b, words, out),
    neg: (a, out = new Uint32Array(a.length)) => each((to, x, i, y, j) => kernel.sub(to, y, j, x, i), a, zero, 0, out),
    mul: (a, b, out = new Uint32Array(a.length)) => each(kernel.mul, a, b, words, out),
    scale: (a, scalar, out = new Uint32Array(a.length)) => each(kernel.mul, a, scalar, 0, out),
    addScaled: (sum, a, scalar) => accumulate(sum, a, scalar, 0),
    addProduct: (sum, a, b) => accumulate(sum, a, b, words),
  };
}

function sums(kernel: Kernel, addScaled: Field['addScaled']): Pick<Field, 'combineRows' | 'dot' | 'sum'> {
  const { words } = kernel;
  const register = new Uint32Array(words);
  const total = new Uint32Array(words);
  return {
    combineRows(rows, weights) {
      const rowWords = (rows.length / weights.length) * words;
      if (!Number.isInteger(rowWords)) throw new RangeError(`Cannot combine ${rows.length} words by ${weights.length}: wanted a weight a row`);
      const sum = new Uint32Array(rowWords);
      for (let row = 0, weight = 0; weight < weights.length; row += rowWords, weight += words) addScaled(sum, rows.subarray(row, row + rowWords), weights.subarray(weight, weight + words));
      return sum;
    },
    dot(a, b) {
      if (a.length !== b.length) throw new RangeError(`Cannot multiply ${a.length} with ${b.length} words`);
      const sum = new Uint32Array(words);
      for (let i = 0; i < a.length; i += words) {
        kernel.mul(register, a, i, b, i);
        kernel.add(total, sum, 0, register, 0);
        sum.set(total);
      }
      return sum;
    },
    sum(a) {
      const sum = new Uint32Array(words);
      for (let i = 0; i < a.length; i += words) {
        kernel.add(total, sum, 0, a, i);
        sum.set(total);
      }
      return sum;
    },
  };
}

function products(kernel: Kernel, mul: Field['mul']): Pick<Field, 'powers' | 'pow' | 'invert'> {
  const { words } = kernel;
  const one = reducedInteger(kernel, 1);
  const register = new Uint32Array(words);

  function pow(base: Uint32Array, exponent: number | bigint): Uint32Array {
    const power = one.slice();
    for (const bit of BigInt(exponent).toString(2)) {
      mul(power, power, power);
      if (bit === '1') mul(power, base, power);
    }
    return power;
  }

  return {
    pow,
    powers(base, length) {
      const powers = new Uint32Array(length * words);
      if (length > 0) powers.set(one);
      for (let i = words; i < powers.length; i += words) {
        kernel.mul(register, powers, i - words, base, 0);
        powers.set(register, i);
      }
      return powers;
    },
    /** Montgomery's trick: prefix products, one inversion by Fermat, and back. */
    invert(a) {
      const prefixes = new Uint32Array(a.length);
      const running = one.slice();
      for (let i = 0; i < a.length; i += words) {
        prefixes.set(running, i);
        kernel.mul(register, running, 0, a, i);
        running.set(register);
      }
      if (running.every((word) => word === 0)) throw new RangeError('Cannot invert: an element is 0');
      running.set(pow(running, kernel.modulus - 2n));
      for (let i = a.length - words; i >= 0; i -= words) {
        kernel.mul(register, prefixes, i, running, 0);
        prefixes.set(register, i);
        kernel.mul(register, running, 0, a, i);
        running.set(register);
      }
      return prefixes;
    },
  };
}
