import type { Catalogue } from '#core/catalogue';
import { behaviourInSlices, neighboursInSlices, type CategoryTies, type Neighbours, type PairCounts } from '#core/cooccurrence';
import { standardised } from '#core/ranking';
import { atOnce, type Slices } from '#core/units';
import { itemDots, type ItemDots } from '#worker/kernels';

/** What the public table of pairs says of a catalogue, ready for scoring. N items. Read-only after it is made. */
export interface CoOccurrence {
  readonly neighbours: Neighbours;
  /** [N, CONTENT_DIMS] items by the company they keep, as `behaviourVectors` gives them. */
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

/** Reads neighbours and vectors out of pair counts, in one piece. */
export function coOccurrenceOf(catalogue: Pick<Catalogue, 'items'>, sums: PairSums): CoOccurrence {
  return atOnce(coOccurrenceInSlices(catalogue, sums));
}

/** {@link coOccurrenceOf} in slices: together a second for a table of 480,000 cells, several for a catalogue of 10,000 items. Once a table, in idle time. */
export function* coOccurrenceInSlices({ items }: Pick<Catalogue, 'items'>, { counts, trend, categories }: PairSums): Slices<CoOccurrence> {
  const vectors = yield* behaviourInSlices(counts);
  yield;
  const neighbours = yield* neighboursInSlices(counts);
  yield;
  return { neighbours, vectors, dots: itemDots(vectors, items), trend: standardised(trend.map((met) => Math.log1p(met))), categories };
}
