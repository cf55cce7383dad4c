/**
 * **Knows** what a central system would know of an audience, from one device's log and the public catalogue: interests,
 * portraits, place among prices, life cycle, chances of buying, and how many devices stand where.
 * **Not here** who may be shown what (`#core/ads`), the log (`#core/events`), noise and sums (`#core/privacy`, `#core/vdaf`).
 * **Life of a fact** 1. `audienceShop` reads the public files once. 2. `audienceFacts` scores the log against them. 3. The
 * panel shows all of it; campaigns are matched by names; `countReach`, `countBuying` and `portraitUpdate` give what a
 * private report may add up. 4. `reachAt`, `chanceOfBuying` and `stepPortraits` read the noised sums.
 * **Trust** facts never leave the device but as such sums. No age, gender or region is known or guessed.
 */
export { LEAST_PRICED_ITEMS, priceAffinity, pricePositions } from './price.ts';
export { BUYING_BOUND, buyingLayout, countBuying, type OutcomeSource } from './outcomes.ts';
export { buyingCells, chanceOfBuying, countOutcome, type Browse, type BuyingTable } from './buying.ts';
export { audienceFacts, audienceShop, matchOf, type AudienceFacts, type AudienceShop } from './facts.ts';
export { lifeCycleOf, mediansOf, rfmOf, type Rfm } from './life-cycle.ts';
export { assign, DEFAULT_PORTRAITS, memberships, PORTRAIT_DIMS, portraitsLayout, portraitUpdate, profileFor, type PortraitsLayout } from './portraits.ts';
export { itemsLike, startPortraits } from './portraits-start.ts';
export { initialMemory, rememberRound, stepPortraits, type PortraitsMemory, type PortraitsRound } from './portraits-step.ts';
export { countReach, isTargeted, REACH_BOUND, reachAt, reachLayout, reachOf, type Reach } from './reach.ts';
export { HELD_STRENGTH, interestTags, strengthOf, type TagWish } from './tags.ts';
export { MAX_TAGS, tagsOfItem, taxonomyOf, type Taxonomy } from './taxonomy.ts';
export { countWords, tasteWords } from './words.ts';
