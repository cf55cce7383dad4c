import { adLogit, adModelParameters, localAdUpdate, logLoss, type AdExample } from '#core/ctr';
import { verdictOf, withVerdict, type PortraitsFile, type WeightsFile } from '#core/fedavg';
import type { AdsKind, ModelTask } from '#core/protocol';
import type { Chance } from '#core/units';
import { TaskUnfit } from './pairs.ts';

/** What a device's own ads, and what she turns to, can teach. Made of nothing where she does not allow ads. */
export interface AdLessons {
  /** Ads that were seen, and whether they were followed. */
  readonly clicks: readonly AdExample[];
  /** Ads that were followed, and whether she bought. */
  readonly purchases: readonly AdExample[];
  /** What she adds to portraits of the catalogue that this device has, [P]; zeros where nothing is known of her. */
  portraitIn(portraits: PortraitsFile): Float32Array;
}

/** What this device reports on a model of ads: its update and its verdict on the candidate, [P + 1]. @throws TaskUnfit where its weights are none of this program */
export function adHeadReport(
  kind: AdsModelKind, { weights, candidate }: Pick<WeightsFile, 'weights' | 'candidate'>, { clipNorm }: Pick<ModelTask, 'clipNorm'>, { clicks, purchases }: Pick<AdLessons, 'clicks' | 'purchases'>, chance: Chance,
): Float32Array {
  const wanted = adModelParameters(kind);
  if (weights.length !== wanted) throw new TaskUnfit(`The ${kind} model has ${weights.length} weights, this version runs ${wanted}`);
  const examples = kind === 'ctr' ? clicks : purchases;
  const verdict = candidate ? verdictOf(orderLoss(kind, weights, examples), orderLoss(kind, candidate, examples)) : 0;
  return withVerdict(localAdUpdate(kind, candidate ?? weights, { examples, chance }).delta, verdict, clipNorm);
}

/**
 * How badly weights order what she followed above what she did not, each pair by its log loss; 0 without a pair. Not the log
 * loss of each: most devices followed nothing, so that a majority would praise whatever predicts less. The level is the calibration's.
 */
function orderLoss(kind: AdsModelKind, weights: Float32Array, examples: AdLessons['clicks']): number {
  const logits = examples.map(({ moment }) => adLogit(kind, weights, moment));
  const logitsOf = (wanted: 0 | 1): readonly number[] => logits.filter((_, i) => examples[i]?.label === wanted);
  const others = logitsOf(0);
  return logitsOf(1).reduce((sum, chosen) => sum + others.reduce((own, other) => own + logLoss(chosen - other, 1), 0), 0);
}

type AdsModelKind = Exclude<AdsKind, 'portraits'>;
