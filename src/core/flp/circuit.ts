import type { Field } from '#core/field';
import type { Gadget } from './gadget.ts';
import type { GadgetInputs } from './wires.ts';

/**
 * A validity circuit with its encoding (VDAF draft, `Valid`), split where its gadget stands: no input of a call depends
 * on the output of another, in any circuit of the drafts. All of it is linear in the shares, but for the gadget.
 */
export interface Circuit<Measurement, AggregateResult> {
  readonly field: Field;
  readonly gadget: Gadget;
  /** Elements of an encoded measurement. */
  readonly measurementLength: number;
  /** Elements of joint randomness; 0: none is needed. */
  readonly jointRandomnessLength: number;
  /** Elements of what is aggregated. */
  readonly outputLength: number;
  /** Elements that are all 0 for a valid measurement. */
  readonly checksLength: number;

  /** @throws RangeError if the measurement is outside the domain */
  encode(measurement: Measurement): Uint32Array;
  /** What the gadget is called with, for one of `shares` shares. */
  inputs(measurement: Uint32Array, jointRandomness: Uint32Array, shares: number): GadgetInputs;
  /** [checksLength] elements, from what the gadget gave: [calls]. */
  checks(measurement: Uint32Array, outputs: Uint32Array, shares: number): Uint32Array;
  /** What of an encoded measurement is aggregated. */
  truncate(measurement: Uint32Array): Uint32Array;
  /** The aggregate of `reports` measurements from the sum of what `truncate` gave. */
  decode(sum: Uint32Array, reports: number): AggregateResult;
}
