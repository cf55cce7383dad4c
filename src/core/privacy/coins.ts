/** Largest integer whose double is exact too, which the bitwise comparison needs. */
const MAX_EXACT = 2 ** 52;

/** Biased coins with exactly the probability asked for: integers throughout, so that no rounding of a float can leak (Mironov 2012). */
export interface Coins {
  /** True with probability n/d, 0 ≤ n ≤ d. */
  ratio(n: bigint | number, d: bigint | number): boolean;
  /** True with probability exp(−n/d), n ≥ 0. */
  exponential(n: bigint, d: bigint): boolean;
  bit(): 0 | 1;
}

/** Coins made of the fair ones that `bit` gives. */
export function coins(bit: () => 0 | 1): Coins {
  // Compares random bits with the binary digits of n/d, one at a time: two on average, and never a remainder to reject.
  const ratio = (n: bigint | number, d: bigint | number): boolean => {
    if (d > MAX_EXACT) return bigRatio(BigInt(n), BigInt(d));
    const divisor = Number(d);
    let rest = Number(n);
    if (rest >= divisor) return true;
    while (rest > 0) {
      rest *= 2;
      const digit = rest >= divisor ? 1 : 0;
      if (digit === 1) rest -= divisor;
      const drawn = bit();
      if (drawn !== digit) return drawn < digit;
    }
    return false;
  };
  const bigRatio = (n: bigint, d: bigint): boolean => {
    if (n >= d) return true;
    for (let rest = n; rest > 0n; ) {
      rest *= 2n;
      const digit = rest >= d ? 1 : 0;
      if (digit === 1) rest -= d;
      const drawn = bit();
      if (drawn !== digit) return drawn < digit;
    }
    return false;
  };
  // Algorithm 1 for 0 ≤ n/d ≤ 1: the first k with a failed coin of (n/d)/k is odd with probability exp(−n/d).
  const exponentialOfFraction = (n: bigint, d: bigint): boolean => {
    let k = 1;
    while (ratio(n, d * BigInt(k))) k++;
    return k % 2 === 1;
  };
  const exponential = (n: bigint, d: bigint): boolean => {
    for (let whole = n / d; whole > 0n; whole--) if (!exponentialOfFraction(1n, 1n)) return false;
    return exponentialOfFraction(n % d, d);
  };
  return { ratio, exponential, bit };
}
