import type { Experiment } from '#core/campaigns';
import type { ShopEvent } from '#core/events';
import { DAY_MS, WEEK_MS } from '#core/units';
import { armOf } from './arm.ts';

/** How long after the first ad, or ghost of one, an outcome still counts; as long before the experiment is looked at for what was known. */
export const OUTCOME_WINDOW_MS = WEEK_MS;

/** What one device tells of one experiment, once. */
export interface Observation {
  readonly experiment: string;
  readonly arm: string;
  /** Which of the layout's segments it belongs to. */
  readonly segment: string;
  /** What was bought in the window over the layout's largest value, 0 to 1. */
  readonly outcome: number;
  /** The same of the window before the experiment. */
  readonly before: number;
}

/** How outcomes are read from the log. */
export interface ObservationRules {
  /** Purchases of a window above it count as this much, cents. */
  readonly mostCents: number;
  readonly windowMs?: number;
}

/**
 * What this device has to tell of `experiment` today: it does so on the one day after its window closed, so that it counts once
 * without keeping a mark. Those who were shown the campaign's ad and those who would have been (`ad_ghost`) are compared;
 * a device that met neither says nothing.
 *
 * @param events - the device's log, in any order; purchases reported twice under one transaction count once
 * @returns undefined where there is nothing to tell today
 */
export function observationOf(experiment: Experiment, events: readonly ShopEvent[], secret: Uint8Array, nowMs: number, rules: ObservationRules): Omit<Observation, 'segment'> | undefined {
  const { windowMs = OUTCOME_WINDOW_MS, mostCents } = rules;
  const met = events.filter(({ type, campaignId, atMs }) =>
    (type === 'ad_impression' || type === 'ad_ghost') && (experiment.campaign === undefined || campaignId === experiment.campaign) && experiment.startMs <= atMs && atMs < experiment.endMs);
  if (met.length === 0) return undefined;
  const firstMs = met.reduce((least, { atMs }) => Math.min(least, atMs), Infinity);
  const closedMs = firstMs + windowMs;
  if (nowMs < closedMs || nowMs >= closedMs + DAY_MS) return undefined;
  const spent = (fromMs: number): number => Math.min(1, spentCents(events, fromMs, fromMs + windowMs) / mostCents);
  return { experiment: experiment.id, arm: armOf(experiment, secret), outcome: spent(firstMs), before: spent(experiment.startMs - windowMs) };
}

function spentCents(events: readonly ShopEvent[], fromMs: number, untilMs: number): number {
  const seen = new Set<string>();
  let cents = 0;
  for (const { type, atMs, valueCents, transactionId } of events) {
    if (type !== 'purchase' || atMs < fromMs || atMs >= untilMs || (transactionId !== undefined && seen.has(transactionId))) continue;
    if (transactionId !== undefined) seen.add(transactionId);
    cents += Math.max(0, valueCents ?? 0);
  }
  return cents;
}
