import type { Field } from '#core/field';

/**
 * Integers from 0 to `max` as weighted bits (VDAF-20, `encode_range_checked_int`): the weights are 1, 2, 4, … and a last
 * one that makes their sum `max`, so that no string of zeros and ones is out of range.
 */
export interface RangeCode {
  /** Elements an integer takes. */
  readonly bits: number;
  /** Writes the bits of `value` to `out`, from element `at` on. @throws RangeError unless it is an integer from 0 to max */
  encode(value: number, out: Uint32Array, at: number): void;
  /** Σ weight·bit for every consecutive [bits] elements; linear, so it holds for shares. [n · bits] → [n] */
  decode(encoded: Uint32Array): Uint32Array;
}

/** The code of integers up to `max`. @throws RangeError unless it is an integer from 1 to 2^53 − 1 whose power of two fits the field */
export function rangeCode(field: Field, max: number): RangeCode {
  if (!Number.isSafeInteger(max) || max < 1) throw new RangeError(`Cannot encode integers up to ${max}: wanted an integer from 1 to 2^53 - 1`);
  const bits = max.toString(2).length;
  if (2n ** BigInt(bits) >= field.modulus) throw new RangeError(`Cannot encode integers up to ${max} in ${field.name}: its modulus is too small`);
  const restMax = 2 ** (bits - 1) - 1;
  const lastWeight = max - restMax;
  const { words } = field;
  const weights = field.powers(field.element(2), bits);
  weights.set(field.element(lastWeight), (bits - 1) * words);
  return {
    bits,
    encode(value, out, at) {
      if (!Number.isInteger(value) || value < 0 || value > max) throw new RangeError(`Cannot encode ${value}: wanted an integer from 0 to ${max}`);
      const isOver = value > restMax;
      let rest = isOver ? value - lastWeight : value;
      for (let bit = 0; bit < bits - 1; bit++, rest = Math.floor(rest / 2)) out[(at + bit) * words] = rest % 2;
      out[(at + bits - 1) * words] = isOver ? 1 : 0;
    },
    decode(encoded) {
      const step = bits * words;
      const values = new Uint32Array(encoded.length / bits);
      for (let from = 0, to = 0; from < encoded.length; from += step, to += words) values.set(field.dot(encoded.subarray(from, from + step), weights), to);
      return values;
    },
  };
}
