import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededChance } from '#core/units';
import { arraysEncoder, drawNegatives, NEGATIVES, startingWeights, T11_PARAMETERS } from '#worker/models';
import { localT11Update, MAX_LOCAL_EXAMPLES, trainT11, type LocalT11Options } from '#worker/trainer';
import { someExamples, someItems } from '#support/models';

const items = someItems({ count: 300 });
const encoder = arraysEncoder(items);
const weights = startingWeights(seededChance(1));

function options(more: Partial<LocalT11Options> = {}): LocalT11Options {
  return { weights, examples: someExamples(items, 20, seededChance(2)), items: 300, encoder, chance: seededChance(3), pause: async () => undefined, ...more };
}

test('localT11Update() is one epoch of SGD: a single step moves against the slope', async () => {
  const examples = someExamples(items, 3, seededChance(4));
  const own = new Set(examples.flatMap(({ input, target }) => [target, ...input.items]));
  const { delta, loss, examples: used } = await localT11Update(options({ examples, learningRate: 0.1 }));
  const wanted = encoder.lossAndGradientsSync(weights, examples, drawNegatives(300, own, seededChance(9)));
  expect(used).toBe(3);
  expect(loss).toBeCloseTo(wanted.loss, 5); // all negatives of a small catalogue: order and chance do not matter
  delta.forEach((d, i) => expect(d).toBeCloseTo(-0.1 * (wanted.gradients[i] ?? 0), 6));
});

test('localT11Update() lowers the loss of what it learnt, leaves the weights alone, and repeats for a seed', async () => {
  const before = Float32Array.from(weights);
  const first = await localT11Update(options());
  const moved = weights.map((w, i) => w + (first.delta[i] ?? 0));
  const again = await localT11Update(options({ weights: moved }));
  expect(again.loss).toBeLessThan(first.loss);
  expect(weights).toEqual(before);
  expect((await localT11Update(options())).delta).toEqual(first.delta);
});

test('localT11Update() of no examples is a vector of zeros', async () => {
  const { delta, loss, examples } = await localT11Update(options({ examples: [] }));
  expect(delta).toEqual(new Float32Array(T11_PARAMETERS));
  expect([loss, examples]).toEqual([0, 0]);
});

test('localT11Update() takes the newest examples of a heavy shopper', async () => {
  const many = someExamples(items, MAX_LOCAL_EXAMPLES + 30, seededChance(5));
  const all = await localT11Update(options({ examples: many }));
  expect(all.examples).toBe(MAX_LOCAL_EXAMPLES);
  expect((await localT11Update(options({ examples: many.slice(-MAX_LOCAL_EXAMPLES) }))).delta).toEqual(all.delta);
});

test('localT11Update() works in slices and is abandoned whole when pause rejects', async () => {
  let pauses = 0;
  await localT11Update(options({ pause: async () => { pauses += 1; } }));
  expect(pauses).toBe(3); // 20 examples, 8 at a time
  await expect(localT11Update(options({ pause: () => Promise.reject(new Error('consent withdrawn')) }))).rejects.toThrow('consent withdrawn');
});

test('drawNegatives() are in the catalogue and never the shopper\'s own', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 3000 }), fc.uniqueArray(fc.nat(3000), { maxLength: 200 }), fc.nat(), (count, own, seed) => {
    const known = new Set(own);
    const drawn = drawNegatives(count, known, seededChance(seed));
    for (const item of drawn) expect(item >= 0 && item < count && !known.has(item)).toBe(true);
    if (count > 2000) expect(drawn).toHaveLength(NEGATIVES);
  }));
});

test('trainT11() on examples with a pattern learns it', () => {
  // Whoever saw item i turns to item i + 1 of another cluster: nothing that content alone could say.
  const chance = seededChance(6);
  const examples = Array.from({ length: 300 }, () => {
    const from = chance.below(5);
    return { input: { items: Int32Array.of(from + 5 * chance.below(60)), types: Uint8Array.of(3), gaps: Uint8Array.of(0) }, target: ((from + 1) % 5) + 5 * chance.below(60) };
  });
  const losses: number[] = [];
  const trained = trainT11({ weights, examples, items: 300, encoder, chance, epochs: 12, learningRate: 5e-3, onEpoch: (_, loss) => losses.push(loss) });
  const scores = encoder.scoreAllSync(trained, { items: Int32Array.of(2), types: Uint8Array.of(3), gaps: Uint8Array.of(0) });
  const best = scores.indexOf(Math.max(...scores));
  expect(best % 5).toBe(3);
  expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) - 0.5);
});
