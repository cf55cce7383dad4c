import { expect, test } from 'vitest';
import { aProduct } from '#support/products';
import { findProducts } from '../../../../src/pages/shop/find.ts';
import { categoryHref, ownPages, rangeOf, readableName, takeTurns, wayTo } from '../../../../src/pages/shop/range.ts';

const inside = (id: string, ...category: string[]): ReturnType<typeof aProduct> => aProduct({ id, category, title: `Thing ${id}` });

test('rangeOf() sorts departments by size and leaves out parts too small to stop at', () => {
  const range = rangeOf([inside('a', 'Home', 'Rugs'), inside('b', 'Garden'), inside('c', 'Home', 'Lamps'), inside('d', 'Home', 'Lamps'), inside('e', 'Home', 'Lamps')]);
  expect(range.departments.map((node) => node.label)).toEqual(['Home', 'Garden']);
  expect(range.departments[0]?.children.map((node) => node.label)).toEqual(['Lamps']);
});

test('rangeOf() joins spellings of one name, and an address of every script leads back', () => {
  const range = rangeOf([inside('a', 'home decor'), inside('b', 'Home Decor'), inside('c', '登山 装备')]);
  expect(range.departments).toHaveLength(2);
  for (const node of range.departments) {
    const path = decodeURIComponent(categoryHref(node).replace('/category/', ''));
    expect(range.nodeByPath.get(path)).toBe(node);
  }
});

test('wayTo() leads from the department down and never into the product itself', () => {
  const products = ['a', 'b', 'c'].map((id) => inside(id, 'Home', 'Curtains', `Curtain ${id}`));
  const range = rangeOf(products);
  const [first] = products;
  expect(first && wayTo(range, first).map((node) => node.label)).toEqual(['Home', 'Curtains']);
});

test.each([['homedecor', 'Homedecor'], ['BABY CARE', 'Baby care'], ['Kitchen & Dining', 'Kitchen & Dining'], ['salty_snacks', 'Salty snacks']])('readableName() spells %s as %s', (name, wanted) => {
  expect(readableName(name)).toBe(wanted);
});

test('takeTurns() takes one of each group in turn and nothing twice', () => {
  const [a, b, c] = [inside('a', 'x'), inside('b', 'y'), inside('c', 'y')];
  expect(takeTurns([[a, c], [b, a]], 4).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
});

test('findProducts() wants every word, puts titles before descriptions, and knows accents, plurals and scripts without spaces', () => {
  const range = rangeOf([
    aProduct({ id: 'text', title: 'Travel mug', description: 'Better than a kettle' }),
    aProduct({ id: 'title', title: 'Copper kettle', description: '' }),
    aProduct({ id: 'accent', title: 'Chloé scarf', description: '' }),
    aProduct({ id: 'tent', title: '双人登山帐篷', description: '' }),
  ]);
  const found = (query: string): string[] => findProducts(range, query).map(({ id }) => id);
  expect(found('kettles')).toEqual(['title', 'text']);
  expect(found('copper kettle')).toEqual(['title']);
  expect(found('chloe')).toEqual(['accent']);
  expect(found('帐篷')).toEqual(['tent']);
  expect(found('copper scarf')).toEqual([]);
  expect(found(' ?! ')).toEqual([]);
});

test('ownPages() finds this shop\'s page for the address that the feed gives a product, and for no other', () => {
  const pageOf = ownPages({ products: [aProduct({ id: 'a.1', url: 'https://shop.example/p/a' }), aProduct({ id: 'b', url: '/p/b' }), aProduct({ id: 'twin', url: '/p/b' }), aProduct({ id: 'none', url: '' }), aProduct({ id: 'odd', url: 'http://[' })] }, 'http://demo.example');
  expect(['https://shop.example/p/a', 'http://demo.example/p/b', 'http://demo.example/', 'https://shop.example/p/'].map(pageOf)).toEqual(['/product/a%2E1', '/product/b', undefined, undefined]);
});
