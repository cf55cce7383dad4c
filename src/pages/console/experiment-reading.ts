import type { PlannedExperiment } from '#core/campaigns';
import { alwaysValid, alwaysValidP, armMoments, effectOf, HELD_ARM, meanOutcome, MOST_OUTCOME_CENTS, qiniOf } from '#core/experiment';
import { NORMAL_95, normalEstimate, totalsOf, type Estimate, type PublishedSum, type Totals } from '#core/measurement';

/** An arm as far as it was told. */
export interface ArmReading {
  readonly name: string;
  readonly thousandths: number;
  /** Devices; noise may make it less than none. */
  readonly devices: Estimate;
  /** Purchases of a device in the week after it met the ad, cents. */
  readonly cents: Estimate;
}

/** How an arm differs from the one it is compared with, cents a device. */
export interface Comparison {
  readonly arm: string;
  readonly against: string;
  readonly plain: Estimate;
  /** With what was bought before taken out (CUPED): the one that decides. */
  readonly adjusted: Estimate;
  /** Of `adjusted`; may be looked at after every round. */
  readonly alwaysValid: Estimate;
  readonly p: number;
  /** Share of devices that the purchases before save. */
  readonly saved: number;
  readonly devices: number;
}

/** The same comparison within one segment. */
export interface SegmentReading extends Comparison {
  readonly segment: string;
}

/** Whom an arm moves: segments one after the other, those with the largest difference first. */
export interface QiniReading {
  readonly arm: string;
  readonly against: string;
  /** Segments whose devices noise still covers: left out, as a young shop has nobody who lapsed. */
  readonly covered: readonly string[];
  /** From nobody to everybody: the share of the devices that have the arm so far, and what that brings, cents for each device of all. Empty where fewer than two segments are known. */
  readonly points: readonly { readonly segment?: string; readonly share: number; readonly cents: number }[];
  /** Area between the curve and the straight line, cents a device. */
  readonly coefficient: Estimate;
}

/** What an experiment has told. */
export interface ExperimentReading {
  readonly rounds: number;
  readonly reports: number;
  readonly arms: readonly ArmReading[];
  readonly comparisons: readonly Comparison[];
  /** Where the layout tells segments apart. */
  readonly segments: readonly SegmentReading[];
  /** One of each comparison, where there are segments. */
  readonly qini: readonly QiniReading[];
  readonly decision: Decision;
}

/** `waiting`: noise covers the devices themselves. `open`: more is to come. `none`: as many as planned, and no difference that large. */
export type Decision = { readonly kind: 'waiting' | 'open' | 'none' } | { readonly kind: 'better' | 'worse'; readonly comparison: Comparison };

const cents = ({ value, stdError, low, high }: Estimate): Estimate => ({ value: value * MOST_OUTCOME_CENTS, stdError: stdError * MOST_OUTCOME_CENTS, low: low * MOST_OUTCOME_CENTS, high: high * MOST_OUTCOME_CENTS });

/** The arm that the others are compared with: devices kept from ads, else the first. */
export function baseArm({ arms }: Pick<PlannedExperiment, 'arms'>): string {
  return (arms.find(({ name }) => name === HELD_ARM) ?? arms[0])?.name ?? '';
}

function compared(totals: Totals, { id, plannedDevices }: PlannedExperiment, { arm, against, segment }: { readonly arm: string; readonly against: string; readonly segment?: string }): Comparison {
  const of = (name: string): ReturnType<typeof armMoments> => armMoments(totals, { experiment: id, arm: name, ...(segment !== undefined && { segment }) });
  const { plain, adjusted, varianceDrop, devices } = effectOf(of(arm), of(against));
  const plan = { devices: plannedDevices };
  return { arm, against, plain: cents(plain), adjusted: cents(adjusted), alwaysValid: cents(alwaysValid(adjusted, devices, plan)), p: alwaysValidP(adjusted, devices, plan), saved: varianceDrop, devices };
}

/** The curve of one comparison. Its order comes from the differences that it draws, so that it bends upwards by chance alone too. */
function qiniReading(totals: Totals, { id }: PlannedExperiment, { arm, against, segments }: { readonly arm: string; readonly against: string; readonly segments: readonly string[] }): QiniReading {
  const bins = segments.map((segment) => {
    const of = (name: string): ReturnType<typeof armMoments> => armMoments(totals, { experiment: id, arm: name, segment });
    const [treated, control] = [of(arm), of(against)];
    return { segment, treated, control, plain: effectOf(treated, control).plain };
  });
  const covered = bins.filter(({ plain }) => !Number.isFinite(plain.stdError)).map(({ segment }) => segment);
  const ordered = bins.filter(({ segment }) => !covered.includes(segment)).sort((a, b) => b.plain.value - a.plain.value);
  if (ordered.length < 2) return { arm, against, covered, points: [], coefficient: normalEstimate(0, Infinity) };
  const { curve, coefficient } = qiniOf(ordered);
  const points = curve.map(({ share, gain }, i) => {
    const bin = ordered[i - 1];
    return { ...(bin && { segment: bin.segment }), share, cents: gain * MOST_OUTCOME_CENTS };
  });
  return { arm, against, covered, points, coefficient: cents(coefficient) };
}

/** What is decided: the comparison of the smallest p counts. */
function decided(comparisons: readonly Comparison[], plannedDevices: number): Decision {
  const [first] = [...comparisons].sort((a, b) => a.p - b.p);
  if (!first || !comparisons.some(({ adjusted }) => Number.isFinite(adjusted.stdError))) return { kind: 'waiting' };
  if (first.alwaysValid.low > 0) return { kind: 'better', comparison: first };
  if (first.alwaysValid.high < 0) return { kind: 'worse', comparison: first };
  return { kind: comparisons.every(({ devices }) => devices >= plannedDevices) ? 'none' : 'open' };
}

/** Reads an experiment from published sums; undefined where no round has counted it. */
export function readExperiment(sums: readonly PublishedSum[], experiment: PlannedExperiment): ExperimentReading | undefined {
  const prefix = `${experiment.id}/`;
  const own = sums.filter(({ layout }) => layout.subject === 'experiment' && layout.cells.some((cell) => cell.startsWith(prefix)));
  if (own.length === 0) return undefined;
  const totals = totalsOf(own);
  const against = baseArm(experiment);
  const others = experiment.arms.map(({ name }) => name).filter((name) => name !== against);
  const comparisons = others.map((arm) => compared(totals, experiment, { arm, against }));
  const segments = [...new Set([...totals.keys()].filter((cell) => cell.startsWith(prefix)).map((cell) => cell.split('/')[2] ?? ''))];
  const isSplit = segments.length > 1;
  return {
    rounds: own.length, reports: own.reduce((sum, { reports }) => sum + reports, 0), comparisons, decision: decided(comparisons, experiment.plannedDevices),
    segments: isSplit ? segments.flatMap((segment) => others.map((arm) => ({ segment, ...compared(totals, experiment, { arm, against, segment }) }))) : [],
    qini: isSplit ? others.map((arm) => qiniReading(totals, experiment, { arm, against, segments })) : [],
    arms: experiment.arms.map(({ name, thousandths }) => {
      const moments = armMoments(totals, { experiment: experiment.id, arm: name });
      const deviation = Math.sqrt(moments.noise.n);
      return { name, thousandths, devices: { value: moments.n, stdError: deviation, low: moments.n - NORMAL_95 * deviation, high: moments.n + NORMAL_95 * deviation }, cents: cents(meanOutcome(moments)) };
    }),
  };
}
