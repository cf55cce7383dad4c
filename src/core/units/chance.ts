/** Repeatable chance for training order, sampling and synthetic data. Predictable by design: never a source of secrets. */
export interface Chance {
  /** Uniform in [0, 1), 32 bits of resolution. */
  next(): number;
  /** Uniform integer in [0, `bound`); `bound` is an integer from 1 to 2^32. */
  below(bound: number): number;
  /** Standard normal deviate (Marsaglia polar method). */
  normal(): number;
}

/** Chance that repeats for the same 32-bit `seed` in every engine (sfc32, PractRand-tested, by Chris Doty-Humphrey). */
export function seededChance(seed: number): Chance {
  let a = 0x9e3779b9 ^ seed;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let counter = 1;
  const next32 = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 15; i++) next32(); // lets a small seed reach every word of the state
  const next = (): number => next32() / 4294967296;
  return {
    next,
    below: (bound) => Math.floor(next() * bound),
    normal() {
      for (;;) {
        const u = 2 * next() - 1;
        const v = 2 * next() - 1;
        const s = u * u + v * v;
        if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
      }
    },
  };
}

/** `values` in a random order, in a new array (Fisher-Yates). */
export function shuffled<T>(values: readonly T[], chance: Chance): T[] {
  const order = [...values];
  for (let i = order.length - 1; i > 0; i--) {
    const j = chance.below(i + 1);
    [order[i], order[j]] = [order[j] as T, order[i] as T];
  }
  return order;
}
