/**
 * **Knows** how good generated ad texts are: nearness to what merchants wrote, facts, lengths, repetition, beside two plain methods.
 * **Not here** making them (`#core/creative`); whether anybody clicks them, which only a shop can tell.
 * **Trust** reads public data sets and ships nowhere. A reference is never in the input of what is held against it.
 */
export { measureCreatives } from './measure.ts';
export { bleu4, distinct, rougeL, selfBleu } from './scores.ts';
export { leads, titles } from './tasks.ts';
