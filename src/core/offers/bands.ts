import type { CampaignFault } from '#core/campaigns';
import type { ItemId } from '#core/catalogue';
import { isTimeZone } from './shop-clock.ts';

/** Between what a product may cost, by the merchant. */
export interface PriceBand {
  readonly itemId: ItemId;
  readonly baseCents: number;
  /** 1 to `baseCents`. */
  readonly floorCents: number;
  /** `baseCents` and up. */
  readonly ceilingCents: number;
}

/** Products whose demand is counted together, and how it answers to their price. */
export interface PriceSegment {
  /** Category of the catalogue. */
  readonly name: string;
  readonly bands: readonly PriceBand[];
  /** By how many per cent demand falls where the price rises by one; see `elasticityFrom`. */
  readonly elasticity: number;
}

/** All that is wrong with bands whose fields have the right kinds; paths as the codec spells them. */
export function bandFaults({ timeZone, segments }: { readonly timeZone: string; readonly segments: readonly PriceSegment[] }): readonly CampaignFault[] {
  const faults: CampaignFault[] = [];
  const seen = new Set<ItemId>();
  if (!isTimeZone(timeZone)) faults.push({ path: 'pricing.timeZone', message: 'This is no time zone: wanted a name such as Europe/Berlin' });
  for (const [i, { bands }] of segments.entries()) {
    const at = `pricing.segments[${i}].bands`;
    if (bands.length === 0) faults.push({ path: at, message: 'A segment wants at least one product' });
    for (const [j, { itemId, floorCents, baseCents, ceilingCents }] of bands.entries()) {
      if (!(floorCents <= baseCents && baseCents <= ceilingCents)) faults.push({ path: `${at}[${j}].baseCents`, message: 'The price must lie between its floor and its ceiling' });
      if (seen.has(itemId)) faults.push({ path: `${at}[${j}].itemId`, message: `${itemId} stands in two bands` });
      seen.add(itemId);
    }
  }
  return faults;
}
