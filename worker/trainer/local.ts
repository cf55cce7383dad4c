import type { TrainingExample } from '#core/features';
import { shuffled, type Chance } from '#core/units';
import { drawNegatives, type Encoder } from '#worker/models';

/** Examples of one local epoch: a heavy shopper's update is clipped anyway, and 64 keep a slow phone under 100 ms. */
export const MAX_LOCAL_EXAMPLES = 64;

/** Examples of one step: small enough to yield to a recommendation in a few milliseconds. */
const STEP_EXAMPLES = 8;

/** Step size of local SGD. At .1 the scalars of the link overshoot (first rounds on UCI end at a loss of 16); .01 learns no more a round. */
export const T11_LEARNING_RATE = 0.02;

/**
 * C of `t11` tasks, L2 in model units: about the median norm of one local epoch on UCI Online Retail, so that most updates
 * fill their bound and none drowns the others.
 */
export const T11_CLIP_NORM = 0.5;

/** What `localT11Update` needs. */
export interface LocalT11Options {
  /** [T11_PARAMETERS] of the published model; not modified. */
  readonly weights: Float32Array;
  /** Oldest first; of more than MAX_LOCAL_EXAMPLES the newest are used. */
  readonly examples: readonly TrainingExample[];
  /** N, items of the catalogue. */
  readonly items: number;
  readonly encoder: Encoder;
  readonly chance: Chance;
  /** Awaited between steps: lets other work in, and rejects to abandon the training. */
  readonly pause: () => Promise<void>;
  readonly learningRate?: number;
}

/** What local training gives: weights after less weights before. */
export interface LocalUpdate {
  /** [T11_PARAMETERS], model units, not clipped; zeros where there was nothing to learn. */
  readonly delta: Float32Array;
  /** Mean over the examples as they were met, nats; 0 without examples. */
  readonly loss: number;
  /** Examples that were used. */
  readonly examples: number;
}

/**
 * One local epoch of plain SGD in random order. Abandoned whole when `pause` rejects: half an epoch is never reported.
 */
export async function localT11Update(options: LocalT11Options): Promise<LocalUpdate> {
  const { weights, items, encoder, chance, pause } = options;
  const learningRate = options.learningRate ?? T11_LEARNING_RATE;
  const examples = shuffled(options.examples.slice(-MAX_LOCAL_EXAMPLES), chance);
  const own = new Set(examples.flatMap(({ input, target }) => [target, ...input.items]));
  const trained = Float32Array.from(weights);
  let loss = 0;
  for (let start = 0; start < examples.length; start += STEP_EXAMPLES) {
    const step = examples.slice(start, start + STEP_EXAMPLES);
    const { loss: stepLoss, gradients } = await encoder.lossAndGradients(trained, step, drawNegatives(items, own, chance));
    loss += (stepLoss * step.length) / examples.length;
    for (let i = 0; i < trained.length; i++) trained[i] = (trained[i] as number) - learningRate * (gradients[i] as number);
    await pause();
  }
  return { delta: trained.map((w, i) => w - (weights[i] ?? 0)), loss, examples: examples.length };
}
