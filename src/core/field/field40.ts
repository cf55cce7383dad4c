import { fieldOf } from './field-of.ts';
import { powerOf, PER_WORD, WORD, type Kernel } from './kernel.ts';

/** 2^40 − 21·2^20 + 1 (draft-chen-cfrg-vdaf-pine-02). */
const P = 2 ** 40 - 21 * 2 ** 20 + 1;
const PER_P = 1 / P;
const HALF = 2 ** 20;
const PER_HALF = 2 ** -20;

function read(a: Uint32Array, i: number): number {
  return (a[i] ?? 0) + (a[i + 1] ?? 0) * WORD;
}

function write(out: Uint32Array, value: number): void {
  out[0] = value >>> 0;
  out[1] = Math.floor(value * PER_WORD);
}

// Halves of 20 bits: products stay below 2^40, and 2^40 ≡ 21·2^20 − 1 folds what is above back in. All of it is exact in a double.
function product(a: number, b: number): number {
  const highA = Math.floor(a * PER_HALF);
  const lowA = a - highA * HALF;
  const highB = Math.floor(b * PER_HALF);
  const lowB = b - highB * HALF;
  const high = highA * highB;
  const middle = highA * lowB + lowA * highB + 21 * high; // below 2^45
  const over = Math.floor(middle * PER_HALF);
  const value = (middle - over * HALF + 21 * over) * HALF + lowA * lowB - high - over; // above −2^40, below 2^51
  const rest = value - Math.floor(value * PER_P) * P;
  return rest < 0 ? rest + P : rest >= P ? rest - P : rest;
}

const kernel: Kernel = {
  name: 'Field40',
  modulus: BigInt(P),
  words: 2,
  encodedBytes: 5,
  maxLogSize: 20,
  generator: /* @__PURE__ */ powerOf(7n, 1_048_555n, BigInt(P)),
  add(out, a, i, b, j) {
    const sum = read(a, i) + read(b, j);
    write(out, sum >= P ? sum - P : sum);
  },
  sub(out, a, i, b, j) {
    const difference = read(a, i) - read(b, j);
    write(out, difference < 0 ? difference + P : difference);
  },
  mul(out, a, i, b, j) {
    write(out, product(read(a, i), read(b, j)));
  },
};

/** The field of 2^40 − 21·2^20 + 1 elements, of the PINE draft's smaller code points. */
export const field40 = /* @__PURE__ */ fieldOf(kernel);
