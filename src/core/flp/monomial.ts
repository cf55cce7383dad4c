import type { Field } from '#core/field';

/**
 * A gadget of degree 2 that is called `calls` times and sums `count` products a call: of two wires each (`Mul`), or of a
 * wire with itself (`PolyEval([0, 0, 1])`), inside a `ParallelSum`, as VDAF-11 calls them.
 */
export interface ProductGadget {
  readonly calls: number;
  readonly count: number;
  readonly isSquare: boolean;
}

/**
 * What a gadget was called with, a row a call: [calls × count] elements of each factor. Squares have one factor.
 */
export interface GadgetInputs {
  readonly left: Uint32Array;
  readonly right?: Uint32Array;
}

/** Wires of a gadget: twice `count` where it multiplies two. */
export const arityOf = (gadget: ProductGadget): number => (gadget.isSquare ? 1 : 2) * gadget.count;

/** log2 of the points a wire polynomial goes through: the seed and every call, up to a power of two. */
const logPointsOf = (gadget: ProductGadget): number => 32 - Math.clz32(gadget.calls);

/** log2 of the largest NTT that proving takes: the gadget polynomial has twice the degree of a wire's. */
export const logProofSizeOf = (gadget: ProductGadget): number => logPointsOf(gadget) + 1;

/** Elements of the gadget polynomial: coefficients, lowest first. */
const polynomialLength = (gadget: ProductGadget): number => 2 * 2 ** logPointsOf(gadget) - 1;

/** Elements of a proof: a seed a wire, then the gadget polynomial. */
export const monomialProofLength = (gadget: ProductGadget): number => arityOf(gadget) + polynomialLength(gadget);

/** Elements of a verifier: the circuit's output, then every wire and the gadget polynomial at the query point. */
export const monomialVerifierLength = (gadget: ProductGadget): number => 1 + arityOf(gadget) + 1;

/**
 * The proof of VDAF-11 (`FlpBBCGGI19.prove`) for one gadget: wire polynomials through the seeds and the calls, multiplied.
 *
 * @param seeds - prover randomness, an element a wire
 */
export function proveMonomial(field: Field, gadget: ProductGadget, inputs: GadgetInputs, seeds: Uint32Array): Uint32Array {
  const points = 2 ** logPointsOf(gadget);
  const sum = field.zeros(2 * points);
  const blockWords = 2 * points * field.words;
  const lefts = wirePolynomials(field, gadget, inputs.left, gadget.isSquare ? seeds : everyOther(field, seeds, 0));
  const rights = inputs.right ? wirePolynomials(field, gadget, inputs.right, everyOther(field, seeds, 1)) : lefts;
  for (let at = 0; at < lefts.length; at += blockWords) field.addProduct(sum, lefts.subarray(at, at + blockWords), rights.subarray(at, at + blockWords));
  field.inverseNtt(sum);
  return joined(seeds, sum.subarray(0, polynomialLength(gadget) * field.words));
}

/** Wire polynomials of one factor at the 2·points roots of unity, one after the other. */
function wirePolynomials(field: Field, { calls, count }: ProductGadget, rows: Uint32Array, seeds: Uint32Array): Uint32Array {
  const points = 2 ** (32 - Math.clz32(calls));
  const { words } = field;
  const wires = field.zeros(count * points);
  for (let wire = 0; wire < count; wire++) {
    for (let word = 0; word < words; word++) {
      wires[wire * points * words + word] = seeds[wire * words + word] ?? 0;
      for (let call = 0; call < calls; call++) wires[(wire * points + call + 1) * words + word] = rows[(call * count + wire) * words + word] ?? 0;
    }
  }
  field.inverseNtt(wires, points);
  const padded = field.zeros(count * 2 * points);
  for (let wire = 0; wire < count; wire++) padded.set(wires.subarray(wire * points * words, (wire + 1) * points * words), wire * 2 * points * words);
  field.ntt(padded, 2 * points);
  return padded;
}

/** What a query of one gadget gives: shares, linear in the shares they come from. */
export interface MonomialQuery {
  /** What the gadget polynomial says each call gave: [calls] elements. */
  readonly outputs: Uint32Array;
  /** Every wire at the query point, then the gadget polynomial there: what `isGadgetWellFormed` looks at. */
  readonly check: Uint32Array;
}

/**
 * The part of `FlpBBCGGI19.query` of VDAF-11 that concerns one gadget.
 *
 * @param proof - a share of it, [monomialProofLength] elements
 * @param point - query randomness, one element
 * @returns null where `point` is a root of unity, which would show an input to the verifiers
 */
export function queryMonomial(field: Field, gadget: ProductGadget, inputs: GadgetInputs, proof: Uint32Array, point: Uint32Array): MonomialQuery | null {
  const weights = lagrangeWeights(field, logPointsOf(gadget), point);
  if (!weights) return null;
  const seedWords = arityOf(gadget) * field.words;
  const seeds = proof.subarray(0, seedWords);
  const polynomial = proof.subarray(seedWords);
  const { outputs, value } = evaluatePolynomial(field, gadget, polynomial, point);
  if (!inputs.right) return { outputs, check: joined(wiresAt(field, gadget, inputs.left, seeds, weights), value) };
  const left = wiresAt(field, gadget, inputs.left, everyOther(field, seeds, 0), weights);
  const right = wiresAt(field, gadget, inputs.right, everyOther(field, seeds, 1), weights);
  return { outputs, check: joined(interleaved(field, left, right), value) };
}

/** Σ weights[0]·seeds + weights[k]·row k: the wires' values at the query point. */
function wiresAt(field: Field, { calls, count }: ProductGadget, rows: Uint32Array, seeds: Uint32Array, weights: Uint32Array): Uint32Array {
  const { words } = field;
  const values = field.scale(seeds, weights.subarray(0, words));
  for (let call = 0; call < calls; call++) {
    field.addScaled(values, rows.subarray(call * count * words, (call + 1) * count * words), weights.subarray((call + 1) * words, (call + 2) * words));
  }
  return values;
}

function evaluatePolynomial(field: Field, gadget: ProductGadget, polynomial: Uint32Array, point: Uint32Array): { outputs: Uint32Array; value: Uint32Array } {
  const points = 2 ** logPointsOf(gadget);
  const { words } = field;
  // Modulo x^points − 1 the values at the roots of unity stay the same.
  const folded = polynomial.slice(0, points * words);
  const high = folded.subarray(0, polynomial.length - folded.length);
  field.add(high, polynomial.subarray(points * words), high);
  field.ntt(folded);
  return { outputs: folded.subarray(words, (gadget.calls + 1) * words), value: field.dot(polynomial, field.powers(point, polynomialLength(gadget))) };
}

/**
 * What turns a polynomial's values at the 2^log roots of unity into its value at `point`; null where `point` is one of them.
 * weight k = (point^n − 1) / n · root^k / (point − root^k), with n = 2^log.
 */
function lagrangeWeights(field: Field, log: number, point: Uint32Array): Uint32Array | null {
  const size = 2 ** log;
  const vanishing = field.sub(field.pow(point, size), field.element(1));
  if (field.isZero(vanishing)) return null;
  const roots = field.powers(field.root(log), size);
  const distances = field.sub(repeated(point, size), roots);
  const factor = field.mul(vanishing, field.invert(field.element(size)));
  return field.scale(field.mul(roots, field.invert(distances)), factor);
}

/** Whether the gadget gives, for the wires in `check`, the value that the gadget polynomial has there. */
export function isGadgetWellFormed(field: Field, gadget: ProductGadget, check: Uint32Array): boolean {
  const wires = check.subarray(0, arityOf(gadget) * field.words);
  const left = gadget.isSquare ? wires : everyOther(field, wires, 0);
  const right = gadget.isSquare ? wires : everyOther(field, wires, 1);
  return field.isZero(field.sub(field.dot(left, right), check.subarray(wires.length)));
}

/** Elements `offset`, `offset` + 2, … */
function everyOther(field: Field, vector: Uint32Array, offset: 0 | 1): Uint32Array {
  const { words } = field;
  const half = new Uint32Array(vector.length / 2);
  for (let i = 0; i < half.length; i += words) {
    for (let word = 0; word < words; word++) half[i + word] = vector[2 * i + offset * words + word] ?? 0;
  }
  return half;
}

function interleaved(field: Field, even: Uint32Array, odd: Uint32Array): Uint32Array {
  const { words } = field;
  const whole = new Uint32Array(2 * even.length);
  for (let i = 0; i < even.length; i += words) {
    for (let word = 0; word < words; word++) {
      whole[2 * i + word] = even[i + word] ?? 0;
      whole[2 * i + words + word] = odd[i + word] ?? 0;
    }
  }
  return whole;
}

function repeated(element: Uint32Array, times: number): Uint32Array {
  const vector = new Uint32Array(element.length * times);
  for (let at = 0; at < vector.length; at += element.length) vector.set(element, at);
  return vector;
}

function joined(...parts: readonly Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
