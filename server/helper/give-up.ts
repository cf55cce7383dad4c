import type { TaskId } from '#core/protocol';
import type { HelperTables } from '#server/store';

/** Never to be opened: the bare sum goes with it, and the answers, because it takes no more jobs. Inside the caller's transaction. */
export function giveUp({ tasks, batches, jobs }: HelperTables, id: TaskId): void {
  tasks.setPhase(id, 'abandoned');
  batches.dropSum(id);
  jobs.dropAnswers(id);
}
