import type { Product } from '#core/catalogue';
import { MAX_SYNONYMS, type Passage, type Synonym } from '#core/knowledge';
import { queryTokens } from '#core/text';
import { stem, textTerms } from './terms.ts';

/** Fewest products that teach something: of one or two anything could be said. */
const LEAST_PRODUCTS = 4;
/** Share of a word's products that stand in one department, before it stands for that department. */
const LEAST_SHARE = 0.8;

/**
 * What the catalogue teaches about words: one that nearly always names products of a category stands for that category's words,
 * where passages use them. So a question about a sofa finds what the shop says of furniture.
 */
export function learnSynonyms(products: readonly Pick<Product, 'category'>[], passages: readonly Passage[]): readonly Synonym[] {
  const used = new Set(passages.flatMap(({ title, trail, lines }) => [title, ...trail, ...lines].flatMap(textTerms)));
  const countsByWord = new Map<string, Map<string, number>>();
  for (const { category } of products) {
    for (const word of new Set(queryTokens(category.at(-1) ?? ''))) {
      const counts = countsByWord.get(word) ?? new Map<string, number>();
      for (const above of new Set(category.slice(0, -1).flatMap(queryTokens))) counts.set(above, (counts.get(above) ?? 0) + 1);
      countsByWord.set(word, counts.set('', (counts.get('') ?? 0) + 1));
    }
  }
  const learnt = [...countsByWord].flatMap(([word, counts]) => {
    const all = counts.get('') ?? 0;
    if (all < LEAST_PRODUCTS) return [];
    return [...counts].filter(([above, count]) => above !== '' && above !== word && count / all >= LEAST_SHARE && used.has(stem(above))).map(([means]) => ({ word, means }));
  });
  return learnt.slice(0, MAX_SYNONYMS);
}
