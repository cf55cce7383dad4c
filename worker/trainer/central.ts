import type { TrainingExample } from '#core/features';
import { shuffled, type Chance } from '#core/units';
import { adamStep, drawNegatives, newAdam, type ArraysEncoder } from '#worker/models';

/** Examples of one step of central training. */
const BATCH_EXAMPLES = 32;

/** Adam's step size for central training: its authors' default; three times that ends lower on UCI. */
const LEARNING_RATE = 1e-3;

/** What `trainT11` needs. */
export interface CentralOptions {
  /** [T11_PARAMETERS] to start from; not modified. */
  readonly weights: Float32Array;
  readonly examples: readonly TrainingExample[];
  /** N, items of the catalogue. */
  readonly items: number;
  readonly encoder: ArraysEncoder;
  readonly chance: Chance;
  readonly epochs: number;
  readonly learningRate?: number;
  /** After each epoch, its mean loss in nats. */
  readonly onEpoch?: (epoch: number, loss: number) => void;
}

/** Trains T11 on examples of many shoppers in one place, with Adam: what federated rounds are measured against. Never in a browser. */
export function trainT11(options: CentralOptions): Float32Array {
  const { examples, items, encoder, chance, epochs } = options;
  const weights = Float32Array.from(options.weights);
  let state = newAdam(weights.length);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffled(examples, chance);
    let loss = 0;
    for (let start = 0; start < order.length; start += BATCH_EXAMPLES) {
      const batch = order.slice(start, start + BATCH_EXAMPLES);
      const own = new Set(batch.map(({ target }) => target));
      const step = encoder.lossAndGradientsSync(weights, batch, drawNegatives(items, own, chance));
      loss += (step.loss * batch.length) / examples.length;
      state = adamStep(weights, step.gradients, state, options.learningRate ?? LEARNING_RATE);
    }
    options.onEpoch?.(epoch + 1, loss);
  }
  return weights;
}
