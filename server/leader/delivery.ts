import { adTotal, chargeOf } from '#core/ads';
import { isTargeted, reachAt } from '#core/audience';
import { daySpend, nextPace, pacedUntil, startedPace, toldPace, type DaySpend, type Pace } from '#core/budget';
import type { Campaign, Delivery, ManagedCampaign } from '#core/campaigns';
import { calibrationFrom } from '#core/ctr';
import { SUMS_MS, totalsOf, type PublishedSum } from '#core/measurement';
import { FLOORS } from '#core/privacy';
import { DAY_MS, fail, ok, utf8Decode, utf8Encode, type Clock, type Fault, type Result } from '#core/units';
import type { LeaderStore, LeaderTables } from '#server/store';
import { adsOffer, keptDelivery, offerDelivery } from './ads.ts';
import { campaignsOffered } from './counted.ts';
import { offeredExperiments } from './experiments.ts';
import { managedCampaigns } from './kept-campaigns.ts';
import { sumsSince } from './measured.ts';
import { nextPolicy, type SumsOf } from './posterior.ts';

/** How deliveries follow figures. */
export interface DeliveryRules {
  /** Least time between two deliveries, ms: each draws anew who serves a campaign, and each is a leaf of the log. */
  readonly everyMs: number;
  /** Mean time from an ad to the report that tells of it, ms: how often shoppers come back, times the measurements among which a device's daily report is drawn. */
  readonly tellMs: number;
  /**
   * Time to budgets that each measured round of ads stands for, ms, from the first midnight on: of a simulation, whose shoppers live a week
   * in minutes. Absent: budgets go by the clock.
   */
  readonly roundStandsForMs?: number;
}

/** Setting that holds the pace of each campaign, and up to when rounds were learned from. */
const PACES = 'campaign-paces';

interface Paces {
  /** When they were worked out, ms. */
  readonly atMs: number;
  /** Rounds that closed up to then are in {@link byId}, ms. */
  readonly learnedMs: number;
  /** The time that budgets go by, ms since 1970, where that is not the clock's. */
  readonly budgetMs?: number;
  readonly byId: Readonly<Record<string, Pace>>;
}

function keptPaces({ settings }: Pick<LeaderTables, 'settings'>): Paces {
  const kept = settings.get(PACES);
  return kept ? (JSON.parse(utf8Decode(kept)) as Paces) : { atMs: 0, learnedMs: 0, byId: {} };
}

/** What each campaign that is paced is believed to have cost at `nowMs`; how long reports take changes when that is told, not how much it is. */
export function believedSpend(tables: LeaderTables, nowMs: number): Readonly<Record<string, DaySpend>> {
  const { byId, budgetMs = nowMs } = keptPaces(tables);
  return Object.fromEntries(managedCampaigns(tables).flatMap(({ campaign: { id, startMs, endMs }, budget }) => {
    const pace = byId[id];
    return pace ? [[id, daySpend(pacedUntil(pace, budgetMs, DAY_MS), { ...budget, startMs, endMs })]] : [];
  }));
}

/** Replaces what is offered; refused where it speaks of another ad catalogue than devices are offered, or of campaigns that this one does not hold. */
export function replaceDelivery(tables: LeaderTables, delivery: Delivery): Result<void, Fault<'other-catalogue'>> {
  const { ads } = adsOffer(tables);
  const known = new Set<string>(campaignsOffered(tables).map(({ id }) => id));
  if (!ads || delivery.ads !== ads.hash || !Object.keys(delivery.campaigns).every((id) => known.has(id))) return fail('other-catalogue', 'This delivery speaks of another ad catalogue than devices are offered');
  offerDelivery(tables, ads, delivery);
  return ok(undefined);
}

/** What rounds told of a campaign's spend, with the chance of what it is charged by. */
export function sightingOf(sums: readonly PublishedSum[], { id, bid }: Campaign): Parameters<typeof toldPace>[1] {
  const { count, cents } = chargeOf(bid);
  const own = sums.filter(({ layout }) => layout.cells.some((cell) => cell.startsWith(`${id}/`)));
  const reports = (of: readonly PublishedSum[]): number => of.reduce((sum, each) => sum + each.reports, 0);
  if (own.length === 0) return { cents: 0, variance: 0, share: 0 };
  const totals = totalsOf(own);
  const { value, stdError } = adTotal(totals, id, count);
  // Charged events come as rare ones do, and purchases as large as they usually are: a variance of their number times their size squared.
  const size = count === 'value' ? Math.max(1, value / Math.max(1, adTotal(totals, id, 'conversions').value)) : 1;
  return { cents: cents * value, variance: cents ** 2 * (stdError ** 2 + Math.max(1, value) * size), share: reports(own) / reports(sums) };
}

/** The time that budgets go by after `rounds` more measured rounds of ads. */
function budgetTimeMs({ budgetMs }: Pick<Paces, 'budgetMs'>, rounds: number, { nowMs, roundStandsForMs }: { readonly nowMs: number; readonly roundStandsForMs: number | undefined }): number {
  if (roundStandsForMs === undefined) return nowMs;
  return (budgetMs ?? DAY_MS * Math.ceil(nowMs / DAY_MS)) + rounds * roundStandsForMs;
}

/** What paces are worked out from. */
interface PaceFigures {
  readonly managed: readonly ManagedCampaign[];
  /** What devices went by until now. */
  readonly standing: Delivery['campaigns'];
  readonly nowMs: number;
  readonly rules: DeliveryRules;
}

/** Paces of all kept campaigns at `nowMs`, after what rounds told since the last time. @param ads - their sums */
function nextPaces(before: Paces, ads: readonly PublishedSum[], { managed, standing, nowMs, rules: { tellMs, roundStandsForMs } }: PaceFigures): Paces {
  const { learnedMs, byId } = before;
  const sums = ads.filter(({ closedMs }) => closedMs > learnedMs);
  const budgetMs = budgetTimeMs(before, sums.length, { nowMs, roundStandsForMs });
  const each = managed.flatMap(({ campaign, budget }): [string, Pace][] => {
    const flight = { ...budget, startMs: campaign.startMs, endMs: campaign.endMs };
    const served = standing[campaign.id];
    const pace = byId[campaign.id] ?? (served && startedPace(flight, budgetMs));
    if (!pace) return [];
    const paced = pacedUntil({ ...pace, passThrough: served?.passThrough ?? 0 }, budgetMs, tellMs);
    const told = sums.length === 0 ? paced : toldPace(paced, sightingOf(sums, campaign));
    return [[campaign.id, served ? nextPace(told, flight, budgetMs) : told]];
  });
  const learned = sums.reduce((last, { closedMs }) => Math.max(last, closedMs), learnedMs);
  return { atMs: nowMs, learnedMs: learned, ...(roundStandsForMs !== undefined && { budgetMs }), byId: Object.fromEntries(each) };
}

/** Public maps of what models predicted to what happened: none where every bin could be noise. */
function calibrationNow(sums: SumsOf): Delivery['calibration'] {
  const { ctr, cvr } = calibrationFrom(totalsOf(sums('calibration')));
  return ctr.from.length + cvr.from.length > 0 ? { ctr, cvr } : undefined;
}

/** The table of purchases, of all sums that share the newest's cells: a table of another taxonomy is another one. */
function purchasesNow(sums: SumsOf): Delivery['purchases'] {
  const own = sums('buying');
  const cells = own.at(-1)?.layout.cells;
  if (!cells) return undefined;
  const totals = totalsOf(own.filter(({ layout }) => layout.cells.join() === cells.join()));
  return { counts: cells.map((cell) => totals.get(cell)?.value ?? 0), noiseStdDev: Math.sqrt(totals.get(cells[0] ?? '')?.noiseVariance ?? 0) };
}

/** The delivery that the figures of now make, and the paces behind it; undefined where devices are offered no campaigns. */
function workedOut(tables: LeaderTables, nowMs: number, rules: DeliveryRules): { readonly delivery: Delivery; readonly paces: Paces } | undefined {
  const { ads } = adsOffer(tables);
  const before = keptDelivery(tables);
  if (!ads || !before) return undefined;
  const campaigns = campaignsOffered(tables);
  const [sinceMs, kept] = [nowMs - SUMS_MS, keptPaces(tables)];
  const all = sumsSince(tables, Math.min(sinceMs, kept.learnedMs + 1));
  const sums: SumsOf = (subject) => all.filter(({ layout, closedMs }) => layout.subject === subject && closedMs >= sinceMs);
  const paces = nextPaces(kept, all.filter(({ layout }) => layout.subject === 'ads'), { managed: managedCampaigns(tables), standing: before.campaigns, nowMs, rules });
  const reach = reachAt(all, nowMs);
  const each = campaigns.map(({ id, audience }) => [id, { passThrough: paces.byId[id]?.passThrough ?? 1, isTargeted: isTargeted(audience, reach, FLOORS.minBatch) }] as const);
  const [calibration, purchases] = [calibrationNow(sums), purchasesNow(sums)];
  const delivery: Delivery = {
    version: 1, ads: ads.hash, issuedMs: nowMs, campaigns: Object.fromEntries(each), ...nextPolicy(sums, campaigns, before), ...(calibration && { calibration }), ...(purchases && { purchases }), experiments: offeredExperiments(tables, nowMs),
  };
  return { paces, delivery };
}

/**
 * Works the delivery out anew from what was measured, inside the caller's transaction: pass-through from noised spend, aim
 * from reach, the bandit's posterior, calibration and the table of purchases. Nothing happens within `everyMs` of the one before.
 *
 * @returns whether devices are offered another one now
 */
export function refreshDelivery(tables: LeaderTables, rules: DeliveryRules, nowMs: number): boolean {
  if (nowMs - keptPaces(tables).atMs < rules.everyMs) return false;
  const next = workedOut(tables, nowMs, rules);
  if (!next || !replaceDelivery(tables, next.delivery).ok) return false;
  tables.settings.set(PACES, utf8Encode(JSON.stringify(next.paces)));
  return true;
}

/** Refreshes the delivery where it is due. */
export async function keepDeliveryFresh(store: LeaderStore, rules: DeliveryRules, clock: Clock): Promise<void> {
  if (adsOffer(store.tables).ads && clock.nowMs() - keptPaces(store.tables).atMs >= rules.everyMs) await store.transact((tables) => refreshDelivery(tables, rules, clock.nowMs()));
}
