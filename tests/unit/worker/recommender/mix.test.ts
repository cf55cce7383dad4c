import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Interaction } from '#core/features';
import { MAX_DEVIATIONS, measureScale } from '#core/ranking';
import { seededChance } from '#core/units';
import { aCatalogue, aHistory } from '#support/a-shop';
import {
  contextOf, factsOf, fitPersonalHead, initialMix, INPUT, localMixUpdate, MIX_INPUTS, MIX_PARAMETERS, mixExamples, mixFeatures, mixScores, priorShare, shelfWeights, weightsOf,
} from '#worker/recommender';
import { lossAndGradient } from '../../../../worker/recommender/mix-update.ts';

const catalogue = aCatalogue({ items: 120 });
const facts = factsOf(catalogue);
const pause = () => Promise.resolve();
const histories = fc.array(fc.nat(119), { maxLength: 20 });

test('initialMix() ranks by popularity only and has at most 16 weights', () => {
  expect(MIX_PARAMETERS).toBeLessThanOrEqual(16);
  const scores = mixScores(contextOf(facts, aHistory([3, 4, 5]).interactions), initialMix());
  expect([...scores]).toEqual([...facts.popularity]);
});

test('mixScores() is the weighted sum of mixFeatures()', () => {
  fc.assert(fc.property(histories, fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: MIX_PARAMETERS, maxLength: MIX_PARAMETERS }), (items, values) => {
    const weights = Float32Array.from(values);
    const context = contextOf(facts, aHistory(items).interactions);
    const columns = mixFeatures(context);
    expect(columns).toHaveLength(MIX_PARAMETERS);
    const scores = mixScores(context, weights);
    for (const item of [0, 7, 119]) {
      const sum = columns.reduce((total, column, j) => total + (column[item] ?? 0) * (weights[j] ?? 0), 0);
      expect(scores[item]).toBeCloseTo(sum, 3);
    }
  }), { numRuns: 30 });
});

test('mixFeatures() standardises dense inputs over the catalogue and holds all within MAX_DEVIATIONS', () => {
  const modelScores = Float32Array.from({ length: 120 }, (_, i) => Math.sin(i) * 40 + 7);
  const columns = mixFeatures(contextOf(facts, aHistory([1, 2, 33]).interactions, modelScores));
  for (const column of columns) expect(Math.max(...column.map(Math.abs))).toBeLessThanOrEqual(MAX_DEVIATIONS);
  for (const input of [INPUT.popularity, INPUT.profile, INPUT.last, INPUT.model]) {
    const scale = measureScale(columns[input] ?? new Float32Array(0));
    expect(scale.mean).toBeCloseTo(0, 1); // not exact: freaks are held
    expect(scale.inverse).toBeGreaterThan(0.9);
    expect(scale.inverse).toBeLessThan(1.15);
  }
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
  for (const scorer of ['popularity', 'content', 'model', 'on-device'] as const) {
    for (const [j, weight] of weightsOf(scorer).entries()) if (weight !== 0) expect(MIX_INPUTS[j]?.scorer).toBe(scorer);
  }
});

test('mixExamples() never lets lines of one basket predict each other, and skips view-then-cart of one item', () => {
  const [a, b, c, d, e] = aHistory([1, 2, 3, 3, 1]).interactions as [Interaction, Interaction, Interaction, Interaction, Interaction];
  const basket = [a, { ...b, atMs: 1_900_000_000_000 }, { ...c, atMs: 1_900_000_000_000 }];
  expect(mixExamples(basket)).toEqual([{ end: 1, target: 2 }, { end: 1, target: 3 }]);
  expect(mixExamples([a, b, c, d, e]).map((example) => example.target)).toEqual([2, 3, 1]);
  expect(mixExamples([a, { ...b, weight: -2 }])).toEqual([]);
});

test('lossAndGradient() agrees with finite differences and with a softmax by hand', () => {
  const chance = seededChance(4);
  const rows = Float32Array.from({ length: 5 * MIX_PARAMETERS }, () => chance.normal());
  const weights = Float32Array.from({ length: MIX_PARAMETERS }, () => chance.normal());
  const candidates = { rows, count: 5, correction: 0.7 };
  const { gradient } = lossAndGradient(weights, candidates);
  for (let j = 0; j < MIX_PARAMETERS; j++) {
    const step = 2 ** -8; // a power of two: float32 weights move by exactly this much
    const moved = (by: number) => lossAndGradient(weights.map((weight, at) => (at === j ? weight + by : weight)), candidates).loss;
    expect((moved(step) - moved(-step)) / (2 * step)).toBeCloseTo(gradient[j] ?? NaN, 3);
  }
  const level = lossAndGradient(new Float32Array(MIX_PARAMETERS), { rows, count: 5, correction: 0 });
  expect(level.loss).toBeCloseTo(Math.log(5), 9); // all scores equal: one of five
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

test('localMixUpdate() moves the encoder weight only where there is an encoder, and stops when a pause rejects', async () => {
  const history = aHistory([4, 14, 24, 7, 34]);
  const options = { weights: initialMix(), catalogue, history, chance: seededChance(1), pause };
  expect((await localMixUpdate(options)).delta[INPUT.model]).toBe(0);
  const encoder = { scoreAll: async () => facts.popularity.map((value) => -value) };
  expect((await localMixUpdate({ ...options, t11: { encoder, weights: new Float32Array(3) } })).delta[INPUT.model]).not.toBe(0);
  await expect(localMixUpdate({ ...options, pause: () => Promise.reject(new Error('tab hidden')) })).rejects.toThrow('tab hidden');
});

test('priorShare() grows with the history and goes as rounds teach the mix', () => {
  const shares = [0, 1, 3, 10].map((distinctItems) => priorShare(initialMix(), { distinctItems }));
  expect(shares).toEqual([0, 0.5, 0.75, 10 / 11]);
  const taught = initialMix();
  taught[INPUT.category] = 0.5;
  expect(priorShare(taught, { distinctItems: 3 })).toBeCloseTo(0.375, 6);
  taught[INPUT.lastCategory] = -0.9;
  expect(priorShare(taught, { distinctItems: 3 })).toBe(0);
});

test('shelfWeights() is the federated mix without a prior, and adds the head', () => {
  const mix = Float32Array.from({ length: MIX_PARAMETERS }, (_, j) => j / 8);
  expect(shelfWeights(mix, 0)).toEqual(mix);
  expect(shelfWeights(mix, 0, mix)).toEqual(mix.map((weight) => 2 * weight));
  const prior = shelfWeights(mix, 1);
  expect(prior[INPUT.profile]).toBeGreaterThan(prior[INPUT.popularity] ?? 9);
});

test('fitPersonalHead() waits for five choices, then turns to what this shopper does', async () => {
  const weights = initialMix();
  expect(await fitPersonalHead({ weights, catalogue, history: aHistory([1, 2, 3]), pause })).toBeUndefined();
  const faithful = aHistory([1, 11, 21, 31, 41, 51, 61, 71]); // one category, unpopular or not
  const head = await fitPersonalHead({ weights, catalogue, history: faithful, pause });
  expect(head?.[INPUT.category]).toBeGreaterThan(0.05);
  const restless = aHistory([1, 12, 23, 34, 45, 56, 67, 78]); // never the same category twice
  const other = await fitPersonalHead({ weights, catalogue, history: restless, pause });
  expect(other?.[INPUT.lastCategory]).toBeLessThan(0);
});
