import type { BasketLine, OfferSet, PriceFile, PublishedOffers, Quote } from '#core/offers';

/** The till that docs/shops/offers.md shows shop developers, as they would run it. */
export const documentedTill = (await import(/* @vite-ignore */ new URL('../../docs/examples/till/till.mjs', import.meta.url).href)) as {
  readOffers(leaderUrl: string): Promise<{ readonly set: OfferSet; readonly prices?: PriceFile } | undefined>;
  quote(kept: readonly PublishedOffers[], basket: readonly BasketLine[], code: string, nowMs: number): Quote;
};
