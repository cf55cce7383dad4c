import { describe, expect, test } from 'vitest';
import { seededChance } from '#core/units';
import { arraysEncoder, T11_LAYOUT } from '#worker/models';
import { DESIGNS, LOSS_BY_NAME } from '../../../../bench/models/designs.ts';
import { ENCODERS } from '../../../../bench/models/encoder.ts';
import { firstWeights } from '../../../../bench/models/layout.ts';
import { LOSSES } from '../../../../bench/models/loss.ts';
import { scorerOf, zooModel, type ZooModel } from '../../../../bench/models/model.ts';
import { constant, newTape } from '../../../../bench/models/tape.ts';
import { TIER_PARAMETERS, TIERS } from '../../../../bench/models/tiers.ts';
import { batchLoss, candidatesOf, judgeOf } from '../../../../bench/models/train.ts';
import { inDouble, someExamples, someItems } from './a-model.ts';

const ITEMS = 40;
/** Half the distance of the two points of a finite difference, and what is left of it at float64: error falls with the square of the first. */
const STEP = 1e-5;
const TOLERANCE = 1e-6;
/** What any two engines of T11 may differ by, as its other engines are held to. */
const ENGINES = 1e-4;
/** Weights of each tensor whose slope is checked: large tiers run the same lines and take long. */
const CHECKED = { T11: 4, T64: 1, T256: 1 } as const;

function lossAt(model: ZooModel, weights: Float64Array, lossName: (typeof LOSSES)[number], slopes: Float64Array): number {
  const examples = someExamples(2, ITEMS);
  const loss = LOSS_BY_NAME[lossName];
  const candidates = candidatesOf(examples, ITEMS, loss, seededChance(5));
  return batchLoss(model, { tape: newTape(inDouble), weights, slopes }, { examples, candidates, judge: judgeOf(loss, ITEMS) });
}

/** Largest difference between written and finite slopes over some weights of every tensor. */
function worstSlope(model: ZooModel, lossName: (typeof LOSSES)[number]): { readonly worst: number; readonly where: string } {
  const chance = seededChance(9);
  // Away from the start, where whole tensors are zero and slopes behind them vanish.
  const weights = Float64Array.from(firstWeights(model.layout, 1), (w) => w + 0.05 * chance.normal());
  const slopes = new Float64Array(weights.length);
  lossAt(model, weights, lossName, slopes);
  const unused = new Float64Array(weights.length);
  let worst = { worst: 0, where: 'nowhere' };
  for (const { name, offset, rows, columns } of model.layout.places.values()) {
    for (let draw = 0; draw < CHECKED[model.tier]; draw++) {
      const i = offset + chance.below(rows * columns);
      const before = weights[i] ?? 0;
      weights[i] = before + STEP;
      const above = lossAt(model, weights, lossName, unused);
      weights[i] = before - STEP;
      const below = lossAt(model, weights, lossName, unused);
      weights[i] = before;
      const difference = Math.abs((above - below) / (2 * STEP) - (slopes[i] ?? 0));
      if (difference > worst.worst) worst = { worst: difference, where: `${name}[${i - offset}]: written ${slopes[i] ?? 0}, finite ${(above - below) / (2 * STEP)}` };
    }
  }
  return worst;
}

describe.each(ENCODERS)('%s', (name) => {
  // T256 differs from T64 in width only, but for its second block.
  test.each(TIERS.filter((tier) => tier !== 'T256' || name === 'attention'))('slopes of %s agree with finite differences, hashed in the smallest too', (tier) => {
    for (const isHashed of tier === 'T11' ? [false, true] : [false]) {
      const { worst, where } = worstSlope(zooModel(DESIGNS[name], tier, someItems(ITEMS, seededChance(2)), isHashed), 'softmax');
      expect(worst, where).toBeLessThan(TOLERANCE);
    }
  });

  test.each(TIERS)('fits %s, with hashed items too', (tier) => {
    for (const isHashed of [false, true]) {
      const { layout } = zooModel(DESIGNS[name], tier, someItems(ITEMS, seededChance(2)), isHashed);
      expect(layout.parameters).toBeLessThanOrEqual(TIER_PARAMETERS[tier]);
      expect(layout.parameters).toBeGreaterThan(0.85 * TIER_PARAMETERS[tier]); // a tier that is not used would be an unfair comparison
    }
  });
});

test.each(LOSSES)('slopes of %s agree with finite differences', (loss) => {
  const { worst, where } = worstSlope(zooModel(DESIGNS.attention, 'T11', someItems(ITEMS, seededChance(2)), false), loss);
  expect(worst, where).toBeLessThan(TOLERANCE);
});

test('attention in T11 is the T11 that ships: same weights, same scores, loss and slopes', () => {
  const chance = seededChance(4);
  const catalogue = { vectors: Int8Array.from({ length: ITEMS * 64 }, () => chance.below(80) - 40), popularity: Float32Array.from({ length: ITEMS }, () => chance.next()) };
  const worker = arraysEncoder(catalogue);
  const standard = standardised(catalogue.popularity);
  const items = { ids: Array.from({ length: ITEMS }, String), vectors: constant(ITEMS, 64, Float32Array.from(catalogue.vectors, (x) => x / 127)), popularity: standard };
  const model = zooModel(DESIGNS.attention, 'T11', items, false);
  const shipped = new Float32Array(T11_LAYOUT.reduce((sum, { size }) => sum + size, 0)).map(() => 0.1 * chance.normal());
  const weights = new Float32Array(model.layout.parameters);
  for (const { name, offset, size } of T11_LAYOUT) weights.set(shipped.subarray(offset, offset + size), model.layout.places.get(name)?.offset);
  const examples = someExamples(8, ITEMS);
  const scorer = scorerOf(model, weights);
  for (const { input } of examples) expectClose(scorer.score(input), worker.scoreAllSync(shipped, input), ENGINES);
  const candidates = candidatesOf(examples, ITEMS, LOSS_BY_NAME.sampled, seededChance(5));
  const slopes = new Float32Array(weights.length);
  const loss = batchLoss(model, { tape: newTape(), weights, slopes }, { examples, candidates, judge: judgeOf(LOSS_BY_NAME.sampled, ITEMS) });
  const theirs = worker.lossAndGradientsSync(shipped, examples, candidates.items.slice(candidates.negatives[0]));
  expect(loss).toBeCloseTo(theirs.loss, 4);
  for (const { name, offset, size } of T11_LAYOUT) {
    const start = model.layout.places.get(name)?.offset ?? 0;
    expectClose(slopes.subarray(start, start + size), theirs.gradients.subarray(offset, offset + size), ENGINES);
  }
});

function standardised(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
  return values.map((x) => (x - mean) / deviation);
}

function expectClose(ours: Float32Array, theirs: Float32Array, relative: number): void {
  const largest = theirs.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-6);
  const worst = ours.reduce((most, x, i) => Math.max(most, Math.abs(x - (theirs[i] ?? 0))), 0);
  expect(worst / largest).toBeLessThan(relative);
}
