import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CONTENT_DIMS, contentVectors, type Product, VECTOR_SCALE, wordsOf } from '#core/catalogue';
import { atOnce, seededChance } from '#core/units';
import { aProduct } from '#support/products';
import { gram, orthonormal, product as times, symmetricEigen, type DenseMatrix } from '../../../../src/core/catalogue/dense.ts';
import { projectOnTopDirections } from '../../../../src/core/catalogue/svd.ts';
import { tfIdf, type SparseMatrix } from '../../../../src/core/catalogue/tfidf.ts';

function sparse(rows: readonly (readonly number[])[]): SparseMatrix {
  const columns = rows[0]?.length ?? 0;
  const entries = rows.map((row) => row.flatMap((value, term) => (value === 0 ? [] : [{ term, value }])));
  const starts = Int32Array.from([0, ...entries.map((_, i) => entries.slice(0, i + 1).flat().length)]);
  return { rows: rows.length, columns, starts, terms: Int32Array.from(entries.flat(), ({ term }) => term), values: Float32Array.from(entries.flat(), ({ value }) => value) };
}

function dense(rows: readonly (readonly number[])[]): DenseMatrix {
  return { rows: rows.length, columns: rows[0]?.length ?? 0, data: Float64Array.from(rows.flat()) };
}

function rowProducts({ data, rows, columns }: DenseMatrix): number[] {
  return Array.from({ length: rows * rows }, (_, at) => {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += (data[Math.floor(at / rows) * columns + j] ?? 0) * (data[(at % rows) * columns + j] ?? 0);
    return sum;
  });
}

function expectClose(actual: readonly number[], wanted: readonly number[], slack: number): void {
  expect(actual.length).toBe(wanted.length);
  actual.forEach((value, i) => expect(Math.abs(value - (wanted[i] ?? NaN))).toBeLessThanOrEqual(slack));
}

const matrices = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })).chain(([rows, columns]) =>
  fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }));

test('projectOnTopDirections() keeps every inner product of rows while the rank allows it', () => {
  fc.assert(fc.property(matrices, (rows) => {
    const projected = projectOnTopDirections(sparse(rows), CONTENT_DIMS);
    expectClose(rowProducts(projected), rowProducts(dense(rows)), 1e-4); // eigenvectors of a Gram matrix: half of float64's digits, times entries up to 108
  }));
});

test('projectOnTopDirections() finds the directions of known singular values', () => {
  // A = U·diag(10, 8, …)·Vᵀ of orthonormal U and V: the first k columns must hold exactly the first k squared values.
  const chance = seededChance(3);
  const random = (rows: number, columns: number): DenseMatrix => ({ rows, columns, data: Float64Array.from({ length: rows * columns }, () => chance.normal()) });
  const singular = [10, 8, 6, 4, 3, 2, 1, 0.5];
  const u = atOnce(orthonormal(random(60, 8)));
  const v = atOnce(orthonormal(random(40, 8)));
  const rows = Array.from({ length: 60 }, (_, i) => Array.from({ length: 40 }, (_, j) => singular.reduce((sum, s, k) => sum + s * (u.data[i * 8 + k] ?? 0) * (v.data[j * 8 + k] ?? 0), 0)));
  const { data } = projectOnTopDirections(sparse(rows), 4);
  const squares = [0, 1, 2, 3].map((k) => Array.from({ length: 60 }, (_, i) => (data[i * 4 + k] ?? 0) ** 2).reduce((a, b) => a + b));
  expectClose(squares.map(Math.sqrt), singular.slice(0, 4), 1e-4); // the matrix goes in as float32
});

test('symmetricEigen() gives orthonormal vectors that make up the matrix again', () => {
  fc.assert(fc.property(matrices, (rows) => {
    const symmetric = atOnce(gram(dense(rows)));
    const { values, vectors } = atOnce(symmetricEigen(symmetric));
    const n = symmetric.columns;
    expect([...values]).toEqual([...values].sort((a, b) => b - a));
    expectClose([...atOnce(gram(vectors)).data], Array.from({ length: n * n }, (_, i) => (Math.floor(i / n) === i % n ? 1 : 0)), 1e-9);
    const scaled: DenseMatrix = { rows: n, columns: n, data: vectors.data.map((value, i) => value * (values[i % n] ?? 0)) };
    const transposed: DenseMatrix = { rows: n, columns: n, data: vectors.data.map((_, i) => vectors.data[(i % n) * n + Math.floor(i / n)] ?? 0) };
    expectClose([...atOnce(times(scaled, transposed)).data], [...symmetric.data], 1e-8 * (1 + (values[0] ?? 0)));
  }));
});

test('tfIdf() weighs as computed by hand', () => {
  const products = [aProduct({ id: 'a', title: 'red mug', description: '', brand: '', category: ['Other'] }), aProduct({ id: 'b', title: 'blue mug', description: 'blue', brand: '', category: ['Other'] })];
  const { starts, values, terms, columns } = tfIdf(products);
  expect(columns).toBe(3);
  expect([...starts]).toEqual([0, 2, 4]);
  const rare = Math.log(3 / 2) + 1; // idf of a word of one product in two; "mug" is in both: 1
  const [red, mug] = [rare * (1 + Math.log(4)), 1 + Math.log(4)];
  const [blue, blueMug] = [rare * (1 + Math.log(5)), 1 + Math.log(4)];
  const byTerm = (row: number): number[] => Array.from(terms.slice(starts[row], starts[row + 1]), (term, i) => [term, values[(starts[row] ?? 0) + i] ?? 0] as const).sort((a, b) => a[0] - b[0]).map(([, value]) => value);
  expectClose(byTerm(0), [mug / Math.hypot(red, mug), red / Math.hypot(red, mug)], 1e-6);
  expectClose(byTerm(1), [blueMug / Math.hypot(blue, blueMug), blue / Math.hypot(blue, blueMug)], 1e-6);
});

const titles = fc.array(fc.constantFrom('red', 'blue', 'mug', 'bowl', 'lamp', '茶杯', '湯飲み', '!!'), { maxLength: 4 }).map((words) => words.join(' '));
const shops = fc.array(titles, { maxLength: 15 }).map((all): Product[] => all.map((title, i) => aProduct({ id: `p${i}`, title, description: '', brand: '', category: ['Other'] })));

test('contentVectors() gives unit vectors times 127, zeros for no text, the same bytes again', () => {
  fc.assert(fc.property(shops, (products) => {
    const vectors = contentVectors(products);
    expect(vectors).toHaveLength(products.length * CONTENT_DIMS);
    expect(contentVectors(products)).toEqual(vectors);
    products.forEach((product, i) => {
      const norm = Math.hypot(...vectors.subarray(i * CONTENT_DIMS, (i + 1) * CONTENT_DIMS)) / VECTOR_SCALE;
      if (wordsOf(product.title).length === 0) expect(norm).toBe(0);
      else expect(Math.abs(norm - 1)).toBeLessThan(0.04); // 64 roundings of at most .5 / 127
    });
  }));
});

test('contentVectors() gives equal text equal vectors and unlike text unlike ones', () => {
  const texts = ['red mug', 'red mug', 'blue bowl', 'green lamp'];
  const vectors = contentVectors(texts.map((title, i) => aProduct({ id: `p${i}`, title, description: '', brand: '', category: ['Other'] })));
  const dot = (a: number, b: number): number => vectors.subarray(a * 64, a * 64 + 64).reduce((sum, x, j) => sum + x * (vectors[b * 64 + j] ?? 0), 0) / VECTOR_SCALE ** 2;
  expect(dot(0, 1)).toBeGreaterThan(0.97);
  expect(Math.abs(dot(0, 2))).toBeLessThan(0.05);
});

test('contentVectors() finds Chinese and Japanese neighbours by pairs of characters', () => {
  const texts = ['白色陶瓷茶杯', '蓝色陶瓷茶杯', '户外双肩背包', '大容量双肩背包', '木製の椅子'];
  const vectors = contentVectors(texts.map((title, i) => aProduct({ id: `p${i}`, title, description: '', brand: '', category: ['Other'] })));
  const nearest = (i: number): number => texts.map((_, j) => j).filter((j) => j !== i).sort((a, b) => dot(i, b) - dot(i, a))[0] ?? -1;
  const dot = (a: number, b: number): number => vectors.subarray(a * 64, a * 64 + 64).reduce((sum, x, j) => sum + x * (vectors[b * 64 + j] ?? 0), 0);
  expect([0, 1, 2, 3].map(nearest)).toEqual([1, 0, 3, 2]);
});

test('contentVectors() tells how far it is, never backwards, up to 1', () => {
  const told: number[] = [];
  contentVectors([aProduct()], { onProgress: (share) => told.push(share) });
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.at(-1)).toBe(1);
});

test.each([
  ['Red Shoes', ['red', 'shoe']], ['Glass & brass', ['glass', 'brass']], ['ＦＵＬＬ width', ['full', 'width']], ['茶杯', ['茶杯']], ['茶', ['茶']], ['大茶杯2個', ['大茶', '茶杯', '個']], ['EAN 4006381333931 x', ['ean']], ['کفش قرمز', ['کفش', 'قرمز']], ['', []],
])('wordsOf() splits %j', (text, wanted) => {
  expect(wordsOf(text)).toEqual(wanted);
});
