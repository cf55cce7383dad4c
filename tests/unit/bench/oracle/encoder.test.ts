import * as umbrella from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { minimizeSteps, tfjsEncoder, topItems, weightTensors } from '#bench/oracle';
import { seededChance } from '#core/units';
import { arraysEncoder, startingWeights, T11_PARAMETERS } from '#worker/models';
import { differencesFromArrays } from '#support/agree';
import { relativeDifference, someExamples, someInput, someItems, someNegatives } from '#support/models';

// The umbrella's cpu backend is the oracle: written by others, with gradients made by automatic differentiation.
beforeAll(async () => {
  await umbrella.setBackend('cpu');
  await umbrella.ready();
});

test('typed arrays and tfjs agree to 1e-4 on scores, loss, every slope and attention', async () => {
  const items = someItems();
  const encoder = tfjsEncoder(items);
  const worst = await differencesFromArrays(items, encoder);
  encoder.dispose();
  for (const [answer, difference] of Object.entries(worst)) expect(difference, answer).toBeLessThan(1e-4);
});

test('every call leaves as many tensors as there were, and dispose() leaves none', async () => {
  const chance = seededChance(1);
  const items = someItems();
  const before = umbrella.memory().numTensors;
  const encoder = tfjsEncoder(items);
  const kept = umbrella.memory().numTensors;
  expect(kept - before).toBe(2);
  const weights = startingWeights(chance);
  const steps = [{ examples: someExamples(items, 3, chance), negatives: someNegatives(items, 9, chance) }];
  await Promise.all([
    encoder.scoreAll(weights, someInput(items, 5, chance)),
    encoder.attention(weights, someInput(items, 5, chance)),
    encoder.lossAndGradients(weights, someExamples(items, 3, chance), someNegatives(items, 9, chance)),
    minimizeSteps(encoder, weights, steps, 0.02),
  ]);
  expect(umbrella.memory().numTensors).toBe(kept);
  await expect(encoder.scoreAll(new Float32Array(3), someInput(items, 5, chance))).rejects.toThrow(RangeError);
  await expect(encoder.lossAndGradients(weights, [{ input: someInput(items, 5, chance), target: 99 }], Int32Array.of(1))).rejects.toThrow(RangeError);
  expect(umbrella.memory().numTensors).toBe(kept);
  encoder.dispose();
  expect(umbrella.memory().numTensors).toBe(before);
});

test('the baselines of the bench compute what ours computes: the best items, and weights after steps of SGD', async () => {
  const chance = seededChance(4);
  const items = someItems({ count: 90, groups: 9 });
  const [ours, theirs] = [arraysEncoder(items), tfjsEncoder(items)];
  const weights = startingWeights(chance);
  const input = someInput(items, 6, chance);
  const tensors = weightTensors(weights);
  expect([...await topItems(theirs, tensors, input, 12)]).toEqual(ours.topSync(weights, input, 12));
  const steps = [0, 1].map(() => ({ examples: someExamples(items, 4, chance), negatives: someNegatives(items, 20, chance) }));
  const trained = Float32Array.from(weights);
  for (const { examples, negatives } of steps) ours.lossAndGradientsSync(trained, examples, negatives).gradients.forEach((slope, i) => { trained[i] = (trained[i] ?? 0) - 0.02 * slope; });
  const minimized = await minimizeSteps(theirs, weights, steps, 0.02);
  const moved = (after: Float32Array): Float32Array => after.map((w, i) => w - (weights[i] ?? 0));
  expect(relativeDifference(moved(minimized), moved(trained))).toBeLessThan(1e-3); // differences of float32 weights near 1
  umbrella.dispose(tensors);
  theirs.dispose();
});

test('lossAndGradients() without examples or without negatives is zero, as in typed arrays', async () => {
  const items = someItems();
  const encoder = tfjsEncoder(items);
  const [example] = someExamples(items, 1, seededChance(3));
  if (!example) throw new RangeError('Cannot go on without an example');
  const weights = new Float32Array(T11_PARAMETERS);
  for (const [examples, negatives] of [[[], Int32Array.of(1)], [[example], new Int32Array()]] as const) {
    for (const each of [encoder, arraysEncoder(items)]) {
      const { loss, gradients } = await each.lossAndGradients(weights, examples, negatives);
      expect(loss).toBe(0);
      expect(gradients.every((slope) => slope === 0)).toBe(true);
    }
  }
  encoder.dispose();
});
