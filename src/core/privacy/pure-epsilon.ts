/** ρ of a release that is `epsilon`-DP with no δ, such as one with discrete Laplace noise: ε²/2 (Bun-Steinke 2016, proposition 1.4). */
export function rhoOfPureEpsilon(epsilon: number): number {
  if (!(epsilon >= 0 && epsilon < Infinity)) throw new RangeError(`Cannot account for an epsilon of ${epsilon}: it must be finite and at least 0`);
  return (epsilon * epsilon) / 2;
}
