import { ease, itemKnn, MAX_EASE_ITEMS, ownHistory, pairCounts, popularity, recencyPopularity, sequentialRules, sessionsOf, sessionUnit, vsknn, type Ranker } from '#bench/baselines';
import type { Dataset, Split } from '#bench/data';

/** Simple methods every table shows, and what is to be said of them. */
export interface SimpleMethods {
  readonly rankers: readonly Ranker[];
  /** A printed line each: what was left out or read otherwise, and why. */
  readonly remarks: readonly string[];
}

/** Fits the simple methods on train, in the order of the table. */
export function simpleMethods(dataset: Dataset, split: Split): SimpleMethods {
  const items = dataset.itemIds.length;
  const unit = sessionUnit(split.train);
  const sessions = sessionsOf(split.train, unit);
  const remarks = [
    ...(unit === 'user' ? ['item-knn, sequential-rules and vsknn read whole users: under a fifth of the events lie in sessions of two items or more'] : []),
    ...(items > MAX_EASE_ITEMS ? [`ease is left out: ${items} items, and its inverse takes at most ${MAX_EASE_ITEMS}`] : []),
  ];
  const rankers = [
    popularity(split.train, items), recencyPopularity(split.train, items, dataset.hasTimes),
    itemKnn(sessions, items), sequentialRules(sessions, items), vsknn(sessions, items, unit), pairCounts(split.train, items),
    ...(items <= MAX_EASE_ITEMS ? [ease(split.train, items)] : []),
    ownHistory(items),
  ];
  return { rankers, remarks };
}
