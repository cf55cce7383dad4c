/**
 * **Knows** how an event log becomes sessions, sequences and interests.
 * **Not here** the log (`#page/store`), vectors of items (`#core/catalogue`), encoders (`#worker/models`).
 * **Life of an event** 1. `historyOf` drops repeats and unknown items, weighs the rest by type and dwell. 2. `sequenceOf`
 * takes the last 20 steps for an encoder. 3. `trainingExamples` makes each new item the target of what came strictly
 * before it. 4. `interestsOf` sums them with decay for the panel and the content scorer.
 * **Trust** values in, values out; an event of an unknown item is dropped and counted. A page that forges events
 * misleads the recommendations of its own shopper only.
 */
export { trainingExamples } from './examples.ts';
export { historyOf, MAX_SEQUENCE, SESSION_GAP_MS, type Interaction, type SequenceInput, type ShopperHistory, type TrainingExample } from './history.ts';
export { decay, INTEREST_HALF_LIFE_MS, interestsOf } from './interests.ts';
export { GAP_BUCKETS, gapBucket, sequenceOf, stepsOf } from './sequence.ts';
