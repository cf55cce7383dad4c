import { adLogit, adModelSizes, localAdUpdate, orderLoss, type AdExample } from '#core/ctr';
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
  const sizes = adModelSizes(kind);
  if (!sizes.includes(weights.length)) throw new TaskUnfit(`The ${kind} model has ${weights.length} weights, this version runs ${sizes.join(' or ')}`);
  const examples = kind === 'ctr' ? clicks : purchases;
  const lossAt = (at: Float32Array): number => orderLoss({ logits: examples.map(({ moment }) => adLogit(kind, at, moment)), labels: examples.map(({ label }) => label) });
  // By order, as it learns: by the log loss of each, most devices followed nothing, so that a majority would praise whatever predicts less.
  const verdict = candidate ? verdictOf(lossAt(weights), lossAt(candidate)) : 0;
  return withVerdict(localAdUpdate(kind, candidate ?? weights, { examples, chance }), verdict, clipNorm);
}

type AdsModelKind = Exclude<AdsKind, 'portraits'>;
