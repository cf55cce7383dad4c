/**
 * **Knows** logs of ads that were clicked or not: reading any of them, what of them can be learnt centrally, in rounds of
 * devices, or by each device alone, and how good the chances are that come of it.
 * **Not here** the heads and their calibration (`#core/ctr`), the command line (`#bench/evaluate`).
 * **Life of a run** 1. `table` reads columns. 2. `parts` cuts 80 to 20. 3. `encode` makes rows of what sums over train say.
 * 4. a lane trains LR, FM and DNN. 5. `mix` calibrates, stacks and adds the personal head. 6. `metrics` judges the test rows.
 * **Trust** files and arguments come from the person who runs it; a wrong one is an error that names file, line and column.
 */
export { evaluateAds, type AdOptions, type AdResult } from './evaluate.ts';
export { NATURE_NAMES, writeMadeUp, type MadeUp } from './made-up.ts';
export { adMetrics, type AdMetrics } from './metrics.ts';
export { within, type Progress } from './progress.ts';
