import { isNegative, type Contest, type Loss } from './loss.ts';

/** Softmax cross-entropy of the target against the negatives, whose logits are raised by `shift` first. */
export function crossEntropy(contest: Contest, shift: number): number {
  const { logits, slopes, target, negatives: [from, to] } = contest;
  const own = logits[target] ?? 0;
  let most = own;
  for (let c = from; c < to; c++) if (isNegative(contest, c)) most = Math.max(most, (logits[c] ?? 0) + shift);
  let total = Math.exp(own - most);
  for (let c = from; c < to; c++) {
    slopes[c] = isNegative(contest, c) ? Math.exp((logits[c] ?? 0) + shift - most) : 0;
    total += slopes[c] ?? 0;
  }
  for (let c = from; c < to; c++) slopes[c] = (slopes[c] ?? 0) / total;
  slopes[target] = Math.exp(own - most) / total - 1;
  return most + Math.log(total) - own;
}

/** Full softmax: every item of the catalogue takes part. Its cost grows with the catalogue. */
export const softmax: Loss = { name: 'softmax', takesAll: true, of: (contest) => crossEntropy(contest, 0) };
