import type { Randomness } from '#core/units';
import { bitSource } from './bits.ts';
import { coins, type Coins } from './coins.ts';
import type { Fraction } from './fraction.ts';

/** Largest scale: a draw of 2^31 then has a probability below exp(−2^9). */
export const MAX_SCALE = 2 ** 22;
/** Largest numerator of a scale: hundreds of times it stay exact in a double. */
export const MAX_NUMERATOR = 2 ** 44;

/**
 * Exact samples of the discrete Laplace: P(x) ∝ exp(−|x|/scale) on all integers. With scale = Δ/ε a release of L1
 * sensitivity Δ is ε-DP, and ε²/2-zCDP. Integers throughout; its time varies with the values drawn.
 *
 * @returns shape [length]; |x| ≥ 2^31 has a probability below exp(−2^9) and would wrap
 * @throws RangeError if the scale is no fraction of positive integers, above 2^22, or has a numerator above 2^44
 * @see Canonne, Kamath, Steinke, "The Discrete Gaussian for Differential Privacy" (2020), algorithm 2
 */
export function discreteLaplaceVector(length: number, scale: Fraction, randomness: Randomness): Int32Array<ArrayBuffer> {
  const { numerator, denominator } = scale;
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || numerator < 1 || denominator < 1) {
    throw new RangeError(`Cannot sample with scale ${numerator}/${denominator}: wanted positive integers`);
  }
  if (numerator > MAX_NUMERATOR || BigInt(numerator) > BigInt(MAX_SCALE) * BigInt(denominator)) {
    throw new RangeError(`Cannot sample with scale ${numerator}/${denominator}: wanted at most 2^22, its numerator at most 2^44`);
  }
  const coin = coins(bitSource(randomness));
  const noise = new Int32Array(length);
  for (let i = 0; i < length; i++) noise[i] = discreteLaplace(scale, coin);
  return noise;
}

/** Variance of one draw, 2p/(1 − p)² with p = exp(−1/scale): a little below 2·scale². */
export function discreteLaplaceVariance({ numerator, denominator }: Fraction): number {
  const gap = -Math.expm1(-denominator / numerator); // 1 − p, without losing digits at large scales
  return (2 * (1 - gap)) / gap ** 2;
}

/** Algorithm 2, one integer: P(x) ∝ exp(−|x|/scale) on all integers, for a scale of positive integers. */
export function discreteLaplace({ numerator, denominator }: Fraction, coin: Coins): number {
  for (;;) {
    const remainder = uniformBelow(numerator, coin.bit);
    if (!coin.exponential(BigInt(remainder), BigInt(numerator))) continue;
    let whole = 0;
    while (coin.exponential(1n, 1n)) whole++;
    const magnitude = Math.floor((remainder + numerator * whole) / denominator);
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
