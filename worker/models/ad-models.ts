import { BASE_BUY_CHANCE, BASE_CLICK_CHANCE } from '#core/ads';
import { initialAdModel } from '#core/ctr';
import { seededChance } from '#core/units';

/** Seed of the first models of ads: the same everywhere. */
const FIRST_AD_MODEL_SEED = 1;
/** C of both: a fifth of what a device's step by order has, so that each says as much as may be said, in the direction it found. */
export const AD_CLIP_NORM = 0.02;
const BASE_CHANCES = { ctr: BASE_CLICK_CHANCE, cvr: BASE_BUY_CHANCE } as const;

/** What every shop's model of a kind begins with: chances near those of shops at large, of which its own learn nothing yet. [P] @param heads - how many, where it is not one */
export function firstAdModel(kind: keyof typeof BASE_CHANCES, heads?: number): Float32Array<ArrayBuffer> {
  return initialAdModel(kind, seededChance(FIRST_AD_MODEL_SEED), BASE_CHANCES[kind], heads);
}
