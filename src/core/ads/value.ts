import type { AdSize, Campaign, Creative } from '#core/campaigns';

/** Chance that an ad which was seen is followed, before anything is learned: display ads of shops are followed by one to three in a hundred. */
export const BASE_CLICK_CHANCE = 0.02;
/** Chance that somebody who followed an ad buys, before anything is learned: shops convert two to three visits in a hundred. */
export const BASE_BUY_CHANCE = 0.025;
/** What the value of a disliked advertiser's ads is multiplied by: a quarter, so that they come only where others are worth far less. */
export const DISLIKED_WEIGHT = 0.25;

/** Where a creative would be shown. */
export interface AdContext {
  readonly campaign: Campaign;
  readonly creative: Creative;
  readonly slot: string;
  readonly size: AdSize;
}

/** Chances by a trained model. Each lies in [0, 1]. */
export interface Predict {
  /** That the ad is followed once it was seen. */
  clickChance(of: AdContext): number;
  /** That its follower buys what it is for. */
  buyChance(of: AdContext): number;
  /** The same before calibration and before her own past, above 0 and below 1: what a measurement of calibration counts. */
  plain(of: AdContext): { readonly clickChance: number; readonly buyChance: number };
}

/**
 * What one seen impression is worth to the shop, in cents: the chance of the event that the bid names times what it brings.
 *
 * @param clickChance - drawn or predicted, in [0, 1]
 * @param orderCents - price of what is advertised where the creative names none
 */
export function expectedCents({ campaign: { bid }, creative: { assets } }: Pick<AdContext, 'campaign' | 'creative'>, clickChance: number, { buyChance = BASE_BUY_CHANCE, orderCents = 0 } = {}): number {
  switch (bid.kind) {
    case 'cpm': return bid.cents / 1000;
    case 'cpc': return clickChance * bid.cents;
    case 'cpa': return clickChance * buyChance * bid.cents;
    case 'margin': return clickChance * buyChance * bid.share * (assets.salePriceCents ?? assets.priceCents ?? orderCents);
  }
}
