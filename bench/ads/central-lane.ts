import { seededChance, shuffled } from '#core/units';
import { trainUntilWorse, type Trained } from './central.ts';
import type { Encoding } from './encode.ts';
import { HEAD_NAMES, recipesOf, type Recipe } from './heads.ts';
import type { HeadLogits, LaneHeads } from './lane.ts';
import { logitOf } from './rates.ts';

/** Train rows up to which so many folds are trained and averaged. More folds: more to stack and calibrate on, and a steadier head. */
const FOLDS = [{ rows: 60_000, folds: 5 }, { rows: 200_000, folds: 3 }] as const;
/** Share held out where there are too many rows for folds. */
const HELD_SHARE = 0.15;

/** Trains all heads in one place: each on all folds but one, judged on that one; test rows get the mean of the folds' logits. */
export function centralHeads({ encoding, labels, train, test, seed, say }: CentralInput): LaneHeads {
  const folds = FOLDS.find(({ rows }) => train.length <= rows)?.folds ?? 1;
  const order = Int32Array.from(shuffled([...train], seededChance(seed + 11)));
  const size = folds > 1 ? order.length / folds : HELD_SHARE * order.length;
  const parts = Array.from({ length: folds }, (_, k) => {
    const [from, to] = [Math.round(k * size), Math.round((k + 1) * size)];
    const fit = new Int32Array(order.length - (to - from));
    fit.set(order.subarray(0, from));
    fit.set(order.subarray(to), from);
    return { held: order.slice(from, to), fit };
  });
  const record: Record<string, unknown> = { folds };
  const heads = HEAD_NAMES.map((name): HeadLogits => {
    const logits = new Float64Array(labels.length);
    let recipe: Recipe | undefined;
    for (const [k, { fit, held }] of parts.entries()) {
      const holdout = { rows: encoding.rows, labels, fit, held, start: logitOf(encoding.base) };
      const tries: readonly { recipe: Recipe; trained: Trained }[] = (recipe ? [recipe] : recipesOf(name, encoding)).map((one) => ({ recipe: one, trained: trainUntilWorse(one, holdout, seed + 31 * k) }));
      const best = tries.reduce((a, b) => (b.trained.loss < a.trained.loss ? b : a));
      recipe = best.recipe;
      const { head, weights, loss, epochs } = best.trained;
      record[name] = { parameters: head.parameters, epochs, heldOutLoss: loss };
      if (k === 0) say(`${name}: ${head.parameters} weights, ${epochs} epochs, held-out log loss ${loss.toFixed(4)}`);
      for (const row of folds > 1 ? held : train) logits[row] = head.logit(weights, encoding.rows, row);
      for (const row of test) logits[row] = (logits[row] as number) + head.logit(weights, encoding.rows, row) / folds;
    }
    return { name, logits };
  });
  return { heads, clean: folds > 1 ? train : parts[0]?.held ?? train, record };
}

/** What {@link centralHeads} needs. */
export interface CentralInput {
  readonly encoding: Encoding;
  readonly labels: Uint8Array;
  readonly train: Int32Array;
  readonly test: Int32Array;
  readonly seed: number;
  readonly say: (line: string) => void;
}

