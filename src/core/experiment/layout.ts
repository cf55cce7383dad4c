import { LIFE_CYCLES, type PlannedExperiment } from '#core/campaigns';
import { addMoments, countMoments, filledLayout, MAX_CELLS, MOMENT_BOUND, MOMENTS, momentUnit, momentsOf, type Layout, type Moments, type Totals } from '#core/measurement';
import type { Chance } from '#core/units';
import type { Observation } from './observe.ts';

/** Segment of a layout that tells none apart. */
export const EVERYBODY = 'all';

/** A layout and how much one report may add over all of its cells. */
export interface ExperimentLayout {
  readonly layout: Layout;
  /** L1 bound: a device counts in one arm and segment of each experiment. */
  readonly bound: number;
}

/** What a layout asks of an experiment. */
type LaidOut = Pick<PlannedExperiment, 'id' | 'arms' | 'byLifeCycle'>;

/** Cells that `experiment` takes of a layout. */
export function experimentCells({ arms, byLifeCycle }: Omit<LaidOut, 'id'>): number {
  return arms.length * (byLifeCycle ? LIFE_CYCLES.length : 1) * MOMENTS.length;
}

/**
 * Layout of a measurement of experiments: of every arm and segment the moments of the outcome y and of what was known before x.
 *
 * @param segments - of experiments that are not split by life cycle; spelled as cells are. Uplift by segment or by bin of a predicted
 *   uplift (`q0`, `q1`, …) costs cells, not bound; but the sum over s segments holds the noise of s cells
 * @throws RangeError if that needs more than 256 cells: then make two tasks of it
 */
export function experimentLayout(experiments: readonly LaidOut[], segments: readonly string[] = [EVERYBODY]): ExperimentLayout {
  const groups = experiments.flatMap(({ id, arms, byLifeCycle }) => arms.flatMap(({ name }) => (byLifeCycle ? LIFE_CYCLES : segments).map((segment) => groupOf(id, name, segment))));
  const cells = groups.flatMap((group) => MOMENTS.map((moment) => `${group}/${moment}`));
  if (cells.length > MAX_CELLS) throw new RangeError(`Cannot lay out ${cells.length} cells: wanted at most ${MAX_CELLS}`);
  return { layout: filledLayout('experiment', cells, momentUnit), bound: MOMENT_BOUND * experiments.length };
}

const groupOf = (experiment: string, arm: string, segment: string): string => `${experiment}/${arm}/${segment}`;

/** Whether a layout tells devices of an experiment apart by life cycle. */
export function isByLifeCycle({ cells }: Layout, experiment: string): boolean {
  return cells.some((cell) => LIFE_CYCLES.some((segment) => cell.startsWith(`${experiment}/`) && cell.split('/')[2] === segment));
}

/**
 * One device's report: its observations as whole steps, one of each experiment; what the layout does not name, and a second
 * observation of an experiment, count nothing.
 *
 * @returns shape [cells], their sum at most the layout's bound
 */
export function countExperiment(layout: Layout, observations: readonly Observation[], chance: Chance): number[] {
  const entries = layout.cells.map(() => 0);
  const counted = new Set<string>();
  for (const { experiment, arm, segment, outcome, before } of observations) {
    const at = layout.cells.indexOf(`${groupOf(experiment, arm, segment)}/${MOMENTS[0]}`);
    if (at < 0 || counted.has(experiment)) continue;
    counted.add(experiment);
    countMoments(outcome, before, chance).forEach((steps, moment) => {
      entries[at + moment] = steps;
    });
  }
  return entries;
}

/** The moments of an arm from noised sums, of one segment or of all together; of nobody where no round counted it. */
export function armMoments(totals: Totals, of: { readonly experiment: string; readonly arm: string; readonly segment?: string }): Moments {
  const last = `/${MOMENTS[0]}`;
  const prefix = of.segment === undefined ? `${of.experiment}/${of.arm}/` : `${groupOf(of.experiment, of.arm, of.segment)}/`;
  const groups = [...totals.keys()].filter((cell) => cell.startsWith(prefix) && cell.endsWith(last)).map((cell) => momentsOf(totals, cell.slice(0, -last.length)));
  return addMoments(groups.filter((group) => group !== undefined));
}
