/**
 * **Knows** the protocol: full ranking, mean ranks for ties, slices, sweeps, and the tables that come of it.
 * **Not here** files and splits (`#bench/data`), simple methods (`#bench/baselines`), where shared weights come from
 * (`#bench/lanes`), the scorers themselves (`#worker/*`).
 * **Life of a run** 1. read and split. 2. build the catalogue from text and train counts. 3. train model 0, then the lane's
 * weights. 4. rank every case with every scorer. 5. tables, slices, a paired bootstrap, JSON.
 * **Trust** arguments come from the person who runs it; a wrong one is an error that names the choices.
 */
export { metricsOf, type Metrics } from './metrics.ts';
export { rankCases, type CaseRanker } from './rank.ts';
export { runEvaluate } from './run.ts';
