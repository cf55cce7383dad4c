/**
 * **Knows** what goes with what: ordered pairs of a history, the public table that carries their sums, each item's best
 * neighbours, vectors of items by the company they keep, and ties of categories to fall back on.
 * **Not here** how a report travels (`#core/protocol`, `#worker/federation`), what scores make of neighbours (`#worker/recommender`).
 * **Life of a pair** 1. A device finds the pairs of its history (`forEachPair`). 2. `pairLayout` says which cell of which block
 * a pair has: the same for everyone, from public facts. 3. `pairStatistic` gives the device's integers for one block, bounded.
 * 4. Sums of many devices fill the table. 5. `countsOfTable`, `neighboursOf`, `behaviourVectors` and `categoryTiesOfTable` read it.
 * **Trust** a device's pairs leave it only inside a clipped, shared and noised sum; the block it reports on is drawn before
 * it looks at its data. A table is public and says nothing of one shopper.
 * **Numbers** at most 481,000 cells in 37 blocks of 13,000; 50 neighbours an item; 200 categories.
 */
export { behaviourInSlices, behaviourVectors } from './behaviour.ts';
export { categoryTiesOfCounts, type CategoryTies } from './categories.ts';
export { countPairs, newPairCounts, type PairCounts } from './counts.ts';
export { pairLayout, type PairLayout } from './layout.ts';
export { categoryTiesOfTable, countsOfTable, meetingsOfTable, neighboursInSlices, neighboursOf, type Neighbours } from './neighbours.ts';
export { PAIR_UNIT } from './pairs.ts';
export { DEFAULT_PAIR_BLOCKS, MAX_CATEGORY_CELLS, MAX_PAIR_BLOCKS, MAX_PAIR_CELLS, PAIR_BLOCK_CELLS, PAIR_LAYOUT, PAIR_USERS_PER_ITEM } from './room.ts';
export { blockLength, forEachBounded, pairStatistic } from './statistic.ts';
