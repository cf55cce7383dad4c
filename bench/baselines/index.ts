/**
 * **Knows** simple methods that ours must be printed beside, fitted on train only and defined as their papers define them.
 * **Not here** files and splits (`#bench/data`), the protocol and our own scorers (`#bench/evaluate`).
 * **Trust** values in, values out; nothing here ships to a shopper.
 */
export { popularity, recencyPopularity } from './counts.ts';
export { ease, MAX_EASE_ITEMS } from './ease.ts';
export { itemKnn, sequentialRules } from './neighbours.ts';
export { ownHistory } from './own-history.ts';
export { pairCounts } from './pairs.ts';
export { sessionsOf, sessionUnit, type Ranker } from './ranker.ts';
export { vsknn } from './vsknn.ts';
