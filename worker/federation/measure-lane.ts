import { decodeLayout, fitToBound, type Layout, type Subject } from '#core/measurement';
import { checkMeasureTask, rhoOfTask } from '#core/privacy';
import type { LedgerEntry, MeasureTask, ReportFault, TaskId } from '#core/protocol';
import { sealCounts } from '#core/sealing';
import { fail, ok, WEEK_MS, type Result } from '#core/units';
import type { Deployment } from './deployment.ts';
import type { Lane, Measured } from './lane.ts';
import type { FederationPorts } from './ports.ts';
import { TrainingStopped } from './stopped.ts';

/** What happened when, as far as one report counts it. */
export interface CountSpan {
  /** Nothing up to this time counts again, ms since 1970: the last report on the same subject, a week ago at most. */
  readonly sinceMs: number;
  readonly nowMs: number;
}

/**
 * Counts what the cells of a layout name, [cells] whole numbers of 0 or more, in its units; zeros where there is nothing, and
 * where the shopper does not allow what it would look at. What exceeds the task's bound is scaled down after. Rejects with
 * TrainingStopped to abandon.
 */
export type Count = (layout: Layout, span: CountSpan) => Promise<ArrayLike<number>>;

/** Who counts each subject on this device. What none counts is refused before any data is looked at. */
export type Counters = Readonly<Partial<Record<Subject, Count>>>;

/** A histogram's cell for devices with nothing to count: its reports always name one. */
const NONE_CELL = 'none';

/** A measurement on offer, with the file of its layout, whose hash was compared. */
export interface OfferedMeasurement {
  readonly task: MeasureTask;
  readonly taskId: TaskId;
  readonly layoutBytes: Uint8Array;
}

/** The lane of a measurement; a fault where its layout cannot be read or nobody here counts it. */
export function measureLane(ports: FederationPorts, { policy, manifest }: Deployment, counters: Counters, { task, taskId, layoutBytes }: OfferedMeasurement): Result<Lane, ReportFault> {
  const layout = layoutOf(task, layoutBytes);
  if (!layout.ok) return layout;
  const { subject } = layout.value;
  const count = counters[subject];
  if (!count) return fail('task-refused', `Nobody here counts "${subject}"`);
  return ok({
    task,
    refusal: (ledger) => checkMeasureTask(task, taskId, { policy, manifest, ledger, nowMs: ports.clock.nowMs() }),
    seal: (measurement) => sealCounts(ports, task, taskId, measurement),
    async measure() {
      const nowMs = ports.clock.nowMs();
      try {
        const counts = await count(layout.value, { sinceMs: sinceMs(await ports.ledger.entries(), subject, nowMs), nowMs });
        const measurement = fitted(task, layout.value, counts);
        return ok<Measured>({ measurement, basis: { kind: 'measure', taskId, subject, layout: task.layout, rho: rhoOfTask(task) } });
      } catch (error) {
        if (error instanceof TrainingStopped) return fail('busy', error.message);
        throw error;
      }
    },
  });
}

function layoutOf(task: MeasureTask, bytes: Uint8Array): Result<Layout, ReportFault> {
  const layout = decodeLayout(bytes);
  if (!layout.ok) return fail('task-refused', layout.fault.message);
  if (layout.value.cells.length !== task.length) return fail('task-refused', `The task takes ${task.length} entries, its layout has ${layout.value.cells.length} cells`);
  const isHistogram = task.vdaf.name === 'Prio3Histogram';
  return isHistogram && !layout.value.cells.includes(NONE_CELL) ? fail('task-refused', `A histogram wants a cell "${NONE_CELL}" for devices with nothing to count`) : layout;
}

/** What was reported by whichever device of hers is counted: her ledger says until when. */
function sinceMs(entries: readonly LedgerEntry[], subject: Subject, nowMs: number): number {
  return entries.reduce((last, entry) => (entry.kind === 'measure' && entry.subject === subject ? Math.max(last, entry.atMs) : last), nowMs - WEEK_MS);
}

function fitted(task: MeasureTask, { cells }: Layout, counts: ArrayLike<number>): Int32Array {
  if (counts.length !== cells.length) throw new RangeError(`Cannot report ${counts.length} counts to ${cells.length} cells`);
  const vector = fitToBound(counts, task.bound);
  if (task.vdaf.name === 'Prio3Histogram' && !vector.includes(1)) vector[cells.indexOf(NONE_CELL)] = 1;
  return vector;
}
