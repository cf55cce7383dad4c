import { adLearning } from '#bench/simulate';
import { catalogueOf, contentVectors } from '#core/catalogue';
import { contentHash, WEEK_MS } from '#core/units';
import { demoCampaigns, demoProducts } from '#server/demoshop';
import { figure, type Figure } from './figure.ts';

const [SHOPPERS, WEEKS, SEED] = [300, 6, 1];
/** Of the demo shop's: those that most shoppers meet. */
const CAMPAIGNS = 3;
/** When campaigns begin, ms since 1970: any time is alike. */
const START_MS = 1_800_000_000_000;

/** Click rates in the simulation where devices learn of their shopper and where they do not, true chances both: campaigns of one tier and bid, so that what is followed decides. */
export async function measureAdLearning(): Promise<readonly Figure[]> {
  const products = demoProducts();
  const catalogue = catalogueOf(contentHash(new Uint8Array()), products, contentVectors(products));
  const campaigns = demoCampaigns(products, START_MS - WEEK_MS).slice(0, CAMPAIGNS).map(({ campaign }) => ({ ...campaign, tier: 0, bid: { kind: 'cpc', cents: 30 } as const, caps: {} }));
  const known = { version: 1, shop: 'demo', currency: 'EUR', campaigns, packs: [], pictures: [] } as const;
  const run = (isUnlearning: boolean): ReturnType<typeof adLearning> => adLearning(catalogue, known, { shoppers: SHOPPERS, weeks: WEEKS, seed: SEED, startMs: START_MS, isUnlearning });
  const [learning, unlearning] = [await run(false), await run(true)];
  const rate = (weeks: typeof learning, of: 'chosen' | 'random'): number => (1000 * weeks.reduce((sum, week) => sum + week[of], 0)) / weeks.reduce((sum, { seen }) => sum + seen, 0);
  const who = `${SHOPPERS} simulated shoppers, ${campaigns.length} campaigns of one bid, nothing shared between devices`;
  const beside = 'the baseline is a device that knows only what it showed';
  const seen = (weeks: typeof learning): number => weeks.reduce((sum, week) => sum + week.seen, 0);
  return [
    figure('ad-learning', 'per mille', rate(learning, 'chosen'), rate(unlearning, 'chosen'), `true chance of a click of ads that were seen (${seen(learning)}; ${seen(unlearning)}), ${who}, ${WEEKS} weeks; at random in the same places ${rate(learning, 'random').toFixed(2)}; ${beside}`),
    figure('ad-learning-last-week', 'per mille', rate(learning.slice(-1), 'chosen'), rate(unlearning.slice(-1), 'chosen'), `the same of week ${WEEKS} alone; at random in the same places ${rate(learning.slice(-1), 'random').toFixed(2)}; ${beside}`),
  ];
}
