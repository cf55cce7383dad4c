import fc from 'fast-check';
import { expect, test } from 'vitest';
import { field32, field64 } from '#core/field';
import { arraySignedDots } from '#core/flp';
import { nodeSymmetric, vdafKernels } from '#server/kernels';
import { valueOf } from '#support/result';
import { expectVectors, parametersOf } from '#support/pine';
import { arena } from '../../../../server/kernels/arena.ts';
import { combineRowsProgram, MASK } from '../../../../server/kernels/combine-rows-program.ts';
import { signedDotsProgram, TABLES } from '../../../../server/kernels/signed-dots-program.ts';
import { pine } from '../../../../src/core/vdaf/pine.ts';
import { pineLayout } from '../../../../src/core/vdaf/pine-parameters.ts';
import own from '../../core/vdaf/vdaf_pine32_homebird_1.json' with { type: 'json' };

const P = Number(field32.modulus);
/** Half of what is drawn lies where halves of 16 bits and representatives around 0 change sign. */
const element = fc.oneof(fc.integer({ min: 0, max: P - 1 }), fc.constantFrom(0, 1, P - 1, 2 ** 15 - 1, 2 ** 15, 2 ** 16, (P - 1) / 2, (P + 1) / 2, 2 ** 31 - 1, 2 ** 31));

/** A stream that starts with hostile patterns and goes on with noise. */
function streamOf(bytes: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length: bytes }, (_, i) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return i < 20 ? (seed % 3) * 0x55 : state >>> 24;
  });
}

test('signedDots of the kernels is that of typed arrays, for any length and number of products', () => {
  fc.assert(fc.property(fc.array(element, { minLength: 1, maxLength: 300 }), fc.integer({ min: 1, max: 9 }), fc.nat(1_000), (values, products, seed) => {
    const vector = Uint32Array.from(values);
    const stream = streamOf(products * Math.ceil(vector.length / 4), seed);
    expect(vdafKernels.signedDots(field32, vector, stream, products)).toEqual(arraySignedDots(field32, vector, stream, products));
  }), { numRuns: 300 });
});

test('signedDots sums the largest entries of the longest vector of its lanes without overflow, and longer ones elsewhere', () => {
  for (const length of [(2 ** 12 - 1) * 64, (2 ** 12 - 1) * 64 + 1]) {
    for (const [value, byte] of [[(P - 1) / 2, 255], [(P + 1) / 2, 255], [2 ** 15, 255], [P - 2 ** 15, 0], [(P - 1) / 2, 0]] as const) {
      const vector = new Uint32Array(length).fill(value);
      const stream = new Uint8Array(Math.ceil(length / 4)).fill(byte);
      const wanted = field32.fromIntegers([Number(((byte === 0 ? -1n : 1n) * BigInt(length) * BigInt(value)) % BigInt(P))]);
      expect(vdafKernels.signedDots(field32, vector, stream, 1)).toEqual(wanted);
    }
  }
});

test('every kernel holds at the extremes of its halves and words, in lengths around its turns', () => {
  const extremes = [1, P - 1, (P - 1) / 2, (P + 1) / 2, 2 ** 15, P - 2 ** 15, 2 ** 15 - 1, 2 ** 31 - 2 ** 15, 2 ** 31, 2 ** 16 - 1];
  const lengths = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 191, 193];
  for (const value of extremes) {
    for (const length of lengths) {
      const vector = new Uint32Array(length).fill(value);
      for (const byte of [0x00, 0x55, 0xaa, 0xff, 0xc3, 0x3c]) {
        for (const products of [1, 2, 3]) {
          const stream = new Uint8Array(products * Math.ceil(length / 4)).fill(byte);
          expect(vdafKernels.signedDots(field32, vector, stream, products)).toEqual(arraySignedDots(field32, vector, stream, products));
        }
      }
      for (const rows of [1, 2, 17]) {
        for (const weight of [value, P - 1]) {
          const matrix = new Uint32Array(rows * length).fill(value);
          const weights = new Uint32Array(rows).fill(weight);
          const wanted = Number((BigInt(rows) * BigInt(value) * BigInt(weight)) % BigInt(P));
          expect(vdafKernels.field32.combineRows(matrix, weights)).toEqual(new Uint32Array(length).fill(wanted));
        }
      }
    }
  }
});

test('signedDots of a smaller call sees nothing of a larger one before it', () => {
  const large = new Uint32Array(1_000).fill(P - 7);
  vdafKernels.signedDots(field32, large, streamOf(250 * 5, 1), 5);
  const small = Uint32Array.of(5, 6, 7);
  const stream = Uint8Array.of(0b1111_1100, 0b0000_0011);
  expect(vdafKernels.signedDots(field32, small, stream, 2)).toEqual(arraySignedDots(field32, small, stream, 2));
});

test('signedDots over another field goes to typed arrays', () => {
  const vector = field64.fromIntegers([1, -2, 3, 2 ** 40]);
  const stream = Uint8Array.of(0b1100_1111);
  expect(vdafKernels.signedDots(field64, vector, stream, 1)).toEqual(arraySignedDots(field64, vector, stream, 1));
});

test('combineRows() of the kernels is that of typed arrays', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 0, max: 40 }), fc.infiniteStream(element), (rows, columns, elements) => {
    const draw = (length: number): Uint32Array => Uint32Array.from({ length }, () => elements.next().value as number);
    const [matrix, weights] = [draw(rows * columns), draw(rows)];
    expect(vdafKernels.field32.combineRows(matrix, weights)).toEqual(field32.combineRows(matrix, weights));
  }), { numRuns: 100 });
  const largest = new Uint32Array(600_000).fill(P - 1);
  expect(vdafKernels.field32.combineRows(largest, largest.subarray(0, 200_000))).toEqual(Uint32Array.of(200_000, 200_000, 200_000));
  expect(() => vdafKernels.field32.combineRows(new Uint32Array(7), new Uint32Array(2))).toThrow(RangeError);
});

test.each(own.cases)('PINE on the kernels gives every byte of our vectors for $shares shares', async (content) => {
  const layout = valueOf(pineLayout(parametersOf(content.name, content)));
  await expectVectors(pine({ ...layout, field: vdafKernels.field32 }, nodeSymmetric, vdafKernels.signedDots), content);
});

test('the programs run in this Node: nothing above was typed arrays against typed arrays', () => {
  expect(arena(signedDotsProgram, TABLES)(1_000)?.functions).toHaveLength(1);
  expect(arena(combineRowsProgram, MASK)(1_000)?.functions).toHaveLength(1);
  expect(arena(combineRowsProgram, MASK)(2 ** 27)).toBeUndefined(); // more memory than a kernel takes
});
