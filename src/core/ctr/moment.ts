import { emptyRows, type Rows } from './rows.ts';

/** One showing of an ad, as the device knows it: nothing of the device itself, and nothing that left it. */
export interface AdMoment {
  /** How much the shopper likes what is advertised, 0 to 1: its category, brand and price; and its content, a cosine. */
  readonly liking: { readonly category: number; readonly brand: number; readonly price: number; readonly content: number };
  /** What she did in this shop. */
  readonly past: { readonly events: number; readonly sessions: number; readonly purchases: number; readonly daysSinceVisit: number; readonly daysSincePurchase: number };
  /** What she did with the advertised item, times. */
  readonly item: { readonly viewed: number; readonly carted: number; readonly bought: number };
  /** Ads on this device: viewable impressions of the campaign, of the creative, of any today; clicks and dismissals of the campaign. */
  readonly shown: { readonly campaign: number; readonly creative: number; readonly today: number; readonly clicks: number; readonly dismissals: number };
  /** Price of the item, 0 for none; what is off it, 0 to 1. */
  readonly offer: { readonly priceCents: number; readonly discount: number };
  /** Names that are hashed. Empty where there is none. */
  readonly facts: { readonly campaign: string; readonly creative: string; readonly category: string; readonly brand: string; readonly slot: string; readonly page: string; readonly lifeCycle: string };
  /** By the shopper's own clock, 0 to 23. */
  readonly hour: number;
  /** 0 (Sunday) to 6. */
  readonly weekday: number;
}

/** Plain numbers of a moment. */
export const MOMENT_NUMBERS = 24;
/** Hashed facts and crosses of a moment. */
export const MOMENT_FACTS = 8;
export const MOMENT_CROSSES = 5;

/** Counts grow as logarithms, about 1 at ten. */
const grown = (count: number): number => Math.log1p(Math.max(0, count)) / Math.LN10;
/** Days after which a time since is 1. */
const LONG_DAYS = 30;
const since = (days: number): number => Math.min(1, Math.max(0, days) / LONG_DAYS);
const HOURS = 24;

/** shape [MOMENT_NUMBERS], each about 0 to 1. A spare is 0. */
export function momentNumbers({ liking, past, item, shown, offer, hour, weekday }: AdMoment): readonly number[] {
  const angle = (2 * Math.PI * hour) / HOURS;
  return [
    liking.category, liking.brand, liking.price, liking.content,
    grown(past.events), grown(past.sessions), grown(past.purchases), since(past.daysSinceVisit), since(past.daysSincePurchase),
    grown(item.viewed), grown(item.carted), grown(item.bought),
    grown(shown.campaign), grown(shown.creative), grown(shown.today), grown(shown.clicks), grown(shown.dismissals),
    grown(offer.priceCents / 100) / 2, offer.discount, liking.category * liking.price,
    Math.sin(angle), Math.cos(angle), weekday === 0 || weekday === 6 ? 1 : 0, past.events === 0 ? 1 : 0,
  ];
}

/** 32 bits of `text` (FNV-1a, with murmur's finish). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Slots that a model has for facts and crosses. */
export interface MomentTables {
  readonly slots: number;
  readonly crosses: number;
}

/** Moments as rows for a head with these tables: facts and crosses hashed, each with its own name before it. */
export function momentRows(moments: readonly AdMoment[], { slots, crosses }: MomentTables): Rows {
  const rows = emptyRows(moments.length, { denseWidth: MOMENT_NUMBERS, slotWidth: MOMENT_FACTS, crossWidth: crosses > 0 ? MOMENT_CROSSES : 0 });
  for (const [row, moment] of moments.entries()) {
    rows.dense.set(momentNumbers(moment), row * MOMENT_NUMBERS);
    const { campaign, creative, category, brand, slot, page, lifeCycle } = moment.facts;
    const facts = [campaign, creative, category, brand, slot, page, lifeCycle, String(moment.hour)];
    rows.slots.set(facts.map((fact, i) => hashOf(`${i}/${fact}`) % slots), row * rows.slotWidth);
    if (crosses === 0) continue;
    const crossed = [[campaign, slot], [campaign, lifeCycle], [creative, slot], [category, lifeCycle], [slot, String(moment.hour)]];
    rows.crosses.set(crossed.map(([a, b], i) => hashOf(`${i}/${a}/${b}`) % crosses), row * rows.crossWidth);
  }
  return rows;
}
