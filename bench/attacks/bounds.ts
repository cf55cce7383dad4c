import { epsilonOf, normalTail } from '#core/privacy';

/** δ at which the promise is turned into (ε, δ) pairs: from far below any rate measured here to where δ alone allows all. */
const DELTAS = Array.from({ length: 161 }, (_, step) => 10 ** (-16 + step / 10)).slice(0, -1);

/**
 * Most true positives that any test at this false-positive rate can reach against a mechanism that is ρ-zCDP, knowing
 * everything but the target's report. Every (ε, δ) that ρ converts to bounds it twice, by `e^ε·α + δ` and by
 * `1 − e^−ε·(1 − α − δ)` (Kairouz, Oh and Viswanath 2015); the least of all holds. Concave in the rate.
 *
 * @param rho - of all reports of one device together
 * @param falsePositives - 0 to 1
 */
export function mostTruePositives(rho: number, falsePositives: number): number {
  let most = 1;
  for (const { delta, growth } of pairsOf(rho)) most = Math.min(most, growth * falsePositives + delta, 1 - (1 - falsePositives - delta) / growth);
  return Math.max(falsePositives, most);
}

interface Pair {
  readonly delta: number;
  /** e^ε. */
  readonly growth: number;
}

const pairsByRho = new Map<number, readonly Pair[]>();

function pairsOf(rho: number): readonly Pair[] {
  const known = pairsByRho.get(rho) ?? DELTAS.map((delta) => ({ delta, growth: Math.exp(epsilonOf(rho, delta)) }));
  pairsByRho.set(rho, known);
  return known;
}

/** The same for exactly Gaussian noise and a report of full norm: Φ(Φ⁻¹(α) + √(2ρ)) (Dong, Roth and Su 2022). What the best attack reaches, below what is promised. */
export function gaussianTruePositives(rho: number, falsePositives: number): number {
  return normalTail(deviateOf(falsePositives) - Math.sqrt(2 * rho));
}

/** x with P(Z > x) = `tail`. */
function deviateOf(tail: number): number {
  let [low, high] = [-40, 40];
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Area under a curve of true over false positives, by trapezoids. */
export function areaUnder(curve: (falsePositives: number) => number): number {
  const steps = 400;
  let area = 0;
  for (let i = 0; i < steps; i++) area += (curve(i / steps) + curve((i + 1) / steps)) / (2 * steps);
  return area;
}
