import { encodeIntents, intentExamples, learnSynonyms, trainIntents } from '#core/assistant';
import type { Product } from '#core/catalogue';
import { cutFile, joined, MAX_SYNONYMS, type Knowledge, type KnowledgeIssue } from '#core/knowledge';

/** Seed of the intent classifier: every shop's is the same. */
const INTENT_SEED = 20261123;

/** What files of a shop make, and what of them was left out. */
export interface MadeKnowledge {
  readonly knowledge: Knowledge;
  readonly issues: readonly KnowledgeIssue[];
}

/** The knowledge in `files`, texts by name, for a shop that sells `products`; the same for the same files. */
export function knowledgeOf(files: ReadonlyMap<string, string>, products: readonly Pick<Product, 'category'>[]): MadeKnowledge {
  const { passages, issues, synonyms } = joined([...files].map(([name, text]) => cutFile(name, text)));
  const classifier = encodeIntents(trainIntents(intentExamples(), INTENT_SEED));
  return { knowledge: { version: 1, passages, synonyms: [...synonyms, ...learnSynonyms(products, passages)].slice(0, MAX_SYNONYMS), classifier }, issues };
}
