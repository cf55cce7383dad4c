import { logitsOf, tastesOf, vectorsOf, type ZooModel } from './model.ts';
import { at, newTape } from './tape.ts';
import type { Judge } from './train.ts';

/** Weight of the teacher's opinion beside the true target: half each, the plainest choice. */
const TEACHER_SHARE = 0.5;

/** A trained model whose opinion a smaller one learns. */
export interface Teacher {
  readonly model: ZooModel;
  readonly weights: Float32Array;
}

/**
 * Knowledge distillation (Hinton, Vinyals and Dean 2015, temperature 1): half of the loss is the true target's, half the
 * cross-entropy from the teacher's softmax over the same candidates.
 */
export function distilling(hard: Judge, { model, weights }: Teacher): Judge {
  return (logits, candidates, examples) => {
    const loss = hard(logits, candidates, examples);
    const use = { tape: newTape(), weights, slopes: undefined };
    const tastes = tastesOf(model, use, examples.map(({ input }) => input));
    const taught = logitsOf(model, use, tastes, { items: candidates.items, vectors: vectorsOf(model, use, candidates.items) }).data;
    const columns = candidates.items.length;
    const { data, slope } = logits;
    let soft = 0;
    for (let b = 0; b < examples.length; b++) {
      const wanted = shares(taught.subarray(b * columns, (b + 1) * columns));
      const given = shares(data.subarray(b * columns, (b + 1) * columns));
      for (let c = 0, i = b * columns; c < columns; c++, i++) {
        soft -= (at(wanted, c) * Math.log(Math.max(Number.MIN_VALUE, at(given, c)))) / examples.length;
        slope[i] = (1 - TEACHER_SHARE) * at(slope, i) + (TEACHER_SHARE * (at(given, c) - at(wanted, c))) / examples.length;
      }
    }
    return (1 - TEACHER_SHARE) * loss + TEACHER_SHARE * soft;
  };
}

/** Softmax of one row. */
function shares(logits: ArrayLike<number>): Float64Array {
  const row = Float64Array.from(logits);
  const most = row.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = row.map((x) => Math.exp(x - most));
  const total = powers.reduce((sum, x) => sum + x, 0);
  return powers.map((x) => x / total);
}
