import type { Campaign } from '#core/campaigns';

/** What a bid is spent on. */
export interface Charge {
  /** The count, by its name in a layout of `ads`. */
  readonly count: 'viewables' | 'clicks' | 'conversions' | 'value';
  /** Cents for one of the count; of `value`, for one cent of it. */
  readonly cents: number;
}

/** What spends a campaign's budget: the event that its bid names. A margin is spent as it is earned. */
export function chargeOf(bid: Campaign['bid']): Charge {
  switch (bid.kind) {
    case 'cpm': return { count: 'viewables', cents: bid.cents / 1000 };
    case 'cpc': return { count: 'clicks', cents: bid.cents };
    case 'cpa': return { count: 'conversions', cents: bid.cents };
    case 'margin': return { count: 'value', cents: bid.share };
  }
}
