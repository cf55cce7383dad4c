import { expect, test } from 'vitest';
import { productInJsonLd } from '../../../src/collect/json-ld.ts';

const text = (value: unknown): string => JSON.stringify(value);

test.each([
  ['a plain product', { '@type': 'Product', sku: 'A1' }, 'A1'],
  ['a number as sku', { '@type': 'Product', sku: 42 }, '42'],
  ['several types', { '@type': ['Thing', 'Product'], productID: 'sku:A2' }, 'A2'],
  ['a graph', { '@context': 'https://schema.org', '@graph': [{ '@type': 'WebPage' }, { '@type': 'https://schema.org/Product', gtin13: '4006381333931' }] }, '4006381333931'],
  ['the main entity of a page', { '@type': 'ItemPage', mainEntity: { '@type': 'Product', mpn: 'M' } }, 'M'],
  ['a group without its own id', { '@type': 'ProductGroup', hasVariant: [{ '@type': 'Product', sku: 'V1' }, { '@type': 'Product', sku: 'V2' }] }, 'V1'],
])('productInJsonLd() reads %s', (_what, value, id) => {
  expect(productInJsonLd([text(value)])).toBe(id);
});
test.each([
  ['a list page', [text({ '@type': 'ItemList', itemListElement: [{ '@type': 'ListItem', item: { '@type': 'Product', sku: 'A' } }] })]],
  ['two products', [text({ '@type': 'Product', sku: 'A' }), text({ '@type': 'Product', sku: 'B' })]],
  ['broken JSON', ['{"@type": "Product", sku: }']],
  ['nothing', []],
  ['related products only', [text({ '@type': 'WebPage', isRelatedTo: { '@type': 'Product', sku: 'A' } })]],
  ['endless nesting', [`${'['.repeat(5000)}${']'.repeat(5000)}`]],
])('productInJsonLd() says nothing for %s', (_what, scripts) => {
  expect(productInJsonLd(scripts)).toBeUndefined();
});
test('productInJsonLd() takes the same product said twice for one', () => {
  expect(productInJsonLd([text({ '@type': 'Product', sku: 'A' }), text([{ '@type': 'Product', sku: 'A' }])])).toBe('A');
});
