/**
 * **Knows** how good what a device makes of its shopper is, on real shoppers: portraits fitted from sums beside central
 * ones and from rounds that are remembered beside ones that are not, half-lives of interests, places among prices, gaps between purchases.
 * **Not here** what is measured (`#core/audience`); quality of shelves (`#bench/evaluate`).
 * **Trust** reads files of the person who runs it; made-up shoppers are named so, and no claim rests on them.
 */
export { crowdsIn, type Crowd } from './crowds.ts';
export { madeUpMemoryRows, memoryRows, randIndex, type MemoryRow } from './memory.ts';
export { portraitRows } from './portraits.ts';
export { fadingRows, gapRows, priceRow, type TagRow } from './tags.ts';
