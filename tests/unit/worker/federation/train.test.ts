import { expect, test } from 'vitest';
import type { WeightsFile } from '#core/fedavg';
import { historyOf } from '#core/features';
import type { GivenKind } from '#core/protocol';
import { seededChance } from '#core/units';
import { aCatalogue, aHistory, aShopper } from '#support/a-shop';
import { lazyLayout, trainLocally } from '#worker/federation';
import { arraysEncoder, startingWeights } from '#worker/models';
import { initialMix } from '#worker/recommender';

const CLIP_NORM = 0.5;
const task = { block: 0, clipNorm: CLIP_NORM, integerNorm: 256 };
const catalogue = aCatalogue({ items: 120 });
const history = { ...historyOf([], catalogue), ...aHistory(aShopper(catalogue, 3, 40)) };

const start: Readonly<Record<GivenKind, Float32Array<ArrayBuffer>>> = { mix: Float32Array.from(initialMix()), t11: Float32Array.from(startingWeights(seededChance(1))) };

function train(model: WeightsFile, own = history): Promise<Float32Array> {
  return trainLocally(model, task, { history: own, catalogue, encoder: arraysEncoder(catalogue), layoutOf: lazyLayout(catalogue), chance: seededChance(2), pause: () => Promise.resolve() });
}

/** Weights far along, or far against, what this shopper teaches. */
async function moved(kind: GivenKind, times: number): Promise<Float32Array<ArrayBuffer>> {
  const update = await train({ kind, weights: start[kind] });
  return start[kind].map((weight, i) => weight + times * (update[i] ?? 0));
}

test.each(['mix', 't11'] as const)('trainLocally() on %s: a candidate that predicts her choices better is praised, one that does worse is not', async (kind) => {
  const weights = start[kind];
  const [better, worse] = [await train({ kind, weights, candidate: await moved(kind, 1) }), await train({ kind, weights, candidate: await moved(kind, -1) })];
  for (const report of [better, worse]) {
    expect(report).toHaveLength(weights.length + 1);
    expect(Math.hypot(...report)).toBeLessThanOrEqual(CLIP_NORM * (1 + 1e-6)); // float32
  }
  expect(better.at(-1)).toBe(CLIP_NORM / 2);
  expect(worse.at(-1)).toBe(-CLIP_NORM / 2);
});

test('trainLocally() cannot tell a candidate from the same weights', async () => {
  const report = await train({ kind: 't11', weights: start.t11, candidate: start.t11 });
  expect(report.at(-1)).toBe(0);
  expect(report.some((x) => x !== 0)).toBe(true); // it learns all the same
});

test('trainLocally() has no verdict without a history or a candidate, and room for one always', async () => {
  const nobody = historyOf([], catalogue);
  expect([...await train({ kind: 'mix', weights: start.mix, candidate: start.mix.map((x) => x + 1) }, nobody)].every((x) => x === 0)).toBe(true);
  const first = await train({ kind: 'mix', weights: start.mix });
  expect([first.length, first.at(-1)]).toEqual([start.mix.length + 1, 0]);
});

test('trainLocally() learns on the candidate, not on what shelves rank with', async () => {
  const candidate = await moved('mix', 3);
  const learnt = await train({ kind: 'mix', weights: start.mix, candidate });
  const farFrom = (report: Float32Array): number => Math.hypot(...learnt.subarray(0, -1).map((x, i) => x - (report[i] ?? 0)));
  expect(farFrom(await train({ kind: 'mix', weights: candidate }))).toBeLessThan(farFrom(await train({ kind: 'mix', weights: start.mix })) / 2); // other draws, the same weights
});

test('trainLocally() finds weights that overflow worse, whatever they were to be', async () => {
  const report = await train({ kind: 'mix', weights: start.mix, candidate: start.mix.map(() => 3e38) });
  expect(report.at(-1)).toBe(-CLIP_NORM / 2);
});
