import type { Randomness } from '#core/units';
import { bitSource } from './bits.ts';
import { coins } from './coins.ts';
import { discreteLaplace } from './discrete-laplace.ts';
import type { Fraction } from './fraction.ts';

/** Largest σ² that can be sampled: keeps 40 σ far inside the 32 bits of an entry, and every product below exact. */
export const MAX_VARIANCE = 2 ** 44;

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
      const candidate = discreteLaplace({ numerator: scale, denominator: 1 }, coin);
      // Accept with exp(−(|y| − σ²/t)² / 2σ²), the fraction brought to one denominator.
      const distance = BigInt(Math.abs(candidate)) * big.scale * big.denominator - big.numerator;
      if (coin.exponential(distance * distance, rejectionDenominator)) return candidate;
    }
  };
}

/** ⌊√n⌋ for n ≤ 2^44, by Newton on integers. */
function floorSqrt(n: bigint): number {
  if (n < 2n) return Number(n);
  let root = n;
  for (let next = (root + 1n) / 2n; next < root; next = (root + n / root) / 2n) root = next;
  return Number(root);
}
