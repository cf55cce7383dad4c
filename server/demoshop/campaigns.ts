import type { Campaign, CampaignId, Creative, CreativeId, ManagedCampaign, PlannedExperiment } from '#core/campaigns';
import { CLICK_WINDOW_MS, VIEW_WINDOW_MS } from '#core/campaigns';
import type { Product } from '#core/catalogue';
import { HELD_ARM, OUTCOME_WINDOW_MS } from '#core/experiment';
import { DAY_MS } from '#core/units';

/** How long they run from the first start, ms. */
const SPAN_MS = 90 * DAY_MS;
/** Sizes of the demo shop's slots. */
const SIZES = [{ width: 300, height: 250 }, { width: 320, height: 100 }, { width: 728, height: 90 }] as const;
const STYLES = ['card', 'price', 'banner'] as const;
/** Creatives of one campaign: two are a choice, and each more adds its noise to what the campaign's figures carry. */
const CREATIVES = 2;

/** One invented advertiser: what it sells, found by the departments of the demo shop's products. */
interface Advertiser {
  readonly id: string;
  readonly name: string;
  readonly advertiser: string;
  readonly departments: readonly string[];
  /** Whether it is meant for those who like these departments, once enough are known to, or for everybody. */
  readonly isAimed: boolean;
  readonly change: Pick<Campaign, 'objective' | 'bid'> & Partial<Campaign>;
  readonly budget: ManagedCampaign['budget'];
  readonly ctatext: string;
}

/**
 * Budgets are those of a shop of a million shoppers a week, whose hour is what the crowd of one measured round brings (`DEMO_ROUND_MS` of the
 * serve command): of the first two some three quarters of what is there to be bought, so that they are paced; the shop's own takes what
 * is left over. Two more of its own stand behind those: no campaign comes twice within an hour, and who looks around for long would meet
 * none. Bids are a third to a half of what simulated shoppers buy for after a click: what an advertiser pays who wants to keep some of it.
 */
const ADVERTISERS: readonly Advertiser[] = [
  { id: 'nordlys-trails', name: 'Nordlys, the trail season', advertiser: 'Nordlys Outdoor', departments: ['Outdoor', 'Sports', 'Shoes'], isAimed: true, change: { objective: 'clicks', bid: { kind: 'cpc', cents: 200 }, caps: { day: 4, week: 12 } }, budget: { dailyCents: 3_000_000, totalCents: 270_000_000 }, ctatext: 'See it' },
  { id: 'tollund-kitchen', name: 'Tollund, cook at home', advertiser: 'Tollund Kitchen', departments: ['Kitchen', 'Pantry'], isAimed: true, change: { objective: 'views', bid: { kind: 'cpm', cents: 1_500 }, caps: { day: 6 } }, budget: { dailyCents: 640_000, totalCents: 57_600_000 }, ctatext: 'Look inside' },
  { id: 'own-sound', name: 'Our own sound week', advertiser: 'Larkfield', departments: ['Electronics', 'Music'], isAimed: false, change: { objective: 'sales', bid: { kind: 'margin', share: 0.02 }, tier: 1 }, budget: { totalCents: 400_000_000 }, ctatext: 'Listen in' },
  { id: 'own-garden', name: 'Our own green corner', advertiser: 'Larkfield', departments: ['Garden', 'Pets'], isAimed: false, change: { objective: 'sales', bid: { kind: 'margin', share: 0.02 }, tier: 2 }, budget: { totalCents: 400_000_000 }, ctatext: 'Step outside' },
  { id: 'own-desk', name: 'Our own paper and play', advertiser: 'Larkfield', departments: ['Books & Stationery', 'Toys & Games'], isAimed: false, change: { objective: 'sales', bid: { kind: 'margin', share: 0.02 }, tier: 2 }, budget: { totalCents: 400_000_000 }, ctatext: 'Have a look' },
];

function creativeOf({ id, advertiser, ctatext }: Advertiser, product: Product, i: number): Creative {
  const before = product.listPriceCents;
  const price = before === undefined ? { priceCents: product.priceCents } : { priceCents: before, salePriceCents: product.priceCents };
  return {
    // In any language: the shop's own pages speak English in each that Homebird speaks there.
    id: `${id}-${i + 1}` as CreativeId, locale: '', sizes: SIZES, style: STYLES[i % STYLES.length] ?? 'card', itemId: product.id, landing: `/product/${encodeURIComponent(product.id)}`,
    assets: { title: product.title.slice(0, 80), sponsored: advertiser, ctatext, ...price },
  };
}

/**
 * Campaigns of three advertisers over products of the demo shop, live from `nowMs` on; none for a department that is not there. What
 * converts is a purchase of one of the kinds that a campaign shows, not of its departments.
 */
export function demoCampaigns(products: readonly Product[], nowMs: number): readonly ManagedCampaign[] {
  return ADVERTISERS.flatMap((each): ManagedCampaign[] => {
    const sold = products.filter(({ category, available }) => available && each.departments.includes(category[0] ?? ''));
    // One of a kind, from all of its departments in turn: creatives for different tastes.
    const firsts = sold.filter(({ category }, i) => sold.findIndex((other) => other.category.at(-1) === category.at(-1)) === i);
    const placeOf = (product: Product): number => firsts.filter(({ category }) => category[0] === product.category[0]).indexOf(product);
    const own = [...firsts].sort((a, b) => placeOf(a) - placeOf(b)).slice(0, CREATIVES);
    if (own.length === 0) return [];
    const campaign: Campaign = {
      id: each.id as CampaignId, advertiser: each.advertiser, tier: 0, startMs: nowMs, endMs: nowMs + SPAN_MS, dayparts: [],
      audience: { tags: [], categories: each.isAimed ? each.departments : [], clusters: [], lifeCycles: [] }, excludedItemIds: [], excludedCategories: [], caps: {}, slots: [],
      conversion: { itemIds: [], categories: own.map(({ category }) => category.at(-1) ?? ''), clickWindowMs: CLICK_WINDOW_MS, viewWindowMs: VIEW_WINDOW_MS },
      ...each.change, creatives: own.map((product, i) => creativeOf(each, product, i)),
    };
    return [{ campaign, name: each.name, budget: each.budget, state: 'live' }];
  });
}

/** Thousandths of the devices that the demo's experiment keeps from a campaign: enough to compare with, and most still meet it. */
const HELD = 200;
/** Devices of both arms that it is planned for: what its crowd brings within an hour. */
const PLANNED_DEVICES = 10_000;

/** What a campaign adds to what is bought: a part of the devices notes ghosts of its ads. Begun so long before `nowMs` that outcomes are told from the start. @param salt - 32 hex digits that nobody chose */
export function demoExperiment({ id }: Pick<Campaign, 'id'>, nowMs: number, salt: string): PlannedExperiment {
  const startMs = nowMs - OUTCOME_WINDOW_MS - DAY_MS;
  return {
    id: `${id}-lift`, kind: 'holdout', campaign: id, salt, arms: [{ name: 'shown', thousandths: 1000 - HELD }, { name: HELD_ARM, thousandths: HELD }],
    startMs, endMs: startMs + SPAN_MS, plannedDevices: PLANNED_DEVICES,
  };
}
