import type { Estimate } from '#core/measurement';

/** One figure of a series. */
export interface SeriesPoint extends Pick<Estimate, 'value' | 'stdError'> {
  readonly atMs: number;
}

/** A figure that left its course. */
export interface Alert {
  readonly atMs: number;
  /** When the drift began. */
  readonly sinceMs: number;
  readonly direction: 'above' | 'below';
  /** What it was expected to be. */
  readonly expected: number;
}

/** First points of a series, which set what is expected: two days of hours. */
export const REFERENCE_POINTS = 48;
/** Drift that is let pass, in deviations of a point: half of the smallest shift worth a call. */
const SLACK = 0.5;
/** Drift added up that calls: found by simulation for one false call in 1,000 points and more (six weeks of hours). */
const LIMIT = 7;
/** A single point counts for no more: Laplace noise has long tails. */
const MOST_DEVIATIONS = 3;

/**
 * Calls where a series of noised figures (click rate, quality, spend) leaves the level of its first {@link REFERENCE_POINTS} points:
 * a two-sided CUSUM of standardised points. A shift of two deviations is called within about five points, one of one
 * deviation within about fifteen; after a call it starts anew.
 *
 * @param series - in order of time; a point of infinite error says nothing
 * @see Page, "Continuous Inspection Schemes" (1954); Montgomery, "Introduction to Statistical Quality Control", chapter 9
 */
export function alertsOf(series: readonly SeriesPoint[]): Alert[] {
  const known = series.filter(({ stdError }) => stdError > 0 && Number.isFinite(stdError));
  const reference = known.slice(0, REFERENCE_POINTS);
  if (reference.length < REFERENCE_POINTS) return [];
  const weight = reference.reduce((sum, { stdError }) => sum + 1 / stdError ** 2, 0);
  const expected = reference.reduce((sum, { value, stdError }) => sum + value / stdError ** 2, 0) / weight;
  const alerts: Alert[] = [];
  const drifts = { above: { sum: 0, sinceMs: 0 }, below: { sum: 0, sinceMs: 0 } };
  for (const { value, stdError, atMs } of known.slice(REFERENCE_POINTS)) {
    const deviations = (value - expected) / Math.sqrt(stdError ** 2 + 1 / weight);
    const bounded = Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, deviations));
    for (const direction of ['above', 'below'] as const) {
      const drift = drifts[direction];
      if (drift.sum === 0) drift.sinceMs = atMs;
      drift.sum = Math.max(0, drift.sum + (direction === 'above' ? bounded : -bounded) - SLACK);
      if (drift.sum <= LIMIT) continue;
      alerts.push({ atMs, sinceMs: drift.sinceMs, direction, expected });
      drift.sum = 0;
    }
  }
  return alerts;
}
