import { logLoss } from '#core/ctr';
import { FLOORS } from '#core/privacy';
import { logitOf } from './rates.ts';

/** Deviations of shoppers' own levels, in the logit, from shops where they differ much to shops where they do not at all. */
const SPREADS = [3, 1.5, 0.8, 0.4, 0.2, 0] as const;
/** Rounds of {@link commonChances}, each a report of a few numbers. */
const ROUNDS = 10;

/** Rows that the public rate weighs against a shopper's own, for each spread. */
const strengthsOf = (base: number): readonly number[] => SPREADS.map((spread) => 1 / (spread * spread * base * (1 - base)));

const rateOf = (strength: number, { clicks, shown, base }: { readonly clicks: number; readonly shown: number; readonly base: number }): number => (strength === Number.POSITIVE_INFINITY ? base : (clicks + strength * base) / (shown + strength));

/** shape [spreads], nats that the labels of her past lost, told one after another, if shoppers differ so much. */
export function spreadLosses(past: readonly number[], labels: Uint8Array, base: number): Float64Array {
  return Float64Array.from(strengthsOf(base), (strength) => {
    let [loss, clicks] = [0, 0];
    for (const [shown, row] of past.entries()) {
      loss += logLoss(logitOf(rateOf(strength, { clicks, shown, base })), labels[row] as number);
      clicks += labels[row] as number;
    }
    return loss;
  });
}

/**
 * Her rate as her past is told.
 *
 * @param spreads - shape [spreads], how likely each is among shoppers
 * @returns shape [rows of her past + 1], before each of them and after the last
 */
export function ratesAlong(past: readonly number[], { labels, base, spreads }: { readonly labels: Uint8Array; readonly base: number; readonly spreads: Float64Array }): Float64Array {
  const strengths = strengthsOf(base);
  const losses = new Float64Array(SPREADS.length);
  let clicks = 0;
  return Float64Array.from({ length: past.length + 1 }, (_, shown) => {
    const rates = strengths.map((strength) => rateOf(strength, { clicks, shown, base }));
    const likely = posterior(spreads, losses);
    const label = labels[past[shown] ?? 0] as number;
    for (const [i, rate] of rates.entries()) losses[i] = (losses[i] as number) + logLoss(logitOf(rate), label);
    clicks += label;
    return rates.reduce((sum, rate, i) => sum + rate * (likely[i] as number), 0);
  });
}

/** How likely each explanation is of a shopper who lost `losses` nats by it, if that many shoppers have it. Both of one shape; adds up to 1. */
export function posterior(shares: Float64Array, losses: Float64Array): Float64Array {
  const least = Math.min(...losses.filter((_, i) => (shares[i] as number) > 0));
  const likely = shares.map((share, i) => share * Math.exp(Math.min(0, least - (losses[i] as number))));
  const total = likely.reduce((sum, x) => sum + x, 0);
  return likely.map((x) => x / total);
}

/** Share that the explanation which is best for all has at first: where it holds for everybody, few rounds could not tell so from equal shares. */
const FIRST_SHARE = 0.9;

/**
 * Shares of shoppers for whom each explanation holds, as makes what all lost most likely (Dempster et al. 1977): from the explanation with
 * the least loss in all, in each round every device tells how likely each is of its shopper, and the mean of that is the next share. Equal
 * where too few devices are there to be summed.
 *
 * @param losses - one a device, shape [explanations], nats
 */
export function commonChances(losses: readonly Float64Array[]): Float64Array {
  const count = losses[0]?.length ?? 0;
  if (losses.length < FLOORS.minBatch) return new Float64Array(count).fill(1 / count);
  const sums = losses.reduce((sum, own) => sum.map((x, i) => x + (own[i] as number)), new Float64Array(count));
  const best = sums.indexOf(Math.min(...sums));
  let shares = sums.map((_, i) => (i === best ? FIRST_SHARE : (1 - FIRST_SHARE) / (count - 1)));
  for (let round = 0; round < ROUNDS; round++) {
    const told = new Float64Array(count);
    for (const own of losses) for (const [i, likely] of posterior(shares, own).entries()) told[i] = (told[i] as number) + likely;
    shares = told.map((sum) => sum / losses.length);
  }
  return shares;
}
