import { itemIdAt, type ItemIndex } from '#core/catalogue';
import type { Effect, Explanation, RecommendRequest, ScorePart } from '#core/contract';
import { rankOf } from '#core/ranking';
import { NO_BRAND, type CatalogueFacts } from './facts.ts';
import { MIX_INPUT_NAMES } from './input-names.ts';
import { INPUT, INPUT_SCORERS, INPUTS, writeInputs } from './mix.ts';
import { PIN, reasonFor } from './reason.ts';
import { rankFor, seatsOf, type Ranking, type ShopperState } from './recommend.ts';

/** What is explained: a product at a place. */
export interface Asked {
  readonly facts: CatalogueFacts;
  readonly item: ItemIndex;
  readonly request: RecommendRequest;
}

/** Everything about the score that needs no second history. */
export function explainScore(asked: Asked, shopper: ShopperState): Omit<Explanation, 'events' | 'together' | 'page'> {
  const { facts, item, request } = asked;
  const ranking = rankFor(facts, request, shopper);
  const { source, scores, isExcluded } = ranking;
  const seats = seatsOf(facts, request, ranking);
  const place = seats.findIndex((seat) => seat.item === item);
  const seat = seats[place];
  const parts = partsOf(ranking, item);
  const score = scores[item] ?? 0;
  const pinned = source.pinnedAs?.(item) === undefined ? 0 : PIN;
  let of = 0;
  for (let other = 0; other < facts.items; other++) if (other === item || !isExcluded(other)) of += 1;
  return {
    itemId: itemIdAt(facts.catalogue, item), reason: seat?.reason ?? reasonFor(source, item), score, ...placeIn(ranking, item), of,
    placeForEveryone: placeIn(rankFor(facts, request, {}), item).place,
    seat: seat ? { place: place + 1, isGiven: seat.isGiven === true } : null,
    interests: interestsOf(asked, parts), parts: parts.filter(({ part }) => part !== 0).sort((a, b) => Math.abs(b.part) - Math.abs(a.part)),
    pinned, lowered: loweredBy(ranking, item),
  };
}

/** What is left of score and place where the shopper's state is `without`. */
export function effectOf({ facts, item, request }: Asked, { score }: Pick<Explanation, 'score'>, without: ShopperState): Effect {
  const ranking = rankFor(facts, request, without);
  return { effect: score - (ranking.scores[item] ?? 0), placeWithout: placeIn(ranking, item).place };
}

/**
 * What the page's own product does on a product page.
 *
 * @param shopper - with the encoder's view of history and page, `without` with that of the history alone
 */
export function effectOfPage({ facts, item, request }: Asked, { score }: Pick<Explanation, 'score'>, shopper: ShopperState, without: ShopperState): Effect {
  const { itemId: _, ...elsewhere } = request;
  const { isExcluded } = rankFor(facts, request, shopper);
  const { scores } = rankFor(facts, elsewhere, without);
  return { effect: score - (scores[item] ?? 0), placeWithout: rankOf(scores, item, isExcluded) };
}

function placeIn({ scores, isExcluded }: Ranking, item: ItemIndex): { readonly place: number } {
  return { place: rankOf(scores, item, isExcluded) };
}

function partsOf({ source }: Ranking, item: ItemIndex): ScorePart[] {
  const inputs = new Float32Array(INPUTS);
  writeInputs(source.context, item, inputs, 0);
  return INPUT_SCORERS.map((scorer, j) => {
    const [value, weight] = [inputs[j] ?? 0, source.weights[j] ?? 0];
    return { input: MIX_INPUT_NAMES[j] ?? '', scorer, value, weight, part: value * weight };
  });
}

function loweredBy({ lower, scores }: Ranking, item: ItemIndex): number {
  const taken = new Float32Array(scores.length);
  lower(taken);
  return Math.max(0, -(taken[item] ?? 0));
}

function interestsOf({ facts: { catalogue, brandByIndex, brands }, item }: Asked, parts: readonly ScorePart[]): Explanation['interests'] {
  const part = (...inputs: readonly number[]): number => inputs.reduce((sum, input) => sum + (parts[input]?.part ?? 0), 0);
  const brand = brandByIndex[item] ?? NO_BRAND;
  const found: Explanation['interests'] = [
    { kind: 'category', name: catalogue.categories[catalogue.categoryByIndex[item] ?? 0] ?? '', part: part(INPUT.category, INPUT.lastCategory) },
    ...(brand === NO_BRAND ? [] : [{ kind: 'brand' as const, name: brands[brand] ?? '', part: part(INPUT.brand) }]),
  ];
  return found.filter((interest) => interest.part > 0);
}
