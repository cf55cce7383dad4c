import { ease, itemKnn, MAX_EASE_ITEMS, ownHistory, pairCounts, popularity, recencyPopularity, sequentialRules, sessionsOf, sessionUnit, vsknn, type Ranker } from '#bench/baselines';
import type { Dataset, Split } from '#bench/data';

/** Simple methods every table shows, and what is to be said of them. */
export interface SimpleMethods {
  readonly rankers: readonly Ranker[];
  /** A printed line each: what was left out or read otherwise, and why. */
  readonly remarks: readonly string[];
}

/** Simple methods in the order of the table; each is fitted on train when it is first asked. */
export function simpleMethods(dataset: Dataset, split: Split): SimpleMethods {
  const { train } = split;
  const items = dataset.itemIds.length;
  const unit = sessionUnit(train);
  // Without times a later line is taken as newer: nothing else says which sessions are recent.
  const sessions = sessionsOf(train, unit).map((session, place) => (dataset.hasTimes ? session : { ...session, endMs: place }));
  const remarks = [
    ...(unit === 'user' ? ['item-knn, sequential-rules and vsknn read whole users: under a fifth of the events lie in sessions of two items or more'] : []),
    ...(items > MAX_EASE_ITEMS ? [`ease is left out: ${items} items, and its inverse takes at most ${MAX_EASE_ITEMS}`] : []),
  ];
  const rankers = [
    fittedLate('popularity', () => popularity(train, items)),
    fittedLate('recency-popularity', () => recencyPopularity(train, items, dataset.hasTimes)),
    fittedLate('item-knn', () => itemKnn(sessions, items)),
    fittedLate('sequential-rules', () => sequentialRules(sessions, items)),
    fittedLate('vsknn', () => vsknn(sessions, items, unit)),
    fittedLate('pair-counts', () => pairCounts(train, items)),
    ...(items <= MAX_EASE_ITEMS ? [fittedLate('ease', () => ease(train, items))] : []),
    fittedLate('own-history', () => ownHistory(items)),
  ];
  return { rankers, remarks };
}

function fittedLate(name: string, fit: () => Ranker): Ranker {
  let fitted: Ranker | undefined;
  return {
    name,
    score(question) {
      fitted ??= fit();
      return fitted.score(question);
    },
  };
}
