import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import type { Interaction } from '#core/features';
import { aCatalogue, aHistory } from '#support/a-shop';
import { createRecommender, INPUTS, MIX_PARAMETERS } from '#worker/recommender';
import { INPUT, inputWeights } from '../../../../worker/recommender/mix.ts';

const catalogue = aCatalogue({ items: 240, change: (product, i) => ({ ...product, available: i % 13 !== 0 }) });
const recommender = createRecommender(catalogue);
const home = { placement: 'home', count: 8 } as const;
const idOf = (item: number) => catalogue.products[item]?.id as ItemId;

test('recommend() without a history gives what is popular, from several categories, and says so', () => {
  const shelf = recommender.recommend(home);
  expect(shelf).toHaveLength(8);
  expect(shelf.every(({ reason }) => reason.scorer === 'popularity' && reason.kind === 'popular' && reason.evidence.length === 0)).toBe(true);
  expect(shelf.map(({ score }) => score)).toEqual(shelf.map(({ score }) => score).sort((a, b) => b - a));
  expect(new Set(shelf.map(({ item }) => catalogue.categoryByIndex[item])).size).toBeGreaterThan(1);
});

const own = inputWeights({ popularity: 0.4, category: 0.43, brand: 0.1, price: 0.1, lastCategory: 0.22, met: -0.28 });
const trained = Float32Array.from([...own, ...own]); // a mix that has found content of no use

test('recommend() without a history never claims one, however little a product is liked by others', () => {
  const mean = catalogue.popularity.reduce((sum, popularity) => sum + popularity, 0) / catalogue.items;
  for (const category of catalogue.categories) {
    const shelf = recommender.recommend({ placement: 'category', category, count: 100 });
    expect(shelf.some(({ item }) => (catalogue.popularity[item] ?? 0) < mean), category).toBe(true);
    expect(new Set(shelf.map(({ reason }) => reason.kind)), category).toEqual(new Set(['popular']));
  }
});

test.each([['at round 0', undefined], ['after ten rounds', trained]])('recommend() after three views brings at least three unviewed items for a content reason, %s', (_, mix) => {
  fc.assert(fc.property(fc.uniqueArray(fc.nat(239), { minLength: 3, maxLength: 3 }), (viewed) => {
    const weights = mix ? { mix } : {};
    const before = new Set(recommender.recommend(home, weights).map(({ item }) => item));
    const after = recommender.recommend(home, { ...weights, interactions: aHistory(viewed).interactions });
    const fresh = after.filter(({ item, reason }) => !before.has(item) && !viewed.includes(item) && reason.scorer === 'content');
    expect(after).toHaveLength(8);
    expect(fresh.length).toBeGreaterThanOrEqual(3);
    for (const { reason } of fresh) for (const id of reason.evidence) expect(viewed.map(idOf)).toContain(id);
    expect(after.filter(({ item }) => viewed.includes(item)).length).toBeLessThanOrEqual(2);
    expect(after.map(({ score }) => score)).toEqual(after.map(({ score }) => score).sort((a, b) => b - a));
  }), { numRuns: 40 });
});

test('recommend() names a viewed item as content evidence only for items of its kind', () => {
  const shelf = recommender.recommend(home, { interactions: aHistory([1, 2]).interactions }); // of two categories, far apart
  const byContent = shelf.filter(({ reason, item }) => reason.scorer === 'content' && [1, 2].includes(catalogue.categoryByIndex[item] ?? 0));
  expect(byContent.length).toBeGreaterThanOrEqual(3);
  for (const { item, reason } of byContent) expect(reason.evidence).toEqual([idOf(catalogue.categoryByIndex[item] ?? 0)]);
});

test('limitation: where content says nothing, the personal seats stay with the mix', () => {
  const mute = aCatalogue({ items: 60 });
  mute.vectors.fill(0);
  const shelf = createRecommender(mute).recommend(home, { interactions: aHistory([1, 2, 3]).interactions });
  expect(shelf).toHaveLength(8);
  expect(shelf.some(({ reason }) => reason.scorer === 'content')).toBe(false);
});

test('recommend() never shows what is sold out, hidden, on the page or in the cart', () => {
  fc.assert(fc.property(fc.array(fc.nat(239), { minLength: 1, maxLength: 6 }), fc.uniqueArray(fc.nat(239), { maxLength: 40 }), (viewed, hidden) => {
    const interactions: Interaction[] = aHistory(viewed).interactions.map((interaction) => ({ ...interaction, type: 'add_to_cart' }));
    const own = viewed[0] ?? 0;
    const shelf = recommender.recommend({ placement: 'cart', count: 20, itemId: idOf(own) }, { interactions, hidden: new Set(hidden) });
    expect(new Set(shelf.map(({ item }) => item)).size).toBe(shelf.length);
    for (const { item, id, score } of shelf) {
      expect(id).toBe(idOf(item));
      expect(Number.isFinite(score)).toBe(true);
      expect(catalogue.products[item]?.available).toBe(true);
      expect(hidden).not.toContain(item);
      expect(viewed).not.toContain(item);
    }
  }), { numRuns: 40 });
});

test('recommend() for a product page needs no history: it shows neighbours of the page and names it as evidence', () => {
  const shelf = recommender.recommend({ placement: 'product-related', count: 6, itemId: idOf(21) });
  expect(shelf.map(({ item }) => item)).not.toContain(21);
  const content = shelf.filter(({ reason }) => reason.scorer === 'content');
  expect(content.length).toBeGreaterThanOrEqual(3);
  for (const { reason } of content) expect(reason).toMatchObject({ kind: 'similar-to-viewed', evidence: [idOf(21)] });
});

test('recommend() for a category stays in it', () => {
  const shelf = recommender.recommend({ placement: 'category', count: 8, category: 'tents' });
  expect(shelf.map(({ item }) => catalogue.products[item]?.category.at(-1))).toEqual(Array(8).fill('tents'));
  const path = catalogue.products[shelf[0]?.item ?? 0]?.category.join(' > ') ?? '';
  expect(path).toContain(' > tents');
  expect(recommender.recommend({ placement: 'category', count: 8, category: path })).toEqual(shelf);
});

test('recommend() shows a new item that nobody has bought yet', () => {
  const fresh = aCatalogue({ items: 60 });
  fresh.popularity[11] = 0;
  fresh.vectors.copyWithin(11 * 64, 64, 128); // the next edition of item 1
  const shelf = createRecommender(fresh).recommend({ placement: 'product-related', count: 5, itemId: 'p1' as ItemId });
  expect(shelf.map(({ item }) => item)).toContain(11);
});

test('recommend() takes the neighbourhood of a disliked item off the shelf', () => {
  const interactions = aHistory([2, 12, 22]).interactions;
  const inTaste = (shelf: readonly { item: number }[]) => shelf.filter(({ item }) => catalogue.categoryByIndex[item] === 2).length;
  const before = recommender.recommend(home, { interactions });
  const after = recommender.recommend(home, { interactions, disliked: [2, 12, 22] });
  expect(inTaste(before)).toBeGreaterThanOrEqual(3);
  expect(inTaste(after)).toBeLessThan(inTaste(before));
  expect(after.map(({ item }) => item)).not.toContain(12);
});

test('recommend() calls an item seen before a reminder, never similar to itself, and gives reminders a quarter at most', () => {
  const shelf = recommender.recommend(home, { interactions: aHistory([2, 12, 22, 32]).interactions });
  const seen = shelf.filter(({ item }) => [2, 12, 22, 32].includes(item));
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.length).toBeLessThanOrEqual(2);
  for (const { id, reason } of seen) expect(reason).toMatchObject({ scorer: 'on-device', kind: 'viewed-again', evidence: [id] });
});

test('recommend() gives the encoder as reason where it decided, with what it looked at', () => {
  const modelScores = new Float32Array(240).fill(0);
  modelScores[77] = 50;
  const interactions = aHistory([3, 4, 5]).interactions;
  const mix = new Float32Array(MIX_PARAMETERS);
  for (const phase of [0, INPUTS]) mix[phase + INPUT.model] = 3;
  const attention = { input: { items: Int32Array.of(3, 4, 5), types: Uint8Array.of(3, 3, 3), gaps: new Uint8Array(3) }, weights: Float32Array.of(0.1, 0.7, 0.2) };
  const [first] = recommender.recommend(home, { interactions, modelScores, mix, attention });
  expect(first).toMatchObject({ item: 77, reason: { scorer: 'model', kind: 'goes-with', evidence: [idOf(4), idOf(5), idOf(3)] } });
});

test('recommend() names an interest only where the history has something of it', () => {
  const byPrice = inputWeights({ popularity: 0.1, price: 1 }); // what an on-device liking rests on where nothing else speaks
  const mix = Float32Array.from([...byPrice, ...byPrice]);
  for (let seed = 0; seed < 40; seed++) {
    const viewed = [seed * 5 % catalogue.items];
    const words = viewed.flatMap((item) => [catalogue.products[item]?.brand, ...(catalogue.products[item]?.category ?? [])]);
    for (const { reason } of recommender.recommend({ placement: 'home', count: 40 }, { interactions: aHistory(viewed).interactions, mix })) {
      if (reason.kind === 'interest' && reason.about !== '') expect(words).toContain(reason.about);
    }
  }
});

test('shares of a reason sum to 1 over their absolute values', () => {
  for (const { reason } of recommender.recommend(home, { interactions: aHistory([9, 19, 140]).interactions })) {
    expect(Object.values(reason.shares).reduce((sum, share) => sum + Math.abs(share), 0)).toBeCloseTo(1, 5);
  }
});

test('recommend() answers odd counts with a bounded list, and scorers() join as they become ready', () => {
  for (const count of [NaN, -3, 0]) expect(recommender.recommend({ ...home, count })).toEqual([]);
  expect(recommender.recommend({ ...home, count: 1e9 })).toHaveLength(100);
  expect(recommender.scorers()).toEqual(['popularity', 'mix']);
  const interactions = aHistory([1]).interactions;
  expect(recommender.scorers({ interactions })).toEqual(['popularity', 'content', 'on-device', 'mix']);
  expect(recommender.scorers({ interactions, modelScores: new Float32Array(240) })).toContain('model');
});

test('recommend() keeps to its caps where one leaf category holds most of the shop', () => {
  const range = aCatalogue({ items: 400, change: (product, i) => (i % 10 < 7 ? { ...product, category: ['All', 'watches'] } : product) });
  const large = createRecommender(range);
  fc.assert(fc.property(fc.uniqueArray(fc.nat(399), { minLength: 3, maxLength: 6 }), (viewed) => {
    const shelf = large.recommend(home, { interactions: aHistory(viewed).interactions });
    expect(shelf.filter(({ item }) => viewed.includes(item)).length).toBeLessThanOrEqual(2);
    const impersonal = large.recommend(home).filter(({ item }) => range.products[item]?.category.at(-1) === 'watches');
    expect(impersonal.length).toBeLessThanOrEqual(4);
  }), { numRuns: 40 });
});
