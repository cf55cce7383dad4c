import fc from 'fast-check';
import { expect, test } from 'vitest';
import { categoryTiesOfCounts, countPairs, MAX_PAIR_CELLS, newPairCounts } from '#core/cooccurrence';
import { SESSION_GAP_MS, type Interaction } from '#core/features';
import { seededChance } from '#core/units';
import { aCatalogue, aHistory } from '#support/a-shop';
import {
  candidatesOf, contextOf, coOccurrenceOf, factsOf, fitPersonalHead, initialMix, INPUTS, localMixUpdate, lossAndGradient, MIX_INPUT_NAMES, MIX_PARAMETERS, mixExamples, mixFeatures, mixScores, opensSession,
  shelfWeights, weightsAt, weightsOf,
} from '#worker/recommender';
import { INPUT, INPUT_SCORERS } from '../../../../worker/recommender/mix.ts';

const catalogue = aCatalogue({ items: 120 });
const facts = factsOf(catalogue);
const pause = () => Promise.resolve();
const histories = fc.array(fc.nat(119), { maxLength: 20 });
/** Others went 3 → 50 and 4 → 50, and from 50 to 90; 90 was met most lately. */
const others = newPairCounts(120);
for (let shopper = 0; shopper < 20; shopper++) for (const path of [[3, 50, 90], [4, 50, 91]]) countPairs(others, aHistory(path).interactions);
const coOccurrence = coOccurrenceOf(catalogue, {
  counts: others, trend: Float32Array.from({ length: 120 }, (_, item) => (item === 90 ? 40 : 0)), categories: categoryTiesOfCounts(catalogue, others, MAX_PAIR_CELLS),
});

test('the mix has as many weights as a report to its task may carry, in two sets', () => {
  expect(MIX_PARAMETERS).toBe(2 * INPUTS);
  expect(MIX_PARAMETERS).toBeLessThanOrEqual(40);
  expect(MIX_INPUT_NAMES).toHaveLength(INPUTS);
  expect(Object.values(INPUT)).toEqual(INPUT_SCORERS.map((_, j) => j));
});

test('weightsAt() asks the first set within a session, the second after a pause, and popularity alone for nobody', () => {
  const mix = Float32Array.from({ length: MIX_PARAMETERS }, (_, j) => j);
  const { interactions } = aHistory([3, 4]);
  const lastMs = interactions.at(-1)?.atMs ?? 0;
  expect([...weightsAt(contextOf(facts, interactions, { nowMs: lastMs + SESSION_GAP_MS - 1 }), mix)]).toEqual([...mix.subarray(0, INPUTS)]);
  expect([...weightsAt(contextOf(facts, interactions, { nowMs: lastMs + SESSION_GAP_MS }), mix)]).toEqual([...mix.subarray(INPUTS)]);
  const nobody = weightsAt(contextOf(facts, []), mix);
  for (const [j, weight] of nobody.entries()) expect(weight > 0).toBe(j === INPUT.popularity || j === INPUT.trend);
  expect(() => weightsAt(contextOf(facts, []), new Float32Array(3))).toThrow(RangeError);
});

test('what follows the newest item counts within a session only; what was met is lately met at the start of the next', () => {
  const { interactions } = aHistory([3, 4]);
  const inputs = (pauseMs: number, item: number) => mixFeatures(contextOf(facts, interactions, { coOccurrence, nowMs: (interactions.at(-1)?.atMs ?? 0) + pauseMs })).map((column) => column[item] ?? 0);
  const [within, start] = [inputs(0, 50), inputs(SESSION_GAP_MS, 50)];
  expect(within[INPUT.followsNewest]).toBeGreaterThan(0);
  expect(start[INPUT.followsNewest]).toBe(0);
  expect(start[INPUT.follows]).toBe(within[INPUT.follows]);
  expect(inputs(0, 4)[INPUT.newest]).toBeGreaterThan(0);
  expect(inputs(0, 4)[INPUT.lately]).toBe(0);
  expect(inputs(SESSION_GAP_MS, 4)[INPUT.newest]).toBe(0);
  expect(inputs(SESSION_GAP_MS, 4)[INPUT.lately]).toBe(inputs(0, 4)[INPUT.newest]);
});

test('what was met is ahead by the log of how many items there are for one that was met', () => {
  const met = (history: readonly number[]) => mixFeatures(contextOf(facts, aHistory(history).interactions))[INPUT.met]?.[4];
  expect(met([4])).toBeCloseTo(Math.log(120));
  expect(met([3, 4, 3, 5])).toBeCloseTo(Math.log(120 / 3));
  expect(met([3])).toBe(0);
});

test('an item without a pair falls back on what goes with its category', () => {
  const categoryOf = (item: number): number => catalogue.categoryByIndex[item] ?? -1;
  const [seen, tied] = [3, 50];
  expect(categoryOf(seen)).not.toBe(categoryOf(tied));
  const columns = mixFeatures(contextOf(facts, aHistory([seen]).interactions, { coOccurrence }));
  const tieOf = (item: number): number => columns[INPUT.nextCategory]?.[item] ?? 0;
  const unmet = [...Array(120).keys()].filter((item) => !coOccurrence.neighbours.items.includes(item));
  const [inTied, elsewhere] = [unmet.find((item) => categoryOf(item) === categoryOf(tied)), unmet.find((item) => ![3, 4, 50, 90, 91].map(categoryOf).includes(categoryOf(item)))];
  expect(tieOf(inTied ?? -1)).toBeGreaterThan(0);
  expect(tieOf(inTied ?? -1)).toBe(tieOf(tied));
  expect(tieOf(elsewhere ?? -1)).toBe(0);
  expect(mixFeatures(contextOf(facts, aHistory([seen]).interactions))[INPUT.nextCategory]?.every((x) => x === 0)).toBe(true);
});

test('co-occurrence knows what came next, lifts what keeps its company, and shows the trend to nobody', () => {
  const alone = mixScores(contextOf(facts, aHistory([3]).interactions, { coOccurrence }), weightsOf('co-occurrence'));
  const best = [...alone.keys()].filter((item) => item !== 3).sort((a, b) => (alone[b] ?? 0) - (alone[a] ?? 0));
  expect(best.slice(0, 2).sort((a, b) => a - b)).toEqual([50, 90]);
  expect(alone[4]).toBeGreaterThan(alone[5] ?? 9); // 4 was never met with 3, only beside the same 50
  const nobody = contextOf(facts, [], { coOccurrence });
  const scores = mixScores(nobody, weightsAt(nobody, initialMix()));
  expect(scores.indexOf(Math.max(...scores))).toBe(90);
});

test('mixScores() is the weighted sum of mixFeatures()', () => {
  fc.assert(fc.property(histories, fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: INPUTS, maxLength: INPUTS }), (items, values) => {
    const weights = Float32Array.from(values);
    const context = contextOf(facts, aHistory(items).interactions, { coOccurrence });
    const columns = mixFeatures(context);
    expect(columns).toHaveLength(INPUTS);
    const scores = mixScores(context, weights);
    for (const item of [0, 7, 50, 119, ...items.slice(0, 2)]) {
      const sum = columns.reduce((total, column, j) => total + (column[item] ?? 0) * (weights[j] ?? 0), 0);
      expect(scores[item]).toBeCloseTo(sum, 3);
    }
  }), { numRuns: 30 });
});

test('mixFeatures() of an empty history leaves popularity only', () => {
  const columns = mixFeatures(contextOf(facts, []));
  for (const [j, column] of columns.entries()) if (j !== INPUT.popularity) expect(column.every((value) => value === 0)).toBe(true);
});

test('an item without popularity, price, brand or text has finite inputs', () => {
  const bare = aCatalogue({ items: 30, change: (product, i) => (i === 4 ? { ...product, brand: '', priceCents: 0 } : product) });
  bare.vectors.fill(0, 4 * 64, 5 * 64);
  bare.popularity[4] = 0;
  for (const column of mixFeatures(contextOf(factsOf(bare), aHistory([4, 4, 9]).interactions))) expect(column.every(Number.isFinite)).toBe(true);
});

test('weightsOf() gives each scorer only its own inputs', () => {
  for (const scorer of ['popularity', 'content', 'model', 'co-occurrence', 'on-device'] as const) {
    for (const [j, weight] of weightsOf(scorer).entries()) if (weight !== 0) expect(INPUT_SCORERS[j]).toBe(scorer);
  }
});

test('mixExamples() never lets lines of one basket predict each other, and keeps a second look at one item', () => {
  const [a, b, c, d, e] = aHistory([1, 2, 3, 3, 1]).interactions as [Interaction, Interaction, Interaction, Interaction, Interaction];
  const basket = [a, { ...b, atMs: 1_900_000_000_000 }, { ...c, atMs: 1_900_000_000_000 }];
  expect(mixExamples(basket)).toEqual([{ end: 1, target: 2 }, { end: 1, target: 3 }]);
  expect(mixExamples([a, b, c, d, e]).map((example) => example.target)).toEqual([2, 3, 3, 1]);
  expect(mixExamples([a, { ...b, weight: -2 }])).toEqual([]);
});

test('lossAndGradient() agrees with finite differences, above and below the probability it is bounded at, and with a softmax by hand', () => {
  const chance = seededChance(4);
  const rows = Float32Array.from({ length: 5 * INPUTS }, () => chance.normal());
  const weights = Float32Array.from({ length: INPUTS }, () => chance.normal() / 8);
  for (const [correction, isBounded] of [[0.7, false], [6, true]] as const) {
    const candidates = { rows, count: 5, firstDrawn: 3, correction };
    const { gradient, loss } = lossAndGradient(weights, candidates);
    expect(loss > -Math.log(0.05)).toBe(isBounded);
    expect(loss).toBeLessThan(2 - Math.log(0.05));
    for (let j = 0; j < INPUTS; j++) {
      const step = 2 ** -8; // a power of two: float32 weights move by exactly this much
      const moved = (by: number) => lossAndGradient(weights.map((weight, at) => (at === j ? weight + by : weight)), candidates).loss;
      expect((moved(step) - moved(-step)) / (2 * step)).toBeCloseTo(gradient[j] ?? NaN, 3);
    }
  }
  const level = lossAndGradient(new Float32Array(INPUTS), { rows, count: 5, firstDrawn: 5, correction: 9 });
  expect(level.loss).toBeCloseTo(Math.log(5), 9); // all scores equal: one of five; nothing was drawn, so nothing is corrected
  expect(lossAndGradient(new Float32Array(INPUTS), { rows, count: 5, firstDrawn: 1, correction: Math.log(4) }).loss).toBeCloseTo(Math.log(17), 6); // four stand for sixteen
});

test('a choice that no weights could have ranked high says little: by the root of its probability', () => {
  const rows = new Float32Array(2 * INPUTS);
  rows[INPUTS] = 1; // the other item has an input, the choice has none
  const slope = (weight: number) => lossAndGradient(Float32Array.from({ length: INPUTS }, (_, j) => (j === 0 ? weight : 0)), { rows, count: 2, firstDrawn: 2, correction: 0 }).gradient[0] ?? 0;
  expect(slope(0)).toBeCloseTo(0.5, 9); // in full
  const chance = 1 / (1 + Math.exp(8));
  expect(slope(8)).toBeCloseTo((1 - chance) * Math.sqrt(chance / 0.05), 9);
});

test('candidatesOf() holds the choice, all that the history speaks of, and draws that stand for the rest', async () => {
  const many = aCatalogue({ items: 600 });
  const history = aHistory([3, 4, 7]);
  const from = { history, catalogue: many, chance: seededChance(3) };
  const candidates = await candidatesOf(from, { end: 2, target: 7 });
  expect(candidates).toMatchObject({ offset: 0, firstDrawn: 3, count: 3 + 128 });
  expect(candidates?.correction).toBeCloseTo(Math.log(597 / 128), 9);
  expect(await candidatesOf({ ...from, repeats: false }, { end: 2, target: 7 })).toMatchObject({ firstDrawn: 1, count: 1 + 128 }); // 3 and 4 cannot come again
  expect(await candidatesOf(from, { end: 0, target: 3 })).toBeUndefined();
});

test('localMixUpdate() gives zero without a choice to learn from, and the same for the same chance', async () => {
  const options = { weights: initialMix(), catalogue, pause };
  const none = await localMixUpdate({ ...options, history: aHistory([4]), chance: seededChance(1) });
  expect(none).toEqual({ delta: new Float32Array(MIX_PARAMETERS), loss: 0, examples: 0 });
  const history = aHistory([4, 14, 24, 7, 34]);
  const first = await localMixUpdate({ ...options, history, chance: seededChance(1) });
  expect(first.examples).toBe(4);
  expect(first.loss).toBeGreaterThan(0);
  expect(await localMixUpdate({ ...options, history, chance: seededChance(1) })).toEqual(first);
});

test('localMixUpdate() keeps openings of sessions among what it learns from, however many clicks came after', async () => {
  const visit = (start: number, count: number, first: number): Interaction[] => aHistory(Array.from({ length: count }, (_, i) => (first + 7 * i) % 120)).interactions.map((interaction, i) => ({ ...interaction, atMs: start + 1000 * i }));
  const interactions = [...visit(0, 2, 3), ...visit(10 * SESSION_GAP_MS, 60, 4)];
  expect(mixExamples(interactions).filter((example) => opensSession(interactions, example))).toEqual([{ end: 2, target: 4 }]);
  const { delta, examples } = await localMixUpdate({ weights: initialMix(), catalogue, history: { interactions }, chance: seededChance(1), pause });
  expect(examples).toBe(32);
  for (const half of [delta.subarray(0, INPUTS), delta.subarray(INPUTS)]) expect(half.some((x) => x !== 0)).toBe(true);
});

test('opensSession() agrees with the weights a choice teaches, also where only a removal from the cart stands between', async () => {
  const { interactions } = aHistory([3, 4, 5]);
  const [first, second, third] = interactions;
  if (!first || !second || !third) throw new Error('Wanted three interactions');
  const history = [first, { ...second, weight: -1, atMs: first.atMs + SESSION_GAP_MS }, { ...third, atMs: first.atMs + SESSION_GAP_MS + 60_000 }];
  const [choice] = mixExamples(history);
  if (!choice) throw new Error('Wanted a choice');
  expect(opensSession(history, choice)).toBe(true);
  const candidates = await candidatesOf({ history: { interactions: history }, catalogue, chance: seededChance(1) }, choice);
  expect(candidates?.offset).toBe(INPUTS);
});

test('localMixUpdate() moves the encoder weight only where there is an encoder, and stops when a pause rejects', async () => {
  const history = aHistory([4, 14, 24, 7, 34]);
  const options = { weights: initialMix(), catalogue, history, chance: seededChance(1), pause };
  expect((await localMixUpdate(options)).delta[INPUT.model]).toBe(0);
  const encoder = { scoreAll: async () => facts.popularity.map((value) => -value) };
  expect((await localMixUpdate({ ...options, t11: { encoder, weights: new Float32Array(3) } })).delta[INPUT.model]).not.toBe(0);
  await expect(localMixUpdate({ ...options, pause: () => Promise.reject(new Error('tab hidden')) })).rejects.toThrow('tab hidden');
});

test('shelfWeights() adds the head, and lets a product page say what it is about', () => {
  const weights = Float32Array.from({ length: INPUTS }, (_, j) => j / 8);
  expect(shelfWeights(weights)).toEqual(weights);
  expect(shelfWeights(weights, { head: weights })).toEqual(weights.map((weight) => 2 * weight));
  const page = shelfWeights(new Float32Array(INPUTS), { isProductPage: true });
  expect(page[INPUT.last]).toBeGreaterThan(page[INPUT.popularity] ?? 9);
  expect(page[INPUT.newest]).toBe(0);
});

test('fitPersonalHead() waits for five choices, then turns to what this shopper does', async () => {
  const weights = initialMix();
  expect(await fitPersonalHead({ weights, catalogue, history: aHistory([1, 2, 3]), pause })).toBeUndefined();
  const faithful = aHistory([1, 11, 21, 31, 41, 51, 61, 71]); // one category, unpopular or not
  const head = await fitPersonalHead({ weights, catalogue, history: faithful, pause });
  const categoryOf = (weights: Float32Array | undefined): number => (weights?.[INPUT.category] ?? 0) + (weights?.[INPUT.lastCategory] ?? 0);
  const restless = aHistory([1, 12, 23, 34, 45, 56, 67, 78]); // never the same category twice
  const other = await fitPersonalHead({ weights, catalogue, history: restless, pause });
  expect(categoryOf(head)).toBeGreaterThan(categoryOf(other));
  expect(categoryOf(other)).toBeLessThan(0);
});
