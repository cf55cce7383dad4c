import type { Dataset, DataUser, Split } from '#bench/data';
import { seededChance, shuffled } from '#core/units';
import type { EvaluateOptions } from './arguments.ts';
import type { CaseRanker } from './rank.ts';

/** The steps of a run that a sweep repeats. */
export interface RunSteps {
  readonly options: EvaluateOptions;
  readonly load: (options: EvaluateOptions) => Promise<{ readonly dataset: Dataset; readonly split: Split }>;
  /** Fits the simple methods and trains the lane. */
  readonly prepare: (options: EvaluateOptions, dataset: Dataset, split: Split, say: (line: string) => void) => Promise<{ readonly rankers: readonly CaseRanker[]; readonly extra: object }>;
  readonly say: (line: string) => void;
}

/**
 * The same questions with another number of train users: some of them drawn by the seed, or all of them several times
 * over. A copy is a device of its own, with another id and the same history.
 */
export function withTrainUsers(split: Split, users: number, seed: number): Split {
  const order = shuffled(split.train, seededChance(seed + 23));
  const train: DataUser[] = [];
  for (let copy = 0; train.length < users; copy++) {
    for (const user of order.slice(0, users - train.length)) train.push(copy === 0 ? user : { id: `${user.id} (copy ${copy})`, events: user.events });
  }
  // What may be ranked in a given split are the train items: they stay, so that all sizes answer the same questions.
  const known = new Uint8Array(split.known.length);
  for (const { events } of train) for (const { item } of events) known[item] = 1;
  return { ...split, train, known };
}
