import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backThroughLayers, layersOf, runLayers } from '#core/ctr';
import { seededChance } from '#core/units';

/** Widths that are and are not multiples of what is worked out at once. */
const widths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 });
const seeds = fc.integer({ min: 1, max: 1e6 });

test('runLayers() is relu(W·x + b) layer after layer, each sum in the order of the inputs', () => {
  fc.assert(fc.property(widths, seeds, (sizes, seed) => {
    const chance = seededChance(seed);
    const layers = layersOf(sizes);
    const weights = Float32Array.from({ length: layers.parameters }, () => chance.normal());
    const input = Float64Array.from({ length: sizes[0] ?? 0 }, () => (chance.next() < 0.3 ? 0 : chance.normal()));
    let [wanted, at] = [[...input], 0];
    for (const [l, width] of sizes.slice(1).entries()) {
      const out = Array.from({ length: width }, (_, b) => wanted.reduce((sum, x, a) => sum + x * (weights[at + a * width + b] ?? 0), 0) + (weights[at + wanted.length * width + b] ?? 0));
      at += (wanted.length + 1) * width;
      wanted = l === sizes.length - 2 ? out : out.map((x) => Math.max(0, x));
    }
    expect([...(runLayers(layers, weights, input).values.at(-1) ?? [])]).toEqual(wanted);
  }));
});

test('runLayers() and backThroughLayers() make no arrays of numbers: rows are worked out one after another in the same ones', () => {
  const layers = layersOf([6, 5, 3, 1]);
  const weights = new Float32Array(layers.parameters).fill(0.1);
  const slopes = new Float32Array(layers.parameters);
  const input = Float64Array.of(1, 2, 3, 4, 5, 6);
  const trace = runLayers(layers, weights, input);
  const by = backThroughLayers(layers, weights, trace, slopes, Float64Array.of(1));
  const again = runLayers(layers, weights, input);
  expect(again.values.every((values, l) => values === trace.values[l])).toBe(true);
  expect(backThroughLayers(layers, weights, again, slopes, Float64Array.of(1))).toBe(by);
});
