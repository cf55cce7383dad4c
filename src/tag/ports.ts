import type { Clock, Randomness } from '#core/units';

/** The page's clock. */
export const pageClock: Clock = { nowMs: () => Date.now() };

/** The page's source of secrets. */
export const pageRandomness: Randomness = {
  fill(out) {
    // Filled through a fresh array: `getRandomValues` refuses shared memory, which `Uint8Array` may stand on.
    const bytes = new Uint8Array(out.length);
    crypto.getRandomValues(bytes);
    out.set(bytes);
  },
};
