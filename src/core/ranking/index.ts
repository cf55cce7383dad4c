/**
 * **Knows** how scores become an ordered list: top-k, standardising, diversity, filters, mean ranks, reasons.
 * **Not here** where scores come from (`#worker/recommender`).
 * **Trust** values in, values out.
 */
export { SCORERS, type Reason, type Recommendation, type ScorerName } from './scores.ts';
