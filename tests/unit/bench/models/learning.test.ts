import { describe, expect, test } from 'vitest';
import type { TrainingExample } from '#core/features';
import { topK } from '#core/ranking';
import { seededChance } from '#core/units';
import { DESIGNS, LOSS_BY_NAME } from '../../../../bench/models/designs.ts';
import { ENCODERS } from '../../../../bench/models/encoder.ts';
import { LOSSES } from '../../../../bench/models/loss.ts';
import { scorerOf, zooModel, type ZooModel } from '../../../../bench/models/model.ts';
import { judgeOf, trainZoo } from '../../../../bench/models/train.ts';
import { someItems } from './a-model.ts';

const ITEMS = 24;
/** Examples met: the least at which every encoder and loss passes with room, since the slowest takes .5 ms for each. */
const VISITS = 4000;

/** Shoppers who take item i + 1 after item i, whatever they did before: nothing in the random content says so. */
function successors(size: number, seed: number): TrainingExample[] {
  const chance = seededChance(seed);
  return Array.from({ length: size }, () => {
    const steps = 2 + chance.below(4);
    const items = Int32Array.from({ length: steps }, () => chance.below(ITEMS));
    return { input: { items, types: new Uint8Array(steps), gaps: new Uint8Array(steps).fill(1) }, target: ((items.at(-1) ?? 0) + 1) % ITEMS };
  });
}

function hitRate(model: ZooModel, weights: Float32Array): number {
  const scorer = scorerOf(model, weights);
  const asked = successors(200, 99);
  return asked.filter(({ input, target }) => topK(scorer.score(input), 3).includes(target)).length / asked.length;
}

function learned(model: ZooModel, lossName: (typeof LOSSES)[number], visits: number): number {
  const loss = LOSS_BY_NAME[lossName];
  return hitRate(model, trainZoo({ model, loss, judge: judgeOf(loss, ITEMS), examples: successors(2000, 7), visits, seed: 1 }).weights);
}

describe('learns what follows the last item, which chance finds in an eighth of cases', () => {
  test.each(ENCODERS)('%s', (name) => {
    expect(learned(zooModel(DESIGNS[name], 'T11', someItems(ITEMS, seededChance(2)), false), 'sampled', VISITS)).toBeGreaterThan(0.5);
  });

  test.each(LOSSES.filter((loss) => loss !== 'sampled'))('by %s', (loss) => {
    expect(learned(zooModel(DESIGNS.attention, 'T11', someItems(ITEMS, seededChance(2)), false), loss, VISITS)).toBeGreaterThan(0.5);
  });
});

test('hashed residuals tell items apart that have no content at all', () => {
  const items = someItems(ITEMS, seededChance(2));
  const blank = { ...items, vectors: { ...items.vectors, data: new Float32Array(items.vectors.data.length) } };
  expect(learned(zooModel(DESIGNS.mean, 'T11', blank, false), 'softmax', VISITS)).toBeLessThan(0.25);
  expect(learned(zooModel(DESIGNS.mean, 'T11', blank, true), 'softmax', 2 * VISITS)).toBeGreaterThan(0.5);
});
