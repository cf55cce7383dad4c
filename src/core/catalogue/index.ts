/**
 * **Knows** products, catalogues and how public feeds spell them.
 * **Not here** scoring (`#core/ranking`, `#worker/recommender`); reading files (`server/catalogue`).
 * **Trust** a feed is untrusted text: a bad row is reported and skipped, never thrown.
 */
export { CONTENT_DIMS, itemIdAt, type Catalogue, type ItemIndex } from './catalogue.ts';
export type { ItemId, Product } from './product.ts';
