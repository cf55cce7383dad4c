import { fieldOf } from './field-of.ts';
import { highWord, powerOf, PER_WORD, WORD, type Kernel } from './kernel.ts';

/** 2^128 − 28·2^64 + 1 (VDAF draft, Field128). */
const P = 2n ** 128n - 28n * 2n ** 64n + 1n;
const MAX_WORD = WORD - 1;
/** Third word of p: [1, 0, 2^32 − 28, 2^32 − 1]. */
const THIRD = WORD - 28;

/** Writes Σ r_k·2^(32k) mod p; each r_k is an integer of magnitude below 2^48. */
function reduce(out: Uint32Array, r0: number, r1: number, r2: number, r3: number): void {
  for (;;) {
    let carry = Math.floor(r0 * PER_WORD);
    r0 -= carry * WORD;
    r1 += carry;
    carry = Math.floor(r1 * PER_WORD);
    r1 -= carry * WORD;
    r2 += carry;
    carry = Math.floor(r2 * PER_WORD);
    r2 -= carry * WORD;
    r3 += carry;
    carry = Math.floor(r3 * PER_WORD);
    if (carry === 0) break;
    r3 -= carry * WORD;
    r2 += 28 * carry; // 2^128 ≡ 28·2^64 − 1
    r0 -= carry;
  }
  if (r3 === MAX_WORD && (r2 > THIRD || (r2 === THIRD && (r1 > 0 || r0 >= 1)))) {
    const borrow = r0 === 0;
    r0 = borrow ? MAX_WORD : r0 - 1;
    if (borrow) r1 -= 1;
    if (r1 < 0) {
      r1 = MAX_WORD;
      r2 -= 1;
    }
    r2 -= THIRD;
    r3 = 0;
  }
  out[0] = r0;
  out[1] = r1;
  out[2] = r2;
  out[3] = r3;
}

/** Schoolbook: columns of words c0…c7, at most eight words each, folded by 2^128 ≡ 28·2^64 − 1 before any carry. */
function multiply(out: Uint32Array, a: Uint32Array, i: number, b: Uint32Array, j: number): void {
  const b0 = b[j] ?? 0;
  const b1 = b[j + 1] ?? 0;
  const b2 = b[j + 2] ?? 0;
  const b3 = b[j + 3] ?? 0;
  let word = a[i] ?? 0;
  let low = Math.imul(word, b0) >>> 0;
  let c0 = low;
  let c1 = highWord(word, b0, low);
  low = Math.imul(word, b1) >>> 0;
  c1 += low;
  let c2 = highWord(word, b1, low);
  low = Math.imul(word, b2) >>> 0;
  c2 += low;
  let c3 = highWord(word, b2, low);
  low = Math.imul(word, b3) >>> 0;
  c3 += low;
  let c4 = highWord(word, b3, low);
  word = a[i + 1] ?? 0;
  low = Math.imul(word, b0) >>> 0;
  c1 += low;
  c2 += highWord(word, b0, low);
  low = Math.imul(word, b1) >>> 0;
  c2 += low;
  c3 += highWord(word, b1, low);
  low = Math.imul(word, b2) >>> 0;
  c3 += low;
  c4 += highWord(word, b2, low);
  low = Math.imul(word, b3) >>> 0;
  c4 += low;
  let c5 = highWord(word, b3, low);
  word = a[i + 2] ?? 0;
  low = Math.imul(word, b0) >>> 0;
  c2 += low;
  c3 += highWord(word, b0, low);
  low = Math.imul(word, b1) >>> 0;
  c3 += low;
  c4 += highWord(word, b1, low);
  low = Math.imul(word, b2) >>> 0;
  c4 += low;
  c5 += highWord(word, b2, low);
  low = Math.imul(word, b3) >>> 0;
  c5 += low;
  let c6 = highWord(word, b3, low);
  word = a[i + 3] ?? 0;
  low = Math.imul(word, b0) >>> 0;
  c3 += low;
  c4 += highWord(word, b0, low);
  low = Math.imul(word, b1) >>> 0;
  c4 += low;
  c5 += highWord(word, b1, low);
  low = Math.imul(word, b2) >>> 0;
  c5 += low;
  c6 += highWord(word, b2, low);
  low = Math.imul(word, b3) >>> 0;
  c6 += low;
  const c7 = highWord(word, b3, low);
  const r4 = 28 * c6;
  const r5 = 28 * c7;
  c0 -= c4 + r4;
  c1 -= c5 + r5;
  reduce(out, c0, c1, c2 - c6 + 28 * (c4 + r4), c3 - c7 + 28 * (c5 + r5));
}

const kernel: Kernel = {
  name: 'Field128',
  modulus: P,
  words: 4,
  encodedBytes: 16,
  maxLogSize: 66,
  generator: /* @__PURE__ */ powerOf(7n, 2n ** 62n - 7n, P),
  add(out, a, i, b, j) {
    reduce(out, (a[i] ?? 0) + (b[j] ?? 0), (a[i + 1] ?? 0) + (b[j + 1] ?? 0), (a[i + 2] ?? 0) + (b[j + 2] ?? 0), (a[i + 3] ?? 0) + (b[j + 3] ?? 0));
  },
  sub(out, a, i, b, j) {
    reduce(out, (a[i] ?? 0) - (b[j] ?? 0), (a[i + 1] ?? 0) - (b[j + 1] ?? 0), (a[i + 2] ?? 0) - (b[j + 2] ?? 0), (a[i + 3] ?? 0) - (b[j + 3] ?? 0));
  },
  mul: multiply,
};

/** The field of 2^128 − 28·2^64 + 1 elements: histograms, vector sums and the 128-bit PINE. */
export const field128 = /* @__PURE__ */ fieldOf(kernel);
