import { WEEK_MS, type Chance } from '#core/units';
import type { Coupon } from './coupon.ts';
import type { EligibleOffer, OfferReason } from './eligible.ts';

/** Share of choices drawn at random among her offers, so that the value of each can be learnt (RECOMMENDER.md §4 asks for .05 at least). */
export const OFFER_EXPLORE_SHARE = 0.1;
/** How long a chosen offer stays hers, ms: one that changes with every page invites reloading for a better one. */
const HOLD_MS = WEEK_MS;

/** What an offer is worth to the shop, by public figures: chance of being redeemed where it is shown, and what that earns. */
export interface OfferWorth {
  /** 0 to 1, of the published estimates; the prior where there are none yet. */
  readonly redeemedShare: number;
  /** What a redemption earns more than no offer would have, cents; below 0 where the shop pays for it. */
  readonly earnedCents: number;
}

/** An offer chosen before and kept. */
export interface HeldOffer {
  readonly couponId: Coupon['id'];
  readonly sinceMs: number;
}

/** One choice, as the log keeps it. */
export interface ChosenOffer {
  readonly coupon: Coupon;
  readonly reason: OfferReason;
  /** Chance with which this one was drawn; 1 for one that is held. */
  readonly propensity: number;
  /** Whether it is the one held before; another is hers from now on. */
  readonly isHeld: boolean;
}

/**
 * Her offer: the one held, while it is still hers and for a week; else the most valuable (`redeemedShare · earnedCents`), or one at
 * random in a tenth of choices. Offers that earn nothing are not shown. Her basket and its prices play no part.
 *
 * @returns undefined where no offer is worth showing
 */
export function chooseOffer(eligible: readonly EligibleOffer[], worthOf: (coupon: Coupon) => OfferWorth, { held, nowMs, chance }: { readonly held?: HeldOffer; readonly nowMs: number; readonly chance: Chance }): ChosenOffer | undefined {
  const kept = eligible.find(({ coupon }) => coupon.id === held?.couponId);
  if (held && kept && nowMs >= held.sinceMs && nowMs - held.sinceMs < HOLD_MS) return { ...kept, propensity: 1, isHeld: true };
  const valued = eligible.flatMap((offer) => {
    const { redeemedShare, earnedCents } = worthOf(offer.coupon);
    return redeemedShare * earnedCents > 0 ? [{ offer, value: redeemedShare * earnedCents }] : [];
  });
  const best = valued.reduce<(typeof valued)[number] | undefined>((top, each) => (top === undefined || each.value > top.value ? each : top), undefined);
  if (best === undefined) return undefined;
  const drawn = chance.next() < OFFER_EXPLORE_SHARE ? (valued[chance.below(valued.length)] ?? best) : best;
  return { ...drawn.offer, propensity: OFFER_EXPLORE_SHARE / valued.length + (drawn === best ? 1 - OFFER_EXPLORE_SHARE : 0), isHeld: false };
}
