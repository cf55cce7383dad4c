import type { TrainingExample } from '#core/features';
import { seededChance, shuffled, type Chance } from '#core/units';
import { adamStep, drawNegatives, newAdam } from '#worker/models';
import type { Contest, Loss } from './loss.ts';
import { logitsOf, tastesOf, vectorsOf, type InUse, type ZooModel } from './model.ts';
import { firstWeights } from './layout.ts';
import { newTape, type Floats } from './tape.ts';

/** Examples of one step, as T11's central training has them. */
const BATCH_EXAMPLES = 32;

/** Adam's first step size; falls to 0 along a line, so that every model ends settled whatever its budget of examples. */
const LEARNING_RATE = 2e-3;

/** Items one example is held against: columns of a batch's logits. */
export interface Candidates {
  /** [C] the targets of the batch, then the negatives; with a full softmax the whole catalogue. */
  readonly items: Int32Array;
  /** [B] column of each example's target. */
  readonly targets: Int32Array;
  readonly negatives: readonly [from: number, to: number];
}

/** Candidates of a batch for a loss. */
export function candidatesOf(examples: readonly TrainingExample[], count: number, loss: Pick<Loss, 'takesAll'>, chance: Chance): Candidates {
  const targets = Int32Array.from(examples, ({ target }) => target);
  if (loss.takesAll) return { items: Int32Array.from({ length: count }, (_, i) => i), targets, negatives: [0, count] };
  const drawn = drawNegatives(count, new Set(), chance);
  const items = new Int32Array(targets.length + drawn.length);
  items.set(targets);
  items.set(drawn, targets.length);
  return { items, targets: targets.map((_, b) => b), negatives: [targets.length, items.length] };
}

/** Puts a batch's slopes by its logits in place; returns the mean loss. May add a teacher's opinion. */
export type Judge = (logits: { readonly data: Floats; readonly slope: Floats }, candidates: Candidates, examples: readonly TrainingExample[]) => number;

/** The mean of a loss over the batch. */
export function judgeOf(loss: Loss, count: number): Judge {
  return ({ data, slope }, { items, targets, negatives }) => {
    const columns = items.length;
    let sum = 0;
    for (let b = 0; b < targets.length; b++) {
      const row = slope.subarray(b * columns, (b + 1) * columns);
      const contest: Contest = { logits: data.subarray(b * columns, (b + 1) * columns), slopes: row, target: targets[b] ?? 0, negatives, items, count };
      sum += loss.of(contest);
    }
    for (let i = 0; i < slope.length; i++) slope[i] = (slope[i] ?? 0) / targets.length;
    return sum / targets.length;
  };
}

/** Mean loss of a batch; adds the slopes of all weights to `use.slopes`. */
export function batchLoss(model: ZooModel, use: InUse, { examples, candidates, judge }: { readonly examples: readonly TrainingExample[]; readonly candidates: Candidates; readonly judge: Judge }): number {
  const tastes = tastesOf(model, use, examples.map(({ input }) => input));
  const logits = logitsOf(model, use, tastes, { items: candidates.items, vectors: vectorsOf(model, use, candidates.items) });
  const { data, slope } = logits;
  if (!slope) throw new RangeError('Cannot take slopes of a model whose weights have none');
  const loss = judge({ data, slope }, candidates, examples);
  use.tape.back();
  return loss;
}

/** What {@link trainZoo} needs. */
export interface TrainOptions {
  readonly model: ZooModel;
  readonly loss: Pick<Loss, 'takesAll'>;
  readonly judge: Judge;
  readonly examples: readonly TrainingExample[];
  /** Examples met in all, over as many passes as that takes. */
  readonly visits: number;
  readonly seed: number;
  /** To start from; fresh ones by the seed without. */
  readonly weights?: Float32Array;
  /** Told the weights after every step; may change them in place (pruning holds zeros at 0). */
  readonly afterStep?: (weights: Float32Array) => void;
}

/** A trained model. */
export interface Trained {
  /** [P]. */
  readonly weights: Float32Array;
  /** Mean loss over the last tenth of the steps, nats. */
  readonly loss: number;
  readonly seconds: number;
}

/** Trains one model of the zoo in one place with Adam. Never in a browser. */
export function trainZoo({ model, loss, judge, examples, visits, seed, weights: given, afterStep }: TrainOptions): Trained {
  const startMs = performance.now();
  const chance = seededChance(seed);
  const weights = given ? Float32Array.from(given) : firstWeights(model.layout, seed);
  const slopes = new Float32Array(weights.length);
  const steps = examples.length === 0 ? 0 : Math.max(1, Math.ceil(visits / BATCH_EXAMPLES));
  const next = endless(examples, chance);
  let state = newAdam(weights.length);
  let lastLoss = 0;
  const counted = Math.max(1, Math.ceil(steps / 10));
  for (let step = 0; step < steps; step++) {
    const batch = Array.from({ length: Math.min(BATCH_EXAMPLES, examples.length) }, next);
    slopes.fill(0);
    const value = batchLoss(model, { tape: newTape(), weights, slopes, chance }, { examples: batch, candidates: candidatesOf(batch, model.items.ids.length, loss, chance), judge });
    state = adamStep(weights, slopes, state, LEARNING_RATE * (1 - step / steps));
    afterStep?.(weights);
    if (step >= steps - counted) lastLoss += value / counted;
  }
  return { weights, loss: lastLoss, seconds: (performance.now() - startMs) / 1000 };
}

/** Values in random order, over and over, each once a pass. */
function endless<T>(values: readonly T[], chance: Chance): () => T {
  let waiting: T[] = [];
  return () => {
    if (waiting.length === 0) waiting = shuffled(values, chance);
    return waiting.pop() as T;
  };
}
