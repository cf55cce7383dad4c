import type { ItemId } from '#core/catalogue';
import type { Campaign, CampaignId, CreativeId } from '#core/campaigns';
import type { EventItem, ShopEvent } from '#core/events';
import { showingsOf, type Showing } from './history.ts';

/** A purchase that an ad led to. */
export interface Conversion {
  readonly campaignId: CampaignId;
  readonly creativeId: CreativeId;
  /** The showing that gets it. */
  readonly recId: string;
  /** Whether she followed the ad, or saw it alone. */
  readonly touch: 'click' | 'view';
  readonly touchMs: number;
  /** Time of the purchase, ms since 1970. */
  readonly atMs: number;
  /** What of it the campaign is for, less what went back; 0 where the shop names no prices. */
  readonly valueCents: number;
}

/** A purchase, counted once, less what went back. */
interface Purchase {
  readonly atMs: number;
  /** What she kept of it; empty where the shop names no items. */
  readonly lines: readonly EventItem[];
  /** Of the whole purchase, where the shop says it and nothing went back. */
  readonly valueCents?: number;
}

const quantityOf = ({ quantity = 1 }: EventItem): number => quantity;

/**
 * Purchases in `events`: each transaction counts once, by its first report. A refund takes back the items that it names, or
 * all where it names none; a purchase of which nothing is left is none.
 */
export function purchasesOf(events: readonly ShopEvent[]): readonly Purchase[] {
  const refundsOf = new Map<string, ShopEvent[]>();
  for (const event of events) {
    if (event.type === 'refund' && event.transactionId !== undefined) refundsOf.set(event.transactionId, [...(refundsOf.get(event.transactionId) ?? []), event]);
  }
  const seen = new Set<string>();
  const purchases: Purchase[] = [];
  for (const event of [...events].sort((a, b) => a.atMs - b.atMs)) {
    if (event.type !== 'purchase') continue;
    const { transactionId, atMs, items, valueCents } = event;
    if (transactionId !== undefined) {
      if (seen.has(transactionId)) continue;
      seen.add(transactionId);
    }
    const refunds = distinct((transactionId !== undefined && refundsOf.get(transactionId)) || []);
    if (refunds.some((refund) => refund.items.length === 0)) continue;
    const lines = refunds.reduce<readonly EventItem[]>(without, items);
    if (items.length > 0 && lines.length === 0) continue;
    purchases.push({ atMs, lines, ...(refunds.length === 0 && valueCents !== undefined && { valueCents }) });
  }
  return purchases;
}

/** The same refund told twice, at one time, takes back once. */
function distinct(refunds: readonly ShopEvent[]): readonly ShopEvent[] {
  return [...new Map(refunds.map((refund) => [JSON.stringify([refund.atMs, refund.items]), refund])).values()];
}

function without(lines: readonly EventItem[], { items }: ShopEvent): readonly EventItem[] {
  const back = new Map<ItemId, number>();
  for (const item of items) back.set(item.itemId, (back.get(item.itemId) ?? 0) + quantityOf(item));
  return lines.flatMap((line) => {
    const taken = Math.min(quantityOf(line), back.get(line.itemId) ?? 0);
    back.set(line.itemId, (back.get(line.itemId) ?? 0) - taken);
    const quantity = quantityOf(line) - taken;
    return quantity === 0 ? [] : [{ ...line, quantity }];
  });
}

/** What of a purchase a campaign is for, in cents; undefined where it is for nothing of it. */
function valueFor({ conversion: { itemIds, categories } }: Campaign, { lines, valueCents }: Purchase, categoriesOf: (itemId: ItemId) => readonly string[]): number | undefined {
  const isAny = itemIds.length === 0 && categories.length === 0;
  const counted = isAny ? lines : lines.filter(({ itemId }) => itemIds.includes(itemId) || categoriesOf(itemId).some((name) => categories.includes(name)));
  if (!isAny && counted.length === 0) return undefined;
  const priced = counted.reduce((sum, line) => sum + (line.priceCents ?? 0) * quantityOf(line), 0);
  // The shop's own total knows of reductions and shipping that lines do not.
  return counted.length === lines.length ? (valueCents ?? priced) : priced;
}

interface Touch {
  readonly showing: Showing;
  readonly touch: Conversion['touch'];
  readonly touchMs: number;
}

/** The last touch of `showings` before `atMs` that lies within its campaign's windows: a click goes before a view, as she acted on it. */
function lastTouch(showings: readonly Showing[], atMs: number, windowsOf: (id: CampaignId) => Campaign['conversion'] | undefined): Touch | undefined {
  const touches = showings.flatMap((showing): Touch[] => {
    const windows = windowsOf(showing.campaignId);
    const { clickedMs, viewedMs } = showing;
    if (!windows) return [];
    if (clickedMs !== undefined && clickedMs <= atMs && atMs - clickedMs <= windows.clickWindowMs) return [{ showing, touch: 'click', touchMs: clickedMs }];
    return viewedMs !== undefined && viewedMs <= atMs && windows.viewWindowMs > 0 && atMs - viewedMs <= windows.viewWindowMs ? [{ showing, touch: 'view', touchMs: viewedMs }] : [];
  });
  const clicks = touches.filter(({ touch }) => touch === 'click');
  return (clicks.length > 0 ? clicks : touches).reduce<Touch | undefined>((last, next) => (last && last.touchMs > next.touchMs ? last : next), undefined);
}

/**
 * What the ads in `events` led to: each purchase goes to at most one showing, the last touch among campaigns that are for
 * something in it (last touch; the last click within its window, else the last view within its own). Oldest purchase first.
 *
 * @param events - in any order; not modified
 */
export function conversionsOf(events: readonly ShopEvent[], campaigns: readonly Campaign[], categoriesOf: (itemId: ItemId) => readonly string[]): readonly Conversion[] {
  const showings = showingsOf(events);
  const byId = new Map(campaigns.map((campaign) => [campaign.id, campaign]));
  return purchasesOf(events).flatMap((purchase): Conversion[] => {
    const values = new Map(campaigns.map((campaign) => [campaign.id, valueFor(campaign, purchase, categoriesOf)]));
    const last = lastTouch(showings, purchase.atMs, (id) => (values.get(id) === undefined ? undefined : byId.get(id)?.conversion));
    if (!last) return [];
    const { showing: { campaignId, creativeId, recId }, touch, touchMs } = last;
    return [{ campaignId, creativeId, recId, touch, touchMs, atMs: purchase.atMs, valueCents: values.get(campaignId) ?? 0 }];
  });
}
