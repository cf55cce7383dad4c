import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import type { Explanation, RecommendRequest } from '#core/contract';
import { categoryTiesOfCounts, countPairs, MAX_PAIR_CELLS, newPairCounts } from '#core/cooccurrence';
import { interestsOf, sequenceOf, type Interaction } from '#core/features';
import { seededChance } from '#core/units';
import { aCatalogue, aHistory, aShopper } from '#support/a-shop';
import { arraysEncoder, startingWeights } from '#worker/models';
import { explainScore } from '../../../../worker/recommender/explain.ts';
import { inputWeights } from '../../../../worker/recommender/mix.ts';
import { coOccurrenceOf, createRecommender, explain, MIX_PARAMETERS, type ShopperState } from '#worker/recommender';

const ITEMS = 400;
const catalogue = aCatalogue({ items: ITEMS });
const recommender = createRecommender(catalogue);
const [encoder, t11] = [arraysEncoder(catalogue), startingWeights(seededChance(1))];
const home = { placement: 'home', count: 8 } as const;
const coOccurrence = (() => {
  const counts = newPairCounts(ITEMS);
  for (let shopper = 0; shopper < 300; shopper++) countPairs(counts, aHistory(aShopper(catalogue, 5000 + shopper, 20)).interactions);
  return coOccurrenceOf(catalogue, { counts, trend: new Float32Array(ITEMS), categories: categoryTiesOfCounts(catalogue, counts, MAX_PAIR_CELLS) });
})();

type Knows = 'nothing else' | 'an encoder' | 'pairs' | 'both';

function encodedIn(knows: Knows) {
  return async (interactions: readonly Interaction[]): Promise<Pick<ShopperState, 'modelScores' | 'attention'>> => {
    if (knows === 'nothing else' || knows === 'pairs') return {};
    const input = sequenceOf(interactions);
    return { modelScores: encoder.scoreAllSync(t11, input), attention: { input, weights: encoder.attentionSync(t11, input) } };
  };
}

function explained(knows: Knows, interactions: readonly Interaction[], item: number, request: RecommendRequest = home): Promise<Explanation> {
  const encodedBy = encodedIn(knows);
  const known = async (): Promise<ShopperState> => ({
    interactions, ...(await encodedBy(recommender.interactionsFor(request, interactions))), ...(knows === 'pairs' || knows === 'both' ? { coOccurrence } : {}),
  });
  return known().then((shopper) => explain({ catalogue, known: shopper, encodedBy, pause: async () => undefined, without: (ids) => interactions.filter((line) => !ids.has(line.eventId)), naming: (wanted) => new Set(interactions.filter((line) => line.item === catalogue.indexById.get(wanted)).map(({ eventId }) => eventId)) }, item, request));
}

/** Lines of the shelves of simulated shoppers, each with what leaving out one event at a time says of its product. */
async function linesOf(knows: Knows): Promise<{ readonly told: Explanation; readonly interactions: readonly Interaction[] }[]> {
  const encodedBy = encodedIn(knows);
  const lines = [];
  for (let shopper = 0; shopper < 20; shopper++) {
    const { interactions } = aHistory(aShopper(catalogue, shopper, 3 + shopper));
    const known: ShopperState = { interactions, ...(await encodedBy(interactions)), ...(knows === 'pairs' || knows === 'both' ? { coOccurrence } : {}) };
    for (const { item } of recommender.recommend(home, known)) lines.push({ told: await explained(knows, interactions, item), interactions });
  }
  return lines;
}

test.each<[Knows, number]>([['nothing else', 0.95], ['an encoder', 0.85], ['pairs', 0.95], ['both', 0.9]])('the line names the event that leaving out finds to matter most, with %s: in %d of shelves or more', async (knows, least) => {
  const named = (await linesOf(knows)).filter(({ told }) => told.reason.evidence.length > 0 && told.reason.kind !== 'viewed-again');
  const strongest = ({ events }: Explanation) => [...events].sort((a, b) => b.effect - a.effect)[0];
  const agreeing = named.filter(({ told }) => told.reason.evidence[0] !== undefined && strongest(told)?.itemIds.includes(told.reason.evidence[0]));
  console.log(`lines that name the strongest event, knowing ${knows}: ${agreeing.length} of ${named.length}`);
  expect(named.length).toBeGreaterThan(50);
  expect(agreeing.length / named.length).toBeGreaterThanOrEqual(least);
  // Whatever is named lifts the product: without it the score is lower.
  for (const { told } of named) {
    for (const id of told.reason.evidence) expect(Math.max(...told.events.filter(({ itemIds }) => itemIds.includes(id)).map(({ effect }) => effect))).toBeGreaterThan(0);
  }
});

test('each line says what is so: what was viewed, how often, what is in the cart, what she has met, and what is everyone\'s', async () => {
  const acts = fc.constantFrom('view_item', 'view_item', 'view_item', 'add_to_cart', 'remove_from_cart', 'purchase') as fc.Arbitrary<Interaction['type']>;
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(39).map((n) => n * 10), acts), { maxLength: 12 }), fc.boolean(), (steps, hasPairs) => {
    const interactions = aHistory(steps.map(([item]) => item)).interactions.map((line, i): Interaction => ({ ...line, type: steps[i]?.[1] ?? 'view_item', weight: steps[i]?.[1] === 'remove_from_cart' ? -2 : 1 }));
    const met = new Set(interactions.filter(({ weight }) => weight > 0).map(({ item }) => item));
    for (const { item, reason } of recommender.recommend(home, { interactions, ...(hasPairs && { coOccurrence }) })) {
      const [first] = reason.evidence.map((id) => catalogue.indexById.get(id) ?? -1);
      expect(reason.kind === 'viewed-again' || reason.scorer === 'popularity').toBe(met.has(item) || reason.scorer === 'popularity');
      for (const id of reason.evidence) expect(met.has(catalogue.indexById.get(id) ?? -1)).toBe(true);
      if (reason.scorer === 'popularity') expect(reason.evidence).toEqual([]);
      if (first === undefined) return;
      const own = interactions.filter((line) => line.item === first);
      const cart = own.findLast(({ type }) => type !== 'view_item')?.type;
      expect(reason.act?.views).toBe(own.filter(({ type }) => type === 'view_item').length);
      if (reason.act?.kind === 'in-cart') expect(cart).toBe('add_to_cart');
      if (reason.act?.kind === 'bought') expect(own.some(({ type }) => type === 'purchase')).toBe(true);
      if (reason.kind === 'interest') expect([catalogue.products[item]?.category.at(-1), catalogue.products[item]?.brand]).toContain(reason.about);
      if (reason.kind === 'goes-with' && reason.scorer === 'co-occurrence') expect(hasPairs).toBe(true);
    }
  }), { numRuns: 60 });
});

test('a line is hers only where its part, and all that is hers together, lift the product by a tenth of a point', async () => {
  const small = aCatalogue({ items: 20 }); // every shelf has room for all of it, as in a small shop
  const all = createRecommender(small);
  const told = { hers: 0, everyones: 0, slivers: 0 };
  const chance = seededChance(7);
  for (let shopper = 0; shopper < 8; shopper++) {
    const { interactions } = aHistory(Array.from({ length: 1 + chance.below(3) }, () => chance.below(small.items)));
    const known: ShopperState = { interactions, modelScores: Float32Array.from({ length: small.items }, () => chance.normal()) };
    for (const request of [{ ...home, count: small.items }, { placement: 'category', category: 'All', count: small.items }] as const) {
      for (const { item, reason } of all.recommend(request, known)) {
        const { parts, seat, reason: said } = explainScore({ facts: all.facts, item, request }, known);
        expect(said).toEqual(reason);
        const isSeen = interactions.some((line) => line.item === item);
        const sums = new Map<string, number>();
        for (const { scorer, part } of parts) {
          const teller = isSeen && scorer === 'content' ? 'on-device' : scorer; // likeness to itself is memory
          sums.set(teller, (sums.get(teller) ?? 0) + part);
        }
        const hers = [...sums].reduce((sum, [scorer, part]) => (scorer === 'popularity' ? sum : sum + part), 0);
        const isHers = reason.scorer !== 'popularity';
        told[isHers ? 'hers' : 'everyones'] += 1;
        if (!isHers && Math.max(...sums.values()) > Math.max(0, sums.get('popularity') ?? 0)) told.slivers += 1;
        if (!isHers) expect([reason.kind, reason.evidence]).toEqual(['popular', []]);
        else expect(Math.min(hers, sums.get(reason.scorer) ?? 0)).toBeGreaterThan((seat?.isGiven === true ? 0 : 0.1) - 1e-5);
      }
    }
  }
  expect(Math.min(...Object.values(told))).toBeGreaterThan(20);
});

test('whatever the mix has learnt, a line says nothing that the score speaks against, also where the seat was given', () => {
  const chance = seededChance(11);
  const told = { given: 0, withheld: 0 };
  for (let shopper = 0; shopper < 60; shopper++) {
    const mix = Float32Array.from({ length: MIX_PARAMETERS }, () => 0.5 * chance.normal());
    const known: ShopperState = { interactions: aHistory([chance.below(ITEMS), chance.below(ITEMS)]).interactions, mix, ...(shopper % 2 === 0 && { coOccurrence }) };
    for (const { item, reason } of recommender.recommend(home, known)) {
      const { parts, seat } = explainScore({ facts: recommender.facts, item, request: home }, known);
      const sum = (isCounted: (scorer: string) => boolean) => parts.reduce((total, { scorer, part }) => total + (isCounted(scorer) ? part : 0), 0);
      if (seat?.isGiven) told[reason.scorer === 'popularity' ? 'withheld' : 'given'] += 1;
      if (reason.scorer === 'popularity' || reason.kind === 'viewed-again') continue;
      expect(sum((scorer) => scorer === reason.scorer)).toBeGreaterThanOrEqual(-1e-5);
      expect(sum((scorer) => scorer !== 'popularity')).toBeGreaterThanOrEqual(-1e-5);
    }
  }
  expect(Math.min(...Object.values(told))).toBeGreaterThan(20);
});

test('what she sent away last is never named, whatever the encoder looked at', () => {
  const chance = seededChance(5);
  const lines = { named: 0, byEncoder: 0 };
  for (let shopper = 0; shopper < 40; shopper++) {
    const { interactions: viewed } = aHistory([1, 2, 3, 4].map(() => chance.below(40)));
    const interactions = viewed.map((line, i): Interaction => (i % 2 === 1 ? { ...line, item: i === 1 ? line.item : (viewed[0]?.item ?? 0), type: 'rec_dismiss', weight: -2 } : line));
    const input = sequenceOf(interactions);
    const away = new Set([...new Map(interactions.map(({ item, weight }) => [item, weight]))].filter(([, weight]) => weight < 0).map(([item]) => catalogue.products[item]?.id));
    const within = inputWeights({ popularity: 0.2, profile: 0.4, company: 0.6, model: shopper % 2 });
    const known: ShopperState = { interactions, coOccurrence, mix: Float32Array.from([...within, ...within]), modelScores: Float32Array.from({ length: ITEMS }, () => chance.normal()), attention: { input, weights: Float32Array.from(input.items, () => 1 / input.items.length) } };
    for (const { reason } of recommender.recommend(home, known)) {
      if (reason.kind === 'viewed-again') continue;
      lines.named += reason.evidence.length;
      if (reason.scorer === 'model') lines.byEncoder += 1;
      expect(reason.evidence.filter((id) => away.has(id))).toEqual([]);
    }
  }
  expect(Math.min(...Object.values(lines))).toBeGreaterThan(20);
});

test('on a product page of which she knows nothing else, each line is about that product, and leaving it out says how much', async () => {
  const kinds = new Set<string>();
  for (const [knows, page] of [['nothing else', 33], ['pairs', 33], ['pairs', 60], ['both', 121]] as const) {
    const place: RecommendRequest = { placement: 'product-related', itemId: `p${page}` as ItemId, count: 6 };
    const { interactions } = aHistory([page, page]);
    const known: ShopperState = { interactions, ...(await encodedIn(knows)(recommender.interactionsFor(place, interactions))), ...(knows === 'nothing else' ? {} : { coOccurrence }) };
    for (const { item, reason } of recommender.recommend(place, known)) {
      kinds.add(reason.kind);
      if (reason.scorer === 'popularity') continue;
      expect(reason.evidence).toEqual([place.itemId]);
      expect((await explained(knows, interactions, item, place)).page?.effect).toBeGreaterThan(0.1 - 1e-5);
    }
  }
  expect(kinds.size).toBeGreaterThan(1);
});

test('where the feed names no category, none is liked and none is named', () => {
  const change = (kept: (i: number) => boolean) => aCatalogue({ items: 60, change: (product, i) => (kept(i) ? product : { ...product, category: ['Other'] }) });
  for (const shop of [change(() => false), change((i) => i % 2 === 0)]) {
    const { facts, recommend } = createRecommender(shop);
    const known: ShopperState = { interactions: aHistory([1, 3, 4]).interactions };
    expect(JSON.stringify(interestsOf({ interactions: known.interactions ?? [] }, shop, 1_800_000_000_000))).not.toContain('Other');
    const shelf = recommend({ ...home, count: 40 }, known);
    expect(shelf.length).toBe(40);
    for (const { item, reason } of shelf) {
      expect(reason.about).not.toBe('Other');
      const { interests, parts } = explainScore({ facts, item, request: home }, known);
      expect(interests.map(({ name }) => name)).not.toContain('Other');
      if (shop.products[item]?.category[0] === 'Other') expect(parts.filter(({ input }) => input.includes('category'))).toEqual([]);
    }
  }
});

test('no seat is given to what is hardly like anything she saw', () => {
  const apart = aCatalogue({ items: 60 });
  apart.vectors.fill(0);
  for (let item = 0; item < apart.items; item++) {
    apart.vectors[item * 64 + 1] = 1; // a cosine of 0.008 with what she saw
    apart.vectors[item * 64 + item] = 127;
  }
  const { facts, recommend } = createRecommender(apart);
  const known: ShopperState = { interactions: aHistory([1]).interactions };
  const shelf = recommend(home, known);
  expect(shelf).toHaveLength(8);
  expect(shelf.filter(({ item, reason }) => reason.scorer === 'content' || explainScore({ facts, item, request: home }, known).seat?.isGiven)).toEqual([]);
});

test('what is popular lately says so only where the trend weighs more than the count', () => {
  const trend = new Float32Array(ITEMS);
  trend[7] = 6;
  const kinds = new Map(recommender.recommend(home, { coOccurrence: { ...coOccurrence, trend } }).map(({ item, reason }) => [item, reason.kind]));
  expect(kinds.get(7)).toBe('popular-lately');
  expect([...kinds].filter(([item]) => item !== 7).every(([, kind]) => kind === 'popular')).toBe(true);
});

test('with encoder and pairs too, an effect is what scoring the history without the event gives, and attention lies on the events', async () => {
  const places: readonly RecommendRequest[] = [home, { placement: 'product-related', itemId: 'p33' as ItemId, count: 8 }];
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(ITEMS - 1), { minLength: 2, maxLength: 12 }), fc.nat(ITEMS - 1), fc.nat(), fc.constantFrom(...places), async (items, item, which, place) => {
    const { interactions } = aHistory(items);
    const told = await explained('both', interactions, item, place);
    const event = told.events[which % told.events.length];
    if (!event) throw new Error('No event was told');
    const without = await explained('both', interactions.filter(({ eventId }) => eventId !== event.eventId), item, place);
    expect(Math.abs(told.score - event.effect - without.score)).toBeLessThan(1e-4); // float32 sums of some twenty inputs
    expect(without.place).toBe(event.placeWithout);
    const attention = [...told.events, ...(told.page ? [told.page] : [])].reduce((sum, { attention: share = 0 }) => sum + share, 0);
    expect(Math.abs(attention - 1)).toBeLessThan(1e-5);
  }), { numRuns: 40 });
});
