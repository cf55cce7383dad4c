/**
 * **Knows** the protocol: full ranking, mean ranks for ties, lanes, slices, and the tables that come of it.
 * **Not here** files and splits (`#bench/data`), simple methods (`#bench/baselines`), the scorers themselves (`#worker/*`).
 * **Trust** arguments come from the person who runs it; a wrong one is an error that names the choices.
 */
export { metricsOf, type CaseScores, type Metrics } from './metrics.ts';
export { rankCases, type CaseRanker } from './rank.ts';
