/**
 * **Knows** the public data sets: their files, their rows, and how they are split into what may be learnt and what is asked.
 * **Not here** models and metrics (`#bench/evaluate`), simple methods (`#bench/baselines`), simulated shoppers (`#bench/shoppers`).
 * **Trust** files come from the person who runs it; a wrong one ends the run with an error that names the choices.
 */
export { datasetCatalogue, readItemTexts } from './catalogue.ts';
export { datasetBuilder, type DataEvent, type Dataset, type DataUser } from './dataset.ts';
export { parseOptions } from './options.ts';
export { delimiterOf, FORMATS, parseFormat, plainName, readDataset, readGivenCases, type FormatName } from './read.ts';
export { DataError, rowsOf } from './rows.ts';
export { parseSplit, SPLITS, splitByLastDay, splitByTime, splitGivenCases, splitGivenSessions, splitLeaveOneOut, type Split, type SplitName, type TestCase } from './split.ts';
