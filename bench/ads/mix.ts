import { calibratedLogit, CALIBRATION_BINS, calibrationBin, fitCalibration, logLoss, OWN_STRENGTH, sigmoid } from '#core/ctr';
import type { PlacedField } from './fields.ts';
import type { LaneHeads } from './lane.ts';
import { smallRegression } from './newton.ts';
import { personalHead, type PersonalHead } from './personal.ts';
import type { Summation } from './sums.ts';
import type { AdLog } from './table.ts';

/** What a mix is made of. */
export interface MixInput {
  readonly log: AdLog;
  readonly train: Int32Array;
  readonly isTrain: Uint8Array;
  readonly test: Int32Array;
  readonly heads: LaneHeads;
  /** Sums over the clean rows. */
  readonly sums: Summation;
  /** Facts whose values the personal head follows. */
  readonly followed: readonly PlacedField[];
  /** Where the log is split by time. */
  readonly trial: Trial | undefined;
}

/** Sums over the earlier and the later part of the clean rows: what does not hold from one to the other is not served. */
export interface Trial {
  readonly fit: Summation;
  readonly check: Summation;
  /** Rows before the clean ones: a clean row's own past ends there, as that of an asked row ends with train. */
  readonly before: Int32Array;
}

/** Chances of the test rows by head, in the order of `test`, and the mix's weights by name. */
export interface Mixed {
  readonly predicted: Readonly<Record<string, Float64Array>>;
  readonly weights: Readonly<Record<string, number>>;
  /** What the mix is: the stack, unless a trial liked something simpler better. */
  readonly served: string;
}

/** Rounds of Newton's method, each a report of a few entries. */
const ROUNDS = 6;
/** Pull of a calibration's line towards no change, in rows of a half chance. */
const LINE_PULL = 3;
/** Share of the loss by which something simpler must be better. */
const TRIAL_MARGIN = 0.01;
/** Pull in deviations of the noise on a slope: it then moves a weight by a tenth. */
const NOISE_PULL = 10;
/** Pulls of the stack towards the mean of the heads and the shopper's own rate; the last keeps it there. */
const PULLS = [10, 100, 1000, 10_000] as const;
/** Expected clicks that a shopper's own counts may weigh against: which is best is a sum over devices. */
const STRENGTHS = [0.03, 0.1, 0.3, 1, 3, 10, 100, 1000] as const;

/** Nats that a weaker prior must gain in all: chance alone gains as much in one of a hundred logs. */
const STRENGTH_GAIN = 3;

/** Calibrates every head, stacks them with the personal head on rows that none had learnt, and calibrates the mix. Where a trial is given, the mix is whichever did best in it. */
export function mixHeads(input: MixInput): Mixed {
  const { log, test, sums, trial } = input;
  const fitted = fitMix(input, sums);
  const served = trial ? bestInTrial(input, trial) : 'mix';
  const logits: Readonly<Record<string, Float64Array>> = { ...fitted.heads, mix: fitted.candidates[served] ?? new Float64Array(log.rows) };
  return {
    predicted: Object.fromEntries(Object.entries(logits).map(([name, own]) => [name, Float64Array.from(test, (row) => sigmoid(own[row] as number))])),
    weights: fitted.weights, served,
  };
}

/** The candidate that, fitted on the earlier part, predicts the later one best. */
function bestInTrial(input: MixInput, { fit, check }: Trial): string {
  const candidates = Object.entries(fitMix(input, fit).candidates);
  const losses = check.sum(candidates.length, (row, add) => {
    for (const [i, [, logits]] of candidates.entries()) add(i, logLoss(logits[row] as number, input.log.labels[row] as number));
  }, 'slopes');
  const least = Math.min(...losses);
  const [mix] = losses;
  return mix !== undefined && mix <= (1 + TRIAL_MARGIN) * least ? 'mix' : (candidates[losses.indexOf(least)]?.[0] ?? 'mix');
}

interface FittedMix {
  /** Calibrated logits of all rows, by head. */
  readonly heads: Readonly<Record<string, Float64Array>>;
  /** Logits of all rows of what may be served: the mix, the mean of the heads, one head, the base rate. */
  readonly candidates: Readonly<Record<string, Float64Array>>;
  readonly weights: Readonly<Record<string, number>>;
}

function fitMix({ log, train, isTrain, heads: { heads }, followed, trial }: MixInput, sums: Summation): FittedMix {
  const { labels } = log;
  const calibrated = heads.map(({ name, logits }) => ({ name, logits: calibratedLogits(logits, labels, sums) }));
  const shared = Float64Array.from({ length: log.rows }, (_, row) => calibrated.reduce((sum, { logits }) => sum + (logits[row] as number), 0) / calibrated.length);
  const past = { users: log.users, labels, expected: shared.map(sigmoid), fields: followed };
  const asked = personalHead({ ...past, train });
  const clean = trial ? personalHead({ ...past, train: trial.before }) : asked;
  const personal: PersonalHead = { keys: asked.keys, write: (row, ...rest) => { (isTrain[row] === 1 ? clean : asked).write(row, ...rest); } };
  const strengths = bestStrengths(personal, { shared, labels }, sums);
  const first = 1 + calibrated.length;
  const width = first + personal.keys;
  const features = (row: number, into: Float64Array): void => {
    into[0] = 1;
    for (let i = 1; i < first; i++) into[i] = calibrated[i - 1]?.logits[row] as number;
    personal.write(row, strengths, into, first);
  };
  const prior = new Float64Array(width).fill(1 / calibrated.length, 1, first);
  prior[first] = 1; // her own rate counts as the best strength has it; 1,000 is none at all
  const positive = calibrated.map((_, i) => 1 + i);
  const noise = sums.noiseStdDev('slopes');
  const weights = smallRegression({ features, labels, prior, positive, pulls: noise > 0 ? [NOISE_PULL * noise] : PULLS, rounds: ROUNDS }, sums);
  const x = new Float64Array(width);
  const mixed = Float64Array.from({ length: log.rows }, (_, row) => {
    features(row, x);
    return x.reduce((sum, value, i) => sum + value * (weights[i] as number), 0);
  });
  const own = Object.fromEntries(calibrated.map(({ name, logits }) => [name, logits]));
  const names = ['bias', ...calibrated.map(({ name }) => name), ...['own rate', ...followed.map(({ name }) => `own rate by ${name}`)].map((name, k) => `${name}, against ${strengths[k] ?? 0}`)];
  return {
    heads: own, candidates: { mix: calibratedLogits(mixed, labels, sums), 'mean of the heads': shared, ...own, base: calibratedLogits(new Float64Array(log.rows), labels, sums) },
    weights: Object.fromEntries(names.map((name, i) => [name, weights[i] ?? 0])),
  };
}

/** Strengths whose shifts predict best: that of the whole first, then that of each fact beside it. Two reports; under noise none, and what the product starts with. */
function bestStrengths(personal: PersonalHead, { shared, labels }: { readonly shared: Float64Array; readonly labels: Uint8Array }, sums: Summation): readonly number[] {
  if (sums.noiseStdDev('slopes') > 0) return Array.from({ length: personal.keys }, () => OWN_STRENGTH);
  const best = Array.from({ length: personal.keys }, (): number => STRENGTHS[0]);
  const x = new Float64Array(personal.keys);
  for (const keys of [[0], Array.from({ length: personal.keys - 1 }, (_, k) => k + 1)]) {
    if (keys.length === 0) continue;
    const losses = sums.sum(keys.length * STRENGTHS.length, (row, add) => {
      for (const [s, strength] of STRENGTHS.entries()) {
        personal.write(row, best.map((own, k) => (keys.includes(k) ? strength : own)), x, 0);
        for (const [i, k] of keys.entries()) {
          const logit = (shared[row] as number) + (x[0] as number) + (k === 0 ? 0 : (x[k] as number));
          add(i * STRENGTHS.length + s, logLoss(logit, labels[row] as number));
        }
      }
    }, 'slopes');
    for (const [i, k] of keys.entries()) {
      const own = losses.subarray(i * STRENGTHS.length, (i + 1) * STRENGTHS.length);
      let kept = STRENGTHS.length - 1;
      for (let s = kept - 1; s >= 0; s--) if ((own[s] as number) < (own[kept] as number) - STRENGTH_GAIN) kept = s;
      best[k] = STRENGTHS[kept] ?? STRENGTHS[0];
    }
  }
  return best;
}

/** Two steps, both from sums: a line (Platt 1999), then a monotone map of what is left over bins. */
function calibratedLogits(logits: Float64Array, labels: Uint8Array, sums: Summation): Float64Array {
  const line = smallRegression({ features: (row, into) => { into[0] = 1; into[1] = logits[row] as number; }, labels, prior: Float64Array.of(0, 1), pulls: [LINE_PULL + NOISE_PULL * sums.noiseStdDev('slopes')], rounds: ROUNDS }, sums);
  const straight = logits.map((logit) => (line[0] as number) + (line[1] as number) * logit);
  const counts = sums.sum(3 * CALIBRATION_BINS, (row, add) => {
    const logit = straight[row] as number;
    const entry = 3 * calibrationBin(logit);
    add(entry, 1);
    add(entry + 1, sigmoid(logit));
    if (labels[row] === 1) add(entry + 2, 1);
  });
  const bins = Array.from({ length: CALIBRATION_BINS }, (_, b) => ({ shown: counts[3 * b] ?? 0, expected: counts[3 * b + 1] ?? 0, happened: counts[3 * b + 2] ?? 0 }));
  const map = fitCalibration(bins, sums.noiseStdDev('counts'));
  return straight.map((logit) => calibratedLogit(map, logit));
}
