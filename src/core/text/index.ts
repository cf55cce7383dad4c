/**
 * **Knows** tokens of text in any script, as an index and as a query read them.
 * **Not here** what is looked for with them (`#worker/search`, `#core/assistant`), words that products are compared by (`#core/catalogue`).
 * **Trust** text in, tokens out: no text makes it throw, and no more than its first 1,000 units are read.
 */
export { indexTokens, queryTokens } from './tokens.ts';
