import { floorFault } from '#core/privacy';
import { abandonedTaskText, decodeTask, problem, scopeOf, taskIdOf, type Task, type TaskId } from '#core/protocol';
import { equalBytes, fail, ok, type Result } from '#core/units';
import type { HelperTables } from '#server/store';
import { quotaOf, refuseFull, storeFull } from './full.ts';
import { giveUp } from './give-up.ts';
import type { Helper } from './helper.ts';
import { refuse, type Answer } from './refusal.ts';
import { restoredAtMs } from './restore.ts';

function askedTask(bytes: Uint8Array, id: string): Result<Task> {
  const task = decodeTask(bytes);
  if (!task.ok) return task;
  return taskIdOf(bytes) === id ? task : fail('malformed', 'The bytes are not those of the task the address names');
}

/** Whether this helper takes part in `task`: its own floors, its own key, a window not over. */
function objection({ identity, floors, clock, store }: Helper, task: Task): string | undefined {
  const floor = floorFault(task, floors ? { floors } : {});
  if (floor) return floor.message;
  if (!equalBytes(task.helper.hpkePublicKey, identity.hpke.publicKey) || task.helper.hpkeConfigId !== identity.hpkeConfig.id) return 'the task names a helper key that is not mine';
  if (task.opensMs < restoredAtMs(store.tables)) return 'the task is from before this helper was restored from a backup';
  return task.closesMs <= clock.nowMs() ? 'the task is over' : undefined;
}

/**
 * Agrees to a task, or says why not. Asking again for the same task changes nothing.
 * A second open task for one base model and block, or for one layout, is refused: its batch and the first one's could be subtracted.
 */
export async function agreeToTask(helper: Helper, id: string, bytes: Uint8Array): Promise<Answer<TaskId>> {
  const task = askedTask(bytes, id);
  if (!task.ok) return refuse(problem('malformed', task.fault.message));
  const taskId = taskIdOf(bytes);
  if (helper.store.tables.tasks.get(taskId)) return ok(taskId);
  const why = objection(helper, task.value);
  if (why !== undefined) return refuse(problem('malformed', `This helper takes no part in the task: ${why}`));
  const full = storeFull(helper);
  if (full) return full;
  const { base, block } = scopeOf(task.value);
  const nowMs = helper.clock.nowMs();
  return helper.store.transact((tables): Answer<TaskId> => {
    const { tasks } = tables;
    if (tasks.get(taskId)) return ok(taskId);
    const other = tasks.openFor(base, block);
    if (other && closesMs(tables, other) > nowMs) return refuse(problem('conflict', task.value.kind === 'measure' ? 'Another task for this layout is still open' : 'Another task for this base model and block is still open'));
    if (other) giveUp(tables, other); // its leader asks for a new one, so it will not come back for this
    if (!hasPlace(tables, quotaOf(helper).openTasks, nowMs)) return refuseFull('open-tasks');
    tasks.add(taskId, base, block, bytes);
    return ok(taskId);
  });
}

/** When a task that is open here closes, ms. @throws TypeError if it cannot be read: only what was checked is stored */
function closesMs({ tasks }: HelperTables, id: TaskId): number {
  const task = decodeTask(tasks.get(id)?.bytes ?? new Uint8Array(0));
  if (!task.ok) throw new TypeError(`The stored task ${id} cannot be read: ${task.fault.message}`);
  return task.value.closesMs;
}

/** Whether one more task may be open; if need be, after giving up the one that has been over for longest. */
function hasPlace(tables: HelperTables, most: number, nowMs: number): boolean {
  const open = tables.tasks.open();
  if (open.length < most) return true;
  const [oldest] = open.map((id) => ({ id, closesMs: closesMs(tables, id) })).sort((a, b) => a.closesMs - b.closesMs);
  if (!oldest || oldest.closesMs > nowMs) return false;
  giveUp(tables, oldest.id);
  return true;
}

/**
 * Gives a task up for good: its sum is deleted unopened. A task already collected stays collected.
 *
 * @returns this helper's signature that it never released and will never release a share of it
 */
export async function abandonTask({ store, identity, ed25519 }: Helper, id: TaskId): Promise<Answer<Uint8Array>> {
  const given = await store.transact((tables): Answer<void> => {
    const task = tables.tasks.get(id);
    if (!task) return refuse(problem('task-unknown', 'This helper has not agreed to that task'));
    if (task.phase === 'collected') return refuse(problem('task-closed', 'The share of this task is released already'));
    giveUp(tables, id);
    return ok(undefined);
  });
  return given.ok ? ok(await ed25519.sign(identity.signer.secretKey, abandonedTaskText(id))) : given;
}
