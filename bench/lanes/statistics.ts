import { categoryTiesOfCounts, categoryTiesOfTable, countPairs, countsOfTable, MAX_PAIR_CELLS, meetingsOfTable, newPairCounts, type PairCounts, type PairLayout } from '#core/cooccurrence';
import type { Catalogue } from '#core/catalogue';
import { coOccurrenceOf, type CoOccurrence } from '#worker/recommender';
import type { Device } from './subject.ts';

type Histories = readonly Pick<Device, 'interactions'>[];

/** Half-life of what counts as lately, as a share of the time train spans: that of the recency baseline. */
const LATELY_SHARE = 1 / 40;

/** All pairs of all histories: the sum that a server which sees everything would have. */
export function allPairs(histories: Histories, catalogue: Pick<Catalogue, 'items'>): PairCounts {
  const counts = newPairCounts(catalogue.items);
  for (const { interactions } of histories) countPairs(counts, interactions);
  return counts;
}

/** [N] interactions of each item, halved with age; plain counts where there are no times. */
export function lately(histories: Histories, catalogue: Pick<Catalogue, 'items'>, hasTimes: boolean): Float32Array {
  let [firstMs, lastMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { interactions } of histories) {
    for (const { atMs } of interactions) {
      firstMs = Math.min(firstMs, atMs);
      lastMs = Math.max(lastMs, atMs);
    }
  }
  const halfLifeMs = hasTimes ? Math.max(1, (lastMs - firstMs) * LATELY_SHARE) : Number.POSITIVE_INFINITY;
  const counts = new Float32Array(catalogue.items);
  for (const { interactions } of histories) for (const { item, atMs } of interactions) counts[item] = (counts[item] ?? 0) + 2 ** ((atMs - lastMs) / halfLifeMs);
  return counts;
}

/** What devices read out of sums that hold everything. */
export function idealCompany(histories: Histories, catalogue: Catalogue, hasTimes: boolean): CoOccurrence {
  const counts = allPairs(histories, catalogue);
  return coOccurrenceOf(catalogue, { counts, trend: lately(histories, catalogue, hasTimes), categories: categoryTiesOfCounts(catalogue, counts, MAX_PAIR_CELLS) });
}

/** What devices read out of a table as reports carried it. @param leastUnits - cells that noise alone may have filled are left out below */
export function carriedCompany(layout: PairLayout, cells: ArrayLike<number>, leastUnits: number): CoOccurrence {
  return coOccurrenceOf({ items: layout.items }, { counts: countsOfTable(layout, cells, leastUnits), trend: meetingsOfTable(layout, cells), categories: categoryTiesOfTable(layout, cells, leastUnits) });
}
