import type { Field } from '#core/field';
import type { Circuit } from './circuit.ts';
import { gadgetPoints, gadgetPolynomialLength, isGadgetConsistent, type Gadget } from './gadget.ts';
import { combinedRows, factorValues, isRootOfUnity, joined, lagrangeWeights, repeated, wireCount, wirePoints, wiresAt } from './wires.ts';

type AnyCircuit = Circuit<never, unknown>;

/** Elements that a proof of `circuit` and what surrounds it have. */
export interface ProofLengths {
  readonly proveRandomness: number;
  readonly queryRandomness: number;
  readonly proof: number;
  readonly verifier: number;
}

/** Sizes of VDAF-20 (`prove_rand_len`, `query_rand_len`, `proof_len`, `verifier_len`). */
export function proofLengths({ gadget, checksLength }: AnyCircuit): ProofLengths {
  const wires = wireCount(gadget);
  return {
    proveRandomness: wires,
    queryRandomness: 1 + (checksLength > 1 ? checksLength : 0),
    proof: wires + gadgetPolynomialLength(gadget),
    verifier: 1 + wires + 1,
  };
}

/**
 * The proof of VDAF-20 (`FlpBBCGGI19.prove`): the seed of every wire, then values of the gadget polynomial at roots of unity.
 *
 * @param given.randomness - [proveRandomness] elements
 */
export function prove(circuit: AnyCircuit, measurement: Uint32Array, given: { readonly randomness: Uint32Array; readonly jointRandomness: Uint32Array }): Uint32Array {
  const { field, gadget } = circuit;
  const seeds = given.randomness;
  const { left, right } = factorValues(field, gadget, { inputs: circuit.inputs(measurement, given.jointRandomness, 1), seeds }, gadgetPoints(gadget));
  return joined(seeds, gadget.evaluate(field, left, right).subarray(0, gadgetPolynomialLength(gadget) * field.words));
}

/** One aggregator's part of a query. */
export interface QueryInput {
  readonly measurement: Uint32Array;
  readonly proof: Uint32Array;
  /** [queryRandomness] elements, the same at all aggregators. */
  readonly randomness: Uint32Array;
  readonly jointRandomness: Uint32Array;
  readonly shares: number;
}

/**
 * The verifier share of VDAF-20 (`FlpBBCGGI19.query`).
 *
 * @returns [verifier] elements; null if the query point is a root of unity (chance below 2^-40)
 */
export function query(circuit: AnyCircuit, { measurement, proof, randomness, jointRandomness, shares }: QueryInput): Uint32Array | null {
  const { field, gadget, checksLength } = circuit;
  const { words } = field;
  const point = randomness.subarray(randomness.length - words);
  if (isRootOfUnity(field, point, wirePoints(gadget.calls))) return null;

  const seeds = proof.subarray(0, wireCount(gadget) * words);
  const values = allValues(field, gadget, proof.subarray(seeds.length));
  const inputs = circuit.inputs(measurement, jointRandomness, shares);
  const checks = circuit.checks(measurement, outputsOf(field, gadget, values), shares);
  const reduced = checksLength > 1 ? field.dot(checks, randomness.subarray(0, checksLength * words)) : checks;
  const wires = wiresAt(field, gadget, { combine: (weights) => combinedRows(field, inputs, weights), seeds }, lagrangeWeights(field, wirePoints(gadget.calls), point));
  return joined(reduced, wires, field.dot(values, lagrangeWeights(field, gadgetPoints(gadget), point)));
}

/** Whether the sum of all verifier shares belongs to a valid measurement (`FlpBBCGGI19.decide`). */
export function decide(circuit: AnyCircuit, verifier: Uint32Array): boolean {
  const { field, gadget } = circuit;
  return field.isZero(verifier.subarray(0, field.words)) && isGadgetConsistent(field, gadget, verifier.subarray(field.words));
}

/** The gadget polynomial at the points that stand for calls. [calls] */
function outputsOf(field: Field, gadget: Gadget, values: Uint32Array): Uint32Array {
  const { words } = field;
  const step = values.length / wirePoints(gadget.calls);
  const outputs = field.zeros(gadget.calls);
  for (let call = 0; call < gadget.calls; call++) outputs.set(values.subarray((call + 1) * step, (call + 1) * step + words), call * words);
  return outputs;
}

/**
 * The gadget polynomial at all of its roots of unity, from as many values as determine it. With x_i the points that are
 * known, x_k those that are missing and l(x) = ∏(x − x_i): y_k = l(x_k) Σ y_i / l'(x_i) / (x_k − x_i). The product over all
 * points is x^n − 1, so l'(x_i) = n / x_i / ∏_k (x_i − x_k), and l(x_k) likewise: nothing but x_k is left to invert.
 */
function allValues(field: Field, gadget: Gadget, known: Uint32Array): Uint32Array {
  const { words } = field;
  const points = gadgetPoints(gadget);
  const values = field.zeros(points);
  values.set(known);
  if (values.length === known.length) return values;
  const roots = field.powers(field.root(Math.log2(points)), points);
  const knownRoots = roots.subarray(0, known.length);
  const scaled = field.mul(known, knownRoots);
  const missing: Uint32Array[] = []; // one, where the degree is 2
  for (let at = known.length; at < values.length; at += words) missing.push(roots.subarray(at, at + words));
  for (const [k, root] of missing.entries()) {
    const others = missing.filter((other) => other !== root);
    const terms = others.reduce((product, other) => field.mul(product, distances(field, knownRoots, other)), scaled);
    const divisor = others.reduce((product, other) => field.mul(product, field.sub(root, other)), root);
    values.set(field.neg(field.mul(field.sum(terms), field.invert(divisor))), known.length + k * words);
  }
  return values;
}

/** points − from, element by element. */
function distances(field: Field, points: Uint32Array, from: Uint32Array): Uint32Array {
  return field.sub(points, repeated(from, points.length / from.length));
}
