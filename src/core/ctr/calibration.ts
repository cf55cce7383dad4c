import type { Layout, Totals } from '#core/measurement';
import { sigmoid } from './head.ts';

/** Bins of a calibration by the logit of what was predicted: half a unit each from −8 (a chance of 1 in 3,000) to 4. */
export const CALIBRATION_BINS = 24;
const LEAST_LOGIT = -8;
const BIN_WIDTH = 0.5;
/** Variance of what a bin may be off, in squared units of the logit, before anything was counted. */
const PRIOR_VARIANCE = 0.1;
/** What is counted of a bin: predictions, what they expected, what happened. */
const COUNTED = ['shown', 'expected', 'happened'] as const;
/** Predictions that are calibrated: of a click, and of a purchase after it. */
export const CALIBRATED = ['ctr', 'cvr'] as const;
export type CalibratedName = (typeof CALIBRATED)[number];

/** Monotone map of logits: piecewise linear between knots, shifted as its ends are beyond them. No knots: nothing changes. */
export interface CalibrationMap {
  /** Ascending. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Maps of all predictions; the same for everyone. */
export type Calibration = Readonly<Record<CalibratedName, CalibrationMap>>;

/** The map that changes nothing, and a calibration before the first histogram. */
export const PLAIN_MAP: CalibrationMap = { from: [], to: [] };
export const PLAIN_CALIBRATION: Calibration = { ctr: PLAIN_MAP, cvr: PLAIN_MAP };

/** Bin of a predicted logit. */
export function calibrationBin(logit: number): number {
  return Math.max(0, Math.min(CALIBRATION_BINS - 1, Math.floor((logit - LEAST_LOGIT) / BIN_WIDTH)));
}

/** Part of an event that one step of what is rare stands for: noise is the same in every cell. */
const RARE_UNIT = 1 / 8;
/** L1 bound of a report of calibrations: sixteen ads seen, what they expected, and four that were followed, with room. */
export const CALIBRATION_BOUND = 64;

/** The layout of a measurement that counts calibrations: 2 × 24 bins of shown, expected, happened, in events. */
export function calibrationLayout(): Layout {
  const cells = CALIBRATED.flatMap((name) => Array.from({ length: CALIBRATION_BINS }, (_, bin) => COUNTED.map((what) => `${name}/bin-${bin}/${what}`)).flat());
  return { version: 1, subject: 'calibration', cells, units: cells.map((cell) => (cell.endsWith('/shown') ? 1 : RARE_UNIT)) };
}

/** A prediction and what came of it. */
export interface CalibrationPair {
  readonly name: CalibratedName;
  /** 0 to 1, before calibration. */
  readonly predicted: number;
  readonly happened: boolean;
}

/** shape [cells of the layout], steps, not yet whole: what one device counted. Cells that are none of a calibration stay 0. */
export function countCalibration({ cells, units }: Layout, pairs: readonly CalibrationPair[]): Float64Array<ArrayBuffer> {
  const index = new Map(cells.map((cell, at) => [cell, at]));
  const counts = new Float64Array(cells.length);
  for (const { name, predicted, happened } of pairs) {
    const bin = calibrationBin(Math.log(predicted / (1 - predicted)));
    for (const [what, value] of [['shown', 1], ['expected', predicted], ['happened', happened ? 1 : 0]] as const) {
      const at = index.get(`${name}/bin-${bin}/${what}`);
      if (at !== undefined) counts[at] = (counts[at] ?? 0) + value / (units[at] ?? 1);
    }
  }
  return counts;
}

/** Sums of one bin, in events. */
export interface BinSums {
  readonly shown: number;
  readonly expected: number;
  readonly happened: number;
}

/** Maps from added-up sums; a bin is as uncertain as the noise in what was shown, the coarsest of its cells. */
export function calibrationFrom(totals: Totals): Calibration {
  const read = (name: CalibratedName, bin: number, what: (typeof COUNTED)[number]): number => totals.get(`${name}/bin-${bin}/${what}`)?.value ?? 0;
  const mapOf = (name: CalibratedName): CalibrationMap => fitCalibration(Array.from({ length: CALIBRATION_BINS }, (_, bin) => ({
    shown: read(name, bin, 'shown'), expected: read(name, bin, 'expected'), happened: read(name, bin, 'happened'),
  })), Math.sqrt(totals.get(`${name}/bin-0/shown`)?.noiseVariance ?? 0));
  return { ctr: mapOf('ctr'), cvr: mapOf('cvr') };
}

interface Knot {
  from: number;
  to: number;
  weight: number;
}

/**
 * One map from bins, lowest first. A bin's shift is from the logit of what was expected to that of what happened, shrunk by how
 * much of it is chance and noise: variance (V + 2σ²) / V², V = n p (1 − p), against a prior of its own. Then pools adjacent violators, so that
 * a higher prediction never becomes a lower one.
 */
export function fitCalibration(bins: readonly BinSums[], noiseStdDev: number): CalibrationMap {
  const knots: Knot[] = [];
  for (const { shown, expected, happened } of bins) {
    if (!(shown > 2 * noiseStdDev && shown >= 1 && expected > 0)) continue;
    const p = Math.min(1 - 1e-6, Math.max(1e-6, expected / shown));
    const information = shown * p * (1 - p);
    const chance = (information + 2 * noiseStdDev * noiseStdDev) / (information * information);
    const rate = (Math.max(0, Math.min(shown, happened)) + p) / (shown + 1); // one row more, as was expected: a bin without clicks has a logit too
    const shift = (Math.log(rate / (1 - rate)) - Math.log(p / (1 - p))) * (PRIOR_VARIANCE / (PRIOR_VARIANCE + chance));
    const from = Math.log(p / (1 - p));
    knots.push({ from, to: from + Math.max(-MOST_SHIFT, Math.min(MOST_SHIFT, shift)), weight: information });
    pool(knots);
  }
  return { from: knots.map(({ from }) => from), to: knots.map(({ to }) => to) };
}

/** No histogram moves a prediction further, in the logit: it would be a model gone wrong, not a calibration. */
const MOST_SHIFT = 2;

/** Merges the last knots until they ascend. */
function pool(knots: Knot[]): void {
  for (;;) {
    const [last, before] = [knots.at(-1), knots.at(-2)];
    if (!last || !before || (last.to > before.to && last.from > before.from)) return;
    knots.pop();
    const weight = last.weight + before.weight;
    before.from = (before.from * before.weight + last.from * last.weight) / weight;
    before.to = (before.to * before.weight + last.to * last.weight) / weight;
    before.weight = weight;
  }
}

/** A logit after calibration. */
export function calibratedLogit({ from, to }: CalibrationMap, logit: number): number {
  const [first, last] = [0, from.length - 1];
  if (last < 0) return logit;
  if (logit <= (from[first] ?? 0)) return logit + (to[first] ?? 0) - (from[first] ?? 0);
  if (logit >= (from[last] ?? 0)) return logit + (to[last] ?? 0) - (from[last] ?? 0);
  const next = from.findIndex((x) => x > logit);
  const [a, b] = [from[next - 1] ?? 0, from[next] ?? 0];
  const share = (logit - a) / (b - a);
  return (to[next - 1] ?? 0) * (1 - share) + (to[next] ?? 0) * share;
}

/** A chance after calibration. */
export function calibrated(map: CalibrationMap, predicted: number): number {
  return sigmoid(calibratedLogit(map, Math.log(predicted / (1 - predicted))));
}
