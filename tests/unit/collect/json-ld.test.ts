import { expect, test } from 'vitest';
import { productInJsonLd } from '../../../src/collect/json-ld.ts';

const HERE = 'https://shop.example/products/mug?variant=42';

const text = (value: unknown): string => JSON.stringify(value);

test.each([
  ['a plain product', { '@type': 'Product', sku: 'A1' }, 'A1'],
  ['a number as sku', { '@type': 'Product', sku: 42 }, '42'],
  ['several types', { '@type': ['Thing', 'Product'], productID: 'sku:A2' }, 'A2'],
  ['a graph', { '@context': 'https://schema.org', '@graph': [{ '@type': 'WebPage' }, { '@type': 'https://schema.org/Product', gtin13: '4006381333931' }] }, '4006381333931'],
  ['the main entity of a page', { '@type': 'ItemPage', mainEntity: { '@type': 'Product', mpn: 'M' } }, 'M'],
  ['a group without its own id', { '@type': 'ProductGroup', hasVariant: [{ '@type': 'Product', sku: 'V1' }, { '@type': 'Product', sku: 'V2' }] }, 'V1'],
])('productInJsonLd() reads %s', (_what, value, id) => {
  expect(productInJsonLd([text(value)], 'https://shop.example/p')?.names[0]).toBe(id);
});
test.each([
  ['a list page', [text({ '@type': 'ItemList', itemListElement: [{ '@type': 'ListItem', item: { '@type': 'Product', sku: 'A' } }] })]],
  ['two products', [text({ '@type': 'Product', sku: 'A' }), text({ '@type': 'Product', sku: 'B' })]],
  ['broken JSON', ['{"@type": "Product", sku: }']],
  ['nothing', []],
  ['related products only', [text({ '@type': 'WebPage', isRelatedTo: { '@type': 'Product', sku: 'A' } })]],
  ['endless nesting', [`${'['.repeat(5000)}${']'.repeat(5000)}`]],
])('productInJsonLd() says nothing for %s', (_what, scripts) => {
  expect(productInJsonLd(scripts, HERE)).toBeUndefined();
});
test('productInJsonLd() takes the same product said twice for one', () => {
  expect(productInJsonLd([text({ '@type': 'Product', sku: 'A' }), text([{ '@type': 'Product', sku: 'a', gtin: '7' }])], HERE)?.names).toEqual(['A', 'a', '7']);
});

test.each([
  ['an offer', { '@type': 'Offer', price: '19.90' }, '19.90'],
  ['a list of offers', [{ '@type': 'Offer', price: 5 }, { price: 6 }], 5],
  ['an aggregate', { '@type': 'AggregateOffer', lowPrice: '7.00', highPrice: '9.00' }, '7.00'],
  ['a price specification', { priceSpecification: [{ price: '8' }] }, '8'],
])('productInJsonLd() reads the price of %s', (_what, offers, price) => {
  expect(productInJsonLd([text({ '@type': 'Product', sku: 'A', offers })], HERE)?.price).toBe(price);
});

const SHIRT = {
  '@type': 'ProductGroup', productGroupID: '7', url: '/products/mug',
  hasVariant: [
    { '@type': 'Product', sku: 'V1', '@id': '/products/mug?variant=41#variant', offers: { url: 'https://shop.example/products/mug?variant=41', price: 1 } },
    { '@type': 'Product', sku: 'V2', gtin: '0123456789012', offers: { url: 'https://shop.example/products/mug?variant=42', price: 2 } },
  ],
};
test('productInJsonLd() names the variant that the address picks, then its group', () => {
  expect(productInJsonLd([text(SHIRT)], HERE)).toMatchObject({ names: ['V2', '0123456789012', '7', '42', '42', 'V1'].filter((name, i, all) => all.indexOf(name) === i), price: 2 });
  expect(productInJsonLd([text(SHIRT)], 'https://shop.example/products/mug')).toMatchObject({ names: ['7', 'V1'], price: 1 });
});
test('productInJsonLd() looks at sixty products of a list and no more, however long it is', () => {
  const list = (ownAt: number): string => text(Array.from({ length: 5_000 }, (_, i) => ({ '@type': 'Product', sku: `P${i}`, url: i === ownAt ? HERE : `/products/${i}` })));
  expect([59, 60, 4_999].map((ownAt) => productInJsonLd([list(ownAt)], HERE)?.names[0])).toEqual(['P59', undefined, undefined]);
});
test('productInJsonLd() compares five hundred addresses with the page’s, shared among its products', () => {
  const twenty = (ownAt: number): string => text(Array.from({ length: 20 }, (_, i) => ({ '@type': 'Product', sku: `P${i}`, offers: Array.from({ length: 40 }, (__, k) => ({ url: i === 19 && k === ownAt ? HERE : `/products/${i}-${k}` })) })));
  expect([24, 25].map((ownAt) => productInJsonLd([twenty(ownAt)], HERE)?.names[0])).toEqual(['P19', undefined]);
});
test('productInJsonLd() reads half a megabyte of a page’s scripts, and tidies up no long one', () => {
  const own = text({ '@type': 'Product', sku: 'A' });
  const list = `["${'x'.repeat(300_000)}"]`;
  expect([[list, own], [list, list, own], [`[${'0,'.repeat(250_000)}0]`, own]].map((scripts) => productInJsonLd(scripts, HERE)?.names[0])).toEqual(['A', 'A', 'A']);
  expect(productInJsonLd([list, `${' '.repeat(250_000)}${own}`], HERE)).toBeUndefined();
  expect([1_000, 60_000].map((spaces) => productInJsonLd([`[${own},${' '.repeat(spaces)}]`], HERE)?.names[0])).toEqual(['A', undefined]);
});
test('productInJsonLd() takes the product with the page’s address where related ones stand beside it', () => {
  const related = { '@type': 'Product', sku: 'B', url: '/products/other' };
  expect(productInJsonLd([text([{ '@type': 'Product', sku: 'A', url: 'https://shop.example/products/mug/' }, related])], HERE)?.names).toContain('A');
  expect(productInJsonLd([text([{ '@type': 'Product', sku: 'A', '@id': '#product' }, related])], HERE)).toBeUndefined();
});
test.each([
  ['a line break inside a text', '{"@type":"Product","name":"A\nb","sku":"A"}'.replace('\\n', '\n')],
  ['a comma too many', '{"@type":"Product","sku":"A",}'],
  ['comment marks', '<!-- {"@type":"Product","sku":"A"} -->'],
  ['CDATA marks', '//<![CDATA[\n{"@type":"Product","sku":"A"}\n//]]>'],
])('productInJsonLd() forgives %s', (_what, script) => {
  expect(productInJsonLd([script], HERE)?.names[0]).toBe('A');
});
