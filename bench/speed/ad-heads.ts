import { adMetrics } from '#bench/ads';
import { adWorld, trainAdHead } from '#bench/lanes';
import { catalogueOf, contentVectors } from '#core/catalogue';
import { adLogit, sigmoid } from '#core/ctr';
import { contentHash } from '#core/units';
import { demoProducts } from '#server/demoshop';
import { firstAdModel } from '#worker/models';
import { figure, type Figure } from './figure.ts';

const [SEEDS, REPORTS, ROUNDS, HELD_OUT, MOST_ADS] = [[1, 2, 3], 600, 8, 1_500, 24];
/** Purchases follow clicks, and few shoppers have several. */
const MOST_CLICKS = 4;

/** What a head of ads learns in rounds of made-up devices, as AUC on others: clicks at two rates, by what shops begin with and by all heads, and purchases. */
export async function measureAdHeads(): Promise<readonly Figure[]> {
  const products = demoProducts();
  const catalogue = catalogueOf(contentHash(new Uint8Array()), products, contentVectors(products));
  const figures: Figure[] = [];
  for (const [name, kind, rate, mostAds, heads] of [
    ['clicks-8', 'ctr', 0.08, MOST_ADS, 1], ['clicks-2', 'ctr', 0.02, MOST_ADS, 1], ['clicks-2-all-heads', 'ctr', 0.02, MOST_ADS, 3], ['purchases-10', 'cvr', 0.1, MOST_CLICKS, 1],
  ] as const) {
    const runs: { readonly before: number; readonly after: number; readonly dropped: number }[] = [];
    for (const seed of SEEDS) {
      const log = adWorld({ rate, mostAds, seed });
      const held = Array.from({ length: HELD_OUT }, log);
      const [rows, users] = [held.flat(), Int32Array.from(held.flatMap((own, user) => own.map(() => user)))];
      const aucOf = (weights: Float32Array): number => adMetrics(Float64Array.from(rows, ({ moment }) => sigmoid(adLogit(kind, weights, moment))), Uint8Array.from(rows, ({ label }) => label), users).auc;
      const first = firstAdModel(kind, heads);
      const rounds = await trainAdHead({ kind, reports: REPORTS, rounds: ROUNDS, seed, catalogue, log, heads });
      runs.push({ before: aucOf(first), after: aucOf(rounds.at(-1)?.served ?? first), dropped: rounds.filter(({ outcome }) => outcome === 'rolled-back').length });
    }
    const mean = (of: 'before' | 'after' | 'dropped'): number => runs.reduce((sum, run) => sum + run[of], 0) / runs.length;
    const each = runs.map(({ after }) => after.toFixed(3)).join(', ');
    figures.push(figure(`ad-heads-${name}`, 'share', mean('after'), mean('before'), `AUC of ${kind} (${firstAdModel(kind, heads).length} weights) on ${HELD_OUT} made-up shoppers after ${ROUNDS} rounds of ${REPORTS} reports at z = 4, mean of seeds ${SEEDS.join(', ')} (${each}); ${mean('dropped').toFixed(1)} candidates dropped a run; the baseline is what it begins with`));
  }
  return figures;
}
