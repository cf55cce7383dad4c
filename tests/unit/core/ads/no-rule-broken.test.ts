import { adPolicy, adTimeMs, chooseAd, isAwaited, RESERVATION_MS, showingsOf } from '#core/ads';
import { CAP_SPANS_MS, type Campaign, type CapSpan } from '#core/campaigns';
import type { ShopEvent } from '#core/events';
import { DAY_MS, HOUR_MS, seededChance } from '#core/units';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anAdEvent, someFacts } from '#support/ad-facts';
import { aCampaign, aCreative, aDelivery, CAMPAIGN_START_MS } from '#support/campaigns';

/** One thing that happens: time passes, the clock is set, a tab draws, or something becomes of what a tab shows. */
type Step =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'clock'; readonly byMs: number }
  | { readonly kind: 'draw' | 'view' | 'dismiss'; readonly tab: number };

/** What really happened to one showing, in true time and by the clock of the moment, written by this test alone. */
interface Shown {
  readonly campaign: string;
  readonly creative: string;
  readonly tab: number;
  readonly recId: string;
  readonly drawnMs: number;
  readonly drawnClockMs: number;
  viewed?: { readonly trueMs: number; readonly stampMs: number };
  isSentAway?: boolean;
}

const SPANS = ['hour', 'day', 'week', 'month', 'total'] as const;
const waits = fc.oneof(fc.integer({ min: 0, max: 2 * RESERVATION_MS }), fc.integer({ min: 0, max: 2 * HOUR_MS }), fc.integer({ min: 0, max: 3 * DAY_MS }));
const steps = (clocks: fc.Arbitrary<number>): fc.Arbitrary<readonly Step[]> => fc.array(fc.oneof(
  { weight: 3, arbitrary: waits.map((ms): Step => ({ kind: 'wait', ms })) },
  { weight: 1, arbitrary: clocks.map((byMs): Step => ({ kind: 'clock', byMs })) },
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 2 }).map((tab): Step => ({ kind: 'draw', tab })) },
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 2 }).map((tab): Step => ({ kind: 'view', tab })) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 }).map((tab): Step => ({ kind: 'dismiss', tab })) },
), { maxLength: 60 });
const caps = fc.record(Object.fromEntries(SPANS.map((span) => [span, fc.integer({ min: 1, max: 4 })])) as Record<CapSpan, fc.Arbitrary<number>>, { requiredKeys: [] });
const campaigns = fc.array(caps, { minLength: 1, maxLength: 3 }).map((all) => all.map((own, i): Campaign => aCampaign(`c${i}`, {
  // Exact optional fields: what fast-check leaves out is not there.
  caps: Object.fromEntries(Object.entries(own).filter(([, cap]) => cap !== undefined)), startMs: 0, endMs: 8e15, creatives: [aCreative(`c${i}-a`), aCreative(`c${i}-b`)],
})));

/** Tabs over one log, taking turns at drawing as the lock has them. */
function replay(all: readonly Campaign[], script: readonly Step[]): { readonly shown: readonly Shown[]; readonly sentAwayClockMs: readonly number[] } {
  const log: ShopEvent[] = [];
  const shown: Shown[] = [];
  const sentAwayClockMs: number[] = [];
  let [trueMs, offsetMs] = [CAMPAIGN_START_MS, 0];
  const chance = seededChance(1);
  const write = (type: 'ad_impression' | 'ad_viewable' | 'ad_dismiss', of: Pick<Shown, 'recId' | 'campaign' | 'creative'>): number => {
    const atMs = adTimeMs(showingsOf(log), trueMs + offsetMs);
    log.push(anAdEvent(type, { recId: of.recId, campaignId: of.campaign, creativeId: of.creative, atMs }));
    return atMs;
  };
  for (const step of script) {
    const nowMs = trueMs + offsetMs;
    if (step.kind === 'wait') trueMs += step.ms;
    else if (step.kind === 'clock') offsetMs += step.byMs;
    else if (step.kind === 'draw') {
      const delivery = aDelivery(all, { issuedMs: nowMs - 1000 });
      const policy = adPolicy({ campaigns: all, chance, facts: someFacts(all, { nowMs, delivery, catalogue: { hash: delivery.ads, confirmedMs: nowMs }, showings: showingsOf(log) }) });
      const drawn = policy.candidates[chooseAd(policy, chance)?.index ?? -1];
      if (!drawn) continue;
      const own = { campaign: drawn.campaign.id, creative: drawn.creative.id, recId: shown.length.toString(16).padStart(32, '0') };
      shown.push({ ...own, tab: step.tab, drawnMs: trueMs, drawnClockMs: nowMs });
      write('ad_impression', own);
    } else {
      const own = shown.findLast(({ tab, viewed, isSentAway }) => tab === step.tab && !viewed && isSentAway !== true);
      if (!own) continue;
      if (step.kind === 'dismiss') {
        own.isSentAway = true;
        sentAwayClockMs.push(write('ad_dismiss', own));
      } else if (showingsOf(log).some((showing) => showing.recId === own.recId && isAwaited(showing, adTimeMs(showingsOf(log), nowMs)))) own.viewed = { trueMs, stampMs: write('ad_viewable', own) };
    }
  }
  return { shown, sentAwayClockMs };
}

const viewedOf = (shown: readonly Shown[]) => shown.flatMap(({ viewed, campaign, creative }) => (viewed ? [{ ...viewed, campaign, creative }] : []));

/** Most that lie in any window of `lengthMs`, its end inside and its beginning not. */
function mostWithin(times: readonly number[], lengthMs: number): number {
  return Math.max(0, ...times.map((endMs) => times.filter((ms) => ms <= endMs && endMs - ms < lengthMs).length));
}

test('in no history, in no tab, with a clock that may be set back, is a cap broken in true time', () => {
  fc.assert(fc.property(campaigns, steps(fc.integer({ min: -3 * DAY_MS, max: 0 })), (all, script) => {
    const views = viewedOf(replay(all, script).shown);
    for (const { id, caps: own, creatives } of all) {
      const times = views.filter(({ campaign }) => campaign === id).map(({ trueMs }) => trueMs);
      for (const span of SPANS) expect(mostWithin(times, CAP_SPANS_MS[span])).toBeLessThanOrEqual(own[span] ?? Infinity);
      expect(mostWithin(times, HOUR_MS), 'campaign twice in an hour').toBeLessThanOrEqual(1);
      for (const creative of creatives) expect(mostWithin(views.filter((view) => view.creative === creative.id).map(({ trueMs }) => trueMs), HOUR_MS)).toBeLessThanOrEqual(1);
    }
  }), { numRuns: 150 });
});

test('in no history, with a clock that is set anyhow, is anything drawn that the log forbids at that clock', () => {
  fc.assert(fc.property(campaigns, steps(fc.integer({ min: -40 * DAY_MS, max: 40 * DAY_MS })), (all, script) => {
    const { shown, sentAwayClockMs } = replay(all, script);
    for (const [i, draw] of shown.entries()) {
      const before = viewedOf(shown.slice(0, i).filter(({ viewed }) => viewed && viewed.trueMs <= draw.drawnMs)).filter(({ campaign }) => campaign === draw.campaign);
      const own = all.find(({ id }) => id === draw.campaign)?.caps ?? {};
      for (const span of SPANS) expect(before.filter(({ stampMs: atMs }) => draw.drawnClockMs - atMs < CAP_SPANS_MS[span]).length).toBeLessThan(own[span] ?? Infinity);
      expect(before.filter(({ stampMs: atMs }) => draw.drawnClockMs - atMs < HOUR_MS)).toEqual([]);
    }
    expect(sentAwayClockMs).toEqual([...sentAwayClockMs].sort((a, b) => a - b)); // no stamp goes back
  }), { numRuns: 150 });
});

test('after two dismissals within 48 hours nothing is drawn for 48 hours of true time, however the clock is set back', () => {
  fc.assert(fc.property(campaigns, steps(fc.integer({ min: -3 * DAY_MS, max: 0 })), (all, script) => {
    let trueMs = 0;
    const awayMs: number[] = [];
    const log = replayed(all, script);
    for (const entry of log) {
      trueMs = entry.trueMs;
      if (entry.kind === 'dismiss') awayMs.push(trueMs);
      else {
        const isSilent = awayMs.some((second, i) => i > 0 && second - (awayMs[i - 1] ?? 0) <= 2 * DAY_MS && trueMs - second < 2 * DAY_MS);
        expect(isSilent).toBe(false);
      }
    }
  }), { numRuns: 150 });
});

/** Draws and dismissals in their order, with their true times. */
function replayed(all: readonly Campaign[], script: readonly Step[]): readonly { readonly kind: 'draw' | 'dismiss'; readonly trueMs: number }[] {
  const entries: { kind: 'draw' | 'dismiss'; trueMs: number }[] = [];
  let [trueMs, drawn, away] = [CAMPAIGN_START_MS, 0, 0];
  for (const [i, step] of script.entries()) {
    if (step.kind === 'wait') trueMs += step.ms;
    if (step.kind !== 'draw' && step.kind !== 'dismiss') continue;
    const { shown, sentAwayClockMs } = replay(all, script.slice(0, i + 1));
    if (shown.length > drawn) entries.push({ kind: 'draw', trueMs });
    if (sentAwayClockMs.length > away) entries.push({ kind: 'dismiss', trueMs });
    [drawn, away] = [shown.length, sentAwayClockMs.length];
  }
  return entries;
}
