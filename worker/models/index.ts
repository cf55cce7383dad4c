/**
 * **Knows** T11: its weights, what it computes from a history and the slopes of its loss, on the CPU; how model 0
 * is made from public content, and what models of ads begin with.
 * **Not here** the same model on a GPU (`#worker/backend`), local training (`#worker/trainer`), the mix of scorers
 * (`#worker/recommender`), what a history is (`#core/features`).
 * **Life of a score** the last step asks, up to 20 steps answer (attention), a residual and a hidden layer of 20 turn the
 * attended content into a taste of unit length, and every item is scored by its cosine with it and its popularity.
 * **Trust** weights come from a file whose hash was checked; an index outside the catalogue is refused, never read.
 * **Numbers** 10,850 weights; an encoder holds 4 bytes an item beside the catalogue's 64 and the kernel's, and half a megabyte
 * to learn in. One core of a 2-core server ranks 10,000 items in .1 ms and learns from eight examples with 256 negatives in
 * .2 ms, in typed arrays alone in .4 and .6 ms (`npm run bench`); 4 s for model 0 of 600 items (measured by hand).
 */
export { adamStep, newAdam } from './adam.ts';
export { AD_CLIP_NORM, firstAdModel } from './ad-models.ts';
export { arraysEncoder, type ArraysEncoder } from './arrays.ts';
export type { Encoder } from './encoder.ts';
export { ATTENTION_SCALE, FACTS_PER_STEP, NORM_EPSILON, writeFacts } from './forward.ts';
export { initialT11 } from './initial.ts';
export { itemTable, type ItemFacts, type ItemTable } from './items.ts';
export { FACTS, LINK_GAIN, requireT11, T11_LAYOUT, T11_PARAMETERS, TYPE_SLOTS, type T11Tensor } from './layout.ts';
export { drawNegatives, NEGATIVES } from './negatives.ts';
export { negativesShift } from './softmax.ts';
export { startingWeights } from './start.ts';
export { answersAgree, tryEncoder } from './trial.ts';
