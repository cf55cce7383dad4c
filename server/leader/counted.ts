import { AD_BOUND, ADS_AT_ONCE, adsLayout, BANDIT_AT_ONCE, BANDIT_BOUND, banditLayout } from '#core/ads';
import { BUYING_BOUND, buyingLayout, DEFAULT_PORTRAITS, mediansOf, REACH_BOUND, reachLayout, taxonomyOf, type Taxonomy } from '#core/audience';
import { decodeAdCatalogue, type Campaign, type PlannedExperiment } from '#core/campaigns';
import type { ProductCatalogue } from '#core/catalogue';
import { CALIBRATION_BOUND, calibrationLayout } from '#core/ctr';
import { experimentCells, experimentLayout, OUTCOME_WINDOW_MS } from '#core/experiment';
import { filledLayout, MAX_CELLS, type Subject } from '#core/measurement';
import { DEMAND_BOUND, demandLayout, OFFERS_BOUND, offersLayout, PARITY_BOUND, parityLayout } from '#core/offers';
import { policyLayout } from '#core/offpolicy';
import { rankCells } from '#core/ranking';
import type { LeaderTables } from '#server/store';
import { adsOffer, keptDelivery } from './ads.ts';
import { currentExperiments } from './experiments.ts';
import type { Counted, PlanMoment } from './leader.ts';
import { currentModel } from './models.ts';
import { offersNow, pricedSegments } from './offers.ts';

/** What layouts follow from beside the store: the shop's public catalogue. */
export interface CountedShop {
  readonly taxonomy: Taxonomy;
  /** Portraits that devices are told apart by. */
  readonly clusters: number;
  /** A usual order, cents: what a report holds of value is a few of them. 0 where the catalogue names no price. */
  readonly orderCents: number;
}

/** What layouts want of a catalogue. */
export function countedShopOf(catalogue: ProductCatalogue): CountedShop {
  return { taxonomy: taxonomyOf(catalogue), clusters: DEFAULT_PORTRAITS, orderCents: mediansOf(catalogue).orderCents };
}

/** Usual orders whose value one report holds. */
const ORDERS_HELD = 3;
/** Events of a week that one report of quality counts at most: a shopper turns to more only in weeks that are not like others. */
const QUALITY_EVENTS = 16;

/** A subject that this leader can lay out by itself. */
export type CountedSubject = Extract<Subject, 'quality' | 'ads' | 'bandit' | 'experiment' | 'reach' | 'buying' | 'calibration' | 'policy' | 'demand' | 'parity' | 'offers'>;

interface Asking extends PlanMoment {
  readonly tables: LeaderTables;
  readonly shop: CountedShop;
  /** Of what devices are offered now. */
  readonly campaigns: readonly Campaign[];
}

/** Campaigns of the ad catalogue that devices are offered; none where no campaign was ever live. @throws TypeError where it cannot be read: it was written by this program */
export function campaignsOffered({ settings, files }: Pick<LeaderTables, 'settings' | 'files'>): readonly Campaign[] {
  const { ads } = adsOffer({ settings });
  const bytes = ads && files.get('ads', ads.hash);
  if (!bytes) return [];
  const catalogue = decodeAdCatalogue(bytes);
  if (!catalogue.ok) throw new TypeError(catalogue.fault.message);
  return catalogue.value.campaigns;
}

/**
 * Experiments of which somebody can have something to tell: the first window closed. As many as one report holds; with more of
 * them each task begins with another.
 */
function toldExperiments({ tables, nowMs, turn }: Asking): readonly PlannedExperiment[] {
  const told = currentExperiments(tables, nowMs).filter(({ startMs }) => startMs + OUTCOME_WINDOW_MS <= nowMs);
  let left = MAX_CELLS;
  return told.map((_, i) => told[(turn + i) % told.length]).filter((experiment) => experiment !== undefined).filter((experiment) => (left -= experimentCells(experiment)) >= 0);
}

/** What each subject counts now; undefined where there is nothing to count. Those of ads want campaigns on offer, those of prices a file of them. */
const COUNTED: Readonly<Record<CountedSubject, (asking: Asking) => Counted | undefined>> = {
  // Four cells and no more, because each carries the noise of both servers; after the first round, so that what is served is a model's.
  quality: ({ tables }) => (tables.rounds.last() === 0 ? undefined : { layout: filledLayout('quality', rankCells([10])), bound: QUALITY_EVENTS }),
  ads: ({ campaigns, turn, shop }) => (campaigns.length === 0 ? undefined : { layout: adsLayout({ campaigns }, turn * ADS_AT_ONCE, shop.orderCents > 0 ? ORDERS_HELD * shop.orderCents : undefined), bound: AD_BOUND }),
  bandit: ({ campaigns, turn }) => (campaigns.length === 0 ? undefined : { layout: banditLayout({ campaigns }, turn * BANDIT_AT_ONCE), bound: BANDIT_BOUND }),
  experiment(asking) {
    const experiments = toldExperiments(asking);
    return experiments.length === 0 ? undefined : experimentLayout(experiments);
  },
  reach: ({ campaigns, shop: { taxonomy, clusters } }) => (campaigns.length === 0 ? undefined : { layout: reachLayout(taxonomy, clusters), bound: REACH_BOUND }),
  buying: ({ campaigns, shop }) => (campaigns.length === 0 ? undefined : { layout: buyingLayout(shop.taxonomy), bound: BUYING_BOUND }),
  policy({ tables }) {
    const trial = keptDelivery(tables)?.candidate;
    return trial && policyLayout([trial.id]);
  },
  demand({ tables }) {
    const segments = pricedSegments(tables);
    return segments === 0 ? undefined : { layout: demandLayout(segments), bound: DEMAND_BOUND };
  },
  parity: ({ tables, shop: { clusters } }) => (pricedSegments(tables) === 0 ? undefined : { layout: parityLayout(clusters), bound: PARITY_BOUND }),
  offers({ tables }) {
    const coupons = offersNow(tables)?.set.coupons ?? [];
    return coupons.length === 0 ? undefined : { layout: offersLayout(coupons), bound: OFFERS_BOUND };
  },
  // Before a step of `ctr` nothing was predicted.
  calibration: ({ campaigns, tables }) => (campaigns.length === 0 || (currentModel(tables, 'ctr')?.round ?? 0) === 0 ? undefined : { layout: calibrationLayout(), bound: CALIBRATION_BOUND }),
};

/** A plan's `counts` over several subjects that take turns: each task the next one that has something to count. */
export function countedInTurn(subjects: readonly CountedSubject[], shop: CountedShop): (tables: LeaderTables, moment: PlanMoment) => Counted | undefined {
  return (tables, { nowMs, turn }) => {
    const campaigns = campaignsOffered(tables);
    const lap = Math.floor(turn / subjects.length);
    for (let i = 0; i < subjects.length; i++) {
      const subject = subjects[(turn + i) % subjects.length];
      const counted = subject && COUNTED[subject]({ tables, shop, campaigns, nowMs, turn: lap });
      if (counted) return counted;
    }
    return undefined;
  };
}
