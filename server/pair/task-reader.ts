import { decodeTask, type Task, type TaskId } from '#core/protocol';
import { checkVdaf, measureBytes, measureVdafOf, vdafOfTask, type ReportBytes, type Vdaf } from '#core/vdaf';
import type { SymmetricCrypto } from '#core/xof';
import { vdafKernels } from '#server/kernels';

/** A task as both servers work with it. */
export interface ReadTask {
  readonly task: Task;
  readonly vdaf: Vdaf<Int32Array, Int32Array>;
  /** How large the shares of its reports are. */
  readonly bytes: ReportBytes;
}

/** Open tasks of all models, several times over; each holds tables of a few hundred kB. */
const REMEMBERED = 16;

/** By id, oldest first. An id is the hash of what it stands for, so an entry cannot go stale. */
const readByCrypto = new WeakMap<SymmetricCrypto, Map<TaskId, ReadTask>>();

/**
 * Decodes a task that this server stored, and lays out its proof, once: thousands of reports name the same one.
 *
 * @throws TypeError if it cannot be read: a server stores only tasks that it checked
 */
export function readTask(symmetric: SymmetricCrypto, { id, bytes }: { readonly id: TaskId; readonly bytes: Uint8Array }): ReadTask {
  const known = readByCrypto.get(symmetric) ?? new Map<TaskId, ReadTask>();
  readByCrypto.set(symmetric, known);
  const found = known.get(id);
  if (found) return found;
  const task = decodeTask(bytes);
  if (!task.ok) throw new TypeError(`The stored task ${id} cannot be read: ${task.fault.message}`);
  const [vdaf, sizes] = task.value.kind === 'model'
    ? [vdafOfTask(task.value, { symmetric, kernels: vdafKernels }), checkVdaf(task.value)]
    : [measureVdafOf(task.value), measureBytes(task.value)];
  if (!vdaf.ok || !sizes.ok) throw new TypeError(`The stored task ${id} cannot be run: ${vdaf.ok ? 'its proof is unsafe' : vdaf.fault.message}`);
  const read: ReadTask = { task: task.value, vdaf: vdaf.value, bytes: sizes.value };
  for (const oldest of known.keys()) {
    if (known.size < REMEMBERED) break;
    known.delete(oldest);
  }
  known.set(id, read);
  return read;
}
