import { fitPersonalHead, initialMix, INPUTS } from '#worker/recommender';
import type { DeviceParts } from './options.ts';

/** The part of the mix that never leaves the device. */
export interface PersonalHead {
  /** Fitted or restored head, shape [INPUTS]; undefined before there is one. */
  weights(): Float32Array | undefined;
  /** The head of the last visit, where none is known yet. */
  restore(): Promise<void>;
  /** Fits it anew where history or mix have changed since. @param pause - awaited between slices; may throw to abandon */
  fit(pause: () => Promise<void>): Promise<void>;
}

export function createPersonalHead({ stores, shopper, models, encoder, pairs, catalogue }: DeviceParts): PersonalHead {
  let head: Float32Array | undefined;
  let basis = ''; // history, mix and table the head was fitted over
  return {
    weights: () => head,
    async restore() {
      if (head) return;
      const kept = await stores.settings.read('personalMix');
      if (kept?.length === INPUTS) head = Float32Array.from(kept);
    },
    async fit(pause) {
      const history = await shopper.history();
      const newest = `${shopper.revision()} ${models.get('mix')?.hash ?? ''} ${models.get('pairs')?.hash ?? ''}`;
      if (basis === newest) return;
      const [t11, coOccurrence] = [models.get('t11'), pairs.current()];
      const fitted = await fitPersonalHead({
        weights: models.get('mix')?.weights ?? initialMix(), history, catalogue, pause,
        ...(t11 && { t11: { encoder, weights: t11.weights } }), ...(coOccurrence && { coOccurrence }),
      });
      basis = newest;
      head = fitted;
      await stores.settings.write('personalMix', fitted ? [...fitted] : []);
    },
  };
}
