import { decodeExperiments, encodeExperiments, MAX_EXPERIMENTS, type Experiment, type PlannedExperiment } from '#core/campaigns';
import { OUTCOME_WINDOW_MS } from '#core/experiment';
import { WEEK_MS } from '#core/units';
import type { LeaderTables } from '#server/store';

/** Setting that holds the experiments. */
const EXPERIMENTS = 'experiments';
/** How long devices are told of an experiment that is over, ms: the last of them tells its outcome in the week after its window. */
const TOLD_AFTER_MS = OUTCOME_WINDOW_MS + WEEK_MS;

type Settings = Pick<LeaderTables, 'settings'>;

/** All experiments that were ever started, oldest first. @throws TypeError where they cannot be read: they were written by this program */
export function keptExperiments({ settings }: Settings): readonly PlannedExperiment[] {
  const bytes = settings.get(EXPERIMENTS);
  if (!bytes) return [];
  const read = decodeExperiments(bytes);
  if (!read.ok) throw new TypeError(`Cannot read the experiments: ${read.fault.message}`);
  return read.value;
}

/** Keeps `experiments` in place of those before; {@link publishAds} in the same transaction tells devices. */
export function keepExperiments({ settings }: Settings, experiments: readonly PlannedExperiment[]): void {
  settings.set(EXPERIMENTS, encodeExperiments(experiments));
}

/** What devices need of an experiment, and no more: layouts say what is counted. */
function told({ id, kind, campaign, salt, arms, startMs, endMs }: Experiment): Experiment {
  return { id, kind, ...(campaign !== undefined && { campaign }), salt, arms, startMs, endMs };
}

/** Experiments that run or are to run at `nowMs`, and those whose last outcomes are still awaited. */
export function currentExperiments(tables: Settings, nowMs: number): readonly PlannedExperiment[] {
  return keptExperiments(tables).filter(({ endMs }) => nowMs < endMs + TOLD_AFTER_MS).slice(-MAX_EXPERIMENTS);
}

/** The current ones as devices are told of them. */
export function offeredExperiments(tables: Settings, nowMs: number): readonly Experiment[] {
  return currentExperiments(tables, nowMs).map(told);
}
