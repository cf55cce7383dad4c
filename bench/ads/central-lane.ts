import { seededChance, shuffled } from '#core/units';
import { trainBest, trainFor } from './central.ts';
import { encode, featureLine, leakLines, type Encoding, type EncodingRoom } from './encode.ts';
import { foldsOf } from './folds.ts';
import { HEAD_NAMES, recipesOf, type HeadName, type Recipe } from './heads.ts';
import type { LaneHeads } from './lane.ts';
import type { Parts } from './parts.ts';
import { within, type Progress } from './progress.ts';
import { logitOf } from './rates.ts';
import { plainSums } from './sums.ts';
import { rowsByUser } from './by-user.ts';
import type { AdLog } from './table.ts';

/** Train rows up to which so many folds are trained and averaged; each is judged on rows that neither its rates nor its weights have seen. */
const FOLDS = [{ rows: 30_000, folds: 5 }, { rows: 300_000, folds: 3 }] as const;
/** Share held out where there are too many rows for folds. */
const HELD_SHARE = 0.15;
/** Folds whose counts a row is told without. */
const RATE_FOLDS = 10;
/** Cells of a column at most, and in all: what memory allows. */
const COLUMN_CELLS = 1 << 18;
/** Plain numbers of a row. */
const DENSE = 96;

/** What {@link centralHeads} needs. */
export interface CentralInput {
  readonly log: AdLog;
  readonly train: Int32Array;
  readonly test: Int32Array;
  /** Train and what came later of it, where the log is split by time. */
  readonly later: Parts | undefined;
  readonly seed: number;
  readonly say: (line: string) => void;
  readonly progress: Progress;
}

/** Heads of all rows in one place, and the first encoding. */
export interface CentralHeads extends LaneHeads {
  readonly encoding: Encoding;
}

/** Trains all heads in one place, each on all folds but one and judged on that one; test rows get the mean of the folds' logits. Split by time, the last of train is held out, and heads are then trained once more on all of it. */
export function centralHeads(input: CentralInput): CentralHeads {
  const { log, train, test, later, seed, say, progress } = input;
  const parts = later ? [later] : foldsAtRandom(train, seed);
  const logits = Object.fromEntries(HEAD_NAMES.map((name) => [name, new Float64Array(log.rows)])) as Record<HeadName, Float64Array>;
  const squares = Object.fromEntries(HEAD_NAMES.map((name) => [name, new Float64Array(log.rows)])) as Record<HeadName, Float64Array>;
  const [recipes, record]: [Partial<Record<HeadName, Recipe>>, Record<string, unknown>] = [{}, { folds: parts.length }];
  let first: Encoding | undefined;
  const folds = within(progress, 0, later ? LATER_SHARE : 1);
  for (const [k, { train: fit, test: held }] of parts.entries()) {
    const ofFold = within(folds, k / parts.length, (k + 1) / parts.length);
    ofFold(`fold ${k + 1} of ${parts.length}: features`);
    const encoding = encodingOf(log, fit);
    first ??= encoding;
    if (k === 0) for (const line of [featureLine(encoding), ...leakLines(encoding)]) say(line);
    for (const [i, name] of HEAD_NAMES.entries()) {
      const own = within(ofFold, ENDS[i] ?? 0, ENDS[i + 1] ?? 1);
      const holdout = { rows: encoding.rows, labels: log.labels, fit, held, start: logitOf(encoding.base), progress: (line: string, share?: number) => { own(`fold ${k + 1} of ${parts.length}: ${name}, ${line}`, share); } };
      const known = recipes[name];
      const { recipe, trained: { head, weights, loss, epochs } } = trainBest(recipesOf(name, encoding).filter(({ rate }) => !known || rate === known.rate), holdout, seed + 31 * k);
      recipes[name] = { ...recipe, epochs };
      if (k === 0) say(`${name}: ${head.parameters} weights, ${epochs} epochs, held-out log loss ${loss.toFixed(4)}`);
      record[name] = { parameters: head.parameters, epochs, heldOutLoss: loss };
      for (const row of parts.length > 1 ? held : train) logits[name][row] = head.logit(weights, encoding.rows, row);
      if (later) continue;
      for (const row of test) {
        const logit = head.logit(weights, encoding.rows, row);
        logits[name][row] = (logits[name][row] as number) + logit / parts.length;
        squares[name][row] = (squares[name][row] as number) + (logit * logit) / parts.length;
      }
    }
  }
  if (later) retrain({ ...input, progress: within(progress, LATER_SHARE, 1) }, recipes, logits);
  else for (const name of HEAD_NAMES) sharpen(logits[name], squares[name], test, parts.length);
  return { heads: HEAD_NAMES.map((name) => ({ name, logits: logits[name] })), clean: parts.length > 1 ? train : parts[0]?.test ?? train, record, encoding: first ?? encodingOf(log, train) };
}

/** Share of a fold's time at which its features are written, and each of its heads is trained. */
const ENDS = [0.1, 0.25, 0.45, 1] as const;
/** Share of the heads' time before they are trained once more on all of train. */
const LATER_SHARE = 0.6;

/**
 * A mean of heads errs less than each of them, but their calibration was learnt from each: what is regressed on a signal of variance S
 * with an error of variance E has a slope of S / (S + E), on the mean of m of them S / (S + E/m). The mean is stretched by the ratio.
 *
 * @param squares - shape [rows], mean of the heads' squared logits
 */
function sharpen(means: Float64Array, squares: Float64Array, test: Int32Array, heads: number): void {
  if (heads < 2) return;
  let [sum, sumOfSquares, between] = [0, 0, 0];
  for (const row of test) {
    const mean = means[row] as number;
    sum += mean;
    sumOfSquares += mean * mean;
    between += ((squares[row] as number) - mean * mean) * (heads / (heads - 1));
  }
  const centre = sum / test.length;
  const variance = sumOfSquares / test.length - centre * centre;
  if (!(variance > 1e-9)) return;
  const stretch = Math.min(MOST_STRETCH, 1 + ((between / test.length) * (1 - 1 / heads)) / variance);
  for (const row of test) means[row] = centre + stretch * ((means[row] as number) - centre);
}

/** Heads that differ more than they agree have learnt nothing worth stretching. */
const MOST_STRETCH = 1.5;

/** Trains on all of train as the held-out part showed best, and predicts the test rows. */
function retrain({ log, train, test, seed, progress }: CentralInput, recipes: Partial<Record<HeadName, Recipe>>, logits: Record<HeadName, Float64Array>): void {
  const encoding = encodingOf(log, train);
  for (const [i, name] of HEAD_NAMES.entries()) {
    const own = within(progress, ENDS[i] ?? 0, ENDS[i + 1] ?? 1);
    const recipe = recipesOf(name, encoding).find(({ rate }) => rate === recipes[name]?.rate);
    if (!recipe) continue;
    const weights = trainFor({ ...recipe, epochs: recipes[name]?.epochs ?? 0 }, { rows: encoding.rows, labels: log.labels, fit: train, start: logitOf(encoding.base), progress: (line, share) => { own(`all of train: ${name}, ${line}`, share); } }, seed);
    for (const row of test) logits[name][row] = recipe.head.logit(weights, encoding.rows, row);
  }
}

function encodingOf(log: AdLog, fit: Int32Array): Encoding {
  const folds = foldsOf(log, fit, { count: RATE_FOLDS, dealsLarge: true });
  const most = Math.min(COLUMN_CELLS, 2 * log.rows);
  const room: EncodingRoom = { facts: { total: 32 * COLUMN_CELLS, most }, crosses: { total: 16 * COLUMN_CELLS, most }, dense: DENSE };
  return encode({ log, folds, room }, plainSums(rowsByUser(fit, log.users, log.userCount), folds));
}

function foldsAtRandom(train: Int32Array, seed: number): readonly Parts[] {
  const folds = FOLDS.find(({ rows }) => train.length <= rows)?.folds ?? 1;
  const order = Int32Array.from(shuffled([...train], seededChance(seed + 11)));
  const size = folds > 1 ? order.length / folds : HELD_SHARE * order.length;
  return Array.from({ length: folds }, (_, k) => {
    const [from, to] = [Math.round(k * size), Math.round((k + 1) * size)];
    const fit = new Int32Array(order.length - (to - from));
    fit.set(order.subarray(0, from));
    fit.set(order.subarray(to), from);
    return { test: order.slice(from, to), train: fit };
  });
}
