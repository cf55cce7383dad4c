import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  buildCatalogue, CARDS_PER_FILE, CATALOGUE_FILE, cardsFile, catalogueOf, columnsFile, decodeCards, decodeCatalogueColumns, decodeProducts, decodeVectors, itemIdAt, parseCatalogueManifest,
  parseItemId, productsFile, titleBesideBrand, vectorsFile, type BuiltCatalogue, type Catalogue, type Product,
} from '#core/catalogue';
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
  const columns = decodeCatalogueColumns(built.manifest, fileOf(built, columnsFile(built.manifest)));
  const vectors = decodeVectors(built.manifest, fileOf(built, vectorsFile(built.manifest)));
  if (!columns.ok || !vectors.ok) throw new Error('these files were built');
  const { cardFiles: _, ...rest } = columns.value;
  return { ...rest, hash: built.manifestHash, vectors: vectors.value };
}

function decodedProducts(built: BuiltCatalogue): readonly Product[] {
  const result = decodeProducts(fileOf(built, productsFile(built.manifest)), built.manifest.currency);
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
}

/** What {@link Catalogue} says, as plain values that can be compared. */
function plain({ indexById, idByIndex, ...columns }: Catalogue, names: readonly string[]): object {
  return { ...columns, ids: Array.from({ length: columns.items }, (_, item) => idByIndex.at(item)), found: names.map((name) => indexById.get(name)) };
}

test('decodeCatalogueColumns() gives back what catalogueOf() makes of the same products', () => {
  fc.assert(fc.property(productsOfIds, (products) => {
    const built = buildCatalogue(products);
    const { products: _, ...wanted } = catalogueOf(built.manifestHash, products, decoded(built).vectors);
    const names = [...products.flatMap(({ id, aliases }) => [id, ...aliases]), 'nobody', ''];
    expect(plain(decoded(built), names)).toEqual(plain(wanted, names));
    expect(decodedProducts(built)).toEqual(products);
    products.forEach((product, index) => {
      expect(decoded(built).indexById.get(product.id)).toBe(index);
      expect(itemIdAt(decoded(built), index)).toBe(product.id);
    });
  }));
});

test('decodeCatalogueColumns() finds names of any script by their bytes, and nothing between them', () => {
  const ids = ['z', 'zz', 'ä', 'Ä', '茶', '茶杯', '🫖', '\uffff', 'a b', '0', '00'];
  const catalogue = decoded(buildCatalogue(ids.map((id) => aProduct({ id }))));
  expect(ids.map((id) => catalogue.indexById.get(id))).toEqual(ids.map((_, index) => index));
  expect(['y', 'zzz', '茶茶', '000', '🫗'].map((id) => catalogue.indexById.has(id))).toEqual(Array(5).fill(false));
});

test('buildCatalogue() puts CARDS_PER_FILE cards in a file, in item order, without what no shelf shows', () => {
  const products = Array.from({ length: CARDS_PER_FILE + 3 }, (_, i) => aProduct({ id: `i${i}`, description: 'Long text', aliases: [`a${i}`], labels: ['new'], soldCount: 3 }));
  const built = buildCatalogue(products);
  const columns = decodeCatalogueColumns(built.manifest, fileOf(built, columnsFile(built.manifest)));
  if (!columns.ok) throw new Error(columns.fault.message);
  const cards = columns.value.cardFiles.map((hash) => decodeCards(fileOf(built, cardsFile(hash)), built.manifest.currency));
  expect(cards.map((file) => file.ok && [file.value.at(2)?.id, file.value.at(3)?.id])).toEqual([['i2', 'i3'], [`i${CARDS_PER_FILE + 2}`, undefined]]);
  const { description: _d, aliases: _a, labels: _l, soldCount: _s, ...card } = products[CARDS_PER_FILE + 1] ?? aProduct();
  expect(cards[1]?.ok && cards[1].value.at(1)).toEqual(card);
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
  expect(decodedProducts(built).map((product) => product.currency)).toEqual(['USD', 'EUR', 'EUR']);
});

test('decodeVectors() refuses a file of another length', () => {
  const built = buildCatalogue([aProduct({ id: 'a' }), aProduct({ id: 'b', title: 'Blue bowl' })]);
  expect(decodeVectors(built.manifest, new Uint8Array(64))).toMatchObject({ ok: false, fault: { message: expect.stringContaining('64 bytes, wanted 128') } });
});

test.each([
  ['not JSON', '{', 'JSON'],
  ['a list', '[]', 'version'],
  ['the version before', '{"version":1}', 'version is 1, wanted 2: make it again'],
  ['a version to come', '{"version":3}', 'version is 3, wanted 2'],
  ['a negative count', '{"version":2,"items":-1}', 'items'],
  ['another width', '{"version":2,"items":1,"dims":32}', 'dims'],
  ['a path for a hash', `{"version":2,"items":1,"dims":64,"currency":"EUR","columns":"../secret","vectors":"${'0'.repeat(64)}"}`, 'columns'],
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
])('decodeProducts() names the field of a product with %s', (_what, stored, field) => {
  const bytes = utf8Encode(JSON.stringify([stored]));
  expect(decodeProducts(bytes, 'EUR')).toMatchObject({ ok: false, fault: { message: expect.stringContaining(field) } });
});

test('decodeCards() leaves out what is no card, and refuses what is no list', () => {
  const file = decodeCards(utf8Encode('[{"id":"a","title":"Mug","priceCents":100},{"id":"b"},7]'), 'EUR');
  expect(file.ok && [0, 1, 2, 3].map((position) => file.value.at(position)?.title)).toEqual(['Mug', undefined, undefined, undefined]);
  expect(decodeCards(utf8Encode('{}'), 'EUR')).toMatchObject({ ok: false, fault: { message: expect.stringContaining('cards') } });
});

test('decodeCatalogueColumns() never throws on bytes that were not made by buildCatalogue()', () => {
  const built = buildCatalogue([aProduct({ id: 'a', aliases: ['x'] }), aProduct({ id: 'b', title: 'Blue bowl', brand: 'Birch' })]);
  const right = fileOf(built, columnsFile(built.manifest));
  fc.assert(fc.property(fc.nat({ max: right.length - 1 }), fc.nat({ max: 255 }), fc.nat({ max: 6 }), (at, byte, cut) => {
    const bytes = right.slice(0, right.length - cut);
    if (at < bytes.length) bytes[at] = byte;
    const result = decodeCatalogueColumns(built.manifest, bytes);
    if (result.ok) for (const item of [0, 1]) expect(itemIdAt(result.value, item)).not.toBe('');
    else expect(result.fault.kind).toBe('malformed-catalogue');
  }), { numRuns: 2000 });
});

test('catalogueOf() finds a product by id and alias; an id wins over an alias, the first claim over the second', () => {
  const products = [aProduct({ id: 'a', aliases: ['b', 'x'] }), aProduct({ id: 'b', aliases: ['x'] })];
  const { indexById } = catalogueOf(contentHash(new Uint8Array()), products, new Int8Array(128));
  expect(['a', 'b', 'x', 'y'].map((name) => indexById.get(name))).toEqual([0, 1, 0, undefined]);
});

test('catalogueOf() takes popularity from sales before ratings', () => {
  const products = [aProduct({ id: 'a', ratingCount: 7, soldCount: 99 }), aProduct({ id: 'b', ratingCount: 7 }), aProduct({ id: 'c' })];
  const { popularity } = catalogueOf(contentHash(new Uint8Array()), products, new Int8Array(192));
  expect([...popularity]).toEqual([Math.log(100), Math.log(8), 0].map(Math.fround));
});

test.each([['Aarhus Kettle, 1 l', 'Aarhus', 'Kettle, 1 l'], ['AARHUS kettle', 'Aarhus', 'kettle'], ['Aarhusian kettle', 'Aarhus', 'Aarhusian kettle'], ['Kettle by Aarhus', 'Aarhus', 'Kettle by Aarhus'], ['Kettle', '', 'Kettle'], ['Aarhus', 'Aarhus', 'Aarhus']])('titleBesideBrand() makes of "%s" by "%s" "%s"', (title, brand, wanted) => {
  expect(titleBesideBrand({ title, brand })).toBe(wanted);
});
