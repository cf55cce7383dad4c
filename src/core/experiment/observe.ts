import { purchasesOf } from '#core/ads';
import type { Experiment } from '#core/campaigns';
import type { ShopEvent } from '#core/events';
import { WEEK_MS } from '#core/units';
import { armOf } from './arm.ts';

/** How long after the first ad, or ghost of one, an outcome still counts; as long before the experiment is looked at for what was known. */
export const OUTCOME_WINDOW_MS = WEEK_MS;

/** Purchases of a window that an outcome of 1 stands for, cents: 200 of the shop's currency. Those few above it are told as it; a wider range would drown the others in noise. */
export const MOST_OUTCOME_CENTS = 20_000;

/** What one device tells of one experiment, once. */
export interface Observation {
  readonly experiment: string;
  readonly arm: string;
  /** Which of the layout's segments it belongs to. */
  readonly segment: string;
  /** What was bought in the window over {@link MOST_OUTCOME_CENTS}, 0 to 1. */
  readonly outcome: number;
  /** The same of the window before the experiment. */
  readonly before: number;
}

/** An observation of a device, before it is known which segment it belongs to. */
export interface Observed extends Omit<Observation, 'segment'> {
  /** When the first ad, or ghost of one, was met, ms since 1970: what was known before cannot be the arm's doing. */
  readonly metMs: number;
}

/** Time that one report speaks of, ms since 1970: after `sinceMs`, when the one before it on experiments was made, and until `nowMs`. */
export interface ToldSpan {
  readonly sinceMs: number;
  readonly nowMs: number;
}

/**
 * What this device has to tell of `experiment` in a report: its window closed since the one before, so that it counts once and no mark
 * is kept but the ledger's own. Those who were shown the campaign's ad and those who would have been (`ad_ghost`) are compared;
 * a device that met neither says nothing.
 *
 * @param events - the device's log, in any order; purchases count once, less what went back
 * @returns undefined where there is nothing to tell
 */
export function observationOf(experiment: Experiment, events: readonly ShopEvent[], secret: Uint8Array, { sinceMs, nowMs }: ToldSpan): Observed | undefined {
  const met = events.filter(({ type, campaignId, atMs }) =>
    (type === 'ad_impression' || type === 'ad_ghost') && (experiment.campaign === undefined || campaignId === experiment.campaign) && experiment.startMs <= atMs && atMs < experiment.endMs);
  if (met.length === 0) return undefined;
  const firstMs = met.reduce((least, { atMs }) => Math.min(least, atMs), Infinity);
  const closedMs = firstMs + OUTCOME_WINDOW_MS;
  if (closedMs <= sinceMs || closedMs > nowMs) return undefined;
  const spent = (fromMs: number): number => Math.min(1, spentCents(events, fromMs, fromMs + OUTCOME_WINDOW_MS) / MOST_OUTCOME_CENTS);
  return { experiment: experiment.id, arm: armOf(experiment, secret), outcome: spent(firstMs), before: spent(experiment.startMs - OUTCOME_WINDOW_MS), metMs: firstMs };
}

function spentCents(events: readonly ShopEvent[], fromMs: number, untilMs: number): number {
  return purchasesOf(events).reduce((cents, { atMs, lines, valueCents }) => {
    if (atMs < fromMs || atMs >= untilMs) return cents;
    return cents + (valueCents ?? lines.reduce((sum, { priceCents = 0, quantity = 1 }) => sum + priceCents * quantity, 0));
  }, 0);
}
