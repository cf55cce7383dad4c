import { fieldOf } from './field-of.ts';
import { highWord, powerOf, PER_WORD, WORD, type Kernel } from './kernel.ts';

/** 2^64 − 2^32 + 1 (VDAF draft, Field64). */
const P = 2n ** 64n - 2n ** 32n + 1n;
const MAX_WORD = WORD - 1;

/** Writes low + high·2^32 mod p; both are integers of magnitude below 2^50. */
function reduce(out: Uint32Array, low: number, high: number): void {
  for (;;) {
    const carry = Math.floor(low * PER_WORD);
    low -= carry * WORD;
    high += carry;
    const over = Math.floor(high * PER_WORD);
    if (over === 0) break;
    high += over - over * WORD; // 2^64 ≡ 2^32 − 1
    low -= over;
  }
  if (high === MAX_WORD && low >= 1) { // p is [1, 2^32 − 1]
    high = 0;
    low -= 1;
  }
  out[0] = low;
  out[1] = high;
}

const kernel: Kernel = {
  name: 'Field64',
  modulus: P,
  words: 2,
  encodedBytes: 8,
  maxLogSize: 32,
  generator: /* @__PURE__ */ powerOf(7n, 2n ** 32n - 1n, P),
  add(out, a, i, b, j) {
    reduce(out, (a[i] ?? 0) + (b[j] ?? 0), (a[i + 1] ?? 0) + (b[j + 1] ?? 0));
  },
  sub(out, a, i, b, j) {
    reduce(out, (a[i] ?? 0) - (b[j] ?? 0), (a[i + 1] ?? 0) - (b[j + 1] ?? 0));
  },
  mul(out, a, i, b, j) {
    const a0 = a[i] ?? 0;
    const a1 = a[i + 1] ?? 0;
    const b0 = b[j] ?? 0;
    const b1 = b[j + 1] ?? 0;
    const l00 = Math.imul(a0, b0) >>> 0;
    const l01 = Math.imul(a0, b1) >>> 0;
    const l10 = Math.imul(a1, b0) >>> 0;
    const l11 = Math.imul(a1, b1) >>> 0;
    const c2 = highWord(a0, b1, l01) + highWord(a1, b0, l10) + l11;
    const c3 = highWord(a1, b1, l11);
    // 2^64 ≡ 2^32 − 1 and 2^96 ≡ −1
    reduce(out, l00 - c2 - c3, highWord(a0, b0, l00) + l01 + l10 + c2);
  },
};

/** The field of 2^64 − 2^32 + 1 elements: Prio3Count, Prio3Sum and the 64-bit PINE. */
export const field64 = /* @__PURE__ */ fieldOf(kernel);
