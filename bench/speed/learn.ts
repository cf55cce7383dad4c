import { CONTENT_DIMS } from '#core/catalogue';
import { trainingExamples, type TrainingExample } from '#core/features';
import { seededChance } from '#core/units';
import { arraysEncoder, drawNegatives, startingWeights, T11_PARAMETERS } from '#worker/models';
import { localT11Update } from '#worker/trainer';
import type { Figure } from './figure.ts';
import { madeUpInput, madeUpItems, madeUpViews } from './made-up.ts';
import { tfjsOnCpu } from './tfjs.ts';
import { timedFigure, timesOf, type Work } from './timing.ts';

const ITEMS = 10_000;
const SEED = 2;
/** As the trainer takes them, and its step size. */
const STEP_EXAMPLES = 8;
const LEARNING_RATE = 0.02;

/**
 * Operations of learning from examples: every weight is used once on the way forward and twice on the way back, as is every
 * component of every candidate (once forward, once back).
 */
function learningWork(examples: number, negatives: number, steps: number): Work {
  const operations = 2 * (3 * T11_PARAMETERS + 2 * (1 + negatives) * CONTENT_DIMS);
  return { bytes: steps * (negatives * CONTENT_DIMS + 8 * T11_PARAMETERS), operations: examples * operations, lanes: 'floats' };
}

/** One step of SGD on eight examples; beside `optimizer.minimize` of tfjs on the same model. */
export async function measureTrainStep(): Promise<readonly Figure[]> {
  const chance = seededChance(SEED);
  const facts = madeUpItems(ITEMS, chance);
  const weights = startingWeights(chance);
  const examples: TrainingExample[] = Array.from({ length: STEP_EXAMPLES }, () => ({ input: madeUpInput(ITEMS, chance), target: chance.below(ITEMS) }));
  const negatives = drawNegatives(ITEMS, new Set(), chance);
  const encoder = arraysEncoder(facts);
  const trained = Float32Array.from(weights);
  const ours = await timesOf(() => {
    const { gradients } = encoder.lossAndGradientsSync(trained, examples, negatives);
    for (let i = 0; i < trained.length; i++) trained[i] = (trained[i] ?? 0) - LEARNING_RATE * (gradients[i] ?? 0);
  }, { runs: 1_000, warmUps: 100 });
  const { minimizeSteps, tfjsEncoder } = await tfjsOnCpu();
  const tfjs = tfjsEncoder(facts);
  const baseline = await timesOf(() => minimizeSteps(tfjs, weights, [{ examples, negatives }], LEARNING_RATE), { runs: 60, warmUps: 5 });
  tfjs.dispose();
  return [timedFigure('train-step', {
    ours, baseline, work: learningWork(STEP_EXAMPLES, negatives.length, 1),
    how: `${STEP_EXAMPLES} examples of 20 steps, ${negatives.length} negatives, ${ITEMS} items: loss, all slopes, SGD; the baseline is optimizer.minimize of the same model in tfjs ops on its cpu backend`,
  })];
}

/** T11's local epoch over a history of 50 events, as the trainer runs it; beside the same steps through `optimizer.minimize`. */
export async function measureLocalRound(): Promise<readonly Figure[]> {
  const chance = seededChance(SEED);
  const facts = madeUpItems(ITEMS, chance);
  const weights = startingWeights(chance);
  const examples = trainingExamples({ interactions: madeUpViews(ITEMS, { count: 50, spread: 400 }, chance) });
  const encoder = arraysEncoder(facts);
  const epoch = () => localT11Update({ weights, examples, items: ITEMS, encoder, chance, pause: async () => undefined, learningRate: LEARNING_RATE });
  const ours = await timesOf(epoch, { runs: 200, warmUps: 20 });
  const steps = Array.from({ length: Math.ceil(examples.length / STEP_EXAMPLES) }, (_, s) => ({
    examples: examples.slice(s * STEP_EXAMPLES, (s + 1) * STEP_EXAMPLES), negatives: drawNegatives(ITEMS, new Set(), chance),
  }));
  const { minimizeSteps, tfjsEncoder } = await tfjsOnCpu();
  const tfjs = tfjsEncoder(facts);
  const baseline = await timesOf(() => minimizeSteps(tfjs, weights, steps, LEARNING_RATE), { runs: 20, warmUps: 2 });
  tfjs.dispose();
  return [timedFigure('local-round-50-events', {
    ours, baseline, work: learningWork(examples.length, steps[0]?.negatives.length ?? 0, steps.length),
    how: `${examples.length} examples of 50 views in ${steps.length} steps, ${ITEMS} items: draws, slopes, SGD, delta; the baseline is as many steps of optimizer.minimize in tfjs ops on its cpu backend`,
  })];
}
