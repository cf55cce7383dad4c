import { logLoss, newSlopes, trainEpoch, type Head, type Rows } from '#core/ctr';
import { seededChance, shuffled } from '#core/units';
import type { Recipe } from './heads.ts';
import { within, type Progress } from './progress.ts';

/** Rows to fit and rows held out. */
export interface Holdout {
  readonly rows: Rows;
  readonly labels: Uint8Array;
  readonly fit: Int32Array;
  readonly held: Int32Array;
  /** Log odds of the base rate: where the bias starts. */
  readonly start: number;
  /** Told after each epoch. */
  readonly progress: Progress;
}

/** A trained head. */
export interface Trained {
  readonly head: Head;
  readonly weights: Float32Array;
  /** Mean log loss of the held-out rows, nats. */
  readonly loss: number;
  readonly epochs: number;
}

/** Trains until the held-out rows get worse; keeps the best epoch. */
function trainUntilWorse(recipe: Recipe, holdout: Holdout, seed: number): Trained {
  const { head } = recipe;
  const { rows, labels, held, progress } = holdout;
  let best: Trained | undefined;
  let epoch = 0;
  for (const weights of epochsOf(recipe, holdout, seed)) {
    const loss = meanLoss(head, weights, { rows, labels, held });
    progress(`epoch ${epoch} of at most ${recipe.epochs}, rate ${recipe.rate}, held-out log loss ${loss.toFixed(4)}`, epoch / recipe.epochs);
    if (best && !(loss < best.loss - LEAST_GAIN)) break;
    best = { head, weights: weights.slice(), loss, epochs: epoch };
    epoch += 1;
  }
  if (!best) throw new RangeError('Cannot train: there are no first weights');
  return best;
}

/** Train rows above which recipes are compared on so many of them, and on as large a share of the held-out ones: what a rate is worth shows there. */
const PROBE_ROWS = 100_000;

/** Trains with each recipe; keeps the best. Of many rows, a part tells which that is, and only it is trained on all. */
export function trainBest(recipes: readonly Recipe[], holdout: Holdout, seed: number): { readonly recipe: Recipe; readonly trained: Trained } {
  const best = (tried: readonly Recipe[], on: Holdout): { readonly recipe: Recipe; readonly trained: Trained } => tried.map((recipe, i) => ({ recipe, trained: trainUntilWorse(recipe, { ...on, progress: within(on.progress, i / tried.length, (i + 1) / tried.length) }, seed) })).reduce((a, b) => (b.trained.loss < a.trained.loss ? b : a));
  const every = Math.ceil(holdout.fit.length / PROBE_ROWS);
  if (every === 1 || recipes.length === 1) return best(recipes, holdout);
  const part = (rows: Int32Array): Int32Array => rows.filter((_, i) => i % every === 0);
  const probed = Math.min(0.5, recipes.length / every);
  const { recipe } = best(recipes, { ...holdout, fit: part(holdout.fit), held: part(holdout.held), progress: within(holdout.progress, 0, probed) });
  return best([recipe], { ...holdout, progress: within(holdout.progress, probed, 1) });
}

/** Trains exactly as many epochs as the recipe says. @returns shape [P] */
export function trainFor(recipe: Recipe, lesson: Omit<Holdout, 'held'>, seed: number): Float32Array {
  let last = new Float32Array(recipe.head.parameters);
  let epoch = 0;
  for (const weights of epochsOf(recipe, lesson, seed)) {
    lesson.progress(`epoch ${epoch} of ${recipe.epochs}`, epoch / Math.max(1, recipe.epochs));
    last = weights;
    epoch += 1;
  }
  return last;
}

/** The weights at first and after each epoch: one array, changed in place. */
function* epochsOf({ head, steps, batch, epochs }: Recipe, { rows, labels, fit, start }: Omit<Holdout, 'held' | 'progress'>, seed: number): Generator<Float32Array<ArrayBuffer>> {
  const chance = seededChance(seed);
  const weights = head.start(chance);
  weights[head.biasAt] = start;
  yield weights;
  const step = steps();
  const slopes = newSlopes(head.parameters);
  const order = [...fit];
  for (let epoch = 0; epoch < epochs; epoch++) {
    trainEpoch(head, weights, step, slopes, { rows, labels, order: shuffled(order, chance), batch, chance });
    yield weights;
  }
}

/** Nats an epoch must gain. */
const LEAST_GAIN = 1e-5;

function meanLoss(head: Head, weights: Float32Array, { rows, labels, held }: Pick<Holdout, 'rows' | 'labels' | 'held'>): number {
  let sum = 0;
  for (const row of held) sum += logLoss(head.logit(weights, rows, row), labels[row] as number);
  return sum / Math.max(1, held.length);
}
