import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { field128, field32, field40, field64, type Field } from '#core/field';

const FIELDS = [field32, field40, field64, field128] as const;
const GENERATORS = new Map([ // base and exponent of gen() in the drafts
  ['Field32', 3_925_978_153n], ['Field40', power(7n, 1_048_555n, field40.modulus)],
  ['Field64', power(7n, 4_294_967_295n, field64.modulus)], ['Field128', power(7n, 4_611_686_018_427_387_897n, field128.modulus)],
]);

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let bits = exponent, square = base % modulus; bits > 0n; bits >>= 1n, square = (square * square) % modulus) if ((bits & 1n) === 1n) result = (result * square) % modulus;
  return result;
}

function vectorOf(field: Field, values: readonly bigint[]): Uint32Array {
  return Uint32Array.from(values.flatMap((value) => Array.from({ length: field.words }, (_, k) => Number((value >> BigInt(32 * k)) & 0xffff_ffffn))));
}

function valuesOf(field: Field, vector: Uint32Array): bigint[] {
  return Array.from({ length: vector.length / field.words }, (_, i) => {
    let value = 0n;
    for (let k = field.words - 1; k >= 0; k--) value = (value << 32n) | BigInt(vector[i * field.words + k] ?? 0);
    return value;
  });
}

describe.each(FIELDS.map((field) => [field.name, field] as const))('%s', (_name, field) => {
  const p = field.modulus;
  const mod = (value: bigint): bigint => ((value % p) + p) % p;
  // Carries, borrows and folds happen near multiples of 2^32 and of p: half of what is drawn lies there.
  const nearEdges = fc.tuple(fc.bigInt({ min: 0n, max: BigInt(2 * field.words) }), fc.bigInt({ min: -40n, max: 40n }), fc.boolean())
    .map(([k, offset, fromTop]) => mod((fromTop ? p : 0n) + (1n << (16n * k)) + offset));
  const element = fc.oneof(fc.bigInt({ min: 0n, max: p - 1n }), nearEdges);
  const pairs = fc.array(fc.tuple(element, element), { minLength: 1, maxLength: 40 });

  test('add(), sub(), neg(), mul(), dot() and sum() are those of the integers mod p', () => {
    fc.assert(fc.property(pairs, element, (drawn, scalar) => {
      const [x, y] = [drawn.map(([a]) => a), drawn.map(([, b]) => b)];
      const [a, b, s] = [vectorOf(field, x), vectorOf(field, y), vectorOf(field, [scalar])];
      expect(valuesOf(field, field.add(a, b))).toEqual(drawn.map(([u, v]) => mod(u + v)));
      expect(valuesOf(field, field.sub(a, b))).toEqual(drawn.map(([u, v]) => mod(u - v)));
      expect(valuesOf(field, field.mul(a, b))).toEqual(drawn.map(([u, v]) => mod(u * v)));
      expect(valuesOf(field, field.neg(a))).toEqual(x.map((u) => mod(-u)));
      expect(valuesOf(field, field.scale(a, s))).toEqual(x.map((u) => mod(u * scalar)));
      expect(valuesOf(field, field.dot(a, b))).toEqual([mod(drawn.reduce((sum, [u, v]) => sum + u * v, 0n))]);
      expect(valuesOf(field, field.sum(a))).toEqual([mod(x.reduce((sum, u) => sum + u, 0n))]);
      const scaled = b.slice();
      field.addScaled(scaled, a, s);
      expect(valuesOf(field, scaled)).toEqual(drawn.map(([u, v]) => mod(v + u * scalar)));
      const summed = a.slice();
      field.addProduct(summed, a, b);
      expect(valuesOf(field, summed)).toEqual(drawn.map(([u, v]) => mod(u + u * v)));
    }), { numRuns: 300 });
  });

  test('operations may write over an operand, and refuse lengths that do not fit', () => {
    const a = field.fromIntegers([3, -4, 5]);
    field.mul(a, a, a);
    expect([...field.toIntegers(a)]).toEqual([9, 16, 25]);
    field.neg(a, a);
    expect([...field.toIntegers(a)]).toEqual([-9, -16, -25]);
    for (const refused of [() => field.add(a, field.zeros(2)), () => field.dot(a, field.zeros(2)), () => field.scale(a, field.zeros(2)), () => field.addScaled(field.zeros(2), a, field.element(1)), () => field.mul(a, a, field.zeros(4))]) expect(refused).toThrow(RangeError);
  });

  test('combineRows() is a sum of scaled rows, also of many rows of the largest element', () => {
    fc.assert(fc.property(fc.array(fc.tuple(element, element, element, element), { minLength: 1, maxLength: 40 }), (drawn) => {
      const rows = vectorOf(field, drawn.flatMap(([, ...row]) => row));
      const expected = [1, 2, 3].map((column) => mod(drawn.reduce((sum, row) => sum + row[0] * (row[column] ?? 0n), 0n)));
      expect(valuesOf(field, field.combineRows(rows, vectorOf(field, drawn.map(([weight]) => weight))))).toEqual(expected);
    }), { numRuns: 50 });
    const largest = vectorOf(field, Array.from({ length: 1_000 }, () => p - 1n));
    expect(valuesOf(field, field.combineRows(largest, largest.subarray(0, 500 * field.words)))).toEqual([500n, 500n]);
    expect(() => field.combineRows(field.zeros(7), field.zeros(3))).toThrow(RangeError);
  });

  test('dot() and sum() hold for long vectors of the largest element', () => {
    const length = 3_000;
    const largest = vectorOf(field, Array.from({ length }, () => p - 1n));
    expect(valuesOf(field, field.dot(largest, largest))).toEqual([BigInt(length)]);
    expect(valuesOf(field, field.sum(largest))).toEqual([p - BigInt(length)]);
  });

  test('powers(), pow() and invert()', () => {
    fc.assert(fc.property(element.filter((x) => x !== 0n), fc.bigInt({ min: 0n, max: p }), (x, exponent) => {
      const base = vectorOf(field, [x]);
      expect(valuesOf(field, field.pow(base, exponent))).toEqual([power(x, exponent, p)]);
      expect(valuesOf(field, field.powers(base, 9))).toEqual(Array.from({ length: 9 }, (_, i) => power(x, BigInt(i), p)));
    }), { numRuns: 30 });
    fc.assert(fc.property(fc.array(element.filter((x) => x !== 0n), { minLength: 1, maxLength: 20 }), (values) => {
      const a = vectorOf(field, values);
      expect(valuesOf(field, field.mul(a, field.invert(a)))).toEqual(values.map(() => 1n));
    }), { numRuns: 30 });
    expect(() => field.invert(field.fromIntegers([1, 0, 2]))).toThrow(RangeError);
    expect(field.powers(field.element(3), 0)).toEqual(field.zeros(0));
  });

  test('root() has exactly its order and the generator of the draft', () => {
    expect(valuesOf(field, field.root(field.maxLogSize))).toEqual([GENERATORS.get(field.name)]);
    for (const log of [0, 1, 2, 7, field.maxLogSize]) expect(valuesOf(field, field.pow(field.root(log), log === 0 ? 1n : 2n ** BigInt(log - 1)))).toEqual([log === 0 ? 1n : p - 1n]);
    expect(() => field.root(field.maxLogSize + 1)).toThrow(RangeError);
  });

  test('ntt() gives the values at the powers of the root, block by block, and inverseNtt() the coefficients', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 3 }), fc.infiniteStream(element), (log, blocks, stream) => {
      const size = 2 ** log;
      const coefficients = Array.from({ length: size * blocks }, () => stream.next().value ?? 0n);
      const [w = 0n] = valuesOf(field, field.root(log));
      const vector = vectorOf(field, coefficients);
      field.ntt(vector, size);
      expect(valuesOf(field, vector)).toEqual(coefficients.map((_, at) => {
        const x = power(w, BigInt(at % size), p);
        return coefficients.slice(at - (at % size), at - (at % size) + size).reduceRight((value, c) => mod(value * x + c), 0n);
      }));
      field.inverseNtt(vector, size);
      expect(valuesOf(field, vector)).toEqual(coefficients);
    }), { numRuns: 60 });
    expect(() => field.ntt(field.zeros(6))).toThrow(RangeError);
    expect(() => field.ntt(field.zeros(8), 16)).toThrow(RangeError);
  });

  test('encode() is little-endian, decode() its inverse on canonical bytes only', () => {
    fc.assert(fc.property(fc.array(element, { maxLength: 9 }), (values) => {
      const bytes = field.encode(vectorOf(field, values));
      expect([...bytes]).toEqual(values.flatMap((value) => Array.from({ length: field.encodedBytes }, (_, k) => Number((value >> BigInt(8 * k)) & 255n))));
      expect(field.decode(bytes)).toEqual(vectorOf(field, values));
    }));
    const raw = (value: bigint): Uint8Array => Uint8Array.from({ length: field.encodedBytes }, (_, k) => Number((value >> BigInt(8 * k)) & 255n));
    expect(field.decode(raw(p - 1n))).toEqual(vectorOf(field, [p - 1n]));
    fc.assert(fc.property(fc.bigInt({ min: p, max: 2n ** BigInt(8 * field.encodedBytes) - 1n }), (value) => { expect(field.decode(raw(value))).toBeNull(); }));
    expect(field.decode(raw(p))).toBeNull();
    expect(field.decode(new Uint8Array(field.encodedBytes + 1))).toBeNull();
    expect(field.decode(new Uint8Array(0))).toEqual(field.zeros(0));
  });

  test('sample() skips what is not below p and stops when full', () => {
    const drawn = fc.array(fc.oneof(element, fc.bigInt({ min: p, max: 2n ** BigInt(8 * field.encodedBytes) - 1n })), { maxLength: 12 });
    fc.assert(fc.property(drawn, fc.integer({ min: 0, max: 3 }), (values, filled) => {
      const stream = Uint8Array.from(values.flatMap((value) => Array.from({ length: field.encodedBytes }, (_, k) => Number((value >> BigInt(8 * k)) & 255n))));
      const out = field.zeros(8);
      const taken = [...Array.from({ length: filled }, () => 0n), ...values.filter((value) => value < p)].slice(0, 8);
      expect(field.sample(stream, out, filled)).toBe(taken.length);
      expect(valuesOf(field, out)).toEqual([...taken, ...Array.from({ length: 8 - taken.length }, () => 0n)]);
    }));
    expect(() => field.sample(new Uint8Array(field.encodedBytes - 1), field.zeros(1), 0)).toThrow(RangeError);
  });

  test('fromIntegers() and toIntegers() are inverse on signed integers, element() takes any', () => {
    const bound = Number(p >> 1n) < 2 ** 53 ? Number(p >> 1n) : 2 ** 53 - 1;
    fc.assert(fc.property(fc.array(fc.oneof(fc.integer(), fc.double({ min: -bound, max: bound, noNaN: true }).map((x) => Math.trunc(x) + 0)).filter((x) => Math.abs(x) <= bound)), (integers) => {
      const vector = field.fromIntegers(integers);
      expect(valuesOf(field, vector)).toEqual(integers.map((x) => mod(BigInt(x))));
      expect([...field.toIntegers(vector)]).toEqual(integers.map((x) => x + 0));
    }));
    expect(valuesOf(field, field.element(-1))).toEqual([p - 1n]);
    expect(valuesOf(field, field.element(p * 5n + 7n))).toEqual([7n]);
    expect(() => field.fromIntegers([0.5])).toThrow(RangeError);
    expect(() => field.fromIntegers([2 ** 53])).toThrow(RangeError);
    expect(field.isZero(field.zeros(3)) && !field.isZero(field.fromIntegers([0, 0, 1]))).toBe(true);
  });
});

test('field32 multiplies right wherever its quotient is nearest to an integer', () => {
  const p = field32.modulus;
  // a·b ≡ ±small mod p puts a·b/p just above or below an integer, where a rounded quotient would be one off.
  fc.assert(fc.property(fc.bigInt({ min: 1n, max: p - 1n }), fc.bigInt({ min: -3n, max: 3n }), (a, small) => {
    const b = (((small * power(a, p - 2n, p)) % p) + p) % p;
    expect(field32.mul(Uint32Array.of(Number(a)), Uint32Array.of(Number(b)))).toEqual(Uint32Array.of(Number((small + p) % p)));
  }), { numRuns: 5_000 });
});
