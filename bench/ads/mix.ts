import { calibratedLogit, CALIBRATION_BINS, calibrationBin, fitCalibration, logLoss, OWN_STRENGTH, sigmoid } from '#core/ctr';
import { rowsByUser } from './by-user.ts';
import type { PlacedField } from './fields.ts';
import { foldsOf, type Folds } from './folds.ts';
import type { LaneHeads } from './lane.ts';
import { smallRegression } from './newton.ts';
import { ownTastes } from './own-taste.ts';
import { personalHead, type PersonalHead } from './personal.ts';
import { within, type Progress } from './progress.ts';
import type { Summation } from './sums.ts';
import type { AdLog } from './table.ts';
import { tasteVectors } from './tastes.ts';

/** What a mix is made of. */
export interface MixInput {
  readonly log: AdLog;
  readonly train: Int32Array;
  readonly test: Int32Array;
  readonly heads: LaneHeads;
  /** Sums over the clean rows. */
  readonly sums: Summation;
  /** Facts whose values the personal head follows. */
  readonly followed: readonly PlacedField[];
  /** Where the log is split by time. */
  readonly trial: Trial | undefined;
  /** Sums over past rows, of which tastes are made; undefined where noise would cover them. */
  readonly tastes: TasteSums | undefined;
  readonly progress: Progress;
}

/** How tastes are summed. */
export interface TasteSums {
  /** Most values of a field that have a vector. */
  readonly most: number;
  readonly over: (rows: Int32Array, folds: Folds) => Summation;
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
/** Deviations of the difference by which something simpler must be better than the mix. */
const TRIAL_DEVIATIONS = 2;
/** Pull in deviations of the noise on a slope: it then moves a weight by a tenth. */
const NOISE_PULL = 10;
/** Pulls of the stack towards the mean of the heads and the shopper's own rate; the last keeps it there. */
const PULLS = [10, 100, 1000, 10_000] as const;
/** Expected clicks that a shopper's own counts may weigh against: which is best is a sum over devices. */
const STRENGTHS = [0.03, 0.1, 0.3, 1, 3, 10, 100, 1000] as const;
/** The last of them, by which her own counts hardly weigh: what the others are held against. */
const LAST_STRENGTH = 1000;
/** Nats that a weaker prior must gain in all: chance alone gains as much in one of a hundred logs. */
const STRENGTH_GAIN = 3;

/** Calibrates every head, stacks them with the personal head on rows that none had learnt, and calibrates the mix. Where a trial is given, the mix is whichever did best in it. */
export function mixHeads(input: MixInput): Mixed {
  const { log, test, sums, trial } = input;
  const half = trial ? 0.5 : 1;
  const fitted = fitMix({ ...input, progress: within(input.progress, 0, half) }, sums);
  const served = trial ? bestInTrial({ ...input, progress: within(input.progress, half, 1) }, trial) : 'mix';
  const logits: Readonly<Record<string, Float64Array>> = { ...fitted.heads, mix: fitted.candidates[served] ?? new Float64Array(log.rows) };
  return {
    predicted: Object.fromEntries(Object.entries(logits).map(([name, own]) => [name, Float64Array.from(test, (row) => sigmoid(own[row] as number))])),
    weights: fitted.weights, served,
  };
}

/** The mix, unless a candidate, both fitted on the earlier part, predicts the later one surely better. */
function bestInTrial(input: MixInput, { fit, check }: Trial): string {
  const candidates = Object.entries(fitMix(input, fit).candidates);
  const mix = candidates[0]?.[1] ?? new Float64Array();
  const told = check.sum(2 * candidates.length, (row, add) => {
    const label = input.log.labels[row] as number;
    for (const [i, [, logits]] of candidates.entries()) {
      const gain = gainOf(logits[row] as number, mix[row] as number, label);
      add(2 * i, gain);
      add(2 * i + 1, gain * gain);
    }
  }, 'gains');
  const sure = candidates.map(([name], i) => ({ name, surplus: (told[2 * i] as number) - TRIAL_DEVIATIONS * Math.sqrt(Math.max(0, told[2 * i + 1] as number)) }));
  return sure.reduce((a, b) => (b.surplus > a.surplus ? b : a), { name: 'mix', surplus: 0 }).name;
}

/** Shares of a mix's time at which its parts are done. */
const ENDS = { calibrated: 0.1, rated: 0.25, tasted: 0.8 } as const;

interface FittedMix {
  /** Calibrated logits of all rows, by head. */
  readonly heads: Readonly<Record<string, Float64Array>>;
  /** Logits of all rows of what may be served: the mix, the mean of the heads, one head, the base rate. */
  readonly candidates: Readonly<Record<string, Float64Array>>;
  readonly weights: Readonly<Record<string, number>>;
}

function fitMix(input: MixInput, sums: Summation): FittedMix {
  const { log, heads: { heads }, followed, progress } = input;
  const { labels } = log;
  progress('mix: calibration of the heads');
  const calibrated = heads.map(({ name, logits }) => ({ name, logits: calibratedLogits(logits, labels, sums) }));
  const shared = Float64Array.from({ length: log.rows }, (_, row) => calibrated.reduce((sum, { logits }) => sum + (logits[row] as number), 0) / calibrated.length);
  progress('mix: shoppers’ own rates', ENDS.calibrated);
  const personal = personalOf(input, shared.map(sigmoid));
  const strengths = bestStrengths(personal, { shared, labels }, sums);
  const taste = tasteShifts(input, { logits: shared, strength: strengths[0] ?? 1 });
  progress('mix: weights', ENDS.tasted);
  const own = Object.fromEntries(calibrated.map(({ name, logits }) => [name, logits]));
  const { weights, mixed } = stacked({ calibrated: calibrated.map(({ logits }) => logits), personal, strengths, taste }, { shared, labels }, sums);
  const names = ['bias', ...calibrated.map(({ name }) => name), ...['own rate', ...followed.map(({ name }) => `own rate by ${name}`)].map((name, k) => `${name}, against ${strengths[k] ?? 0}`), 'taste'];
  return {
    heads: own, candidates: { mix: calibratedLogits(mixed, labels, sums), 'mean of the heads': shared, ...own, base: calibratedLogits(new Float64Array(log.rows), labels, sums) },
    weights: Object.fromEntries(names.map((name, i) => [name, weights[i] ?? 0])),
  };
}

/** A shopper's own past: that of a train row ends before the trial, that of an asked one with train. */
function personalOf({ log, train, followed, trial }: MixInput, expected: Float64Array): PersonalHead {
  const past = { users: log.users, labels: log.labels, expected, fields: followed };
  const asked = personalHead({ ...past, train });
  if (!trial) return asked;
  const isTrain = new Uint8Array(log.rows);
  for (const row of train) isTrain[row] = 1;
  const clean = personalHead({ ...past, train: trial.before });
  return { keys: asked.keys, write: (row, ...rest) => { (isTrain[row] === 1 ? clean : asked).write(row, ...rest); } };
}

interface Stack {
  /** Calibrated logits of all rows, one a head. */
  readonly calibrated: readonly Float64Array[];
  readonly personal: PersonalHead;
  readonly strengths: readonly number[];
  readonly taste: Float64Array;
}

/** Mean of the heads, and labels. */
interface Heads {
  readonly shared: Float64Array;
  readonly labels: Uint8Array;
}

/** Weighs heads, the shopper's own rates and her taste. @returns weights in that order behind a bias, and the logits of all rows */
function stacked({ calibrated, personal, strengths, taste }: Stack, { shared, labels }: Heads, sums: Summation): { readonly weights: Float64Array; readonly mixed: Float64Array } {
  const first = 1 + calibrated.length;
  const tasteAt = first + personal.keys;
  const features = (row: number, into: Float64Array): void => {
    into[0] = 1;
    for (let i = 1; i < first; i++) into[i] = calibrated[i - 1]?.[row] as number;
    personal.write(row, strengths, into, first);
    into[tasteAt] = taste[row] as number;
  };
  const prior = new Float64Array(tasteAt + 1).fill(1 / calibrated.length, 1, first);
  prior[tasteAt] = tasteWeight({ personal, strengths, taste }, { shared, labels }, sums);
  prior[first] = 1; // her own rate counts as the best strength has it; 1,000 is none at all
  const positive = [...calibrated.map((_, i) => 1 + i), tasteAt];
  const noise = sums.noiseStdDev('slopes');
  const weights = smallRegression({ features, labels, prior, positive, pulls: noise > 0 ? [NOISE_PULL * noise] : PULLS, rounds: ROUNDS }, sums);
  const x = new Float64Array(tasteAt + 1);
  const mixed = shared.map((_, row) => {
    features(row, x);
    return x.reduce((sum, value, i) => sum + value * (weights[i] as number), 0);
  });
  return { weights, mixed };
}

/** Folds of shoppers, whose tastes are made of what the others told. */
const TASTE_FOLDS = 5;

/** shape [rows], what each shopper's own taste adds on clean rows and asked ones. */
function tasteShifts({ log, train, test, heads: { clean }, followed, trial, tastes, progress }: MixInput, { logits, strength }: { readonly logits: Float64Array; readonly strength: number }): Float64Array {
  if (!tastes) return new Float64Array(log.rows);
  const telling = within(progress, ENDS.rated, ENDS.tasted);
  const past = trial ? trial.before : train;
  const folds = foldsOf(log, past, { count: TASTE_FOLDS, dealsLarge: false });
  const vectors = tasteVectors({ log, fields: followed, logits, strength, past: rowsByUser(past, log.users, log.userCount), folds, most: tastes.most, progress: within(telling, 0, 0.7) }, tastes.over(past, folds));
  telling('mix: each shopper’s own taste', 0.7);
  const own = { log, vectors, logits, strength, foldOf: (user: number): number => user % TASTE_FOLDS };
  const shifts = ownTastes({ ...own, past, asked: clean });
  const later = ownTastes({ ...own, past: train, asked: test });
  return shifts.map((shift, row) => shift + (later[row] as number));
}

/** Weights of a taste that the stack may start from. */
const TASTE_WEIGHTS = [0, 0.3, 0.6, 1] as const;

/** The weight with which a taste, beside the shopper's own rate, predicts best; a larger one has to gain more than chance would. */
function tasteWeight({ personal, strengths, taste }: Omit<Stack, 'calibrated'>, { shared, labels }: Heads, sums: Summation): number {
  if (taste.every((shift) => shift === 0)) return 0;
  const x = new Float64Array(personal.keys);
  const gains = sums.sum(TASTE_WEIGHTS.length, (row, add) => {
    personal.write(row, strengths, x, 0);
    const logit = (shared[row] as number) + (x[0] as number);
    for (const [i, weight] of TASTE_WEIGHTS.entries()) add(i, gainOf(logit + weight * (taste[row] as number), logit, labels[row] as number));
  }, 'gains');
  return TASTE_WEIGHTS.reduce((best: { readonly weight: number; readonly gain: number }, weight, i) => ((gains[i] as number) > best.gain + STRENGTH_GAIN ? { weight, gain: gains[i] as number } : best), { weight: 0, gain: 0 }).weight;
}

/** Nats by which `logit` tells a label better than `other`. Sums of such differences are fine enough for few clicks; those of whole losses are not, once each report is rounded. */
const gainOf = (logit: number, other: number, label: number): number => logLoss(other, label) - logLoss(logit, label);

/** Strengths whose shifts predict best: that of the whole first, then that of each fact beside it. Two reports; under noise none, and what the product starts with. */
function bestStrengths(personal: PersonalHead, { shared, labels }: Heads, sums: Summation): readonly number[] {
  if (sums.noiseStdDev('slopes') > 0) return Array.from({ length: personal.keys }, () => OWN_STRENGTH);
  const best = Array.from({ length: personal.keys }, (): number => STRENGTHS[0]);
  const x = new Float64Array(personal.keys);
  const shifted = (row: number, keys: readonly number[], strength: number): readonly number[] => {
    personal.write(row, best.map((own, k) => (keys.includes(k) ? strength : own)), x, 0);
    return keys.map((k) => (shared[row] as number) + (x[0] as number) + (k === 0 ? 0 : (x[k] as number)));
  };
  for (const keys of [[0], Array.from({ length: personal.keys - 1 }, (_, k) => k + 1)]) {
    if (keys.length === 0) continue;
    const gains = sums.sum(keys.length * STRENGTHS.length, (row, add) => {
      const weakest = shifted(row, keys, LAST_STRENGTH);
      for (const [s, strength] of STRENGTHS.entries()) {
        const logits = shifted(row, keys, strength);
        for (const [i, logit] of logits.entries()) add(i * STRENGTHS.length + s, gainOf(logit, weakest[i] as number, labels[row] as number));
      }
    }, 'gains');
    for (const [i, k] of keys.entries()) {
      const own = gains.subarray(i * STRENGTHS.length, (i + 1) * STRENGTHS.length);
      let kept = STRENGTHS.length - 1;
      for (let s = kept - 1; s >= 0; s--) if ((own[s] as number) > (own[kept] as number) + STRENGTH_GAIN) kept = s;
      best[k] = STRENGTHS[kept] ?? STRENGTHS[0];
    }
  }
  return best;
}

/** Pull that keeps a line where it is, however many rows there are. */
const HELD_PULL = 1e12;

/**
 * Two steps, both from sums: a line (Platt 1999), then a monotone map of what is left over bins. Each is taken where it gains more on these
 * rows than it has numbers to fit (Akaike 1974): what is calibrated already, as a stack of calibrated heads is, would only learn chance, which a
 * few clicks do not forgive. Under noise, which such gains would drown in, both are taken.
 */
function calibratedLogits(logits: Float64Array, labels: Uint8Array, sums: Summation): Float64Array {
  const noise = sums.noiseStdDev('slopes');
  const pulls = noise > 0 ? [LINE_PULL + NOISE_PULL * noise] : [LINE_PULL, HELD_PULL];
  const line = smallRegression({ features: (row, into) => { into[0] = 1; into[1] = logits[row] as number; }, labels, prior: Float64Array.of(0, 1), pulls, rounds: ROUNDS }, sums);
  const straight = logits.map((logit) => (line[0] as number) + (line[1] as number) * logit);
  const counts = sums.sum(3 * CALIBRATION_BINS, (row, add) => {
    const logit = straight[row] as number;
    const entry = 3 * calibrationBin(logit);
    add(entry, 1);
    add(entry + 1, sigmoid(logit));
    if (labels[row] === 1) add(entry + 2, 1);
  }, 'slopes');
  const bins = Array.from({ length: CALIBRATION_BINS }, (_, b) => ({ shown: counts[3 * b] ?? 0, expected: counts[3 * b + 1] ?? 0, happened: counts[3 * b + 2] ?? 0 }));
  const map = fitCalibration(bins, noise);
  const mapped = straight.map((logit) => calibratedLogit(map, logit));
  if (noise > 0) return mapped;
  const [gain = 0] = sums.sum(1, (row, add) => { add(0, gainOf(mapped[row] as number, straight[row] as number, labels[row] as number)); }, 'gains');
  return gain > map.from.length ? mapped : straight;
}
