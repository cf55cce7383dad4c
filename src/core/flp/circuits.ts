import type { Field } from '#core/field';
import { bitChecks } from './bit-checks.ts';
import type { Circuit } from './circuit.ts';
import { polynomialGadget, productGadget } from './gadget.ts';
import { rangeCode } from './range-integers.ts';
import { joined } from './wires.ts';

/** VDAF-20, `Count`: 0 or 1. Counts the ones. */
export function countCircuit(field: Field): Circuit<number, number> {
  return {
    field, gadget: productGadget(1, 1), measurementLength: 1, jointRandomnessLength: 0, outputLength: 1, checksLength: 1,
    encode(measurement) {
      if (measurement !== 0 && measurement !== 1) throw new RangeError(`Cannot count ${measurement}: wanted 0 or 1`);
      return field.element(measurement);
    },
    inputs: (measurement) => ({ left: measurement, right: measurement }),
    checks: (measurement, outputs) => field.sub(outputs, measurement),
    truncate: (measurement) => measurement.slice(),
    decode: (sum) => field.toIntegers(sum)[0] ?? 0,
  };
}

/** VDAF-20, `Sum`: an integer from 0 to `maxMeasurement`. Adds them up. */
export function sumCircuit(field: Field, maxMeasurement: number): Circuit<number, number> {
  const code = rangeCode(field, maxMeasurement);
  const { bits } = code;
  return {
    field, gadget: polynomialGadget(bits, [0, -1, 1]), measurementLength: bits, jointRandomnessLength: 0, outputLength: 1, checksLength: bits,
    encode(measurement) {
      const encoded = field.zeros(bits);
      code.encode(measurement, encoded, 0);
      return encoded;
    },
    inputs: (measurement) => ({ left: measurement }),
    checks: (_measurement, outputs) => outputs,
    truncate: (measurement) => code.decode(measurement),
    decode: (sum) => field.toIntegers(sum)[0] ?? 0,
  };
}

/** Parameters of circuits over vectors. */
export interface VectorShape {
  /** Entries of the vector. */
  readonly length: number;
  /** Bits checked a call: about √(all bits) gives the shortest proof. */
  readonly chunkLength: number;
}

/** VDAF-20, `SumVec`: integers from 0 to `maxMeasurement`. Adds vectors up, entry by entry. */
export function sumVecCircuit(field: Field, { length, chunkLength, maxMeasurement }: VectorShape & { readonly maxMeasurement: number }): Circuit<ArrayLike<number>, number[]> {
  const code = rangeCode(field, maxMeasurement);
  const { gadget, inputs } = bitChecks(field, length * code.bits, chunkLength);
  return {
    field, gadget, inputs, measurementLength: length * code.bits, jointRandomnessLength: gadget.calls, outputLength: length, checksLength: 1,
    encode(measurement) {
      checkLength(measurement, length);
      const encoded = field.zeros(length * code.bits);
      for (let i = 0; i < length; i++) code.encode(measurement[i] ?? 0, encoded, i * code.bits);
      return encoded;
    },
    checks: (_measurement, outputs) => field.sum(outputs),
    truncate: (measurement) => code.decode(measurement),
    decode: (sum) => [...field.toIntegers(sum)],
  };
}

/** VDAF-20, `Histogram`: the number of one bucket of `length`. Counts each bucket. */
export function histogramCircuit(field: Field, { length, chunkLength }: VectorShape): Circuit<number, number[]> {
  const { gadget, inputs } = bitChecks(field, length, chunkLength);
  return {
    field, gadget, inputs, measurementLength: length, jointRandomnessLength: gadget.calls, outputLength: length, checksLength: 2,
    encode(bucket) {
      if (!Number.isInteger(bucket) || bucket < 0 || bucket >= length) throw new RangeError(`Cannot count bucket ${bucket}: wanted 0 to ${length - 1}`);
      const encoded = field.zeros(length);
      encoded[bucket * field.words] = 1;
      return encoded;
    },
    checks: (measurement, outputs, shares) => joined(field.sum(outputs), field.sub(field.sum(measurement), field.invert(field.element(shares)))),
    truncate: (measurement) => measurement.slice(),
    decode: (sum) => [...field.toIntegers(sum)],
  };
}

/**
 * draft-ietf-ppm-l1-bound-sum-02, `L1BoundSum`: integers from 0 to `maxValue` whose sum is at most `maxValue` too. Adds
 * vectors up, entry by entry. The encoding ends with the claimed sum.
 */
export function l1BoundSumCircuit(field: Field, { length, chunkLength, maxValue }: VectorShape & { readonly maxValue: number }): Circuit<ArrayLike<number>, number[]> {
  const code = rangeCode(field, maxValue);
  const { gadget, inputs } = bitChecks(field, (length + 1) * code.bits, chunkLength);
  const vectorWords = length * code.bits * field.words;
  return {
    field, gadget, inputs, measurementLength: (length + 1) * code.bits, jointRandomnessLength: gadget.calls, outputLength: length, checksLength: 2,
    encode(measurement) {
      checkLength(measurement, length);
      const encoded = field.zeros((length + 1) * code.bits);
      let sum = 0;
      for (let i = 0; i < length; i++) {
        code.encode(measurement[i] ?? 0, encoded, i * code.bits);
        sum += measurement[i] ?? 0;
      }
      code.encode(sum, encoded, length * code.bits);
      return encoded;
    },
    checks(measurement, outputs) {
      const observed = field.sum(code.decode(measurement.subarray(0, vectorWords)));
      return joined(field.sum(outputs), field.sub(observed, code.decode(measurement.subarray(vectorWords))));
    },
    truncate: (measurement) => code.decode(measurement.subarray(0, vectorWords)),
    decode: (sum) => [...field.toIntegers(sum)],
  };
}

function checkLength(measurement: ArrayLike<number>, length: number): void {
  if (measurement.length !== length) throw new RangeError(`Cannot encode ${measurement.length} entries: wanted ${length}`);
}
