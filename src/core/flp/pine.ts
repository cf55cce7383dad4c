import type { Field } from '#core/field';
import type { GadgetRows } from './monomial.ts';
import { repeated, type WireShape } from './wires.ts';

/** Sizes of PINE's two circuits (draft-chen-cfrg-vdaf-pine-02, `PineValidBase`). */
export interface PineShape {
  /** Entries of the gradient. */
  readonly length: number;
  /** Largest squared norm. */
  readonly squaredBound: bigint;
  readonly squaredBits: number;
  /** W: a check succeeds if its dot product is in [−W + 1, W]. A power of two. */
  readonly checkBound: bigint;
  readonly checkBits: number;
  readonly checks: number;
  readonly successes: number;
  /** Entries after the gradient, each of which must be 0 or 1. */
  readonly bitsLength: number;
  /** Whether the claimed squared norm is the gradient's. */
  readonly normGadget: WireShape;
  /** All else. */
  readonly mainGadget: WireShape;
}

/** Joint randomness of the main circuit: for bits, for wraparound checks, and to join all. */
export const PINE_JOINT_RANDOMNESS = 3;

/** What all proofs of one report look at, of one share or of the whole measurement. */
export interface PineStatement {
  /** The gradient in rows of the norm gadget. */
  readonly gradient: Uint32Array;
  /** The claimed squared norm. */
  readonly claimedNorm: Uint32Array;
  /** Left factors of the main gadget but for joint randomness: bits, then in rows of their own each dot product minus what its bits say it is. */
  readonly left: Uint32Array;
  /** Right factors: bits less 1, successes. */
  readonly right: Uint32Array;
  /** 0 in sum if the squared norm is in range. */
  readonly rangeCheck: Uint32Array;
  /** 0 in sum if as many checks succeeded as must. */
  readonly countCheck: Uint32Array;
}

/**
 * Lays out a measurement for both circuits.
 *
 * @param measurement - [length + bitsLength] elements: gradient, bits of the squared norm, of bound minus squared norm, then
 * for each check the bits of dot product + W − 1 and its success
 * @param dots - the dot products, [checks] elements
 * @param shares - aggregators this is one share of; 1 for the whole
 */
export function pineStatement(field: Field, shape: PineShape, { measurement, dots }: { readonly measurement: Uint32Array; readonly dots: Uint32Array }, shares: number): PineStatement {
  const { words } = field;
  const { squaredBits, checks, checkBits, mainGadget, normGadget } = shape;
  const gradient = measurement.subarray(0, shape.length * words);
  const bits = measurement.subarray(gradient.length);
  const oneShare = field.invert(field.element(shares));
  const part = (value: bigint | number): Uint32Array => field.mul(field.element(value), oneShare);

  const twos = field.powers(field.element(2), Math.max(squaredBits, checkBits));
  const numberIn = (start: number, count: number): Uint32Array => field.dot(bits.subarray(start * words, (start + count) * words), twos.subarray(0, count * words));
  const claimedNorm = numberIn(0, squaredBits);

  const claims = field.zeros(checks);
  const successes = field.zeros(checks);
  for (let check = 0; check < checks; check++) {
    const start = 2 * squaredBits + check * (checkBits + 1);
    claims.set(numberIn(start, checkBits), check * words);
    successes.set(bits.subarray((start + checkBits) * words, (start + checkBits + 1) * words), check * words);
  }
  const checksAt = checkRowsStart(shape) * words;
  const left = field.zeros(mainGadget.calls * mainGadget.count);
  const right = left.slice();
  left.set(bits);
  const differences = left.subarray(checksAt, checksAt + dots.length);
  field.add(field.sub(dots, claims), repeated(part(shape.checkBound - 1n), checks), differences);
  field.sub(bits, repeated(oneShare, shape.bitsLength), right.subarray(0, bits.length));
  right.set(successes, checksAt);
  const norm = field.zeros(normGadget.calls * normGadget.count);
  norm.set(gradient);
  return {
    gradient: norm, claimedNorm, left, right,
    rangeCheck: field.sub(field.add(claimedNorm, numberIn(squaredBits, squaredBits)), part(shape.squaredBound)),
    countCheck: field.sub(field.sum(successes), part(shape.successes)),
  };
}

/** Where, in rows of the main gadget, the wraparound checks begin. */
const checkRowsStart = ({ bitsLength, mainGadget: { count } }: PineShape): number => count * Math.ceil(bitsLength / count);

/** Left factors in their two kinds, with the joint randomness whose powers they are multiplied by. */
function leftBlocks(field: Field, shape: PineShape, left: Uint32Array, jointRandomness: Uint32Array): readonly { readonly rows: Uint32Array; readonly base: Uint32Array }[] {
  const { words } = field;
  const checksAt = checkRowsStart(shape) * words;
  return [
    { rows: left.subarray(0, checksAt), base: jointRandomness.subarray(0, words) },
    { rows: left.subarray(checksAt), base: jointRandomness.subarray(words, 2 * words) },
  ];
}

/** What the norm gadget is called with. */
export const normRows = ({ gradient }: PineStatement): GadgetRows => ({
  inputs: () => ({ left: gradient }),
  combined: (field, weights) => ({ left: field.combineRows(gradient, weights) }),
});

/** What the main gadget is called with under `jointRandomness`, [PINE_JOINT_RANDOMNESS] elements. */
export const mainRows = (shape: PineShape, { left, right }: PineStatement, jointRandomness: Uint32Array): GadgetRows => ({
  inputs(field) {
    const scaled = left.slice();
    for (const { rows, base } of leftBlocks(field, shape, scaled, jointRandomness)) field.mul(rows, field.powers(base, rows.length / field.words), rows);
    return { left: scaled, right };
  },
  // The power in column j of row k is base^j · (base^count)^k: rows take the second factor with their weights, columns the first at the end.
  combined(field, weights) {
    const { words } = field;
    const { count } = shape.mainGadget;
    const sum = field.zeros(count);
    let at = 0;
    for (const { rows, base } of leftBlocks(field, shape, left, jointRandomness)) {
      const powers = field.powers(base, count + 1);
      const ofRows = weights.subarray(at, (at += rows.length / count));
      const scaled = field.mul(ofRows, field.powers(powers.subarray(count * words), ofRows.length / words));
      field.addProduct(sum, field.combineRows(rows, scaled), powers.subarray(0, count * words));
    }
    return { left: sum, right: field.combineRows(right, weights) };
  },
});

/** What the main circuit gives where its gadget gave `outputs`; 0 in sum for a valid measurement. */
export function mainOutput(field: Field, shape: PineShape, statement: PineStatement, given: { readonly jointRandomness: Uint32Array; readonly outputs: Uint32Array }): Uint32Array {
  const { words } = field;
  const bitCalls = checkRowsStart(shape) / shape.mainGadget.count;
  const join = given.jointRandomness.subarray(2 * words);
  const bitCheck = field.sum(given.outputs.subarray(0, bitCalls * words));
  const quadraticCheck = field.sum(given.outputs.subarray(bitCalls * words));
  // Horner: bits + r·range + r²·quadratic + r³·count
  let result = field.add(quadraticCheck, field.mul(join, statement.countCheck));
  result = field.add(statement.rangeCheck, field.mul(join, result));
  return field.add(bitCheck, field.mul(join, result));
}

/** What the norm circuit gives where its gadget gave `outputs`; 0 in sum for a valid measurement. */
export function normOutput(field: Field, statement: PineStatement, outputs: Uint32Array): Uint32Array {
  return field.sub(statement.claimedNorm, field.sum(outputs));
}
