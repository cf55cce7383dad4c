import { expect, test } from 'vitest';
import { CONTENT_DIMS } from '#core/catalogue';
import { seededChance } from '#core/units';
import { topK } from '#core/ranking';
import { arrayDots, wasmDots } from '#worker/kernels';
import { arraysEncoder, T11_LAYOUT, T11_PARAMETERS } from '#worker/models';
import { relativeDifference, someExamples, someInput, someItems, someNegatives } from '#support/models';

/** Weights where every tensor takes part, so that no slope hides behind a zero. */
function anyWeights(seed: number): Float32Array {
  const chance = seededChance(seed);
  const weights = Float32Array.from({ length: T11_PARAMETERS }, () => 0.2 * chance.normal());
  for (const { name, offset, size } of T11_LAYOUT) {
    if (name === 'logScale') weights[offset] = 0.3;
    if (name === 'gate') for (let i = 0; i < size; i++) weights[offset + i] = 1 + 0.3 * chance.normal();
  }
  return weights;
}

test('T11_PARAMETERS fits one report: at most 11,000', () => {
  expect(T11_PARAMETERS).toBeLessThanOrEqual(11_000);
  const last = T11_LAYOUT.at(-1);
  expect((last?.offset ?? 0) + (last?.size ?? 0)).toBe(T11_PARAMETERS);
});

test.each([['wasm', wasmDots], ['arrays', arrayDots]] as const)('lossAndGradients() slopes are the finite differences of its loss, in every tensor, on %s', (_, dots) => {
  const chance = seededChance(3);
  const items = someItems();
  const encoder = arraysEncoder(items, dots(items.vectors, items.popularity.length));
  const examples = someExamples(items, 6, chance);
  const negatives = someNegatives(items, 25, chance);
  const weights = anyWeights(4);
  const { gradients } = encoder.lossAndGradientsSync(weights, examples, negatives);
  for (const { name, offset, size } of T11_LAYOUT) {
    let worst = 0;
    let most = 0;
    for (let n = 0; n < Math.min(size, 60); n++) {
      const i = offset + (size <= 60 ? n : chance.below(size));
      const lossAt = (delta: number): [number, number] => {
        const moved = Float32Array.from(weights);
        moved[i] = (moved[i] ?? 0) + delta;
        return [encoder.lossAndGradientsSync(moved, examples, negatives).loss, moved[i] ?? 0];
      };
      const [up, high] = lossAt(3e-4);
      const [down, low] = lossAt(-3e-4);
      const slope = (up - down) / (high - low); // the step that float32 really made
      worst = Math.max(worst, Math.abs(slope - (gradients[i] ?? NaN)));
      most = Math.max(most, Math.abs(slope));
    }
    expect(most, `${name} takes part`).toBeGreaterThan(1e-5);
    expect(worst / most, name).toBeLessThan(1e-4); // central differences of a float64 loss; float32 gradients keep six digits
  }
});

test('lossAndGradients() with every item as a negative is the full softmax of scoreAll()', () => {
  const chance = seededChance(5);
  const items = someItems();
  const encoder = arraysEncoder(items);
  const weights = anyWeights(6);
  const examples = someExamples(items, 5, chance);
  const all = Int32Array.from(items.popularity, (_, i) => i);
  const wanted = examples.map(({ input, target }) => {
    const scores = encoder.scoreAllSync(weights, input);
    return Math.log(scores.reduce((sum, s) => sum + Math.exp(s), 0)) - (scores[target] ?? NaN);
  });
  const mean = wanted.reduce((a, b) => a + b) / wanted.length;
  expect(encoder.lossAndGradientsSync(weights, examples, all).loss).toBeCloseTo(mean, 4);
});

test('lossAndGradients() on sampled negatives estimates the full softmax', () => {
  const chance = seededChance(7);
  const items = someItems({ count: 300 });
  const encoder = arraysEncoder(items);
  const weights = anyWeights(8);
  const examples = someExamples(items, 4, chance);
  const full = encoder.lossAndGradientsSync(weights, examples, Int32Array.from(items.popularity, (_, i) => i)).loss;
  let sampled = 0;
  for (let n = 0; n < 200; n++) sampled += encoder.lossAndGradientsSync(weights, examples, someNegatives(items, 128, chance)).loss / 200;
  expect(Math.abs(sampled - full)).toBeLessThan(0.05); // the logarithm of a mean is a little below its target
});

test('a negative that is the target is left out', () => {
  const items = someItems();
  const encoder = arraysEncoder(items);
  const example = { input: someInput(items, 3, seededChance(1)), target: 7 };
  const only = encoder.lossAndGradientsSync(anyWeights(1), [example], Int32Array.of(7, 7));
  expect(only.loss).toBe(0);
  expect(only.gradients.every((g) => Math.abs(g) < 1e-12)).toBe(true);
});

test('attention() sums to 1 over the steps', () => {
  const items = someItems();
  const encoder = arraysEncoder(items);
  const shares = encoder.attentionSync(anyWeights(2), someInput(items, 9, seededChance(2)));
  expect(shares).toHaveLength(9);
  expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
});

test('scoreAll() of an empty history is popularity alone', () => {
  const items = someItems();
  const weights = anyWeights(3);
  const scores = arraysEncoder(items).scoreAllSync(weights, { items: new Int32Array(), types: new Uint8Array(), gaps: new Uint8Array() });
  const byPopularity = weights[T11_PARAMETERS - 1] ?? 0;
  const order = (values: ArrayLike<number>): number[] => Array.from(values, (_, i) => i).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));
  expect(order(scores)).toEqual(order(items.popularity.map((p) => p * Math.sign(byPopularity))));
});

test('scoreAll() and topSync() agree to 1e-4 on WASM and typed arrays; topSync() is scoreAll() and topK()', () => {
  const chance = seededChance(9);
  const items = someItems({ count: 1_001, groups: 40 });
  const engines = [wasmDots, arrayDots].map((make) => arraysEncoder(items, make(items.vectors, 1_001)));
  expect(engines.map(({ name }) => name)).toEqual(['wasm', 'arrays']);
  for (const steps of [0, 1, 20]) {
    const input = someInput(items, steps, chance);
    const [first, second] = engines.map((encoder) => encoder.scoreAllSync(anyWeights(7), input));
    expect(relativeDifference(first ?? [], second ?? [])).toBeLessThan(1e-4);
    const isOdd = (item: number): boolean => item % 2 === 1;
    const learnt = engines.map((encoder) => encoder.lossAndGradientsSync(anyWeights(7), someExamples(items, 5, seededChance(steps)), someNegatives(items, 30, seededChance(steps))));
    expect(relativeDifference(learnt[0]?.gradients ?? [], learnt[1]?.gradients ?? [])).toBeLessThan(1e-6); // one algebra in two engines
    for (const encoder of engines) {
      const scores = encoder.scoreAllSync(anyWeights(7), input);
      expect(encoder.topSync(anyWeights(7), input, 20)).toEqual(topK(scores, 20));
      expect(encoder.topSync(anyWeights(7), input, 30, isOdd)).toEqual(topK(scores, 30, isOdd));
    }
  }
});

test('lossAndGradients() answers alike whatever was asked before it, and keeps nothing of its answers', () => {
  const chance = seededChance(10);
  const items = someItems();
  const examples = someExamples(items, 4, chance);
  const [few, many] = [someNegatives(items, 5, chance), someNegatives(items, 23, chance)];
  const encoder = arraysEncoder(items);
  const first = encoder.lossAndGradientsSync(anyWeights(1), examples, few);
  const kept = Float32Array.from(first.gradients);
  encoder.lossAndGradientsSync(anyWeights(2), examples, many);
  expect(encoder.lossAndGradientsSync(anyWeights(1), examples, few)).toEqual(arraysEncoder(items).lossAndGradientsSync(anyWeights(1), examples, few));
  expect(first.gradients).toEqual(kept);
});

test('an encoder refuses items and lengths it does not know, and survives a history without text', () => {
  const items = someItems();
  const encoder = arraysEncoder(items);
  const input = someInput(items, 2, seededChance(1));
  expect(() => encoder.scoreAllSync(new Float32Array(5), input)).toThrow(RangeError);
  expect(() => encoder.scoreAllSync(anyWeights(1), { ...input, items: Int32Array.of(0, 40) })).toThrow(RangeError);
  expect(() => encoder.lossAndGradientsSync(anyWeights(1), [{ input, target: 40 }], Int32Array.of(1))).toThrow(RangeError);
  expect(() => encoder.lossAndGradientsSync(anyWeights(1), [{ input, target: 4 }], Int32Array.of(-1))).toThrow(RangeError);
  const blank = { items: Int32Array.of(39), types: Uint8Array.of(3), gaps: Uint8Array.of(0) };
  expect(items.vectors.subarray(39 * CONTENT_DIMS).every((x) => x === 0)).toBe(true);
  expect(encoder.scoreAllSync(anyWeights(1), blank).every(Number.isFinite)).toBe(true);
  expect(encoder.lossAndGradientsSync(anyWeights(1), [{ input: blank, target: 1 }], Int32Array.of(2, 3)).gradients.every(Number.isFinite)).toBe(true);
});
