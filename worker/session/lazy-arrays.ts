import type { Catalogue } from '#core/catalogue';
import type { Encoder } from '#worker/models';
import { lazily } from './lazily.ts';

/** The encoder's code did not come; the next question asks for it again. */
export class EncoderAway extends Error {}

/**
 * The CPU's encoder of `catalogue`, loaded and made at its first use: a shelf of what is popular needs none, and its kernel
 * holds a copy of the vectors. Rejects with {@link EncoderAway} where its code does not come.
 */
export function lazyArrays(catalogue: Catalogue): Encoder {
  let made: Encoder | undefined;
  const encoder = async (): Promise<Encoder> => {
    if (made) return made;
    const part = await lazily(() => import('./arrays.ts'));
    if (!part.ok) throw new EncoderAway(part.fault.message);
    return (made ??= part.value.arraysEncoder(catalogue));
  };
  return {
    get name() {
      return made?.name ?? 'arrays';
    },
    isLost: false,
    scoreAll: async (weights, input) => (await encoder()).scoreAll(weights, input),
    lossAndGradients: async (weights, examples, negatives) => (await encoder()).lossAndGradients(weights, examples, negatives),
    attention: async (weights, input) => (await encoder()).attention(weights, input),
    dispose() {
      made?.dispose();
      made = undefined;
    },
  };
}
