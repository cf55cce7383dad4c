import type { Randomness } from '#core/units';
import { bitSource } from './bits.ts';

/** σ² as an exact fraction of integers. */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

/** Largest σ²: keeps 40 σ far inside the 32 bits of an entry, and every product below exact. */
const MAX_VARIANCE = 2 ** 44;
/** Twice this stays an exact integer, which the bitwise comparison needs. */
const MAX_EXACT = 2 ** 52;

/**
 * Exact samples of the discrete Gaussian N_Z(0, σ²): P(x) ∝ exp(−x²/2σ²) on all integers.
 * Integers throughout, so that no rounding of a float can leak (Mironov 2012); its time varies with the values drawn.
 *
 * @returns shape [length]; |x| ≥ 2^31 has a probability below exp(−2^17) and would wrap
 * @throws RangeError if the variance is no fraction of positive integers or above 2^44
 * @see Canonne, Kamath, Steinke, "The Discrete Gaussian for Differential Privacy" (2020), algorithms 1 to 3
 */
export function discreteGaussianVector(length: number, variance: Fraction, randomness: Randomness): Int32Array<ArrayBuffer> {
  const sample = discreteGaussian(variance, randomness);
  const noise = new Int32Array(length);
  for (let i = 0; i < length; i++) noise[i] = sample();
  return noise;
}

/** A sampler of {@link discreteGaussianVector}'s distribution, one integer a call. */
function discreteGaussian(variance: Fraction, randomness: Randomness): () => number {
  const { numerator, denominator } = variance;
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || numerator < 1 || denominator < 1) {
    throw new RangeError(`Cannot sample with variance ${numerator}/${denominator}: wanted positive integers`);
  }
  if (BigInt(numerator) > BigInt(MAX_VARIANCE) * BigInt(denominator)) throw new RangeError(`Cannot sample with variance ${numerator}/${denominator}: wanted at most 2^44`);
  const scale = floorSqrt(BigInt(numerator) / BigInt(denominator)) + 1; // t of algorithm 3
  const coin = coins(bitSource(randomness));
  const big = { numerator: BigInt(numerator), denominator: BigInt(denominator), scale: BigInt(scale) };
  const rejectionDenominator = 2n * big.numerator * big.denominator * big.scale * big.scale;
  return () => {
    for (;;) {
      const candidate = discreteLaplace(scale, coin);
      // Accept with exp(−(|y| − σ²/t)² / 2σ²), the fraction brought to one denominator.
      const distance = BigInt(Math.abs(candidate)) * big.scale * big.denominator - big.numerator;
      if (coin.exponential(distance * distance, rejectionDenominator)) return candidate;
    }
  };
}

/** Biased coins with exactly the probability asked for. */
interface Coins {
  /** True with probability n/d, 0 ≤ n ≤ d. */
  ratio(n: bigint | number, d: bigint | number): boolean;
  /** True with probability exp(−n/d), n ≥ 0. */
  exponential(n: bigint, d: bigint): boolean;
  bit(): 0 | 1;
}

function coins(bit: () => 0 | 1): Coins {
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

/** Algorithm 2: P(x) ∝ exp(−|x|/scale) on all integers. */
function discreteLaplace(scale: number, coin: Coins): number {
  for (;;) {
    const remainder = uniformBelow(scale, coin.bit);
    if (!coin.exponential(BigInt(remainder), BigInt(scale))) continue;
    let whole = 0;
    while (coin.exponential(1n, 1n)) whole++;
    const magnitude = remainder + scale * whole;
    const negative = coin.bit() === 1;
    if (negative && magnitude === 0) continue; // zero would count twice
    return negative ? -magnitude : magnitude;
  }
}

/** Uniform in [0, bound), exactly, by rejection. */
function uniformBelow(bound: number, bit: () => 0 | 1): number {
  for (;;) {
    let value = 0;
    for (let span = 1; span < bound; span *= 2) value = 2 * value + bit();
    if (value < bound) return value;
  }
}

/** ⌊√n⌋ for n ≤ 2^44, by Newton on integers. */
function floorSqrt(n: bigint): number {
  if (n < 2n) return Number(n);
  let root = n;
  for (let next = (root + 1n) / 2n; next < root; next = (root + n / root) / 2n) root = next;
  return Number(root);
}
