import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildCatalogue, CATALOGUE_FILE, catalogueOf, decodeCatalogue, itemIdAt, parseCatalogueManifest, parseItemId, productsFile, vectorsFile, type BuiltCatalogue, type Catalogue, type Product } from '#core/catalogue';
import { contentHash, utf8Decode, utf8Encode } from '#core/units';
import { aProduct } from '#support/products';

const texts = fc.string({ unit: 'grapheme', maxLength: 20 });
const counts = fc.nat({ max: 1e9 });
const productsOfIds = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }).filter((id) => id.trim() === id), { maxLength: 12 }).chain((ids) =>
  fc.tuple(...ids.map((id) => fc.record(
    {
      title: texts.map((title) => title || 'x'), description: texts, brand: texts, category: fc.array(texts, { minLength: 1, maxLength: 3 }),
      url: texts, image: texts, priceCents: counts, currency: fc.constantFrom('EUR', 'USD', ''), available: fc.boolean(),
      aliases: fc.array(texts, { maxLength: 2 }), labels: fc.array(texts, { maxLength: 2 }),
      listPriceCents: counts, rating: fc.integer({ min: 0, max: 50 }).map((tenths) => tenths / 10), ratingCount: counts, soldCount: counts,
    },
    { requiredKeys: ['title', 'description', 'brand', 'category', 'url', 'image', 'priceCents', 'currency', 'available', 'aliases', 'labels'] },
  ).map((fields): Product => ({ ...fields, id: parseItemId(id) })))));

function fileOf(built: BuiltCatalogue, name: string): Uint8Array {
  const bytes = built.files.get(name);
  if (!bytes) throw new RangeError(`no file ${name}`);
  return bytes;
}

function decoded(built: BuiltCatalogue): Catalogue {
  const result = decodeCatalogue(fileOf(built, CATALOGUE_FILE), fileOf(built, productsFile(built.manifest)), fileOf(built, vectorsFile(built.manifest)));
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
}

test('decodeCatalogue() gives back what buildCatalogue() was given', () => {
  fc.assert(fc.property(productsOfIds, (products) => {
    const built = buildCatalogue(products);
    const catalogue = decoded(built);
    expect(catalogue.products).toEqual(products);
    expect(catalogue.hash).toBe(built.manifestHash);
    expect(catalogue.categories).toEqual(built.manifest.categories);
    products.forEach((product, index) => {
      expect(catalogue.indexById.get(product.id)).toBe(index);
      expect(itemIdAt(catalogue, index)).toBe(product.id);
      expect(catalogue.categories[catalogue.categoryByIndex[index] ?? -1]).toBe(product.category.at(-1));
    });
  }));
});

test('buildCatalogue() names every file but the last by its content', () => {
  const { files, manifestHash } = buildCatalogue([aProduct()]);
  const names = [...files.keys()];
  expect(names.at(-1)).toBe(CATALOGUE_FILE);
  for (const [name, bytes] of files) if (name !== CATALOGUE_FILE) expect(name.split('.')[0]).toBe(contentHash(bytes));
  expect(files.get(`${manifestHash}.json`)).toEqual(files.get(CATALOGUE_FILE));
});

test('buildCatalogue() gives equal files for equal products, others for others', () => {
  expect(buildCatalogue([aProduct()]).manifestHash).toBe(buildCatalogue([aProduct()]).manifestHash);
  expect(buildCatalogue([aProduct()]).manifestHash).not.toBe(buildCatalogue([aProduct({ priceCents: 1201 })]).manifestHash);
});

test('buildCatalogue() refuses two products of one id', () => {
  expect(() => buildCatalogue([aProduct(), aProduct({ title: 'Another' })])).toThrow(RangeError);
});

test('buildCatalogue() stores the most common currency once', () => {
  const built = buildCatalogue([aProduct({ id: 'a', currency: 'USD' }), aProduct({ id: 'b' }), aProduct({ id: 'c' })]);
  expect(built.manifest.currency).toBe('EUR');
  expect(utf8Decode(fileOf(built, productsFile(built.manifest))).match(/"currency"/g)).toEqual(['"currency"']);
  expect(decoded(built).products.map((product) => product.currency)).toEqual(['USD', 'EUR', 'EUR']);
});

test('decodeCatalogue() refuses any changed byte and names the file', () => {
  const built = buildCatalogue([aProduct({ id: 'a' }), aProduct({ id: 'b', title: 'Blue bowl' })]);
  const names = [CATALOGUE_FILE, productsFile(built.manifest), vectorsFile(built.manifest)];
  fc.assert(fc.property(fc.constantFrom(1, 2), fc.nat(), fc.integer({ min: 1, max: 255 }), (which, seed, flip) => {
    const parts = names.map((name) => fileOf(built, name).slice());
    const part = parts[which] ?? new Uint8Array();
    const at = seed % part.length;
    part[at] = (part[at] ?? 0) ^ flip;
    const [manifest = part, products = part, vectors = part] = parts;
    const result = decodeCatalogue(manifest, products, vectors);
    expect(result).toMatchObject({ ok: false, fault: { kind: 'malformed-catalogue', message: expect.stringContaining(which === 1 ? 'products' : 'vectors') } });
  }));
});

test.each([
  ['not JSON', '{', 'JSON'],
  ['a list', '[]', 'version'],
  ['another version', '{"version":2}', 'version'],
  ['a negative count', '{"version":1,"items":-1}', 'items'],
  ['another width', '{"version":1,"items":1,"dims":32}', 'dims'],
  ['a path for a hash', `{"version":1,"items":1,"dims":64,"currency":"EUR","categories":[],"products":"../secret","vectors":"${'0'.repeat(64)}"}`, 'products'],
])('parseCatalogueManifest() refuses %s', (_what, text, named) => {
  expect(parseCatalogueManifest(utf8Encode(text))).toMatchObject({ ok: false, fault: { message: expect.stringContaining(named) } });
});

test('parseCatalogueManifest() never throws on hostile bytes', () => {
  fc.assert(fc.property(fc.oneof(fc.uint8Array(), fc.json().map(utf8Encode)), (bytes) => {
    expect(parseCatalogueManifest(bytes).ok).toBe(false);
  }));
});

test.each([
  ['no title', { id: 'a', priceCents: 1 }, 'title'],
  ['a price of text', { id: 'a', title: 't', priceCents: '1' }, 'priceCents'],
  ['a rating of 6', { id: 'a', title: 't', priceCents: 1, rating: 6 }, 'rating'],
  ['labels of numbers', { id: 'a', title: 't', priceCents: 1, labels: [1] }, 'labels'],
])('decodeCatalogue() names the field of a product with %s', (_what, stored, field) => {
  const products = utf8Encode(JSON.stringify([stored]));
  const vectors = new Uint8Array(64);
  const manifest = utf8Encode(JSON.stringify({ version: 1, items: 1, dims: 64, currency: 'EUR', categories: [], products: contentHash(products), vectors: contentHash(vectors) }));
  expect(decodeCatalogue(manifest, products, vectors)).toMatchObject({ ok: false, fault: { message: expect.stringContaining(field) } });
});

test('catalogueOf() finds a product by id and alias; an id wins over an alias, the first claim over the second', () => {
  const products = [aProduct({ id: 'a', aliases: ['b', 'x'] }), aProduct({ id: 'b', aliases: ['x'] })];
  const { indexById } = catalogueOf(contentHash(new Uint8Array()), products, new Int8Array(128));
  expect(Object.fromEntries(indexById)).toEqual({ a: 0, b: 1, x: 0 });
});

test('catalogueOf() takes popularity from sales before ratings', () => {
  const products = [aProduct({ id: 'a', ratingCount: 7, soldCount: 99 }), aProduct({ id: 'b', ratingCount: 7 }), aProduct({ id: 'c' })];
  const { popularity } = catalogueOf(contentHash(new Uint8Array()), products, new Int8Array(192));
  expect([...popularity]).toEqual([Math.log(100), Math.log(8), 0].map(Math.fround));
});
