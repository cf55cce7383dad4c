import type { Interaction } from '#core/features';
import { rankOf, rankPairOf } from '#core/ranking';
import { initialMix, mixExamples, mixScores, momentOf, shelfWeights, weightsAt, type MixExample } from '#worker/recommender';
import type { Encoder } from '#worker/models';
import type { DeviceParts } from './options.ts';

/** Events kept: enough for a figure that moves by half a percent with each, few enough to follow a change of the model. */
const MAX_EVENTS = 200;
/** Events measured in one turn of idle time, the newest: an import of a year must not rank for minutes. */
const MAX_A_TURN = 20;

/** How the model this device serves does on the shopper's own next events. Leaves the device only as counts of a report (`./counting.ts`). */
export interface LiveRanks {
  /**
   * Ranks everything turned to since the last time, by what is served and by popularity alone, each from what had happened
   * before. Call it before `head` learns from these events.
   *
   * @param head - the personal head that shelves use, as `fitPersonalHead` gave it
   */
  measure(head: Float32Array | undefined, pause: () => Promise<void>): Promise<void>;
}

/** What ranking reads; a device's parts are one. */
export interface RankSource extends Pick<DeviceParts, 'catalogue'> {
  readonly stores: { readonly settings: Pick<DeviceParts['stores']['settings'], 'read' | 'write'> };
  readonly shopper: Pick<DeviceParts['shopper'], 'history' | 'revision'>;
  readonly models: { get(kind: 'mix' | 't11'): { readonly weights: Float32Array } | undefined };
  readonly encoder: Encoder;
  readonly pairs: Pick<DeviceParts['pairs'], 'current'>;
}

export function createLiveRanks(parts: RankSource): LiveRanks {
  const { stores: { settings }, shopper, catalogue } = parts;
  let seenRevision = NaN;
  const isOut = (item: number): boolean => catalogue.available[item] === 0;
  return {
    async measure(head, pause) {
      const { interactions } = await shopper.history();
      if (shopper.revision() === seenRevision) return;
      const kept = await settings.read('liveRanks');
      // A head from before there was this record has learnt from all there is.
      const isLearnt = !kept && (await settings.read('personalMix')) !== undefined;
      const untilMs = kept?.untilMs ?? (isLearnt ? Infinity : -Infinity);
      const fresh = mixExamples(interactions).filter(({ end, target }) => (interactions[end]?.atMs ?? 0) > untilMs && !isOut(target)).slice(-MAX_A_TURN);
      const measured: number[] = [];
      const timesMs: number[] = [];
      for (const example of fresh) {
        await pause();
        timesMs.push(interactions[example.end]?.atMs ?? 0);
        measured.push(rankPairOf(rankOf(await servedScores(parts, interactions, example, head), example.target, isOut), rankOf(catalogue.popularity, example.target, isOut)));
      }
      const newestMs = interactions.at(-1)?.atMs;
      if (newestMs !== undefined && newestMs !== kept?.untilMs) {
        await settings.write('liveRanks', { untilMs: Math.max(newestMs, kept?.untilMs ?? -Infinity), pairs: [...(kept?.pairs ?? []), ...measured].slice(-MAX_EVENTS), timesMs: [...(kept?.timesMs ?? []), ...timesMs].slice(-MAX_EVENTS) });
      }
      seenRevision = shopper.revision();
    },
  };
}

/** What a home shelf would have scored at that moment. shape [N] */
async function servedScores({ catalogue, models, encoder, pairs }: RankSource, interactions: readonly Interaction[], { end }: MixExample, head: Float32Array | undefined): Promise<Float32Array> {
  const t11 = models.get('t11');
  const context = await momentOf({ catalogue, t11: t11 && { encoder, weights: t11.weights }, coOccurrence: pairs.current() }, interactions.slice(0, end), interactions[end]?.atMs);
  return mixScores(context, shelfWeights(weightsAt(context, models.get('mix')?.weights ?? initialMix()), { head }));
}
