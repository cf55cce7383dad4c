import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { buildCatalogue, type Product } from '#core/catalogue';
import { demoProducts, demoReviews, drawProduct } from '#server/demoshop';
import { aProduct } from '#support/products';

const products = demoProducts();

test('demoProducts() has at least 600 products in at least 12 departments', () => {
  expect(products.length).toBeGreaterThanOrEqual(600);
  expect(new Set(products.map((product) => product.category[0])).size).toBeGreaterThanOrEqual(12);
});

test('demoProducts() gives the same shop in every run', () => {
  expect(demoProducts()).toEqual(products);
});

test('demoProducts() gives no two products one id, one alias or one title', () => {
  for (const values of [products.map((p) => p.id), products.flatMap((p) => p.aliases), products.map((p) => p.title)]) expect(new Set(values).size).toBe(values.length);
});

test('demoProducts() fills what a shop page shows', () => {
  for (const product of products) {
    expect(product.description.length, product.title).toBeGreaterThan(60);
    expect(product.description).not.toMatch(/undefined|NaN|\.\.| {2}/);
    expect(product.priceCents, product.title).toBeGreaterThanOrEqual(90);
    expect(product.listPriceCents ?? Infinity, product.title).toBeGreaterThan(product.priceCents);
    if (product.rating !== undefined) expect(product.rating >= 3 && product.rating <= 5, product.title).toBe(true);
  }
});

test('demoProducts() sells as shops do: a fifth of the products has over half of the ratings', () => {
  const counts = products.map((product) => product.ratingCount ?? 0).sort((a, b) => b - a);
  const total = counts.reduce((a, b) => a + b);
  expect(counts.slice(0, counts.length / 5).reduce((a, b) => a + b) / total).toBeGreaterThan(0.5);
  expect(counts.at(-1)).toBe(0);
});

test('demoProducts() has valid GTIN-13 aliases', () => {
  for (const [gtin = ''] of products.map((product) => product.aliases)) {
    expect(gtin).toMatch(/^2\d{12}$/);
    const sum = [...gtin].reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
    expect(sum % 10, gtin).toBe(0);
  }
});

test('demoReviews() is repeatable, dated, and near the mean it stands under', () => {
  let error = 0;
  let count = 0;
  for (const product of products) {
    const reviews = demoReviews(product);
    expect(demoReviews(product)).toEqual(reviews);
    expect(new Set(reviews.map((review) => review.author)).size).toBe(reviews.length);
    for (const review of reviews) {
      expect(review.dateIso).toMatch(/^202[56]-\d\d-\d\d$/);
      expect([1, 2, 3, 4, 5]).toContain(review.rating);
      error += review.rating - (product.rating ?? 0);
      count++;
    }
  }
  expect(Math.abs(error / count)).toBeLessThan(0.2); // 4,000 reviews, each within 1.6 of its mean, cut at 5
});

test('demoReviews() never makes up a review of a real product', () => {
  expect(demoReviews(aProduct({ brand: 'Nike', rating: 4.5, ratingCount: 100 }))).toEqual([]);
});

/** Throws where `svg` is not well-formed XML; gives the names of its elements and attributes. */
function namesIn(svg: string): Set<string> {
  const names = new Set<string>();
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => [name, ...Object.keys(attributes)].forEach((found) => names.add(found)));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(svg).close();
  return names;
}

test('drawProduct() draws each demo product as well-formed SVG, and gives the same bytes again', () => {
  for (const product of products) {
    const svg = drawProduct(product);
    expect(svg).not.toMatch(/undefined|NaN/);
    expect(namesIn(svg)).toContain('svg');
    expect(drawProduct(product)).toBe(svg);
  }
});

test('drawProduct() draws every kind of the demo shop, none by initials, and no two kinds alike', () => {
  const kinds = new Map<string, string>();
  for (const product of products) {
    expect(drawProduct(product), product.title).not.toContain('<text');
    const shape = drawProduct(aProduct({ id: 'same', title: product.title.split(', ')[0] ?? '', category: [...product.category] })).replace(/<title>.*?<\/title>/, '');
    kinds.set(product.category[1] ?? '', shape);
  }
  const shapes = [...kinds.values()];
  expect(kinds.size).toBeGreaterThan(100);
  expect(new Set(shapes).size).toBeGreaterThan(kinds.size - 5); // a ukulele is drawn as a small guitar
});

test('drawProduct() draws any text safely: no script, no link, well-formed', () => {
  const hostile = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('</title><script>alert(1)</script>', '"><image href="x"/>', ']]>', '&lt;script&gt;', '\u0000\ud800'));
  fc.assert(fc.property(hostile, hostile, fc.array(hostile, { minLength: 1, maxLength: 3 }), (id, title, category) => {
    const svg = drawProduct({ ...aProduct({ title, category }), id: id as Product['id'] });
    const names = namesIn(svg);
    for (const bad of ['script', 'image', 'href', 'foreignObject', 'onload', 'style']) expect(names).not.toContain(bad);
  }), { numRuns: 1000 });
});

test.each([
  ['Adventure-Ready Expedition Backpack', 'Northfell Ridge Backpack'],
  ['Urban Coffee Table', 'Sojourn Isle Coffee Table'],
  ["Men's Running Shoes", 'Quickstep Mile Running Shoes'],
  ['Prithish Abstract Design Ceramic Mug', 'Kiln & Co Mug'],
])('drawProduct() knows what "%s" is, as a feed calls it', (title, twin) => {
  const shapeOf = (name: string): string => drawProduct(aProduct({ id: 'same', title: name, category: ['Other'] })).replace(/<title>.*?<\/title>/, '');
  expect(shapeOf(title)).toBe(shapeOf(twin));
});

test('limitation: drawProduct() gives a product that it cannot draw its initials', () => {
  expect(drawProduct(aProduct({ title: 'Zyxel Quux', category: ['Other'] }))).toContain('>ZQ</text>');
});

test('buildCatalogue() of the demo shop finds neighbours of the same kind by content', () => {
  const { files, manifest } = buildCatalogue(products);
  const bytes = files.get(`${manifest.vectors}.bin`) ?? new Uint8Array();
  const vectors = new Int8Array(bytes.buffer);
  let sameKind = 0;
  const dot = (a: number, b: number): number => {
    let sum = 0;
    for (let j = 0; j < 64; j++) sum += (vectors[a * 64 + j] ?? 0) * (vectors[b * 64 + j] ?? 0);
    return sum;
  };
  products.forEach((product, i) => {
    const nearest = products.map((_, j) => j).filter((j) => j !== i).sort((a, b) => dot(i, b) - dot(i, a)).slice(0, 3);
    sameKind += nearest.filter((j) => products[j]?.category[1] === product.category[1]).length / 3;
  });
  expect(sameKind / products.length).toBeGreaterThan(0.7);
});
