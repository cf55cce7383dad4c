import type { Field } from '#core/field';

/** What the proof of a gadget must know of it, whatever it computes. */
export interface WireShape {
  /** How often a circuit calls it. */
  readonly calls: number;
  /** Terms it sums a call. */
  readonly count: number;
  /** Wires a term. */
  readonly factors: 1 | 2;
}

/** What a gadget was called with, a row a call: [calls × count] elements of each factor. */
export interface GadgetInputs {
  readonly left: Uint32Array;
  readonly right?: Uint32Array;
}

/** Wires of a gadget, and the seeds that a proof of it begins with. */
export const wireCount = ({ factors, count }: WireShape): number => factors * count;

/** Points a wire polynomial goes through: the seed and every call, up to a power of two. */
export const wirePoints = (calls: number): number => nextPowerOfTwo(1 + calls);

/** The least power of two that is not below `n`, for 1 ≤ n ≤ 2^31. */
export const nextPowerOfTwo = (n: number): number => 2 ** (32 - Math.clz32(n - 1));

/**
 * Values of a factor's wire polynomials at the `points` roots of unity: `count` rows of [points] elements.
 *
 * @param rows - the factor, [calls × count]
 * @param seeds - values at 1, [count]
 * @param points - a power of two, at least wirePoints(calls)
 */
function wireValues(field: Field, shape: WireShape, { rows, seeds }: { readonly rows: Uint32Array; readonly seeds: Uint32Array }, points: number): Uint32Array {
  const { calls, count } = shape;
  const { words } = field;
  const known = wirePoints(calls);
  const wires = field.zeros(count * known);
  for (let wire = 0; wire < count; wire++) {
    for (let word = 0; word < words; word++) {
      wires[wire * known * words + word] = seeds[wire * words + word] ?? 0;
      for (let call = 0; call < calls; call++) wires[(wire * known + call + 1) * words + word] = rows[(call * count + wire) * words + word] ?? 0;
    }
  }
  if (points === known) return wires;
  field.inverseNtt(wires, known);
  const padded = field.zeros(count * points);
  for (let wire = 0; wire < count; wire++) padded.set(wires.subarray(wire * known * words, (wire + 1) * known * words), wire * points * words);
  field.ntt(padded, points);
  return padded;
}

/**
 * Values of both factors' wire polynomials at the `points` roots of unity, in rows; a gadget of one factor has it twice.
 *
 * @param seeds - one a wire, in the order of the gadget's wires
 */
export function factorValues(field: Field, shape: WireShape, { inputs, seeds }: { readonly inputs: GadgetInputs; readonly seeds: Uint32Array }, points: number): Required<GadgetInputs> {
  const [ofLeft, ofRight] = factorsOf(field, shape, seeds);
  const left = wireValues(field, shape, { rows: inputs.left, seeds: ofLeft }, points);
  return { left, right: inputs.right ? wireValues(field, shape, { rows: inputs.right, seeds: ofRight }, points) : left };
}

/** Every wire as the factors it belongs to; a gadget of one factor has it twice. */
export function factorsOf(field: Field, { factors }: WireShape, wires: Uint32Array): readonly [left: Uint32Array, right: Uint32Array] {
  return factors === 1 ? [wires, wires] : [everyOther(field, wires, 0), everyOther(field, wires, 1)];
}

/** Σ weights[k]·row k of each factor. weights: [calls] elements → [count] elements each, new ones */
export function combinedRows(field: Field, { left, right }: GadgetInputs, weights: Uint32Array): GadgetInputs {
  return { left: field.combineRows(left, weights), ...(right && { right: field.combineRows(right, weights) }) };
}

/**
 * Every wire polynomial at the point that `weights` stand for, in the order of the gadget's wires.
 *
 * @param combine - {@link combinedRows} of what the gadget was called with
 */
export function wiresAt(field: Field, { calls }: WireShape, { combine, seeds }: { readonly combine: (weights: Uint32Array) => GadgetInputs; readonly seeds: Uint32Array }, weights: Uint32Array): Uint32Array {
  const { words } = field;
  const { left, right } = combine(weights.subarray(words, (calls + 1) * words));
  const wires = right ? interleaved(field, left, right) : left;
  field.addScaled(wires, seeds, weights.subarray(0, words));
  return wires;
}

/** Whether point^size = 1: such a point would show an input of the gadget to the verifiers. */
export function isRootOfUnity(field: Field, point: Uint32Array, size: number): boolean {
  return field.isZero(field.sub(field.pow(point, size), field.element(1)));
}

/**
 * What turns a polynomial's values at the `size` roots of unity into its value at `point`:
 * weight k = (point^n − 1) / n · root^k / (point − root^k), n = `size`; at the roots themselves 1 and 0.
 */
export function lagrangeWeights(field: Field, size: number, point: Uint32Array): Uint32Array {
  const roots = field.powers(field.root(Math.log2(size)), size);
  const vanishing = field.sub(field.pow(point, size), field.element(1));
  if (field.isZero(vanishing)) return weightsAtRoot(field, roots, point);
  const distances = field.sub(repeated(point, size), roots);
  const factor = field.mul(vanishing, field.invert(field.element(size)));
  return field.scale(field.mul(roots, field.invert(distances)), factor);
}

/** 1 for the root that `point` is, 0 for the others. */
function weightsAtRoot(field: Field, roots: Uint32Array, point: Uint32Array): Uint32Array {
  const weights = new Uint32Array(roots.length);
  for (let at = 0; at < roots.length; at += field.words) {
    if (field.isZero(field.sub(roots.subarray(at, at + field.words), point))) weights.set(field.element(1), at);
  }
  return weights;
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

/** even[0], odd[0], even[1], odd[1], … */
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

/** One element `times` times. */
export function repeated(element: Uint32Array, times: number): Uint32Array {
  const vector = new Uint32Array(element.length * times);
  if (element.length === 1) return vector.fill(element[0] ?? 0);
  for (let at = 0; at < vector.length; at += element.length) vector.set(element, at);
  return vector;
}

/** All parts, one after the other. */
export function joined(...parts: readonly Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
