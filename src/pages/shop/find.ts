import type { Product } from '#core/catalogue';
import type { CategoryNode, Range } from './range.ts';

/** What a match in each field is worth; a word of the title says most about what a product is. */
const TITLE_WORD_START = 8;
const TITLE_INSIDE = 3;
const CATEGORY_OR_BRAND = 4;
const DESCRIPTION = 1;

interface Searchable {
  readonly product: Product;
  readonly title: string;
  readonly place: string;
  readonly description: string;
}

const searchableByRange = new WeakMap<Range, readonly Searchable[]>();

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function searchable(range: Range): readonly Searchable[] {
  const known = searchableByRange.get(range);
  if (known) return known;
  const made = range.byPopularity.map((product) => ({
    product,
    title: ` ${fold(product.title)}`,
    place: ` ${fold(`${product.category.join(' ')} ${product.brand}`)}`,
    description: fold(product.description),
  }));
  searchableByRange.set(range, made);
  return made;
}

/** Plural and singular meet at the stem: good enough for a shop's own search box. */
function stem(word: string): string {
  return word.length > 3 ? word.replace(/(?<=[^s])(es|s)$/, '') : word;
}

function scoreOf(entry: Searchable, words: readonly string[]): number {
  let score = 0;
  for (const word of words) {
    const inTitle = entry.title.includes(` ${word}`) ? TITLE_WORD_START : entry.title.includes(word) ? TITLE_INSIDE : 0;
    const best = inTitle || (entry.place.includes(word) ? CATEGORY_OR_BRAND : entry.description.includes(word) ? DESCRIPTION : 0);
    if (best === 0) return 0;
    score += best;
  }
  return score;
}

/** Products that hold every word of `query`, best match first; popularity decides between equals. */
export function findProducts(range: Range, query: string): Product[] {
  const words = fold(query).split(/[^\p{L}\p{N}]+/u).filter(Boolean).map(stem);
  if (words.length === 0) return [];
  return searchable(range)
    .map((entry, rank) => ({ product: entry.product, rank, score: scoreOf(entry, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.rank - b.rank)
    .map(({ product }) => product);
}

/** Departments and parts whose name starts like `query`. */
export function findCategories(range: Range, query: string): CategoryNode[] {
  const start = fold(query.trim());
  if (start === '') return [];
  return [...range.nodeByPath.values()].filter((node) => fold(node.label).split(/\s+/).some((word) => word.startsWith(start))).sort((a, b) => a.depth - b.depth || b.products.length - a.products.length);
}
