/** Share of intervals that hold the truth, for every figure of this room. */
export const CONFIDENCE = 0.95;

/** Both ends of an interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Clopper-Pearson interval of a rate: exact, so it holds the truth at least as often as it says, for few trials too.
 *
 * @param confidence - share of such intervals that hold the truth
 */
export function rateInterval(successes: number, trials: number, confidence = CONFIDENCE): Interval {
  if (!(Number.isSafeInteger(successes) && successes >= 0 && successes <= trials && trials >= 1)) throw new RangeError(`Cannot judge ${successes} successes of ${trials} trials`);
  const tail = (1 - confidence) / 2;
  return {
    low: successes === 0 ? 0 : betaQuantile(tail, successes, trials - successes + 1),
    high: successes === trials ? 1 : betaQuantile(1 - tail, successes + 1, trials - successes),
  };
}

/** Where the regularised incomplete beta function reaches `share`, by halving: it rises. */
function betaQuantile(share: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Regularised incomplete beta I_x(a, b) by its continued fraction (Lentz; DLMF 8.17.22), which settles fast below the mean. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x)) / a;
  let [c, d] = [1, 1 / (1 - ((a + b) * x) / (a + 1))];
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let turn = 1;
    for (const term of [even, odd]) {
      d = 1 / (1 + term * d);
      c = 1 + term / c;
      turn = c * d;
      fraction *= turn;
    }
    if (Math.abs(turn - 1) < 1e-13) break;
  }
  return front * fraction;
}

/** ln Γ(x) for x ≥ 1, by Stirling's series after moving up to where four terms give 12 digits. */
function logGamma(x: number): number {
  let [at, product] = [x, 1];
  for (; at < 12; at++) product *= at;
  const inverse = 1 / (at * at);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / at;
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

/** Normal deviate that leaves (1 − CONFIDENCE)/2 on either side. */
const DEVIATIONS = 1.959964;

/** Interval of an area under a ROC curve from `present` and `absent` trials (Hanley and McNeil 1982, standard error). */
export function areaInterval(area: number, present: number, absent: number): Interval {
  const [q1, q2] = [area / (2 - area), (2 * area * area) / (1 + area)];
  const variance = (area * (1 - area) + (present - 1) * (q1 - area * area) + (absent - 1) * (q2 - area * area)) / (present * absent);
  const margin = DEVIATIONS * Math.sqrt(Math.max(0, variance));
  return { low: Math.max(0, area - margin), high: Math.min(1, area + margin) };
}
