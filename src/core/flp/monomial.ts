import type { Field } from '#core/field';
import { factorsOf, factorValues, isRootOfUnity, joined, lagrangeWeights, wireCount, wirePoints, wiresAt, type GadgetInputs, type WireShape } from './wires.ts';

// The proof of VDAF-11 (`FlpBBCGGI19`), whose gadget polynomial travels as coefficients, for gadgets of degree 2 that sum
// products: of two wires each (`ParallelSum(Mul())`), or of a wire with itself (`ParallelSum(PolyEval([0, 0, 1]))`).

/** What a gadget was called with, whole for who proves, weighed for who queries. */
export interface GadgetRows {
  /** A row a call. */
  readonly inputs: (field: Field) => GadgetInputs;
  /** `combinedRows` of them, by the cheapest way there is; new vectors. */
  readonly combined: (field: Field, weights: Uint32Array) => GadgetInputs;
}

/** log2 of the largest NTT that proving takes: the gadget polynomial has twice the degree of a wire's. */
export const logProofSizeOf = ({ calls }: WireShape): number => Math.log2(2 * wirePoints(calls));

/** Elements of the gadget polynomial: coefficients, lowest first. */
const polynomialLength = ({ calls }: WireShape): number => 2 * wirePoints(calls) - 1;

/** Elements of a proof: a seed a wire, then the gadget polynomial. */
export const monomialProofLength = (gadget: WireShape): number => wireCount(gadget) + polynomialLength(gadget);

/** Elements of a verifier: the circuit's output, then every wire and the gadget polynomial at the query point. */
export const monomialVerifierLength = (gadget: WireShape): number => 1 + wireCount(gadget) + 1;

/**
 * The proof of one gadget (`prove`): wire polynomials through the seeds and the calls, multiplied.
 *
 * @param seeds - prover randomness, [wireCount] elements
 */
export function proveMonomial(field: Field, gadget: WireShape, inputs: GadgetInputs, seeds: Uint32Array): Uint32Array {
  const size = 2 * wirePoints(gadget.calls);
  const sum = field.zeros(size);
  const { left, right } = factorValues(field, gadget, { inputs, seeds }, size);
  for (let at = 0; at < left.length; at += sum.length) field.addProduct(sum, left.subarray(at, at + sum.length), right.subarray(at, at + sum.length));
  field.inverseNtt(sum);
  return joined(seeds, sum.subarray(0, polynomialLength(gadget) * field.words));
}

/** What a query of one gadget gives: shares, linear in the shares they come from. */
export interface MonomialQuery {
  /** What the gadget polynomial says each call gave: [calls] elements. */
  readonly outputs: Uint32Array;
  /** Every wire at the query point, then the gadget polynomial there: what `isProductConsistent` looks at. */
  readonly check: Uint32Array;
}

/**
 * The part of `query` that concerns one gadget.
 *
 * @param proof - a share of it, [monomialProofLength] elements
 * @param point - query randomness, one element
 * @returns null where `point` is a root of unity, which would show an input to the verifiers
 */
export function queryMonomial(field: Field, gadget: WireShape, rows: GadgetRows, { proof, point }: { readonly proof: Uint32Array; readonly point: Uint32Array }): MonomialQuery | null {
  const points = wirePoints(gadget.calls);
  if (isRootOfUnity(field, point, points)) return null;
  const seeds = proof.subarray(0, wireCount(gadget) * field.words);
  const polynomial = proof.subarray(seeds.length);
  const value = field.dot(polynomial, field.powers(point, polynomialLength(gadget)));
  const wires = wiresAt(field, gadget, { combine: (weights) => rows.combined(field, weights), seeds }, lagrangeWeights(field, points, point));
  return { outputs: outputsOf(field, gadget, polynomial), check: joined(wires, value) };
}

/** Values of the gadget polynomial at the roots of unity that stand for calls. */
function outputsOf(field: Field, { calls }: WireShape, polynomial: Uint32Array): Uint32Array {
  const { words } = field;
  const folded = polynomial.slice(0, wirePoints(calls) * words); // modulo x^points − 1, which keeps values at the roots
  const high = folded.subarray(0, polynomial.length - folded.length);
  field.add(high, polynomial.subarray(folded.length), high);
  field.ntt(folded);
  return folded.subarray(words, (calls + 1) * words);
}

/** Whether the gadget gives, for the wires in `check`, the value that the gadget polynomial has there. */
export function isProductConsistent(field: Field, gadget: WireShape, check: Uint32Array): boolean {
  const wires = check.subarray(0, check.length - field.words);
  return field.isZero(field.sub(field.dot(...factorsOf(field, gadget, wires)), check.subarray(wires.length)));
}
