import type { Field } from '#core/field';
import { factorsOf, nextPowerOfTwo, repeated, wireCount, wirePoints, type WireShape } from './wires.ts';

/** The only non-linear part of a circuit: a sum of products (`Mul`, `ParallelSum`), or a polynomial of one wire (`PolyEval`). */
export interface Gadget extends WireShape {
  readonly degree: number;
  /** The gadget on many columns at once. left and right: `count` rows of n elements → [n] */
  evaluate(field: Field, left: Uint32Array, right: Uint32Array): Uint32Array;
}

/** Σ left·right over `count` pairs of wires: `Mul` for one pair, `ParallelSum(Mul(), count)` for more. */
export function productGadget(calls: number, count: number): Gadget {
  return {
    calls, count, factors: 2, degree: 2,
    evaluate(field, left, right) {
      const row = left.length / count;
      const sum = new Uint32Array(row);
      for (let at = 0; at < left.length; at += row) field.addProduct(sum, left.subarray(at, at + row), right.subarray(at, at + row));
      return sum;
    },
  };
}

/** `PolyEval`: the polynomial with these integer coefficients, lowest first, of one wire; the last one is not 0. */
export function polynomialGadget(calls: number, coefficients: readonly number[]): Gadget {
  return {
    calls, count: 1, factors: 1, degree: coefficients.length - 1,
    evaluate(field, wire) {
      const columns = wire.length / field.words;
      const constant = (k: number): Uint32Array => repeated(field.element(coefficients[k] ?? 0), columns);
      const value = constant(coefficients.length - 1);
      for (let k = coefficients.length - 2; k >= 0; k--) field.add(field.mul(value, wire, value), constant(k), value);
      return value;
    },
  };
}

/** Values of the gadget polynomial that determine it. */
export const gadgetPolynomialLength = (gadget: Gadget): number => gadget.degree * (wirePoints(gadget.calls) - 1) + 1;

/** Roots of unity at which the gadget polynomial is written down. */
export const gadgetPoints = (gadget: Gadget): number => nextPowerOfTwo(gadgetPolynomialLength(gadget));

/** Whether the gadget, on the wires at the query point, gives what its polynomial has there. wires then value. */
export function isGadgetConsistent(field: Field, gadget: Gadget, check: Uint32Array): boolean {
  const wires = check.subarray(0, wireCount(gadget) * field.words);
  return field.isZero(field.sub(gadget.evaluate(field, ...factorsOf(field, gadget, wires)), check.subarray(wires.length)));
}
