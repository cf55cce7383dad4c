import { BASE_BUY_CHANCE, BASE_CLICK_CHANCE } from '#core/ads';
import { initialAdModel } from '#core/ctr';
import { seededChance } from '#core/units';

/** Seed of the first models of ads: the same everywhere. */
const FIRST_AD_MODEL_SEED = 1;
/** C of both: half of all devices stay below .06 after one epoch, nine tenths below .18, and a smaller bound lets the signal stand out of less noise. */
export const AD_CLIP_NORM = 0.1;
const BASE_CHANCES = { ctr: BASE_CLICK_CHANCE, cvr: BASE_BUY_CHANCE } as const;

/** What every shop's model of a kind begins with: chances near those of shops at large, of which its own learn nothing yet. [P] */
export function firstAdModel(kind: keyof typeof BASE_CHANCES): Float32Array<ArrayBuffer> {
  return initialAdModel(kind, seededChance(FIRST_AD_MODEL_SEED), BASE_CHANCES[kind]);
}
