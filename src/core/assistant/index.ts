/**
 * **Knows** how a question is answered from a shop's own passages: what it is about, which passage, which sentences of it, how
 * sure that is, and what it asks of products.
 * **Not here** cutting passages (`#core/knowledge`), loading them and looking at products (`#worker/assistant`), what is drawn (`#page/assistant`).
 * **Life of a question** typing errors mended → what it is about → passages by BM25 and what both are about, ordered again by what speaks for each →
 * how likely the first one answers → its sentences as they stand, or "I do not know".
 * **Trust** nothing is made up: an answer is text of the passage that it cites. Whatever a question says is only looked for.
 */
export { createAssistant, MAX_QUESTION_CHARS, type Assistant, type Reading } from './assistant.ts';
export { classify, decodeIntents, encodeIntents, trainIntents } from './classifier.ts';
export { ANSWERS_FROM, CONFIDENCE, confidenceOf, fitConfidence, fitRanking, RANKING, type Signs } from './confidence.ts';
export { intentExamples } from './examples.ts';
export { personalDataIn } from './personal-data.ts';
export { contentWords, coverage, productQuestion, type ProductQuestion } from './product-question.ts';
export { learnSynonyms } from './synonyms.ts';
