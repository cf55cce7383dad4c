import { isNegative, type Loss } from './loss.ts';

/** Calibration t: 1 would undo all of the sampling's overconfidence, 0 none; the authors' recommended value lies between. */
const CALIBRATION = 0.75;

/**
 * Exponent of the positive's probability for a sampling rate α: β = α (t (1 − 1/α) + 1/α).
 *
 * @see Petrov and Macdonald 2023, "gSASRec", equation 9
 */
export function betaOf(samplingRate: number, calibration: number): number {
  return samplingRate * (calibration * (1 - 1 / samplingRate) + 1 / samplingRate);
}

/** ln(1 + eˣ) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * gBCE: binary cross-entropy of each item by itself, with the positive's probability raised to β, which takes back the
 * overconfidence that sampling brings: −(β ln σ(s⁺) + Σ ln(1 − σ(s⁻))) / (M + 1).
 */
export const gbce: Loss = {
  name: 'gbce',
  takesAll: false,
  of(contest) {
    const { logits, slopes, target, negatives: [from, to], count } = contest;
    let drawn = 0;
    for (let c = from; c < to; c++) if (isNegative(contest, c)) drawn += 1;
    const beta = drawn === 0 ? 1 : betaOf(Math.min(1, drawn / (count - 1)), CALIBRATION);
    const share = 1 / (drawn + 1);
    let loss = 0;
    for (let c = from; c < to; c++) {
      const isOut = !isNegative(contest, c);
      slopes[c] = isOut ? 0 : share * sigmoid(logits[c] ?? 0);
      if (!isOut) loss += softplus(logits[c] ?? 0);
    }
    const own = logits[target] ?? 0;
    slopes[target] = -beta * share * sigmoid(-own);
    return share * (loss + beta * softplus(-own));
  },
};
