import type { Field } from '#core/field';
import { productGadget, type Gadget } from './gadget.ts';
import { repeated, type GadgetInputs } from './wires.ts';

/** The check that every element of an encoded measurement is 0 or 1, `chunkLength` of them a call of the gadget. */
export interface BitChecks {
  readonly gadget: Gadget;
  inputs(measurement: Uint32Array, jointRandomness: Uint32Array, shares: number): GadgetInputs;
}

/**
 * Calls Σ_j r^(j+1)·x_j·(x_j − 1) with a random r a call (VDAF-20, `Histogram.eval` and its kin); what is left of the last
 * chunk is checked as zeros. The gadget has a single output a call, and their sum must be 0.
 *
 * @throws RangeError unless both are positive integers
 */
export function bitChecks(field: Field, measurementLength: number, chunkLength: number): BitChecks {
  for (const length of [measurementLength, chunkLength]) {
    if (!Number.isSafeInteger(length) || length < 1) throw new RangeError(`Cannot check ${measurementLength} bits in chunks of ${chunkLength}: wanted positive integers`);
  }
  const calls = Math.ceil(measurementLength / chunkLength);
  const { words } = field;
  return {
    gadget: productGadget(calls, chunkLength),
    inputs(measurement, jointRandomness, shares) {
      const padded = field.zeros(calls * chunkLength);
      padded.set(measurement);
      const right = field.sub(padded, repeated(field.invert(field.element(shares)), calls * chunkLength));
      for (let call = 0; call < calls; call++) {
        const random = jointRandomness.subarray(call * words, (call + 1) * words);
        const chunk = padded.subarray(call * chunkLength * words, (call + 1) * chunkLength * words);
        field.mul(chunk, field.powers(random, chunkLength + 1).subarray(words), chunk);
      }
      return { left: padded, right };
    },
  };
}
