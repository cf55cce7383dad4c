import { seededChance } from '#core/units';
import { adamStep, newAdam } from './adam.ts';
import { encoderOver } from './arrays.ts';
import { itemTable, type ItemFacts } from './items.ts';
import { drawNegatives } from './negatives.ts';
import { startingWeights } from './start.ts';
import { walksOver } from './walks.ts';

/** Steps of training: seconds on one core, whatever the size of the catalogue. 800 take the walks too literally: .349 to .324 on the demo shop. */
const STEPS = 400;
const STEP_EXAMPLES = 32;

/** Adam's first step size; falls to 0 along a straight line, so that the last steps only settle. */
const LEARNING_RATE = 2e-3;

/** How model 0 is made. */
export interface InitialT11Options {
  /** Same seed, same catalogue: same weights. */
  readonly seed: number;
  /** Training steps of 32 examples, 400 by default. */
  readonly steps?: number;
  /** Share done, 0 to 1. */
  readonly onProgress?: (doneShare: number) => void;
}

/**
 * Model 0 of T11, from public catalogue content alone: starts as a recency-weighted content profile and learns on walks
 * among alike items which steps belong to the present errand. No shopper's event takes part.
 *
 * @returns [T11_PARAMETERS]
 */
export function initialT11(catalogue: ItemFacts, { seed, steps = STEPS, onProgress }: InitialT11Options): Float32Array {
  const chance = seededChance(seed);
  const weights = startingWeights(chance);
  const items = itemTable(catalogue);
  const walks = walksOver(items, chance);
  if (!walks) return weights; // nothing to learn from: no text
  const encoder = encoderOver(items);
  let state = newAdam(weights.length);
  for (let step = 0; step < steps; step++) {
    const examples = Array.from({ length: STEP_EXAMPLES }, walks.next);
    const own = new Set(examples.map(({ target }) => target));
    const { gradients } = encoder.lossAndGradientsSync(weights, examples, drawNegatives(items.count, own, chance));
    state = adamStep(weights, gradients, state, LEARNING_RATE * (1 - step / steps));
    onProgress?.((step + 1) / steps);
  }
  return weights;
}
