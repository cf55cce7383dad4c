import { UNKNOWN_CATEGORY, type Product } from './product.ts';
import { wordsOf } from './words.ts';

/** Documents by terms, compressed by row: row r holds `terms` and `values` from `starts[r]` to `starts[r + 1]`. N rows, V columns. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  /** [N + 1] */
  readonly starts: Int32Array;
  readonly terms: Int32Array;
  readonly values: Float32Array;
}

/**
 * What a word counts for by where it stands: a title names the thing, a description mostly praises it.
 * Chosen on two shops by the share of 5 nearest items of the same leaf category: retail_demo_store .92 (3, 2, 1.5: .88), and
 * .70 where the category is hidden (.71); the generated shop .62 (.49).
 */
const WEIGHT_OF_FIELD = { title: 4, category: 4, brand: 1, labels: 1, description: 1 } as const;
/** Terms kept at most, the most frequent first: the time and memory of the SVD grow with them, and rare words link nothing. */
const MAX_TERMS = 30_000;
/** Words of one description that are read; what follows is boilerplate in every feed looked at. */
const MAX_DESCRIPTION_WORDS = 200;
/** From this many products on, a word that only one of them has is dropped: it can link nothing. */
const LARGE_SHOP_ITEMS = 500;
/** A word in more than this share of a large shop's products tells nothing apart. */
const MAX_DOCUMENT_SHARE = 0.5;

/** Words of all products before any is dropped: row r holds `terms` and `counts` from `starts[r]` to `starts[r + 1]`. */
interface WordCounts {
  /** By term, in order of first appearance. */
  readonly words: readonly string[];
  /** By term: products that have it. */
  readonly documents: readonly number[];
  readonly starts: Int32Array;
  readonly terms: readonly number[];
  readonly counts: readonly number[];
}

/**
 * TF-IDF of the products' text, each row of norm 1, or empty where a product has no known word.
 * Weighted counts are damped as 1 + ln(count); idf is ln((1 + N) / (1 + documents)) + 1 (scikit-learn's smooth idf).
 */
export function tfIdf(products: readonly Product[]): SparseMatrix {
  const all = countWords(products);
  const { columnByTerm, columns } = chooseTerms(all, products.length);
  const starts = new Int32Array(products.length + 1);
  const terms = new Int32Array(all.terms.length);
  const values = new Float32Array(all.terms.length);
  let used = 0;
  for (let row = 0; row < products.length; row++) {
    const first = used;
    let sumOfSquares = 0;
    for (let i = all.starts[row] ?? 0; i < (all.starts[row + 1] ?? 0); i++) {
      const term = all.terms[i] ?? 0;
      const column = columnByTerm[term] ?? -1;
      if (column < 0) continue;
      const idf = Math.log((1 + products.length) / (1 + (all.documents[term] ?? 0))) + 1;
      const value = (1 + Math.log(Math.max(1, all.counts[i] ?? 0))) * idf;
      terms[used] = column;
      values[used++] = value;
      sumOfSquares += value * value;
    }
    const norm = Math.sqrt(sumOfSquares);
    for (let i = first; i < used; i++) values[i] = (values[i] ?? 0) / norm;
    starts[row + 1] = used;
  }
  return { rows: products.length, columns, starts, terms: terms.subarray(0, used), values: values.subarray(0, used) };
}

function countWords(products: readonly Product[]): WordCounts {
  const termByWord = new Map<string, number>();
  const documents: number[] = [];
  const starts = new Int32Array(products.length + 1);
  const terms: number[] = [];
  const counts: number[] = [];
  const row = new Map<number, number>();
  const add = (text: string, weight: number, most = Infinity): void => {
    const words = wordsOf(text);
    for (let i = 0; i < words.length && i < most; i++) {
      const word = words[i] ?? '';
      let term = termByWord.get(word);
      if (term === undefined) termByWord.set(word, (term = termByWord.size));
      row.set(term, (row.get(term) ?? 0) + weight);
    }
  };
  products.forEach((product, index) => {
    row.clear();
    add(product.title, WEIGHT_OF_FIELD.title);
    for (const name of product.category) if (name !== UNKNOWN_CATEGORY) add(name, WEIGHT_OF_FIELD.category);
    add(product.brand, WEIGHT_OF_FIELD.brand);
    for (const label of product.labels) add(label, WEIGHT_OF_FIELD.labels);
    add(product.description, WEIGHT_OF_FIELD.description, MAX_DESCRIPTION_WORDS);
    for (const [term, count] of row) {
      documents[term] = (documents[term] ?? 0) + 1;
      terms.push(term);
      counts.push(count);
    }
    starts[index + 1] = terms.length;
  });
  return { words: [...termByWord.keys()], documents, starts, terms, counts };
}

/** Column of each term kept, −1 of others: by falling document count, then by spelling, so that the order of products does not matter. */
function chooseTerms({ words, documents }: WordCounts, items: number): { readonly columnByTerm: Int32Array; readonly columns: number } {
  const isLarge = items >= LARGE_SHOP_ITEMS;
  const documentsOf = (term: number): number => documents[term] ?? 0;
  const kept = [...words.keys()].filter((term) => !isLarge || (documentsOf(term) > 1 && documentsOf(term) <= MAX_DOCUMENT_SHARE * items));
  kept.sort((a, b) => documentsOf(b) - documentsOf(a) || ((words[a] ?? '') < (words[b] ?? '') ? -1 : 1));
  kept.length = Math.min(kept.length, MAX_TERMS);
  const columnByTerm = new Int32Array(words.length).fill(-1);
  kept.forEach((term, column) => (columnByTerm[term] = column));
  return { columnByTerm, columns: kept.length };
}
