import type { LedgerEntry, Manifest, PolicyFile, ReportFault, Task, TaskId } from '#core/protocol';
import { toHex, WEEK_MS } from '#core/units';
import type { Floors } from './floors.ts';

/** What a device knows when it looks at a task. */
export interface TaskCircumstances {
  readonly policy: PolicyFile;
  /** Entries without that of the task's own retry. */
  readonly ledger: readonly LedgerEntry[];
  readonly nowMs: number;
  readonly manifest: Manifest;
}

/** A task that stays open longer lets its leader wait for a convenient batch. */
const MAX_WINDOW_MS = WEEK_MS;

/** What every task must promise, whatever it is about. */
export function promiseFault(task: Task, floors: Floors): ReportFault | undefined {
  if (!(task.minBatch >= floors.minBatch)) return refused(`its batch of ${task.minBatch} is below ${floors.minBatch}`);
  if (!(task.closesMs > task.opensMs && task.closesMs - task.opensMs <= MAX_WINDOW_MS)) return refused('its window is empty or longer than a week');
  if (task.adjacency !== 'zero-out') return refused(`its adjacency ${String(task.adjacency)} is unknown here`);
  return undefined;
}

/** Who it names, and whether it is offered, now and alike for everyone. */
export function offerFault(task: Task, taskId: TaskId, { policy, manifest, nowMs }: TaskCircumstances): ReportFault | undefined {
  if (task.leader.url !== policy.leaderUrl || task.helper.url !== policy.helperUrl) return refused('it names servers that the policy does not');
  if (toHex(task.helper.hpkePublicKey) !== policy.helperHpkeKey) return refused('it names a helper key that the policy does not');
  if (toHex(task.leader.hpkePublicKey) === policy.helperHpkeKey) return refused('leader and helper have one key, so one of them could read both shares');
  if (!manifest.tasks.some((open) => open.id === taskId)) return refused('the manifest does not offer it');
  if (task.simulated !== manifest.simulated) return refused('task and manifest disagree whether devices are simulated');
  if (task.kind === 'model' && manifest.models[task.model] !== task.baseModel) return { kind: 'unverified-model', message: 'The task trains on another model than the manifest publishes' };
  if (nowMs >= task.closesMs) return { kind: 'task-closed', message: `The task closed ${Math.round((nowMs - task.closesMs) / 1000)} s ago` };
  if (nowMs < task.opensMs) return { kind: 'no-task', message: `The task opens in ${Math.round((task.opensMs - nowMs) / 1000)} s` };
  return undefined;
}

/** A task that no honest leader makes. */
export function refused(why: string): ReportFault {
  return { kind: 'task-refused', message: `This device refuses the task: ${why}` };
}
