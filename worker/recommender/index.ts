/**
 * **Knows** how scorers become one shelf: contexts of a shopper, the inputs of the mix, its local training, the
 * personal head, filters, diversity and reasons.
 * **Not here** the encoder (`#worker/models`), its training (`#worker/trainer`), what a delta becomes (`#worker/federation`).
 * **Life of a recommendation** 1. `contextOf` (for one choice `momentOf`) sums the history into tastes. 2. `mixScores` gives every item its
 * twenty inputs times the shelf's weights (the federated mix for this moment, the personal head). 3. What
 * is hidden, sold out or on the page goes. 4. `topK`, then caps for category and reminders, then three seats in eight for
 * content, encoder and co-occurrence. 5. The reason names the scorer with the largest share and the
 * events without which the product would score least. 6. `explain`, when asked, leaves out one event at a time and scores again.
 * **Trust** values in, values out; a forged history misleads its own shopper only. Popularity, content and on-device
 * scorers need no tensors and no training.
 */
export { coOccurrenceInSlices, coOccurrenceOf, type CoOccurrence } from './co-occurrence.ts';
export { contextOf } from './context.ts';
export { factsOf } from './facts.ts';
export { explain, type ExplainSource } from './leave-out.ts';
export { judge } from './judge.ts';
export { MIX_INPUT_NAMES } from './input-names.ts';
export { initialMix, INPUTS, MIX_PARAMETERS, mixFeatures, mixScores, weightsAt, weightsOf } from './mix.ts';
export { candidatesOf, localMixUpdate, lossAndGradient, MIX_CLIP_NORM, MIX_LEARNING_RATE, mixExamples, opensSession, type Candidates, type MixExample } from './mix-update.ts';
export { momentOf, type SequenceScorer } from './moment.ts';
export { fitPersonalHead } from './personal-head.ts';
export { createRecommender, type Recommender, type ShopperState } from './recommend.ts';
export { shelfWeights } from './shelf-weights.ts';
