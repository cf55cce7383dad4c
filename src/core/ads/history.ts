import type { ItemId } from '#core/catalogue';
import type { CampaignId, CreativeId } from '#core/campaigns';
import type { ShopEvent } from '#core/events';
import { DAY_MS, HOUR_MS } from '#core/units';

/** What events keep of a draw: on the first one of a showing, and on those of its fates, so that it outlives a deletion of the first. */
const DRAWN = ['propensity', 'clickChance', 'buyChance', 'policyId', 'target'] as const satisfies readonly (keyof ShopEvent)[];
export type Draw = Pick<ShopEvent, (typeof DRAWN)[number]>;

/** What `of` says of a draw. */
export function drawOf(of: Draw): Draw {
  return Object.fromEntries(DRAWN.flatMap((name) => (of[name] === undefined ? [] : [[name, of[name]]])));
}

/** One showing of an ad and what became of it, ms since 1970 by the shopper's clock. */
export interface Showing extends Draw {
  /** Joins the events of this showing. */
  readonly recId: string;
  readonly campaignId: CampaignId;
  readonly creativeId: CreativeId;
  readonly slot: string;
  /** The product that a template was filled with. */
  readonly itemId?: ItemId;
  readonly shownMs: number;
  /** First time it was half in view for a second. */
  readonly viewedMs?: number;
  readonly clickedMs?: number;
  readonly dismissedMs?: number;
}

/**
 * How long a showing that was not seen yet is counted as if it had been, ms: it may still come into view, and another tab draws
 * meanwhile. Later it may no longer become one that was seen: whoever shows it asks anew.
 */
export const RESERVATION_MS = 60_000;
/** How long after an ad was seen it may still be followed, ms: who comes back to the page later meets another. */
export const FOLLOWED_WITHIN_MS = HOUR_MS;

/** When each fate was first met. */
const FATES = { ad_impression: 'shownMs', ad_viewable: 'viewedMs', ad_click: 'clickedMs', ad_dismiss: 'dismissedMs' } as const;
type FateType = keyof typeof FATES;

/** Whether an event tells of an ad, and what a store gave back of it can be read. */
function isFate(event: ShopEvent): event is ShopEvent & { readonly type: FateType; readonly recId: string; readonly campaignId: string; readonly creativeId: string } {
  const { type, recId, campaignId, creativeId, slot, atMs, items } = event;
  return Object.hasOwn(FATES, type) && [recId, campaignId, creativeId, slot ?? ''].every((name) => typeof name === 'string') && Number.isFinite(atMs) && Array.isArray(items);
}

/** All showings that `events` tell of, in any order; oldest first. */
export function showingsOf(events: readonly ShopEvent[]): readonly Showing[] {
  const byRecId = new Map<string, Showing>();
  for (const event of events) {
    if (!isFate(event)) continue;
    const { recId, atMs, slot = '', items: [line] } = event;
    const known = byRecId.get(recId) ?? { recId, campaignId: event.campaignId as CampaignId, creativeId: event.creativeId as CreativeId, slot, shownMs: atMs };
    const fate = FATES[event.type];
    // The oldest that is known of it is when it was shown at the latest: its own event may be gone.
    const shownMs = Math.min(known.shownMs, atMs);
    byRecId.set(recId, { ...known, shownMs, ...drawOf(event), ...(typeof line?.itemId === 'string' && { itemId: line.itemId }), ...(fate !== 'shownMs' && { [fate]: Math.min(known[fate] ?? Infinity, atMs) }) });
  }
  return [...byRecId.values()].sort((a, b) => a.shownMs - b.shownMs);
}

/**
 * How far ahead of the clock something of ads may be dated, ms: what a clock is set back by hand, or by a day that was wrong. Up to
 * that ads wait for it (`adTimeMs`), so that no cap is broken.
 */
export const MAX_AHEAD_MS = DAY_MS;

/**
 * Events of ads that are dated further ahead than a clock that is a little wrong could have, dated anew at `nowMs`: it was years
 * ahead, and caps, pauses and what follows an ad would wait for those years. They happened before now, so counted from now on no
 * cap is broken by it.
 */
export function datedAnew(events: readonly ShopEvent[], nowMs: number): readonly ShopEvent[] {
  return events.filter(({ type, atMs }) => (Object.hasOwn(FATES, type) || type === 'ad_ghost') && atMs > nowMs + MAX_AHEAD_MS).map((event) => ({ ...event, atMs: nowMs }));
}

/**
 * Ads that an experiment keeps from this device (`ad_ghost`), as showings that were seen at once: the most that the real ones
 * could have been, so that no cap, pause or lease lets her meet a ghost more often than others meet the ad. She saw none of
 * them, so they are no showings.
 */
export function ghostsOf(events: readonly ShopEvent[]): readonly Showing[] {
  return showingsOf(events.filter(({ type }) => type === 'ad_ghost').map((event) => ({ ...event, type: 'ad_impression' as const }))).map((ghost) => ({ ...ghost, viewedMs: ghost.shownMs }));
}

/**
 * The time that ads go by, ms: never before the newest thing that is known of one, so that with a clock set back no ad looks older
 * than it is, and no showing whose time is over may be seen after all. What is written of ads bears it.
 */
export function adTimeMs(showings: readonly Showing[], nowMs: number): number {
  return showings.reduce((latest, { shownMs, viewedMs = 0, clickedMs = 0, dismissedMs = 0 }) => Math.max(latest, shownMs, viewedMs, clickedMs, dismissedMs), nowMs);
}

/** Whether a showing that was not seen may still be. @param atMs - as `adTimeMs` gives it */
export function isAwaited({ shownMs, viewedMs, dismissedMs }: Showing, atMs: number): boolean {
  return viewedMs === undefined && dismissedMs === undefined && atMs - shownMs <= RESERVATION_MS;
}

/** When each of `showings` counts as seen, where it does: then it was, or it may still be. */
export function countedOf(showings: readonly Showing[], nowMs: number): readonly (Showing & { readonly countedMs: number })[] {
  const atMs = adTimeMs(showings, nowMs);
  return showings.flatMap((showing) => {
    const countedMs = showing.viewedMs ?? (isAwaited(showing, atMs) ? showing.shownMs : undefined);
    return countedMs === undefined ? [] : [{ ...showing, countedMs }];
  });
}
