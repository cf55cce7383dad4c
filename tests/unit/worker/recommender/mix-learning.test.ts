import { expect, test } from 'vitest';
import { encodeUpdate, initialState, meanUpdate, serverStep } from '#core/fedavg';
import { noiseVarianceFor } from '#core/privacy';
import type { ModelTask } from '#core/protocol';
import { rankOf } from '#core/ranking';
import { seededChance } from '#core/units';
import { aCatalogue, aHistory, aShopper } from '#support/a-shop';
import { contextOf, factsOf, INPUTS, localMixUpdate, MIX_CLIP_NORM, MIX_PARAMETERS, mixScores, weightsAt } from '#worker/recommender';
import { INPUT } from '../../../../worker/recommender/mix.ts';

const catalogue = aCatalogue({ items: 300 });
const heldOut = Array.from({ length: 300 }, (_, s) => aShopper(catalogue, 10_000 + s));
const training = Array.from({ length: 100 }, (_, s) => aHistory(aShopper(catalogue, 1 + s, 9)));

/** Popularity alone in both sets: what learning adds can be seen from here, the shipped prior starts higher. */
function popularityMix(): Float32Array {
  const weights = new Float32Array(MIX_PARAMETERS);
  weights[INPUT.popularity] = 1;
  weights[INPUTS + INPUT.popularity] = 1;
  return weights;
}

/** Share of shoppers who never trained whose last choice stands among the first ten, all items ranked. */
function hitRate(weights: Float32Array): number {
  const hits = heldOut.filter((chosen) => {
    const context = contextOf(factsOf(catalogue), aHistory(chosen.slice(0, -1)).interactions);
    return rankOf(mixScores(context, weightsAt(context, weights)), chosen.at(-1) ?? 0) <= 10;
  });
  return hits.length / heldOut.length;
}

/** Ten rounds of plain federated averaging of clipped updates; `noiseMultiplier` is z of EACH of two servers. */
async function tenRounds(noiseMultiplier: number, seed: number): Promise<Float32Array> {
  const chance = seededChance(seed);
  const weights = popularityMix();
  const noiseStdDev = (Math.SQRT2 * noiseMultiplier * MIX_CLIP_NORM) / training.length;
  for (let round = 0; round < 10; round++) {
    const mean = new Float64Array(MIX_PARAMETERS);
    for (const history of training) {
      const { delta } = await localMixUpdate({ weights, history, catalogue, chance, pause: () => Promise.resolve() });
      const scale = Math.min(1, MIX_CLIP_NORM / Math.hypot(...delta)) / training.length;
      for (let j = 0; j < mean.length; j++) mean[j] = (mean[j] ?? 0) + scale * (delta[j] ?? 0);
    }
    for (let j = 0; j < mean.length; j++) weights[j] = (weights[j] ?? 0) + (mean[j] ?? 0) + noiseStdDev * chance.normal();
  }
  return weights;
}

// Measured: .070 → .243 without noise, .230 and .233 with it. 300 shoppers give a deviation of .024 at .23, so twice the
// start, .14, lies more than three deviations below what was seen.
test('localMixUpdate() averaged over 100 shoppers and ten rounds at least doubles HR@10 of popularity, without noise and at z = 4', async () => {
  const start = hitRate(popularityMix());
  expect(start).toBeGreaterThan(10 / catalogue.products.length); // popularity is a real baseline here, not chance
  expect(hitRate(await tenRounds(0, 1))).toBeGreaterThan(2 * start);
  expect(hitRate(await tenRounds(4, 2))).toBeGreaterThan(2 * start);
});

/** Ten rounds as the product runs them: clip, integers, sums with both servers' noise at z = 4, the server step. */
async function tenServerSteps(seed: number): Promise<Float32Array> {
  const chance = seededChance(seed);
  const randomness = { fill(out: Uint8Array) { for (let i = 0; i < out.length; i++) out[i] = chance.below(256); } };
  const task = { model: 'mix', length: MIX_PARAMETERS, clipNorm: MIX_CLIP_NORM, integerNorm: 256, noiseVariance: noiseVarianceFor(4, 256) } as ModelTask;
  let weights = popularityMix();
  let state = initialState(MIX_PARAMETERS);
  for (let round = 0; round < 10; round++) {
    const sum = Int32Array.from({ length: MIX_PARAMETERS }, () => Math.round(Math.SQRT2 * 4 * 256 * chance.normal()));
    for (const history of training) {
      const { delta } = await localMixUpdate({ weights, history, catalogue, chance, pause: () => Promise.resolve() });
      const encoded = encodeUpdate(delta, task, randomness);
      if (encoded.ok) for (const [j, integer] of encoded.value.entries()) sum[j] = (sum[j] ?? 0) + integer;
    }
    ({ weights, state } = serverStep({ kind: 'mix', weights, state, mean: meanUpdate(sum, training.length, task), reports: training.length, task }));
  }
  return weights;
}

test('ten rounds of the product\'s own encoding, noise and server step at least double HR@10 of popularity', async () => {
  expect(hitRate(await tenServerSteps(4))).toBeGreaterThan(2 * hitRate(popularityMix()));
});

// Where choices follow popularity alone, a choice is like the history in nothing but popularity: over 60 shoppers content
// and brand must pull less than a fifth of what they pull on shoppers with tastes (.15 against .9 was measured).
test('localMixUpdate() finds hardly any personal signal where choices follow popularity alone', async () => {
  const chance = seededChance(5);
  const order = [...catalogue.popularity.keys()].sort((a, b) => (catalogue.popularity[b] ?? 0) - (catalogue.popularity[a] ?? 0));
  const pullOf = async (histories: readonly ReturnType<typeof aHistory>[]): Promise<number> => {
    const mean = new Float64Array(MIX_PARAMETERS);
    for (const history of histories) {
      const { delta } = await localMixUpdate({ weights: popularityMix(), history, catalogue, chance, pause: () => Promise.resolve() });
      for (let j = 0; j < mean.length; j++) mean[j] = (mean[j] ?? 0) + (delta[j] ?? 0) / histories.length;
    }
    return Math.hypot(...[INPUT.profile, INPUT.last, INPUT.brand, INPUT.category].map((input) => mean[input] ?? 0));
  };
  const crowd = Array.from({ length: 60 }, () => aHistory(Array.from({ length: 12 }, () => order[Math.floor(order.length * chance.next() ** 4)] ?? 0)));
  const tastes = Array.from({ length: 60 }, (_, s) => aHistory(aShopper(catalogue, 5000 + s, 12)));
  expect(await pullOf(crowd)).toBeLessThan((await pullOf(tastes)) / 2);
});
