import { calibratedLogit, CALIBRATION_BINS, calibrationBin, fitCalibration, sigmoid } from '#core/ctr';
import type { PlacedField } from './fields.ts';
import type { LaneHeads } from './lane.ts';
import { smallRegression } from './newton.ts';
import { personalHead } from './personal.ts';
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
}

/** Chances of the test rows by head, in the order of `test`, and the mix's weights by name. */
export interface Mixed {
  readonly predicted: Readonly<Record<string, Float64Array>>;
  readonly weights: Readonly<Record<string, number>>;
}

/** Rounds of Newton's method, each a report of a few entries. */
const ROUNDS = 6;
/** Pull towards the prior, in rows of a half chance. */
const RIDGE = 3;

/** Calibrates every head, stacks them with the personal head on rows that none had learnt, and calibrates the mix. */
export function mixHeads({ log, train, isTrain, test, heads: { heads }, sums, followed }: MixInput): Mixed {
  const { labels } = log;
  const calibrated = heads.map(({ name, logits }) => ({ name, logits: calibratedLogits(logits, labels, sums) }));
  const expected = new Float64Array(log.rows);
  for (const row of train) expected[row] = sigmoid(meanOf(calibrated.map(({ logits }) => logits[row] as number)));
  const personal = personalHead({ users: log.users, labels, expected, train, isTrain, fields: followed });
  const width = 1 + calibrated.length + personal.width;
  const features = (row: number, into: Float64Array): void => {
    into[0] = 1;
    for (const [i, { logits }] of calibrated.entries()) into[1 + i] = logits[row] as number;
    personal.write(row, into, 1 + calibrated.length);
  };
  const prior = new Float64Array(width).fill(1 / calibrated.length, 1, 1 + calibrated.length);
  const weights = smallRegression({ features, labels, prior, ridge: new Float64Array(width).fill(RIDGE), rounds: ROUNDS }, sums);
  const mixed = new Float64Array(log.rows);
  const x = new Float64Array(width);
  for (let row = 0; row < log.rows; row++) {
    features(row, x);
    mixed[row] = x.reduce((sum, value, i) => sum + value * (weights[i] as number), 0);
  }
  const all = [...calibrated, { name: 'mix', logits: calibratedLogits(mixed, labels, sums) }];
  const names = ['bias', ...calibrated.map(({ name }) => name), 'own rate', ...followed.map(({ name }) => `own rate by ${name}`)];
  return {
    predicted: Object.fromEntries(all.map(({ name, logits }) => [name, Float64Array.from(test, (row) => sigmoid(logits[row] as number))])),
    weights: Object.fromEntries(names.map((name, i) => [name, weights[i] ?? 0])),
  };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Two steps, both from sums: a line (Platt 1999), then a monotone map of what is left over bins. */
function calibratedLogits(logits: Float64Array, labels: Uint8Array, sums: Summation): Float64Array {
  const line = smallRegression({ features: (row, into) => { into[0] = 1; into[1] = logits[row] as number; }, labels, prior: Float64Array.of(0, 1), ridge: Float64Array.of(RIDGE, RIDGE), rounds: ROUNDS }, sums);
  const straight = logits.map((logit) => (line[0] as number) + (line[1] as number) * logit);
  const counts = sums.sum(3 * CALIBRATION_BINS, (row, add) => {
    const logit = straight[row] as number;
    const entry = 3 * calibrationBin(logit);
    add(entry, 1);
    add(entry + 1, sigmoid(logit));
    if (labels[row] === 1) add(entry + 2, 1);
  });
  const bins = Array.from({ length: CALIBRATION_BINS }, (_, b) => ({ shown: counts[3 * b] ?? 0, expected: counts[3 * b + 1] ?? 0, happened: counts[3 * b + 2] ?? 0 }));
  const map = fitCalibration(bins, 0);
  return straight.map((logit) => calibratedLogit(map, logit));
}
