/**
 * **Knows** small models of one choice, P(taken | shopper, item): logistic regression with hashed crosses and FTRL, a
 * factorisation machine, two deep networks and NeuMF. Pure functions over typed arrays, at
 * most 16,000 weights each, with written slopes: no DOM, no Node, no clock.
 * **Not here** the encoders whose tastes they read and the run that judges them (`#bench/models`), the mix that ships
 * (`#worker/recommender`), the table of purchases (`#core/audience`).
 * **Trust** values in, values out; a wrong input gives a wrong probability and reaches nothing.
 */
export { ftrlStep, newFtrl } from './ftrl.ts';
export { DENSE_INPUTS, TASTE_DIMS, type Choice, type Head } from './head.ts';
export { HEAD_BY_NAME, HEADS, type HeadName } from './names.ts';
