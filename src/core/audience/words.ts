import { wordsOf, type ItemIndex } from '#core/catalogue';
import type { Interaction } from '#core/features';
import { weightNow } from './tags.ts';

/** Words shown of a taste. */
const MAX_WORDS = 12;
/** Fewest items whose words are compared: fewer say what these items are called. */
const LEAST_ITEMS = 3;

/** In how many of a shop's texts each word stands. */
export interface WordCounts {
  readonly texts: number;
  readonly textsByWord: ReadonlyMap<string, number>;
}

/** Counts words over texts of the public catalogue: titles with categories and brand. */
export function countWords(texts: Iterable<string>): WordCounts {
  const textsByWord = new Map<string, number>();
  let count = 0;
  for (const text of texts) {
    count += 1;
    for (const word of new Set(wordsOf(text))) textsByWord.set(word, (textsByWord.get(word) ?? 0) + 1);
  }
  return { texts: count, textsByWord };
}

/** A word of what she turned to. */
export interface TasteWord {
  readonly word: string;
  /** Above 0 to 1: share of the strongest one. */
  readonly strength: number;
  /** Items of hers that have it. */
  readonly items: number;
}

/**
 * Words that tell what she turned to from the rest of the shop: TF-IDF, where a text counts by what is left of her interest
 * in its item. A word of one item alone is left out, and so are numbers.
 *
 * @param textOf - the public text of an item; '' where it is not known
 * @returns strongest first, at most 12; empty under 3 items
 * @see Salton and Buckley 1988, with the smooth idf of the content vectors
 */
export function tasteWords(interactions: readonly Interaction[], { textOf, counts, nowMs }: { readonly textOf: (item: ItemIndex) => string; readonly counts: WordCounts; readonly nowMs: number }): readonly TasteWord[] {
  const looksByItem = new Map<ItemIndex, number>();
  for (const interaction of interactions) looksByItem.set(interaction.item, (looksByItem.get(interaction.item) ?? 0) + weightNow(interaction, nowMs));
  const liked = [...looksByItem].filter(([, looks]) => looks > 0);
  if (liked.length < LEAST_ITEMS) return [];
  const byWord = new Map<string, { looks: number; items: number }>();
  for (const [item, looks] of liked) {
    for (const word of new Set(wordsOf(textOf(item)))) {
      const seen = byWord.get(word) ?? { looks: 0, items: 0 };
      byWord.set(word, { looks: seen.looks + looks, items: seen.items + 1 });
    }
  }
  const found = [...byWord].filter(([word, { items }]) => items > 1 && !/^\d+$/.test(word)).map(([word, { looks, items }]) => {
    const idf = Math.log((1 + counts.texts) / (1 + (counts.textsByWord.get(word) ?? 0)));
    return { word, items, value: looks * idf };
  });
  found.sort((a, b) => b.value - a.value || (a.word < b.word ? -1 : 1));
  const most = found[0]?.value ?? 0;
  return found.filter(({ value }) => value > 0).slice(0, MAX_WORDS).map(({ word, items, value }) => ({ word, items, strength: value / most }));
}
