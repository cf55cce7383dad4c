import { logLoss, sigmoid } from './head.ts';

/** What was followed and what was not, by their logits. */
interface Ordered {
  readonly logits: ArrayLike<number>;
  /** One a logit, 0 or 1. */
  readonly labels: ArrayLike<number>;
}

/** Calls `visit` with the rows of each pair of one that was followed and one that was not. @returns how many pairs there are */
function forEachPair(labels: ArrayLike<number>, visit: (followed: number, other: number) => void): number {
  const rowsOf = (label: number): readonly number[] => Array.from(labels, (_, row) => row).filter((row) => labels[row] === label);
  const [followed, others] = [rowsOf(1), rowsOf(0)];
  for (const a of followed) for (const b of others) visit(a, b);
  return followed.length * others.length;
}

/** How badly logits order what was followed above what was not: the log loss of each pair, summed, nats; 0 without a pair. */
export function orderLoss({ logits, labels }: Ordered): number {
  let loss = 0;
  forEachPair(labels, (a, b) => { loss += logLoss((logits[a] ?? 0) - (logits[b] ?? 0), 1); });
  return loss;
}

/** Slopes by each logit of the mean log loss of a pair; zeros without a pair. They add up to 0, so that no level is learnt. */
export function orderSlopes({ logits, labels }: Ordered): Float64Array<ArrayBuffer> {
  const slopes = new Float64Array(labels.length);
  const pairs = forEachPair(labels, (a, b) => {
    const pull = sigmoid((logits[b] ?? 0) - (logits[a] ?? 0));
    slopes[a] = (slopes[a] ?? 0) - pull;
    slopes[b] = (slopes[b] ?? 0) + pull;
  });
  return slopes.map((slope) => slope / Math.max(1, pairs));
}
