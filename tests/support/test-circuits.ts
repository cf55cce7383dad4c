import { field128, field64 } from '#core/field';
import { bitChecks } from '../../src/core/flp/bit-checks.ts';
import type { Circuit } from '../../src/core/flp/circuit.ts';
import { polynomialGadget } from '../../src/core/flp/gadget.ts';
import { rangeCode } from '../../src/core/flp/range-integers.ts';
import { joined } from '../../src/core/flp/wires.ts';

/** The draft's test circuit with a gadget of degree three: x·(x − 1)·(x − 2) is 0. */
export const higherDegreeCircuit: Circuit<number, number> = {
  field: field64, gadget: polynomialGadget(1, [0, 2, -3, 1]), measurementLength: 1, jointRandomnessLength: 0, outputLength: 1, checksLength: 1,
  encode: (measurement) => field64.element(measurement),
  inputs: (measurement) => ({ left: measurement }),
  checks: (_measurement, outputs) => outputs,
  truncate: (measurement) => measurement.slice(),
  decode: (sum) => field64.toIntegers(sum)[0] ?? 0,
};

/** VDAF-20, `MultihotCountVec`: a vector of bits of which at most `maxWeight` are set. */
export function multihotCircuit({ length, maxWeight, chunkLength }: { readonly length: number; readonly maxWeight: number; readonly chunkLength: number }): Circuit<readonly boolean[], number[]> {
  const field = field128;
  const code = rangeCode(field, maxWeight);
  const { gadget, inputs } = bitChecks(field, length + code.bits, chunkLength);
  return {
    field, gadget, inputs, measurementLength: length + code.bits, jointRandomnessLength: gadget.calls, outputLength: length, checksLength: 2,
    encode(measurement) {
      if (measurement.length !== length) throw new RangeError(`Cannot encode ${measurement.length} bits: wanted ${length}`);
      const encoded = field.zeros(length + code.bits);
      encoded.set(field.fromIntegers(measurement.map(Number)));
      code.encode(measurement.filter(Boolean).length, encoded, length);
      return encoded;
    },
    checks(measurement, outputs) {
      const bits = measurement.subarray(0, length * field.words);
      return joined(field.sum(outputs), field.sub(field.sum(bits), code.decode(measurement.subarray(bits.length))));
    },
    truncate: (measurement) => measurement.slice(0, length * field.words),
    decode: (sum) => [...field.toIntegers(sum)],
  };
}
