import { itemIdAt, type Catalogue, type ItemId } from '#core/catalogue';
import { categoryTiesOfCounts, countPairs, MAX_PAIR_CELLS, newPairCounts } from '#core/cooccurrence';
import type { EventId, ShopEvent } from '#core/events';
import { historyOf, sequenceOf, type Interaction } from '#core/features';
import { seededChance, type Chance } from '#core/units';
import { arraysEncoder, startingWeights } from '#worker/models';
import { coOccurrenceOf, createRecommender, explain, type CoOccurrence, type ShopperState } from '#worker/recommender';
import type { Figure } from './figure.ts';
import { madeUpCatalogue, madeUpViews } from './made-up.ts';
import { timedFigure, timesOf } from './timing.ts';

const ITEMS = 10_000;
/** Events of the shopper, of which the newest 50 are left out one by one. */
const EVENTS = 200;
/** Shoppers whose pairs fill the table. */
const OTHERS = 3_000;
const RUNS = 60;
const SEED = 5;

/** Why one product is shown: the real scorer with each of 50 events left out; beside 50 whole shelves drawn from the same histories. */
export async function measureExplain(): Promise<readonly Figure[]> {
  const chance = seededChance(SEED);
  const catalogue = madeUpCatalogue(ITEMS, chance);
  const coOccurrence = madeUpCompany(catalogue, chance);
  const [encoder, weights] = [arraysEncoder(catalogue), startingWeights(chance)];
  const encodedBy = async (interactions: readonly Interaction[]) => {
    const input = sequenceOf(interactions);
    return { modelScores: encoder.scoreAllSync(weights, input), attention: { input, weights: encoder.attentionSync(weights, input) } };
  };
  const events = madeUpViews(ITEMS, { count: EVENTS, spread: 300 }, chance).map(({ item, atMs }, n): ShopEvent => ({
    id: `e${n}` as EventId, type: 'view_item', atMs, items: [{ itemId: itemIdAt(catalogue, item) }], page: '/p', dwellMs: 1000 + chance.below(60_000),
  }));
  const without = (ids: ReadonlySet<string>): readonly Interaction[] => historyOf(events.filter(({ id }) => !ids.has(id)), catalogue).interactions;
  const naming = (wanted: ItemId): ReadonlySet<string> => new Set(events.filter(({ items }) => items.some(({ itemId }) => itemId === wanted)).map(({ id }) => id));
  const whole = without(new Set());
  const known: ShopperState = { interactions: whole, coOccurrence, ...(await encodedBy(whole)) };
  const recommender = createRecommender(catalogue);
  const home = { placement: 'home', count: 8 } as const;
  const shelf = recommender.recommend(home, known);
  const pause = async (): Promise<void> => undefined;
  const ours = await timesOf((run) => explain({ catalogue, known, without, naming, encodedBy, pause }, shelf[run % shelf.length]?.item ?? 0, home), { runs: RUNS, warmUps: 5 });
  const baseline = await timesOf(async () => {
    for (const { id } of events.slice(-50)) {
      const interactions = without(new Set([id]));
      recommender.recommend(home, { coOccurrence, interactions, ...(await encodedBy(interactions)) });
    }
  }, { runs: RUNS / 4, warmUps: 2 });
  return [timedFigure('explain', {
    ours, baseline, how: `one product of ${ITEMS}: score and place without each of the newest 50 of ${EVENTS} events, T11, table of pairs, history made anew each time; the baseline is 50 whole shelves from the same histories`,
  })];
}

function madeUpCompany(catalogue: Catalogue, chance: Chance): CoOccurrence {
  const counts = newPairCounts(catalogue.items);
  for (let shopper = 0; shopper < OTHERS; shopper++) countPairs(counts, madeUpViews(catalogue.items, { count: 30, spread: 60 }, chance));
  return coOccurrenceOf(catalogue, { counts, trend: new Float32Array(catalogue.items), categories: categoryTiesOfCounts(catalogue, counts, MAX_PAIR_CELLS) });
}
