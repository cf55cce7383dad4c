import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildCatalogue, catalogueOf, columnsFile, decodeCatalogueColumns, folderKey, lastingQuery, lastPart, pageKey, parseItemId, plainSpelling, withoutEndSlashes, type Catalogue, type Product } from '#core/catalogue';
import { aProduct } from '#support/products';

/** The index as a device reads it from the catalogue's files. */
function published(products: readonly Product[]): Catalogue['indexById'] {
  const built = buildCatalogue(products);
  const columns = decodeCatalogueColumns(built.manifest, built.files.get(columnsFile(built.manifest)) ?? new Uint8Array());
  if (!columns.ok) throw new Error(columns.fault.message);
  return columns.value.indexById;
}

const named = (id: string, more: Partial<Product> = {}): Product => aProduct({ id: parseItemId(id), aliases: [], url: '', ...more });

describe('a catalogue is asked in every spelling', () => {
  test.each([
    ['a variant by its gid', '42', 'gid://shopify/ProductVariant/42'],
    ['a gid by its number', 'gid://shopify/ProductVariant/42', '42'],
    ['a variant by its name in the Google channel', '42', 'shopify_CA_7_42'],
    ['a product by its variant’s name in the Google channel', '7', 'shopify_US_7_42'],
    ['the Google channel’s name by the variant', 'shopify_CA_7_42', '42'],
    ['the Google channel’s name by another country’s', 'shopify_CA_7_42', 'shopify_US_7_42'],
    ['the Google channel’s name by the product', 'shopify_CA_7_42', 'gid://shopify/Product/7'],
    ['a barcode with leading zeros', '00614141999996', '614141999996'],
    ['a barcode without', '614141999996', '0614141999996'],
    ['a lower-case article number', 'mug-9', 'MUG-9'],
    ['an upper-case article number', 'MUG-9', 'mug-9'],
    ['an article number of mixed case', 'Mug-9b', 'mug-9B'],
    ['a WooCommerce post in Google’s feed', 'gla_17', '17'],
    ['a WooCommerce post by its feed’s name', '17', 'gla_17'],
    ['an offer of the Content API', 'MUG-9', 'online:en:US:MUG-9'],
    ['a name with blanks around it', 'MUG-9', ' MUG-9 '],
  ])('finds %s', (_what, id, name) => {
    for (const index of [published([named(id)]), catalogueOf(buildCatalogue([named(id)]).manifestHash, [named(id)], new Int8Array(64)).indexById]) {
      expect(index.get(name)).toBe(0);
      expect(index.has(name)).toBe(true);
    }
  });
  test('an id wins over an alias, an alias over a spelling of another product', () => {
    const index = published([named('gid://shopify/ProductVariant/42'), named('other', { aliases: ['42'] }), named('mug'), named('MUG')]);
    expect([index.get('42'), index.get('gid://shopify/ProductVariant/42'), index.get('MUG'), index.get('mug')]).toEqual([1, 0, 3, 2]);
  });
  test('limitation: a number is nobody’s article number with more digits', () => {
    expect(published([named('1234')]).get('234')).toBeUndefined();
    expect(published([named('1234')]).get('')).toBeUndefined();
  });
});

test('withoutEndSlashes() takes away what the plain pattern does', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('/', 'a', '?'), { maxLength: 12 }), (parts) => withoutEndSlashes(parts.join('')) === parts.join('').replace(/\/+$/, '')));
});

describe('pageKey()', () => {
  test('of a folder’s own page is the folder’s, in every spelling', () => {
    for (const url of ['/a/index.html', '/a/', '/a///', '//shop.example/a/INDEX.php']) expect(pageKey(url)).toBe(pageKey('/a'));
    expect(pageKey('/a/index.html/b')).not.toBe(pageKey('/a'));
    expect(pageKey('/')).toBe(pageKey('/index.html'));
  });
  test('is the same for every host, slash, campaign and picked variant', () => {
    const key = pageKey('https://shop.example/products/Blue-Kettle');
    for (const url of ['/products/blue-kettle', 'products/blue-kettle/', 'https://www.shop.example/products/blue-kettle?utm_source=x&gclid=1', '//shop.example/products/blue-kettle#reviews', '/products/blue-kettle?variant=42']) expect(pageKey(url)).toBe(key);
    for (const url of ['/products/blue-kettle-2', '/products/blue-kettle?id=2', '/']) expect(pageKey(url)).not.toBe(key);
  });
  test('tells 20,000 addresses apart', () => {
    expect(new Set(Array.from({ length: 20_000 }, (_, i) => pageKey(`/products/item-${i}`))).size).toBe(20_000);
  });
  test('joins a product whose address is all that a page says, and only where no id stands in it', () => {
    const index = published([named('K-1', { url: 'https://shop.example/kettles/blue' }), named('M-1', { url: '/p/M-1' })]);
    expect([index.get(pageKey('/kettles/blue/')), index.get(pageKey('/p/M-1'))]).toEqual([0, undefined]);
    expect([index.has(folderKey('/p/other?x=1')), index.has(folderKey('/list/M-1'))]).toEqual([true, false]);
    expect([lastPart('https://shop.example/p/M-1/?utm_source=x'), lastPart('/')]).toEqual(['M-1', '']);
  });
});

test('plainSpelling() is one for all names of a product, and stays what it is', () => {
  expect(new Set(['gid://shopify/ProductVariant/42', 'shopify_CA_7_42', 'gla_42', '42'].map(plainSpelling)).size).toBe(1);
  fc.assert(fc.property(fc.string(), (name) => {
    expect(plainSpelling(plainSpelling(name))).toBe(plainSpelling(name));
  }));
});

test('lastingQuery() keeps what says which page it is', () => {
  expect(lastingQuery('?id=3&utm_source=mail&variant=4&gclid=x&page=2')).toBe('id=3&page=2');
});
