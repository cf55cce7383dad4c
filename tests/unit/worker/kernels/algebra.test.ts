import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { seededChance } from '#core/units';
import { arrayAlgebra, wasmAlgebra, type Algebra } from '#worker/kernels';

const shapes = fc.record({ rows: fc.integer({ min: 1, max: 20 }).map((n) => 4 * n), width: fc.integer({ min: 1, max: 20 }).map((n) => 4 * n), at: fc.integer({ min: 0, max: 9 }), seed: fc.nat() });

/** One engine's answers on random numbers, all its arrays in its own memory. */
function answersOf(algebra: Algebra, { rows, width, at, seed }: { rows: number; width: number; at: number; seed: number }) {
  const chance = seededChance(seed);
  const some = (size: number): Float64Array => {
    const values = algebra.floats(size);
    for (let i = 0; i < size; i++) values[i] = chance.normal();
    return values;
  };
  const [matrix, byRow, byColumn] = [some(at + rows * width + 3), some(rows), some(width)];
  const [dots, sum, changed] = [some(rows), some(width), some(at + rows * width + 3)];
  const before = { sum: [...sum], changed: [...changed] };
  algebra.dots(matrix, at, byColumn, dots);
  algebra.addRows(matrix, at, byRow, sum);
  algebra.addOuter(changed, at, byRow, byColumn);
  return { matrix, byRow, byColumn, dots, sum, changed, before };
}

test('both engines give the plain sums and write nothing else', () => {
  fc.assert(fc.property(shapes, (shape) => {
    for (const algebra of [arrayAlgebra, wasmAlgebra(20_000)]) {
      if (!algebra) throw new Error('Cannot test WASM: this Node has no SIMD');
      const { rows, width, at } = shape;
      const { matrix, byRow, byColumn, dots, sum, changed, before } = answersOf(algebra, shape);
      const element = (i: number, j: number): number => matrix[at + i * width + j] ?? NaN;
      const close = (actual: number | undefined, wanted: number): void => expect(Math.abs((actual ?? NaN) - wanted)).toBeLessThan(1e-10);
      dots.forEach((x, i) => close(x, byColumn.reduce((total, y, j) => total + y * element(i, j), 0)));
      sum.forEach((x, j) => close(x, byRow.reduce((total, y, i) => total + y * element(i, j), before.sum[j] ?? NaN)));
      changed.forEach((x, n) => {
        const [i, j] = [Math.floor((n - at) / width), (n - at) % width];
        close(x, (before.changed[n] ?? NaN) + (n < at || i >= rows ? 0 : (byRow[i] ?? NaN) * (byColumn[j] ?? NaN)));
      });
    }
  }), { numRuns: 40 });
});

test('wasmAlgebra() keeps within its capacity, and is not there without WebAssembly', () => {
  const algebra = wasmAlgebra(100);
  algebra?.floats(60);
  expect(() => algebra?.floats(41)).toThrow(RangeError);
  expect(algebra?.floats(40)).toHaveLength(40);
  vi.stubGlobal('WebAssembly', undefined);
  expect(wasmAlgebra(100)).toBeUndefined();
  vi.unstubAllGlobals();
});
