/**
 * **Knows** how a shop's till honours published offers: what is in force at the leader, prices for its pages, and what a basket costs with a code.
 * **Not here** the rule itself (`quoteOf` of `#core/offers`), publishing (`#server/leader`), the shop's pages (`src/pages/shop`).
 * **Trust** a browser names products, pieces and a code, and nothing else of it is believed: catalogue and published files alone
 * make the price. Who controls the leader controls the prices, as its owner does in the console. Nothing of a basket is kept.
 */
export { publishedFrom } from './published.ts';
export { createTill, type Till } from './till.ts';
export { tillRoutes } from './routes.ts';
