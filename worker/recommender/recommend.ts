import { categoryFilter, itemIdAt, type Catalogue, type ItemIndex } from '#core/catalogue';
import { servedCount, type RecommendRequest } from '#core/contract';
import type { Interaction } from '#core/features';
import { topDiverse, type Cap, type Recommendation, type ScorerName } from '#core/ranking';
import type { CoOccurrence } from './co-occurrence.ts';
import { contextOf, type Knowledge, type ShopperContext } from './context.ts';
import { withNamedEvents, type Naming } from './evidence-events.ts';
import { factsOf, itemCosine, type CatalogueFacts } from './facts.ts';
import { initialMix, mixScores, weightsAt } from './mix.ts';
import { shelfWeights } from './shelf-weights.ts';
import { PIN, reasonFor, type ReasonSource } from './reason.ts';
import { givePersonalSeats, type Seat } from './seats.ts';

/** Candidates per seat that diversity and caps may choose from. */
const CANDIDATES_PER_SEAT = 12;
/** Interest a product page shows in its own product, in views: it is what the shopper looks at now. */
const PAGE_ITEM_WEIGHT = 3;
/** How much a disliked item takes from one just like it, in score units: more than any single scorer gives. */
const DISLIKE = 6;

/** What is known of the shopper when a shelf is drawn. All of it optional: an empty one gives what is popular. */
export interface ShopperState {
  /** Oldest first. */
  readonly interactions?: readonly Interaction[];
  /** Newest published mix, shape [MIX_PARAMETERS]; `initialMix()` by default. */
  readonly mix?: Float32Array;
  /** From `fitPersonalHead`. */
  readonly head?: Float32Array;
  /** Encoder scores [N] after the interactions; absent until the encoder is ready. */
  readonly modelScores?: Float32Array;
  /** What the public table of pairs says; absent until it is read. */
  readonly coOccurrence?: CoOccurrence;
  /** Moment of the request, ms since 1970; that of the newest interaction by default. */
  readonly nowMs?: number;
  readonly attention?: ReasonSource['attention'];
  readonly hidden?: ReadonlySet<ItemIndex>;
  /** Items whose neighbourhood is to be shown less. */
  readonly disliked?: readonly ItemIndex[];
  /** Items of an interest of which nothing is to be shown. */
  readonly isNever?: ((item: ItemIndex) => boolean) | undefined;
  /** Name of the pinned interest that an item belongs to. */
  readonly pinnedAs?: ReasonSource['pinnedAs'];
}

/** Ranks one catalogue for whoever is asked about. Holds no shopper's data between calls. */
export interface Recommender {
  readonly facts: CatalogueFacts;
  /** At most `request.count` available items, best first; never a hidden one, never the page's own. */
  recommend(request: RecommendRequest, shopper?: ShopperState): Recommendation[];
  /** What a request is answered from: on a product page its product is the newest interest, although it may not be in the log yet. */
  interactionsFor(request: RecommendRequest, interactions: readonly Interaction[]): readonly Interaction[];
  /** Scorers that take part for such a shopper. */
  scorers(shopper?: ShopperState): ScorerName[];
}

/** A recommender over `catalogue`; the first call of the process computes the catalogue's facts. */
export function createRecommender(catalogue: Catalogue): Recommender {
  const facts = factsOf(catalogue);
  return {
    facts,
    recommend: (request, shopper = {}) => seatsOf(facts, request, rankFor(facts, request, shopper)).map(({ item, score, reason }) => ({ item, id: itemIdAt(catalogue, item), score, reason })),
    interactionsFor: (request, interactions) => withPageItem(facts, request, interactions),
    scorers(shopper = {}) {
      const personal: ScorerName[] = shopper.interactions?.length ? ['content', ...(shopper.modelScores ? (['model'] as const) : []), ...(shopper.coOccurrence ? (['co-occurrence'] as const) : []), 'on-device'] : [];
      return ['popularity', ...personal, ...(personal.length === 0 && shopper.pinnedAs ? (['on-device'] as const) : []), 'mix'];
    },
  };
}

/** All scores of one request, before seats are given. */
export interface Ranking extends Naming {
  /** [N] */
  readonly scores: Float32Array;
  /** Lowers scores [N] in place where the shopper asked for less. */
  readonly lower: (scores: Float32Array) => void;
  /** Items that may not stand there. */
  readonly isExcluded: (item: ItemIndex) => boolean;
}

/** Scores every item for one request: what shelves are drawn from, and what explanations take apart. */
export function rankFor(facts: CatalogueFacts, request: RecommendRequest, shopper: ShopperState): Ranking {
  const interactions = withPageItem(facts, request, shopper.interactions ?? []);
  const isProductPage = request.placement === 'product-related';
  const knowledge: Knowledge = isProductPage ? { ...shopper, nowMs: interactions.at(-1)?.atMs ?? 0 } : shopper;
  const context = contextOf(facts, interactions, knowledge);
  const weightsIn = (at: Pick<ShopperContext, 'phase'>): Float32Array => shelfWeights(weightsAt(at, shopper.mix ?? initialMix()), { head: shopper.head, isProductPage });
  const weights = weightsIn(context);
  const scores = mixScores(context, weights);
  const lower = (values: Float32Array): void => shopper.disliked?.forEach((disliked) => lowerNeighbours(facts, disliked, values));
  lower(scores);
  const { pinnedAs } = shopper;
  if (pinnedAs) for (let item = 0; item < scores.length; item++) if (pinnedAs(item) !== undefined) scores[item] = (scores[item] ?? 0) + PIN;
  const source: ReasonSource = { context, interactions, weights, pinnedAs, ...(shopper.attention && { attention: shopper.attention }) };
  return { source, scores, lower, knowledge, weightsIn, isExcluded: exclusion(facts, request, shopper, context) };
}

/** Seats of one shelf, best first. */
export function seatsOf(facts: CatalogueFacts, request: RecommendRequest, ranking: Ranking): Seat[] {
  const { source, scores, lower, isExcluded } = ranking;
  const count = servedCount(request.count);
  const { context, pinnedAs } = source;
  const caps = [...capsFor(facts, request, context, count), ...(pinnedAs ? [{ keyOf: pinnedAs, most: Math.ceil(count / 2) }] : [])];
  const best = (values: Float32Array): number[] =>
    topDiverse(values, { count, candidates: Math.min(facts.items, count * CANDIDATES_PER_SEAT), caps, isExcluded });
  const seats = best(scores).map((item): Seat => ({ item, score: scores[item] ?? 0, reason: reasonFor(source, item) }));
  const impersonal = new Set(best(facts.popularity));
  return withNamedEvents(givePersonalSeats(seats, { source, scores, lower, impersonal, isExcluded }), ranking);
}

/** On a product page its product is the newest interest, although it may not be in the log yet. */
export function withPageItem(facts: CatalogueFacts, request: RecommendRequest, interactions: readonly Interaction[]): readonly Interaction[] {
  const item = request.placement === 'product-related' && request.itemId !== undefined ? facts.catalogue.indexById.get(request.itemId) : undefined;
  if (item === undefined) return interactions;
  const newest = interactions.at(-1);
  return [...interactions, { item, type: 'view_item', atMs: newest?.atMs ?? 0, weight: PAGE_ITEM_WEIGHT, session: newest?.session ?? 0, eventId: '' }];
}

function lowerNeighbours(facts: CatalogueFacts, disliked: ItemIndex, scores: Float32Array): void {
  for (let item = 0; item < scores.length; item++) {
    const likeness = item === disliked ? 1 : itemCosine(facts, disliked, item);
    if (likeness > 0) scores[item] = (scores[item] ?? 0) - DISLIKE * likeness * likeness; // squared: near ones go, far ones hardly notice
  }
}

function exclusion(facts: CatalogueFacts, request: RecommendRequest, shopper: ShopperState, context: ShopperContext): (item: ItemIndex) => boolean {
  const { available, indexById, paths, pathByIndex } = facts.catalogue;
  const own = request.itemId === undefined ? undefined : indexById.get(request.itemId);
  const category = request.placement === 'category' ? request.category : undefined;
  const besides = new Set(request.except?.map((id) => indexById.get(id)));
  const isInside = category === undefined ? undefined : paths.map(categoryFilter(category));
  return (item) => {
    if (available[item] !== 1 || item === own || besides.has(item) || shopper.hidden?.has(item) || shopper.isNever?.(item)) return true;
    if (isInside && isInside[pathByIndex[item] ?? -1] !== true) return true;
    return request.placement === 'cart' && context.inCart.has(item);
  };
}

/** At most half a shelf from one leaf category where the page itself is about none, and a quarter of what was seen before. */
function capsFor(facts: CatalogueFacts, request: RecommendRequest, context: ShopperContext, count: number): Cap[] {
  const isSpecial = request.placement === 'product-related' || request.placement === 'category';
  const seen: Cap = { keyOf: (item) => (context.seen.has(item) ? 'seen' : undefined), most: isSpecial ? 0 : Math.floor(count / 4) };
  const category: Cap = { keyOf: (item) => facts.catalogue.categoryByIndex[item], most: Math.ceil(count / 2) };
  return isSpecial ? [seen] : [seen, category];
}
