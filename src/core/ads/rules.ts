import { mayServe } from '#core/budget';
import { CAP_SPANS_MS, type AdSize, type Audience, type Campaign, type CapSpan, type Creative, type Daypart } from '#core/campaigns';
import { DAY_MS, HOUR_MS } from '#core/units';
import type { AdFacts, AudienceFacts, TextBar } from './facts.ts';
import { countedOf, type Showing } from './history.ts';
import { isSensitive } from './sensitive.ts';

/** How long a delivery file holds, ms: a budget that is spent stops everywhere within this time. It is issued anew every day at least. */
export const MAX_DELIVERY_AGE_MS = 36 * HOUR_MS;
/** How long after the log was last seen to hold it an ad catalogue is used, ms: a campaign that is taken out is gone from every device within a day. */
const MAX_CATALOGUE_AGE_MS = DAY_MS;
/** How far the shopper's clock may run behind the servers', ms: further behind, nothing can be said of what is fresh. */
const CLOCK_BEHIND_MS = DAY_MS;
/** Views of one campaign on one device under one delivery file: with the file's age, what bounds delivery beyond a budget (`overDeliveryBoundCents`). */
const LEASE = { events: 3, ageMs: MAX_DELIVERY_AGE_MS + 1 } as const;
/** Neither a campaign nor a creative is seen twice within this, ms (SHOPS.md §5). */
const AGAIN_MS = HOUR_MS;
/** Ads sent away within {@link SILENCE_MS} that bring silence, and for how long, ms (SHOPS.md §5). */
const SILENCING_DISMISSALS = 2;
const SILENCE_MS = 2 * DAY_MS;

/** Why an ad is not shown. Those before `hidden` hold for every ad of the moment. */
export type AdBar =
  | 'no-consent' | 'page-hidden' | 'no-delivery' | 'delivery-stale' | 'catalogue-stale' | 'silenced' | 'page-sensitive'
  | 'hidden' | 'not-delivered' | 'not-begun' | 'ended' | 'daypart' | 'paced' | 'lease-spent' | 'other-slot' | 'other-size' | 'other-language' | 'other-arm' | TextBar | 'page-category' | 'sensitive'
  | 'audience' | 'buyer' | `cap-${CapSpan}` | 'campaign-again' | 'creative-again';

/** Why this creative of this campaign may not be shown now; undefined where it may. The first rule that says no names itself. */
export function eligibility(campaign: Campaign, creative: Creative, facts: AdFacts): AdBar | undefined {
  return momentBar(facts) ?? wishBar(campaign, creative, facts) ?? deliveryBar(campaign, facts) ?? placeBar(campaign, creative, facts) ?? shopperBar(campaign, facts) ?? seenBar(campaign, creative, facts);
}

function momentBar({ hasConsent, isPageVisible, nowMs, delivery, catalogue, showings, pageCategories }: AdFacts): AdBar | undefined {
  if (!hasConsent) return 'no-consent';
  if (!isPageVisible) return 'page-hidden';
  if (!delivery) return 'no-delivery';
  if (nowMs - delivery.issuedMs > MAX_DELIVERY_AGE_MS || delivery.issuedMs - nowMs > CLOCK_BEHIND_MS) return 'delivery-stale';
  if (delivery.ads !== catalogue.hash || nowMs - catalogue.confirmedMs > MAX_CATALOGUE_AGE_MS || catalogue.confirmedMs - nowMs > CLOCK_BEHIND_MS) return 'catalogue-stale';
  if (isSilenced(showings.flatMap(({ dismissedMs }) => dismissedMs ?? []), nowMs)) return 'silenced';
  return pageCategories.some(isSensitive) ? 'page-sensitive' : undefined;
}

/** What counts towards caps, pauses and leases: what was shown, and what an experiment kept from her. */
const met = ({ showings, ghosts = [] }: Pick<AdFacts, 'showings' | 'ghosts'>): readonly Showing[] => [...showings, ...ghosts];

/** Whether two dismissals stood within 48 hours of each other, and the second is not 48 hours past. A dismissal ahead of the clock is not past. */
function isSilenced(dismissedMs: readonly number[], nowMs: number): boolean {
  const times = [...dismissedMs].sort((a, b) => a - b);
  return times.some((atMs, i) => {
    const before = times[i - SILENCING_DISMISSALS + 1];
    return before !== undefined && atMs - before <= SILENCE_MS && nowMs - atMs < SILENCE_MS;
  });
}

function wishBar(campaign: Campaign, creative: Creative, { wishes: { hidden } }: AdFacts): AdBar | undefined {
  return hidden.includes(campaign.id) || hidden.includes(creative.id) ? 'hidden' : undefined;
}

function deliveryBar({ id, startMs, endMs, dayparts }: Campaign, facts: AdFacts): AdBar | undefined {
  const { nowMs, weekday, hour, delivery, leaseOf } = facts;
  const own = delivery?.campaigns[id];
  if (!delivery || !own) return 'not-delivered';
  if (nowMs < startMs) return 'not-begun';
  if (nowMs >= endMs) return 'ended';
  if (dayparts.length > 0 && !dayparts.some((part) => isWithin(part, weekday, hour))) return 'daypart';
  if (leaseOf(id) >= own.passThrough) return 'paced';
  const spent = countedOf(met(facts), nowMs).filter(({ campaignId, countedMs }) => campaignId === id && countedMs >= delivery.issuedMs);
  // A clock that is a little behind is dealt with above: the lease counts views.
  return mayServe(LEASE, spent.length, delivery.issuedMs, Math.max(nowMs, delivery.issuedMs)) ? undefined : 'lease-spent';
}

function isWithin({ weekdays, fromHour, toHour }: Daypart, weekday: number, hour: number): boolean {
  return weekdays.includes(weekday) && hour >= fromHour && hour < toHour;
}

/** The size in which `creative` is drawn in a slot that takes `sizes`; undefined where it has none of them. */
export function sizeFor({ sizes: own }: Creative, sizes: readonly AdSize[]): AdSize | undefined {
  return sizes.find(({ width, height }) => own.some((size) => size.width === width && size.height === height));
}

const languageOf = (locale: string): string => locale.toLowerCase().split('-')[0] ?? '';

function placeBar(campaign: Campaign, creative: Creative, { slot, sizes, locale, pageCategories, categoriesOf, isOfOtherArm, textBars }: AdFacts): AdBar | undefined {
  if (campaign.slots.length > 0 && !campaign.slots.includes(slot)) return 'other-slot';
  if (!sizeFor(creative, sizes)) return 'other-size';
  if (creative.locale !== '' && languageOf(creative.locale) !== languageOf(locale)) return 'other-language';
  if (isOfOtherArm?.(campaign.id, creative.id) === true) return 'other-arm';
  const textBar = textBars?.get(creative.id);
  if (textBar) return textBar;
  if (campaign.excludedCategories.some((name) => pageCategories.includes(name))) return 'page-category';
  const about = [...campaign.audience.tags, ...campaign.audience.categories, ...(creative.itemId === undefined ? [] : categoriesOf(creative.itemId))];
  return about.some(isSensitive) ? 'sensitive' : undefined;
}

function shopperBar(campaign: Campaign, { delivery, shopper, bought, converted }: AdFacts): AdBar | undefined {
  if (delivery?.campaigns[campaign.id]?.isTargeted === true && !isMeant(campaign.audience, shopper)) return 'audience';
  const isBuyer = campaign.excludedItemIds.length > 0 ? campaign.excludedItemIds.some((id) => bought.has(id)) : converted.has(campaign.id);
  return isBuyer ? 'buyer' : undefined;
}

/** Whether she is one of those that `audience` names. */
function isMeant(audience: Audience, { tags, categories, cluster, lifeCycle }: AudienceFacts): boolean {
  const meets = <Value>(wanted: readonly Value[], isHers: (value: Value) => boolean): boolean => wanted.length === 0 || wanted.some(isHers);
  return meets(audience.tags, (tag) => tags.includes(tag)) && meets(audience.categories, (name) => categories.includes(name)) && meets(audience.clusters, (one) => one === cluster)
    && meets(audience.lifeCycles, (one) => one === lifeCycle);
}

/** What counts is what was seen, or may still be (`RESERVATION_MS`). A time ahead of the clock is within every span. */
function seenBar(campaign: Campaign, creative: Creative, facts: AdFacts): AdBar | undefined {
  const { nowMs } = facts;
  const counted = countedOf(met(facts), nowMs);
  const ages = (isOne: (of: (typeof counted)[number]) => boolean): readonly number[] => counted.filter(isOne).map(({ countedMs }) => nowMs - countedMs);
  const ownAges = ages(({ campaignId }) => campaignId === campaign.id);
  for (const span of Object.keys(CAP_SPANS_MS) as CapSpan[]) {
    const cap = campaign.caps[span];
    if (cap !== undefined && ownAges.filter((ageMs) => ageMs < CAP_SPANS_MS[span]).length >= cap) return `cap-${span}`;
  }
  if (ownAges.some((ageMs) => ageMs < AGAIN_MS)) return 'campaign-again';
  return ages(({ creativeId }) => creativeId === creative.id).some((ageMs) => ageMs < AGAIN_MS) ? 'creative-again' : undefined;
}
