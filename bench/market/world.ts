import type { Chance } from '#core/units';

/** Hours of a simulated day. */
export const HOURS = 24;
/** Usual share of a day's visits by hour, from midnight: quiet nights, a lunch hour, an evening peak. */
export const PROFILE: readonly number[] = [12, 7, 5, 4, 4, 6, 12, 22, 34, 44, 50, 54, 60, 56, 50, 48, 50, 56, 66, 80, 92, 88, 62, 32].map((part, _, all) => part / all.reduce((sum, one) => sum + one, 0));

/** Kinds of interest that campaigns and shoppers share. */
export const KINDS = 8;

/** A campaign of the simulated market. */
export interface MarketCampaign {
  readonly name: string;
  /** Kind of interest it speaks to. */
  readonly kind: number;
  /** What is charged: a viewable impression or a click. */
  readonly charged: 'view' | 'click';
  readonly priceCents: number;
  /** Click rate for a shopper of middling interest. */
  readonly clickRate: number;
}

/** Three campaigns pay for views, three for clicks. */
export const CAMPAIGNS: readonly MarketCampaign[] = [
  { name: 'boots', kind: 0, charged: 'view', priceCents: 1.2, clickRate: 0.03 },
  { name: 'tents', kind: 1, charged: 'view', priceCents: 0.9, clickRate: 0.04 },
  { name: 'lamps', kind: 2, charged: 'view', priceCents: 1, clickRate: 0.02 },
  { name: 'coats', kind: 3, charged: 'click', priceCents: 40, clickRate: 0.03 },
  { name: 'maps', kind: 4, charged: 'click', priceCents: 25, clickRate: 0.045 },
  { name: 'stoves', kind: 5, charged: 'click', priceCents: 30, clickRate: 0.035 },
];

/** One visit: who, and how many pages with a slot she sees. */
export interface Visit {
  readonly device: number;
  readonly pages: number;
}

/** Share of devices that come on a day, and how often those come: a shop's regulars, not its passers-by. */
const DAILY_SHARE = 0.6;
const MOST_VISITS = 3;

/** Visits of one day by hour. Days differ in traffic by a tenth, so that a profile alone cannot know what is to come. */
export function visitsOf(devices: number, chance: Chance): readonly (readonly Visit[])[] {
  const hours: Visit[][] = Array.from({ length: HOURS }, () => []);
  const share = DAILY_SHARE * (1 + 0.1 * Math.max(-2, Math.min(2, chance.normal())));
  for (let device = 0; device < devices; device++) {
    if (chance.next() >= share) continue;
    for (let left = 1 + chance.below(MOST_VISITS); left > 0; left--) hours[hourOf(chance.next())]?.push({ device, pages: 2 + chance.below(8) });
  }
  return hours;
}

function hourOf(place: number): number {
  let below = 0;
  for (let hour = 0; hour < HOURS; hour++) {
    below += PROFILE[hour] ?? 0;
    if (place < below) return hour;
  }
  return HOURS - 1;
}

/** Interests of every device, shape [devices, KINDS], 0 to 2 with mean near 1. */
export function interestsOf(devices: number, chance: Chance): Float32Array {
  return Float32Array.from({ length: devices * KINDS }, () => 2 * chance.next() ** 1.2);
}

/** Click rate of a shopper: relevance moves it from a fifth to nearly twice the campaign's own. */
export function clickRateOf({ clickRate }: MarketCampaign, interest: number): number {
  return clickRate * (0.2 + 0.8 * interest);
}
