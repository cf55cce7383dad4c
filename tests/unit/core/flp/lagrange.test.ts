import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { field128, field64, type Field } from '#core/field';
import { countCircuit, decide, histogramCircuit, l1BoundSumCircuit, proofLengths, prove, query, sumCircuit, sumVecCircuit, type Circuit } from '#core/flp';
import { higherDegreeCircuit, multihotCircuit } from '#support/test-circuits';
import { polynomialGadget } from '../../../../src/core/flp/gadget.ts';
import { rangeCode } from '../../../../src/core/flp/range-integers.ts';
import { isRootOfUnity, lagrangeWeights } from '../../../../src/core/flp/wires.ts';

type AnyCircuit = Circuit<never, unknown>;

/** Any element but 0: a product by it changes a vector. */
const scalars = fc.bigInt({ min: 2n, max: 2n ** 63n });

/** As many elements as wanted, from a seed; not 1, which no query point may be. */
function elements(field: Field, length: number, seed: bigint): Uint32Array {
  return field.powers(field.element(seed * seed + 12_345n), length + 1).subarray(field.words);
}

/** Whether `shares` aggregators accept an encoded measurement with its honest proof. */
function isAccepted(circuit: AnyCircuit, measurement: Uint32Array, { seed, shares }: { readonly seed: bigint; readonly shares: number }): boolean {
  const { field } = circuit;
  const lengths = proofLengths(circuit);
  const jointRandomness = elements(field, circuit.jointRandomnessLength, seed + 1n);
  const proof = prove(circuit, measurement, { randomness: elements(field, lengths.proveRandomness, seed + 2n), jointRandomness });
  expect(proof.length).toBe(lengths.proof * field.words);
  const randomness = elements(field, lengths.queryRandomness, seed + 3n);
  const rest = { measurement: measurement.slice(), proof: proof.slice() };
  const verifier = field.zeros(lengths.verifier);
  for (let share = 0; share < shares; share++) {
    const isLast = share === shares - 1;
    const own = isLast ? rest : { measurement: elements(field, circuit.measurementLength, seed + 10n + BigInt(share)), proof: elements(field, lengths.proof, seed + 20n + BigInt(share)) };
    const part = query(circuit, { ...own, randomness, jointRandomness, shares });
    expect(part?.length).toBe(verifier.length);
    field.add(verifier, part ?? verifier, verifier);
    if (!isLast) {
      field.sub(rest.measurement, own.measurement, rest.measurement);
      field.sub(rest.proof, own.proof, rest.proof);
    }
  }
  return decide(circuit, verifier);
}

/** Three calls of a gadget of degree three: its polynomial is written at 10 of 16 points. */
const threeCalls: Circuit<readonly number[], number[]> = {
  ...higherDegreeCircuit, gadget: polynomialGadget(3, [0, 2, -3, 1]), measurementLength: 3, outputLength: 3, checksLength: 3,
  encode: (measurement) => field64.fromIntegers(measurement),
  decode: (sum) => [...field64.toIntegers(sum)],
};

const vectors = (length: number, max: number): fc.Arbitrary<number[]> => fc.array(fc.integer({ min: 0, max }), { minLength: length, maxLength: length });
const CASES: readonly { readonly name: string; readonly circuit: Circuit<never, unknown>; readonly measurements: fc.Arbitrary<unknown> }[] = [
  { name: 'countCircuit', circuit: countCircuit(field64), measurements: fc.integer({ min: 0, max: 1 }) },
  { name: 'sumCircuit', circuit: sumCircuit(field64, 1337), measurements: fc.integer({ min: 0, max: 1337 }) },
  { name: 'sumVecCircuit', circuit: sumVecCircuit(field128, { length: 5, maxMeasurement: 9, chunkLength: 3 }), measurements: vectors(5, 9) },
  { name: 'sumVecCircuit, one chunk', circuit: sumVecCircuit(field64, { length: 3, maxMeasurement: 2, chunkLength: 50 }), measurements: vectors(3, 2) },
  { name: 'histogramCircuit', circuit: histogramCircuit(field128, { length: 11, chunkLength: 3 }), measurements: fc.integer({ min: 0, max: 10 }) },
  { name: 'l1BoundSumCircuit', circuit: l1BoundSumCircuit(field128, { length: 4, maxValue: 40, chunkLength: 5 }), measurements: vectors(4, 10) },
  { name: 'multihotCircuit', circuit: multihotCircuit({ length: 6, maxWeight: 6, chunkLength: 4 }), measurements: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }) },
  { name: 'higherDegreeCircuit', circuit: higherDegreeCircuit, measurements: fc.integer({ min: 0, max: 2 }) },
  { name: 'three calls of degree three', circuit: threeCalls, measurements: vectors(3, 2) },
];

describe.each(CASES)('$name', ({ name, circuit, measurements }) => {
  const { field } = circuit;

  test('a valid measurement is accepted by any number of aggregators, and its encoding sums to itself', () => {
    fc.assert(fc.property(measurements, scalars, fc.integer({ min: 1, max: 4 }), (measurement, seed, shares) => {
      const encoded = circuit.encode(measurement as never);
      expect(isAccepted(circuit, encoded, { seed, shares })).toBe(true);
      const entries = Array.isArray(measurement) ? measurement.map(Number) : measurement;
      expect(circuit.decode(circuit.truncate(encoded), 1)).toEqual(name === 'histogramCircuit' ? Array.from({ length: 11 }, (_, bucket) => Number(bucket === entries)) : entries);
    }), { numRuns: 40 });
  });

  test('a measurement of which one element is changed to no bit is refused', () => {
    fc.assert(fc.property(measurements, scalars, fc.nat(), fc.oneof(fc.constant(3n), scalars.map((scalar) => scalar + 3n)), (measurement, seed, at, value) => {
      const encoded = circuit.encode(measurement as never);
      encoded.set(field.element(value), (at % circuit.measurementLength) * field.words);
      expect(isAccepted(circuit, encoded, { seed, shares: 2 })).toBe(false);
    }), { numRuns: 40 });
  });

  test('a proof of which one element is changed is refused', () => {
    fc.assert(fc.property(measurements, scalars, fc.nat(), (measurement, seed, at) => {
      const encoded = circuit.encode(measurement as never);
      const lengths = proofLengths(circuit);
      const jointRandomness = elements(field, circuit.jointRandomnessLength, seed + 1n);
      const proof = prove(circuit, encoded, { randomness: elements(field, lengths.proveRandomness, seed + 2n), jointRandomness });
      const start = (at % lengths.proof) * field.words;
      proof.set(field.add(proof.subarray(start, start + field.words), field.element(1)), start);
      const verifier = query(circuit, { measurement: encoded, proof, randomness: elements(field, lengths.queryRandomness, seed + 3n), jointRandomness, shares: 1 });
      expect(verifier && decide(circuit, verifier)).toBe(false);
    }), { numRuns: 40 });
  });
});

test('encode() refuses what is outside the domain', () => {
  for (const refused of [
    () => countCircuit(field64).encode(2), () => sumCircuit(field64, 10).encode(11), () => sumCircuit(field64, 10).encode(-1), () => sumCircuit(field64, 10).encode(0.5),
    () => histogramCircuit(field128, { length: 3, chunkLength: 1 }).encode(3), () => sumVecCircuit(field128, { length: 2, maxMeasurement: 1, chunkLength: 1 }).encode([1]),
    () => l1BoundSumCircuit(field128, { length: 2, maxValue: 5, chunkLength: 1 }).encode([3, 3]),
  ]) expect(refused).toThrow(RangeError);
});

test('circuits refuse parameters that make none', () => {
  for (const refused of [
    () => sumCircuit(field64, 0), () => sumCircuit(field64, 2 ** 53), () => histogramCircuit(field128, { length: 0, chunkLength: 1 }),
    () => histogramCircuit(field128, { length: 4, chunkLength: 0 }), () => sumVecCircuit(field128, { length: 1.5, maxMeasurement: 1, chunkLength: 1 }),
  ]) expect(refused).toThrow(RangeError);
});

test('histogramCircuit() refuses two buckets, none, and a bucket counted twice', () => {
  const circuit = histogramCircuit(field128, { length: 6, chunkLength: 2 });
  for (const encoded of [[1, 1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], [2, -1, 0, 0, 0, 0], [2, 0, 0, 0, 0, 0]]) {
    expect(isAccepted(circuit, field128.fromIntegers(encoded), { seed: 99n, shares: 2 })).toBe(false);
  }
});

test('l1BoundSumCircuit() refuses bits whose entries do not sum to the claimed norm', () => {
  const circuit = l1BoundSumCircuit(field128, { length: 3, maxValue: 7, chunkLength: 4 });
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 12, maxLength: 12 }), (bits) => {
    const integer = (i: number): number => (bits[3 * i] ?? 0) + 2 * (bits[3 * i + 1] ?? 0) + 4 * (bits[3 * i + 2] ?? 0);
    expect(isAccepted(circuit, field128.fromIntegers(bits), { seed: 5n, shares: 2 })).toBe(integer(0) + integer(1) + integer(2) === integer(3));
  }), { numRuns: 200 });
});

test('rangeCode() holds exactly 0 to max: every string of bits decodes to one of them, and all of them are reached', () => {
  for (const max of [1, 2, 3, 5, 6, 7, 8, 100, 127, 128]) {
    const code = rangeCode(field64, max);
    const reached = new Set<number>();
    for (let string = 0; string < 2 ** code.bits; string++) reached.add(field64.toIntegers(code.decode(field64.fromIntegers(Array.from({ length: code.bits }, (_, i) => (string >> i) & 1))))[0] ?? -1);
    expect([...reached].sort((a, b) => a - b)).toEqual(Array.from({ length: max + 1 }, (_, i) => i));
    for (let value = 0; value <= max; value++) {
      const encoded = field64.zeros(code.bits);
      code.encode(value, encoded, 0);
      expect([...field64.toIntegers(code.decode(encoded))]).toEqual([value]);
    }
  }
});

test('query() gives nothing where the query point would show a call to the verifiers', () => {
  const circuit = histogramCircuit(field128, { length: 6, chunkLength: 2 }); // three calls: points of order 4
  const lengths = proofLengths(circuit);
  const input = { measurement: circuit.encode(1), proof: field128.zeros(lengths.proof), jointRandomness: field128.powers(field128.element(9), 3), shares: 2 };
  const at = (point: Uint32Array): Uint32Array | null => query(circuit, { ...input, randomness: Uint32Array.of(...field128.powers(field128.element(7), 2), ...point) });
  for (let k = 0; k < 4; k++) expect(at(field128.pow(field128.root(2), k))).toBeNull();
  expect(at(field128.root(3))).not.toBeNull(); // a root of the gadget polynomial's points only: the draft goes on
});

test('lagrangeWeights() gives a polynomial its value anywhere, also at the points themselves', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 5 }), fc.oneof(scalars.map((s) => field64.element(s)), fc.nat(31).map((k) => field64.pow(field64.root(5), k))), scalars, (log, point, seed) => {
    const coefficients = elements(field64, 2 ** log, seed);
    const values = coefficients.slice();
    field64.ntt(values);
    expect(field64.dot(values, lagrangeWeights(field64, 2 ** log, point))).toEqual(field64.dot(coefficients, field64.powers(point, 2 ** log)));
    expect(isRootOfUnity(field64, point, 2 ** log)).toBe(field64.isZero(field64.sub(field64.pow(point, 2 ** log), field64.element(1))));
  }));
});
