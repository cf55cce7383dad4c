import type { Catalogue } from '#core/catalogue';
import { behaviourVectors, neighboursOf, type CategoryTies, type Neighbours, type PairCounts } from '#core/cooccurrence';
import { standardised } from '#core/ranking';
import { itemDots, type ItemDots } from '#worker/kernels';

/** What the public table of pairs says of a catalogue, ready for scoring. N items. Read-only after it is made. */
export interface CoOccurrence {
  readonly neighbours: Neighbours;
  /** [N, CONTENT_DIMS] items by the company they keep, as {@link behaviourVectors} gives them. */
  readonly vectors: Int8Array;
  readonly dots: ItemDots;
  /** [N] log of how often each item was met lately, standardised; zeros where nobody says. */
  readonly trend: Float32Array;
  /** What to fall back on where items have no pair. */
  readonly categories: CategoryTies;
}

/** Sums that a {@link CoOccurrence} is read out of. */
export interface PairSums {
  readonly counts: PairCounts;
  /** [N] interactions lately; zeros where unknown. */
  readonly trend: Float32Array;
  readonly categories: CategoryTies;
}

/**
 * Reads neighbours and vectors out of pair counts. Takes about a second for a table of 480,000 cells: once a table, in idle time.
 */
export function coOccurrenceOf(catalogue: Pick<Catalogue, 'items'>, { counts, trend, categories }: PairSums): CoOccurrence {
  const vectors = behaviourVectors(counts);
  return { neighbours: neighboursOf(counts), vectors, dots: itemDots(vectors, catalogue.items), trend: standardised(trend.map((met) => Math.log1p(met))), categories };
}
