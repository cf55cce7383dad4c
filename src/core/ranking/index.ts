/**
 * **Knows** how scores become an ordered list: top-k, standardising, diversity, filters, mean ranks, reasons.
 * **Not here** where scores come from (`#worker/recommender`).
 * **Trust** values in, values out.
 */
export { topDiverse, type Cap } from './diversify.ts';
export { countRanks, hitCells, hitsInTen, rankCells, rankHistograms, rankPairOf } from './live.ts';
export { rankOf } from './rank.ts';
export { SCORERS, type Reason, type Recommendation, type ScorerName } from './scores.ts';
export { measureScale, standardised, type Scale } from './standardise.ts';
export { topK } from './top.ts';
