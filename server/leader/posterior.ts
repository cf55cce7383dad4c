import { adTotal, posteriorOf } from '#core/ads';
import type { Campaign, Delivery, LinearPosterior } from '#core/campaigns';
import { totalsOf, type PublishedSum, type Subject } from '#core/measurement';
import { mayPublish, policyEstimateOf } from '#core/offpolicy';
import { contentHash, utf8Encode } from '#core/units';

/** Sums of a subject that count now, oldest first. */
export type SumsOf = (subject: Subject) => readonly PublishedSum[];

/**
 * Reports on ads within the days that are looked at, from which a new posterior is tried before it draws: below it the
 * gate could tell no policy from a tenth better one, and would keep every shop at the prior. There the posterior goes out as it is:
 * it draws by its own doubt, and one draw in twenty stays at random.
 */
const JUDGED_REPORTS = 100_000;

const idOf = (bandit: LinearPosterior): string => `bandit-${contentHash(utf8Encode(JSON.stringify(bandit))).slice(0, 16)}`;

/** What draws ads next, and what is on trial: devices note the chance with which it would have made their draws, and a measurement of `policy` adds up what it would have earned. */
export function nextPolicy(sums: SumsOf, campaigns: readonly Campaign[], { bandit, candidate }: Pick<Delivery, 'bandit' | 'candidate'>): Pick<Delivery, 'bandit' | 'candidate'> {
  const newest = posteriorOf(totalsOf(sums('bandit')), { campaigns });
  const ads = sums('ads');
  if (ads.reduce((sum, { reports }) => sum + reports, 0) < JUDGED_REPORTS) {
    const known = newest ?? bandit;
    return known ? { bandit: known } : {};
  }
  const drawn = bandit && { bandit };
  const tried = newest && { candidate: { id: idOf(newest), bandit: newest } };
  if (!candidate) return { ...drawn, ...tried };
  const figures = totalsOf(ads);
  const of = (count: 'clicks' | 'impressions'): number => campaigns.reduce((sum, { id }) => sum + adTotal(figures, id, count).value, 0);
  const presentValue = of('clicks') / Math.max(1, of('impressions'));
  const estimate = policyEstimateOf(totalsOf(sums('policy')), candidate.id);
  if (mayPublish(estimate, presentValue).ok) return { bandit: candidate.bandit };
  // What is surely no better makes room for the newest; what is not yet known stays on trial.
  return estimate.high < presentValue ? { ...drawn, ...tried } : { ...drawn, candidate };
}
