import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_TAGS, tagsOfItem, taxonomyOf } from '#core/audience';
import { aCatalogue } from '#support/a-shop';

const named = (catalogue = aCatalogue({ items: 100 })) => taxonomyOf(catalogue).tags.map(({ kind, name }) => `${kind} ${name}`);

test('taxonomyOf() names categories and brands by how many items carry them, and no root that all paths begin with', () => {
  const { tags } = taxonomyOf(aCatalogue({ items: 100 })); // ten of each category below "All", which every path begins with
  expect(tags.filter(({ kind }) => kind === 'category')).toEqual(['bikes', 'books', 'boots', 'chairs', 'games', 'lamps', 'pans', 'radios', 'shirts', 'tents'].map((name) => ({ kind: 'category', name, items: 10 })));
  expect(tags.filter(({ kind }) => kind === 'brand')).toHaveLength(8);
  expect(tags.some(({ name }) => name === 'All')).toBe(false);
});

test('taxonomyOf() counts a category under three items as its parent alone, and leaves out what the feed does not name', () => {
  const catalogue = aCatalogue({
    items: 100,
    change: (product, i) => ({ ...product, brand: '', category: i < 2 ? ['lights', 'torches'] : i < 8 ? ['lights', 'lanterns'] : i < 50 ? ['Other'] : product.category }),
  });
  const taxonomy = taxonomyOf(catalogue);
  expect(taxonomy.tags.some(({ name }) => name === 'torches' || name === 'Other')).toBe(false);
  expect(tagsOfItem(taxonomy, catalogue, 0).map((tag) => taxonomy.tags[tag]?.name)).toEqual(['lights']);
  expect(tagsOfItem(taxonomy, catalogue, 5).map((tag) => taxonomy.tags[tag]?.name)).toEqual(['lights', 'lanterns']);
  expect(tagsOfItem(taxonomy, catalogue, 20)).toEqual([]);
});

test('taxonomyOf() is one tag for a name that stands at two places of the tree', () => {
  const catalogue = aCatalogue({ items: 40, change: (product, i) => ({ ...product, category: [i % 2 ? 'women' : 'men', 'shoes'] }) });
  expect(taxonomyOf(aCatalogue({ items: 40, change: (product, i) => ({ ...product, category: [i % 2 ? 'women' : 'men', i < 20 ? 'shoes' : 'coats'] }) })).tags.filter(({ name }) => name === 'shoes')).toEqual([{ kind: 'category', name: 'shoes', items: 20 }]);
  expect(named(catalogue)).not.toContain('category shoes'); // all items carry it
});

test('taxonomyOf() never gives more than 300 tags, brands at most 100 of them, whatever the order of the products', () => {
  const catalogue = (order: (i: number) => number) => aCatalogue({ items: 3_000, change: (product, i) => ({ ...product, brand: `b${order(i) % 400}`, category: ['All', `c${order(i) % 700}`] }) });
  const { tags } = taxonomyOf(catalogue((i) => i));
  expect(tags).toHaveLength(MAX_TAGS);
  expect(tags.filter(({ kind }) => kind === 'brand')).toHaveLength(100);
  expect(taxonomyOf(catalogue((i) => 2_999 - i)).tags).toEqual(tags);
});

test('taxonomyOf() gives every item only tags that exist', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.array(fc.constantFrom('a', 'b', 'c', 'Other', ''), { minLength: 1, maxLength: 3 }), fc.constantFrom('', 'x', 'y')), { minLength: 1, maxLength: 40 }), (rows) => {
    const catalogue = aCatalogue({ items: rows.length, change: (product, i) => ({ ...product, category: rows[i]?.[0] ?? [], brand: rows[i]?.[1] ?? '' }) });
    const taxonomy = taxonomyOf(catalogue);
    const count = taxonomy.tags.map((_, tag) => rows.filter((_, item) => tagsOfItem(taxonomy, catalogue, item).includes(tag)).length);
    expect(count).toEqual(taxonomy.tags.map(({ items }) => items));
  }), { numRuns: 60 });
});
