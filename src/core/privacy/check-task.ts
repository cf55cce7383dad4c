import type { PolicyFile, ReportFault, Task, TaskId } from '#core/protocol';
import { floorsUnder } from './floors.ts';
import { checkMeasureTask, measureFloorFault } from './measure-floors.ts';
import { checkModelTask, modelFloorFault } from './model-floors.ts';
import type { TaskCircumstances } from './offer.ts';

/**
 * Whether a device may report to `task`: every floor of its own, its policy and its budget. Undefined is yes.
 * Inclusion of the task in the log and the hash of its bytes are checked before, where they are loaded.
 */
export function checkTask(task: Task, taskId: TaskId, circumstances: TaskCircumstances): ReportFault | undefined {
  return task.kind === 'model' ? checkModelTask(task, taskId, circumstances) : checkMeasureTask(task, taskId, circumstances);
}

/** Floors that only the task decides: what a helper, too, asks of every task before it takes part. */
export function floorFault(task: Task, policy: Pick<PolicyFile, 'floors'> = {}): ReportFault | undefined {
  return task.kind === 'model' ? modelFloorFault(task, floorsUnder(policy)) : measureFloorFault(task, floorsUnder(policy));
}
