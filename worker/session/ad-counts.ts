import { conversionsOf, countAds, countBandit, FOLLOWED_WITHIN_MS, showingsOf } from '#core/ads';
import { countCalibration, type CalibrationPair } from '#core/ctr';
import { countExperiment, EVERYBODY, isByLifeCycle, observationOf } from '#core/experiment';
import { countPolicy, type JudgedChoice } from '#core/offpolicy';
import { categoriesIn, keptAds, keptAdSecret } from '#worker/adserver';
import { audienceNow, audienceOf } from './audience.ts';
import type { CountOf } from './counting.ts';

/** Impressions, views, clicks, conversions and value since the last report, by campaign and creative. */
export const adsCount: CountOf = async ({ stores, catalogue, chance }, layout, { sinceMs, nowMs }) => {
  const files = await keptAds(stores);
  return countAds(layout, { events: await stores.events.all(), campaigns: files?.catalogue.campaigns ?? [], categoriesOf: categoriesIn(catalogue), sinceMs, nowMs, chance });
};

/**
 * What this device has to tell of each experiment whose window closed since it told last. By life cycle it is told by what she was
 * before she met the first ad, which no arm has changed; whoever has her life cycle off is in no segment, and tells nothing there.
 */
export const experimentCount: CountOf = async ({ stores, catalogue, chance }, layout, span) => {
  const [files, secret, events] = await Promise.all([keptAds(stores), keptAdSecret(stores), stores.events.all()]);
  const observed = !secret ? [] : (files?.delivery.experiments ?? []).flatMap((experiment) => observationOf(experiment, events, secret, span) ?? []);
  if (!observed.some(({ experiment }) => isByLifeCycle(layout, experiment))) return countExperiment(layout, observed.map((one) => ({ ...one, segment: EVERYBODY })), chance);
  const { factsAt } = await audienceOf({ catalogue, stores });
  const segmentAt = (metMs: number): string | undefined => factsAt(events.filter(({ atMs }) => atMs < metMs), [], metMs).lifeCycle;
  return countExperiment(layout, observed.flatMap((one) => {
    const segment = isByLifeCycle(layout, one.experiment) ? segmentAt(one.metMs) : EVERYBODY;
    return segment === undefined ? [] : [{ ...one, segment }];
  }), chance);
};

/** Views and clicks since the last report, by creative and by who saw it. */
export const banditCount: CountOf = async ({ stores, catalogue, history, chance }, layout, { sinceMs, nowMs }) => {
  const [files, events] = await Promise.all([keptAds(stores), stores.events.all()]);
  const { facts } = await audienceNow({ catalogue, stores, events, history: await history(), nowMs });
  return countBandit(layout, { showings: showingsOf(events), campaigns: files?.catalogue.campaigns ?? [], shopper: facts, categoriesOf: categoriesIn(catalogue), sinceMs, nowMs, chance });
};

/** Draws since the last report, as each policy on trial would have made them, and whether they were followed within the hour. */
export const policyCount: CountOf = async ({ stores, chance }, layout, { sinceMs, nowMs }) => {
  const judged: Record<string, JudgedChoice[]> = {};
  for (const { shownMs, propensity, policyId, target, clickedMs } of showingsOf(await stores.events.all())) {
    const certainMs = shownMs + FOLLOWED_WITHIN_MS;
    if (policyId === undefined || target === undefined || propensity === undefined || !(certainMs > sinceMs && certainMs <= nowMs)) continue;
    (judged[policyId] ??= []).push({ propensity, target, reward: clickedMs === undefined ? 0 : 1 });
  }
  return countPolicy(layout, judged, chance);
};

/** Predictions whose end became certain since the last report: seen ads an hour later, followed ones when a purchase counts no more. */
export const calibrationCount: CountOf = async ({ stores, catalogue, chance }, layout, { sinceMs, nowMs }) => {
  const [files, events] = await Promise.all([keptAds(stores), stores.events.all()]);
  const campaigns = files?.catalogue.campaigns ?? [];
  const windowById = new Map(campaigns.map(({ id, conversion }) => [id, conversion.clickWindowMs]));
  const converted = new Set(conversionsOf(events, campaigns, categoriesIn(catalogue)).map(({ recId }) => recId));
  const isCertainNow = (atMs: number | undefined, afterMs: number | undefined): boolean => atMs !== undefined && afterMs !== undefined && atMs + afterMs > sinceMs && atMs + afterMs <= nowMs;
  const pairs = showingsOf(events).flatMap(({ recId, campaignId, viewedMs, clickedMs, clickChance, buyChance }): CalibrationPair[] => [
    ...(clickChance !== undefined && isCertainNow(viewedMs, FOLLOWED_WITHIN_MS) ? [{ name: 'ctr' as const, predicted: clickChance, happened: clickedMs !== undefined }] : []),
    ...(buyChance !== undefined && isCertainNow(clickedMs, windowById.get(campaignId)) ? [{ name: 'cvr' as const, predicted: buyChance, happened: converted.has(recId) }] : []),
  ]);
  return countCalibration(layout, pairs).map((count) => Math.floor(count + (Number.isInteger(count) ? 0 : chance.next())));
};
