import type { DeviceStores } from '#core/contract';
import { INPUTS } from '#worker/recommender';

/** The part of the mix that never leaves the device. */
export interface PersonalHead {
  /** Fitted or restored head, shape [INPUTS]; undefined before there is one. */
  weights(): Float32Array | undefined;
  /** The head of the last visit, where none is known yet. */
  restore(): Promise<void>;
  /** Uses and keeps a head that was fitted anew; undefined where there is too little to fit one on. */
  take(fitted: Float32Array | undefined): Promise<void>;
}

export function createPersonalHead(settings: DeviceStores['settings']): PersonalHead {
  let head: Float32Array | undefined;
  return {
    weights: () => head,
    async restore() {
      if (head) return;
      const kept = await settings.read('personalMix');
      if (kept?.length === INPUTS) head ??= Float32Array.from(kept); // one may have been fitted meanwhile
    },
    async take(fitted) {
      head = fitted;
      await settings.write('personalMix', fitted ? [...fitted] : []);
    },
  };
}
