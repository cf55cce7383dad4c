import type { PlannedExperiment } from '#core/campaigns';
import { alwaysValid, alwaysValidP, armMoments, effectOf, HELD_ARM, meanOutcome, MOST_OUTCOME_CENTS } from '#core/experiment';
import { NORMAL_95, totalsOf, type Estimate, type PublishedSum, type Totals } from '#core/measurement';

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

/** What an experiment has told. */
export interface ExperimentReading {
  readonly rounds: number;
  readonly reports: number;
  readonly arms: readonly ArmReading[];
  readonly comparisons: readonly Comparison[];
  /** Where the layout tells segments apart. */
  readonly segments: readonly SegmentReading[];
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
  return {
    rounds: own.length, reports: own.reduce((sum, { reports }) => sum + reports, 0), comparisons, decision: decided(comparisons, experiment.plannedDevices),
    segments: segments.length < 2 ? [] : segments.flatMap((segment) => others.map((arm) => ({ segment, ...compared(totals, experiment, { arm, against, segment }) }))),
    arms: experiment.arms.map(({ name, thousandths }) => {
      const moments = armMoments(totals, { experiment: experiment.id, arm: name });
      const deviation = Math.sqrt(moments.noise.n);
      return { name, thousandths, devices: { value: moments.n, stdError: deviation, low: moments.n - NORMAL_95 * deviation, high: moments.n + NORMAL_95 * deviation }, cents: cents(meanOutcome(moments)) };
    }),
  };
}
