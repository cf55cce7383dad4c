import * as umbrella from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { seededChance } from '#core/units';
import { arraysEncoder, itemTable, startingWeights, T11_PARAMETERS } from '#worker/models';
import { differencesFromArrays } from '#support/agree';
import { someExamples, someInput, someItems, someNegatives } from '#support/models';
import { encoderOnTensors, type DeviceWatch } from '../../../../worker/backend/tensors.ts';

// The umbrella's cpu backend is the oracle: written by others, with gradients made by automatic differentiation.
const neverLost: DeviceWatch = { isLost: false, run: (submit) => submit(), close: () => undefined };

beforeAll(async () => {
  await umbrella.setBackend('cpu');
  await umbrella.ready();
});

test('typed arrays and tfjs agree to 1e-4 on scores, loss, every slope and attention', async () => {
  const items = someItems();
  const encoder = encoderOnTensors(itemTable(items), neverLost);
  const worst = await differencesFromArrays(items, encoder);
  encoder.dispose();
  for (const [answer, difference] of Object.entries(worst)) expect(difference, answer).toBeLessThan(1e-4);
});

test('every call leaves as many tensors as there were, and dispose() leaves none', async () => {
  const chance = seededChance(1);
  const items = someItems();
  const before = umbrella.memory().numTensors;
  const encoder = encoderOnTensors(itemTable(items), neverLost);
  const kept = umbrella.memory().numTensors;
  expect(kept - before).toBe(2);
  const weights = startingWeights(chance);
  await Promise.all([
    encoder.scoreAll(weights, someInput(items, 5, chance)),
    encoder.attention(weights, someInput(items, 5, chance)),
    encoder.lossAndGradients(weights, someExamples(items, 3, chance), someNegatives(items, 9, chance)),
  ]);
  expect(umbrella.memory().numTensors).toBe(kept);
  await expect(encoder.scoreAll(new Float32Array(3), someInput(items, 5, chance))).rejects.toThrow(RangeError);
  await expect(encoder.lossAndGradients(weights, [{ input: someInput(items, 5, chance), target: 99 }], Int32Array.of(1))).rejects.toThrow(RangeError);
  expect(umbrella.memory().numTensors).toBe(kept);
  encoder.dispose();
  expect(umbrella.memory().numTensors).toBe(before);
});

test('a call whose device is lost rejects and leaves no tensor', async () => {
  const chance = seededChance(2);
  const items = someItems();
  const lost: DeviceWatch = { isLost: true, run: (submit) => submit().then(() => { throw new Error('The GPU device was lost'); }), close: () => undefined };
  const encoder = encoderOnTensors(itemTable(items), lost);
  const kept = umbrella.memory().numTensors;
  await expect(encoder.scoreAll(startingWeights(chance), someInput(items, 4, chance))).rejects.toThrow('lost');
  expect(encoder.isLost).toBe(true);
  expect(umbrella.memory().numTensors).toBe(kept);
  encoder.dispose();
});

test('lossAndGradients() without examples or without negatives is zero, as in typed arrays', async () => {
  const items = someItems();
  const encoder = encoderOnTensors(itemTable(items), neverLost);
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
