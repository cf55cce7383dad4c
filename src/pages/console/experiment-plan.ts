import { devicesInAll, devicesPerArm, MOST_OUTCOME_CENTS } from '#core/experiment';
import type { PublishedSum } from '#core/measurement';
import { DAY_MS } from '#core/units';

/** What an experiment is planned from. */
export interface PlanQuestion {
  /** Shares of the arms, the one that the others are compared with first. */
  readonly thousandths: readonly number[];
  /** Least difference that matters in a device's week of purchases, and their standard deviation. */
  readonly effectCents: number;
  readonly spreadCents: number;
  /** Of the noise in an arm's summed outcomes, as shares of the most that counts. */
  readonly noiseStdDev: number;
}

const ofExperiments = (sums: readonly PublishedSum[]): readonly PublishedSum[] => sums.filter(({ layout }) => layout.subject === 'experiment');

/** Rounds of experiments in the day before the last of them closed. */
function ofLastDay(sums: readonly PublishedSum[]): readonly PublishedSum[] {
  const told = ofExperiments(sums);
  const last = told.at(-1);
  return last ? told.filter(({ closedMs }) => closedMs > last.closedMs - DAY_MS) : [];
}

/** Deviation of the noise in an arm's summed outcomes over so many days, by what rounds of experiments carried lately; 0 before the first. @param cells - whose sums are added up for it */
export function noiseOver(sums: readonly PublishedSum[], days: number, cells = 1): number {
  const lately = ofLastDay(sums);
  const last = lately.at(-1);
  if (!last) return 0;
  const unit = last.layout.units[last.layout.cells.findIndex((cell) => cell.endsWith('/y'))] ?? 0;
  return unit * Math.sqrt(last.noiseVariance * lately.length * days * cells);
}

/** Devices that all arms need together; undefined where the question is none yet. */
export function plannedDevices({ thousandths, effectCents, spreadCents, noiseStdDev }: PlanQuestion): number | undefined {
  if (!(effectCents > 0 && spreadCents > 0 && thousandths.length >= 2 && thousandths.every((share) => share > 0 && share < 1000))) return undefined;
  // Twice as many as one look at the end would need: it may be looked at after every round.
  return 2 * devicesInAll(devicesPerArm({ effect: effectCents / MOST_OUTCOME_CENTS, stdDev: spreadCents / MOST_OUTCOME_CENTS, noiseStdDev }), thousandths);
}

/** Most devices that can tell their outcome within `days`, at the pace of the last day: each tells it once. Undefined before the first round of experiments. */
export function mostDevices(sums: readonly PublishedSum[], days: number): number | undefined {
  const lately = ofLastDay(sums);
  return lately.length === 0 ? undefined : days * lately.reduce((sum, { reports }) => sum + reports, 0);
}

/** Least difference that `devices` find, cents; undefined where they find none that counts. */
export function leastFoundCents(question: PlanQuestion, devices: number): number | undefined {
  const isFound = (effectCents: number): boolean => (plannedDevices({ ...question, effectCents }) ?? Infinity) <= devices;
  if (!isFound(MOST_OUTCOME_CENTS)) return undefined;
  let [low, high] = [0, MOST_OUTCOME_CENTS]; // fewer devices are needed for a greater difference
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isFound(middle)) high = middle;
    else low = middle;
  }
  return high;
}
