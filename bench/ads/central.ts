import { logLoss, newSlopes, trainEpoch, type Head, type Rows } from '#core/ctr';
import { seededChance, shuffled } from '#core/units';
import type { Recipe } from './heads.ts';

/** Rows to fit and rows held out. */
export interface Holdout {
  readonly rows: Rows;
  readonly labels: Uint8Array;
  readonly fit: Int32Array;
  readonly held: Int32Array;
  /** Log odds of the base rate: where the bias starts. */
  readonly start: number;
}

/** A trained head. */
export interface Trained {
  readonly head: Head;
  readonly weights: Float32Array;
  /** Mean log loss of the held-out rows, nats. */
  readonly loss: number;
  readonly epochs: number;
}

/** Trains until the held-out rows get worse; keeps the best epoch. @param epochs - exactly so many, without looking, where given */
export function trainUntilWorse({ head, steps, batch, epochs }: Recipe, { rows, labels, fit, held, start }: Holdout, seed: number): Trained {
  const chance = seededChance(seed);
  const weights = head.start(chance);
  setBias(head, weights, start);
  const step = steps();
  const slopes = newSlopes(head.parameters);
  let best: Trained = { head, weights: weights.slice(), loss: meanLoss(head, weights, { rows, labels, held }), epochs: 0 };
  const order = [...fit];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    trainEpoch(head, weights, step, slopes, { rows, labels, order: shuffled(order, chance), batch, chance });
    const loss = meanLoss(head, weights, { rows, labels, held });
    if (!(loss < best.loss - LEAST_GAIN)) break;
    best = { head, weights: weights.slice(), loss, epochs: epoch };
  }
  return best;
}

/** Nats an epoch must gain. */
const LEAST_GAIN = 1e-5;

/** The bias is the first weight, or the last of the part that every row touches where layers end in one. */
function setBias(head: Head, weights: Float32Array, start: number): void {
  weights[head.biasAt] = start;
}

function meanLoss(head: Head, weights: Float32Array, { rows, labels, held }: Pick<Holdout, 'rows' | 'labels' | 'held'>): number {
  let sum = 0;
  for (const row of held) sum += logLoss(head.logit(weights, rows, row), labels[row] as number);
  return sum / Math.max(1, held.length);
}
