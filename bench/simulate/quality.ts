import type { Catalogue } from '#core/catalogue';
import { historyOf, type Interaction } from '#core/features';
import { rankOf } from '#core/ranking';
import { WEEK_MS } from '#core/units';
import type { ArraysEncoder } from '#worker/models';
import { mixExamples, mixScores, momentOf, weightsAt, type CoOccurrence } from '#worker/recommender';
import { PAST_WEEKS, type Person } from './people.ts';

/** Choices of each held-out shopper that are asked for: the newest of her last week. */
const CHOICES = 5;
/** Length of the list a choice must stand in. */
const LIST = 10;

/** A moment of a held-out shopper: what she had done, and what she turned to next. */
interface Moment {
  readonly interactions: readonly Interaction[];
  readonly target: number;
  readonly atMs: number;
}

/** Measures models on shoppers who never train, always on the same moments, so that rounds can be compared. */
export interface QualityMeter {
  readonly shoppers: number;
  /** {@link hitRate} of popularity alone, which asks nothing of anyone: what the served model is drawn beside. */
  readonly popularity: number;
  /** Share of moments whose choice stands in the first ten of the whole catalogue, ties by mean rank. */
  hitRate(served: { readonly mix: Float32Array; readonly t11: Float32Array; readonly coOccurrence?: CoOccurrence | undefined }): Promise<number>;
}

/** A meter over the held-out people's past; `pause` is awaited between moments. */
export function qualityMeter(catalogue: Catalogue, encoder: ArraysEncoder, people: readonly Person[], { nowMs, pause }: { readonly nowMs: number; readonly pause: () => Promise<void> }): QualityMeter {
  const moments = people.map((person) => momentsOf(catalogue, person, nowMs));
  const measured = moments.filter((own) => own.length > 0);
  const isOut = (item: number): boolean => catalogue.available[item] === 0;
  const isHit = (scores: Float32Array, { target }: Moment): boolean => rankOf(scores, target, isOut) <= LIST;
  const mean = (shares: readonly number[]): number => (shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length);
  return {
    shoppers: measured.length,
    popularity: mean(measured.map((own) => own.filter((moment) => isHit(catalogue.popularity, moment)).length / own.length)),
    async hitRate({ mix, t11, coOccurrence }) {
      const shares: number[] = [];
      for (const own of measured) {
        await pause();
        let hits = 0;
        for (const moment of own) {
          const context = await momentOf({ catalogue, t11: { encoder, weights: t11 }, coOccurrence }, moment.interactions, moment.atMs);
          if (isHit(mixScores(context, weightsAt(context, mix)), moment)) hits += 1;
        }
        shares.push(hits / own.length);
      }
      return mean(shares);
    },
  };
}

function momentsOf(catalogue: Catalogue, person: Person, nowMs: number): Moment[] {
  const weeks = Array.from({ length: PAST_WEEKS }, (_, week) => person.week(week, nowMs - (PAST_WEEKS - week) * WEEK_MS));
  const { interactions } = historyOf(weeks.flat(), catalogue);
  return mixExamples(interactions).filter(({ end }) => (interactions[end]?.atMs ?? 0) >= nowMs - WEEK_MS).slice(-CHOICES)
    .map(({ end, target }) => ({ interactions: interactions.slice(0, end), target, atMs: interactions[end]?.atMs ?? nowMs }));
}
