import { seededChance, type Randomness } from '#core/units';

/** Repeatable bytes for rounding, sharing and noise, so that a run can be repeated. In a browser or server these come from the platform. */
export function seededRandomness(seed: number): Randomness {
  const chance = seededChance(seed);
  return {
    fill(out) {
      for (let at = 0; at < out.length; at += 4) {
        const word = Math.floor(chance.next() * 4294967296);
        for (let byte = 0; byte < 4 && at + byte < out.length; byte++) out[at + byte] = (word >>> (8 * byte)) & 255;
      }
    },
  };
}
