import { expect, test } from 'vitest';
import { seededChance } from '#core/units';
import { pruned, pruningMask, toInt8 } from '../../../../bench/models/compress.ts';
import { DESIGNS, LOSS_BY_NAME } from '../../../../bench/models/designs.ts';
import { distilling } from '../../../../bench/models/distil.ts';
import { firstWeights, layoutOf } from '../../../../bench/models/layout.ts';
import { zooModel } from '../../../../bench/models/model.ts';
import { newTape } from '../../../../bench/models/tape.ts';
import { batchLoss, candidatesOf, judgeOf } from '../../../../bench/models/train.ts';
import { inDouble, someExamples, someItems } from './a-model.ts';

const layout = layoutOf(DESIGNS.attention, 'T11', false);
const weights = firstWeights(layout, 1);

test('toInt8() is off by half a step of each tensor at most, in one byte a weight', () => {
  const { weights: read, bytes } = toInt8(layout, weights);
  expect(bytes).toBe(layout.parameters + 4 * layout.places.size);
  for (const { name, offset, rows, columns } of layout.places.values()) {
    const part = weights.subarray(offset, offset + rows * columns);
    const step = part.reduce((most, w) => Math.max(most, Math.abs(w)), 0) / 127;
    part.forEach((w, i) => expect(Math.abs(w - (read[offset + i] ?? 0)), name).toBeLessThanOrEqual(step / 2 + 1e-7));
  }
});

test('toInt8() with chance is right on average', () => {
  const chance = seededChance(3);
  const rounds = 400;
  const sums = new Float64Array(weights.length);
  for (let round = 0; round < rounds; round++) toInt8(layout, weights, chance).weights.forEach((w, i) => { sums[i] = (sums[i] ?? 0) + w / rounds; });
  const query = layout.places.get('query');
  const offset = query?.offset ?? 0;
  const step = weights.subarray(offset, offset + 1024).reduce((most, w) => Math.max(most, Math.abs(w)), 0) / 127;
  // The deviation of one rounding is at most half a step; of the mean of 400, a fortieth. Five of these.
  for (let i = offset; i < offset + 1024; i++) expect(Math.abs((sums[i] ?? 0) - (weights[i] ?? 0))).toBeLessThan(step / 8);
});

test('pruningMask() takes the smallest half of every matrix and no bias', () => {
  const mask = pruningMask(layout, weights, 0.5);
  const query = layout.places.get('query');
  const kept = weights.subarray(query?.offset, (query?.offset ?? 0) + 1024).filter((_, i) => mask[(query?.offset ?? 0) + i] === 1);
  const gone = weights.subarray(query?.offset, (query?.offset ?? 0) + 1024).filter((_, i) => mask[(query?.offset ?? 0) + i] === 0);
  expect(kept.length).toBe(512);
  expect(Math.min(...kept.map(Math.abs))).toBeGreaterThanOrEqual(Math.max(...gone.map(Math.abs)));
  const bias = layout.places.get('outputBias');
  expect(mask.subarray(bias?.offset, (bias?.offset ?? 0) + 64).every((bit) => bit === 1)).toBe(true);
  const { bytes } = pruned(weights, mask);
  expect(bytes).toBe(Math.ceil(layout.parameters / 8) + 4 * mask.reduce((sum, bit) => sum + bit, 0));
});

test('slopes of distilling() agree with finite differences', () => {
  const items = someItems(30, seededChance(2));
  const model = zooModel(DESIGNS.attention, 'T11', items, false);
  const teacherModel = zooModel(DESIGNS.mean, 'T11', items, false);
  const teacher = { model: teacherModel, weights: firstWeights(teacherModel.layout, 8) };
  const examples = someExamples(3, 30);
  const candidates = candidatesOf(examples, 30, LOSS_BY_NAME.softmax, seededChance(5));
  const judge = distilling(judgeOf(LOSS_BY_NAME.softmax, 30), teacher);
  const chance = seededChance(9);
  const at = Float64Array.from(firstWeights(model.layout, 1), (w) => w + 0.05 * chance.normal());
  const lossOf = (slopes: Float64Array): number => batchLoss(model, { tape: newTape(inDouble), weights: at, slopes }, { examples, candidates, judge });
  const slopes = new Float64Array(at.length);
  lossOf(slopes);
  for (let draw = 0; draw < 40; draw++) {
    const i = chance.below(at.length);
    const before = at[i] ?? 0;
    at[i] = before + 1e-5;
    const above = lossOf(new Float64Array(at.length));
    at[i] = before - 1e-5;
    const below = lossOf(new Float64Array(at.length));
    at[i] = before;
    // The teacher's own rows are float32, but the same on both sides of the difference.
    expect(Math.abs((above - below) / 2e-5 - (slopes[i] ?? 0)), `weight ${i}`).toBeLessThan(1e-6);
  }
});
