/** How good predicted chances of a click are. */
export interface AdMetrics {
  /** Area under the ROC curve over all rows, ties half. */
  readonly auc: number;
  /** AUC of each user who has both labels, weighted by her rows; ½ where there is none. */
  readonly userAuc: number;
  /** Mean log loss, nats. */
  readonly logloss: number;
  /** Log loss over that of the test part's own base rate (He et al. 2014): 1 says nothing. */
  readonly ne: number;
  /** Expected calibration error: mean distance of predicted and happened over 15 bins of equal width, weighted by rows (Guo et al. 2017). */
  readonly ece: number;
}

/** A prediction never claims to be surer than this. */
const LEAST_CHANCE = 1e-6;
const BINS = 15;

/** Figures of `predicted` chances. All three have one entry a row. */
export function adMetrics(predicted: Float64Array, labels: Uint8Array, users: Int32Array): AdMetrics {
  const loss = meanLogLoss(predicted, labels);
  const base = labels.reduce((sum, y) => sum + y, 0) / labels.length;
  const entropy = base > 0 && base < 1 ? -(base * Math.log(base) + (1 - base) * Math.log(1 - base)) : Number.NaN;
  return { auc: areaUnderCurve(predicted, labels) ?? 0.5, userAuc: userAuc(predicted, labels, users), logloss: loss, ne: loss / entropy, ece: calibrationError(predicted, labels) };
}

/** Mean log loss of chances, nats. */
export function meanLogLoss(predicted: Float64Array, labels: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const p = Math.max(LEAST_CHANCE, Math.min(1 - LEAST_CHANCE, predicted[i] as number));
    sum -= labels[i] === 1 ? Math.log(p) : Math.log(1 - p);
  }
  return sum / labels.length;
}

/** Chance that a click is ranked above a row without one; undefined where one class is missing. */
export function areaUnderCurve(predicted: Float64Array, labels: Uint8Array): number | undefined {
  const order = Uint32Array.from(predicted.keys()).sort((a, b) => (predicted[a] as number) - (predicted[b] as number));
  let [ranks, ones] = [0, 0];
  for (let i = 0; i < order.length;) {
    let end = i + 1;
    while (end < order.length && predicted[order[end] as number] === predicted[order[i] as number]) end += 1;
    for (let j = i; j < end; j++) {
      if (labels[order[j] as number] !== 1) continue;
      ranks += (i + 1 + end) / 2;
      ones += 1;
    }
    i = end;
  }
  const zeros = order.length - ones;
  return ones === 0 || zeros === 0 ? undefined : (ranks - (ones * (ones + 1)) / 2) / (ones * zeros);
}

function userAuc(predicted: Float64Array, labels: Uint8Array, users: Int32Array): number {
  const order = Uint32Array.from(users.keys()).sort((a, b) => (users[a] as number) - (users[b] as number));
  let [sum, weight] = [0, 0];
  for (let i = 0; i < order.length;) {
    let end = i + 1;
    while (end < order.length && users[order[end] as number] === users[order[i] as number]) end += 1;
    const rows = order.subarray(i, end);
    const area = areaUnderCurve(Float64Array.from(rows, (row) => predicted[row] as number), Uint8Array.from(rows, (row) => labels[row] as number));
    if (area !== undefined) {
      sum += area * rows.length;
      weight += rows.length;
    }
    i = end;
  }
  return weight > 0 ? sum / weight : 0.5;
}

function calibrationError(predicted: Float64Array, labels: Uint8Array): number {
  const surplus = new Float64Array(BINS);
  for (let i = 0; i < labels.length; i++) {
    const bin = Math.min(BINS - 1, Math.floor((predicted[i] as number) * BINS));
    surplus[bin] = (surplus[bin] as number) + (predicted[i] as number) - (labels[i] as number);
  }
  return surplus.reduce((sum, x) => sum + Math.abs(x), 0) / labels.length;
}
