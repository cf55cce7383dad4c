import type { Catalogue } from '#core/catalogue';
import { arraysEncoder, type Encoder } from '#worker/models';

/** The CPU's encoder of `catalogue`, made at its first use: a shelf of what is popular needs none, and its kernel holds a copy of the vectors. */
export function lazyArrays(catalogue: Catalogue): Encoder {
  let made: Encoder | undefined;
  const encoder = (): Encoder => (made ??= arraysEncoder(catalogue));
  return {
    get name() {
      return made?.name ?? 'arrays';
    },
    isLost: false,
    scoreAll: (weights, input) => encoder().scoreAll(weights, input),
    lossAndGradients: (weights, examples, negatives) => encoder().lossAndGradients(weights, examples, negatives),
    attention: (weights, input) => encoder().attention(weights, input),
    dispose() {
      made?.dispose();
      made = undefined;
    },
  };
}
