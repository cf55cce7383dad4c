import { decodeTask, type PolicyFile, type Task, type TaskId } from '#core/protocol';
import type { Ed25519 } from '#core/tlog';
import type { Clock, Randomness } from '#core/units';
import { vdafOfTask, type Vdaf } from '#core/vdaf';
import type { SymmetricCrypto } from '#core/xof';
import type { Logger, Metrics } from '#server/http';
import type { Identity, PairSecret } from '#server/pair';
import type { HelperStore, HelperTask } from '#server/store';

/** Everything a helper is made of. */
export interface Helper {
  readonly store: HelperStore;
  readonly identity: Identity;
  readonly secret: PairSecret;
  /** Floors this helper holds tasks to, beside the compiled ones. */
  readonly floors?: PolicyFile['floors'];
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly symmetric: SymmetricCrypto;
  readonly ed25519: Ed25519;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** A task the helper knows, decoded, with its VDAF. */
export interface KnownTask {
  readonly id: TaskId;
  readonly phase: HelperTask['phase'];
  readonly task: Task;
  readonly vdaf: Vdaf<Int32Array, Int32Array>;
}

/** The task of this id, if this helper has agreed to it. */
export function knownTask({ store, symmetric }: Helper, id: string): KnownTask | undefined {
  const row = store.tables.tasks.get(id);
  if (!row) return undefined;
  const task = decodeTask(row.bytes);
  if (!task.ok) throw new TypeError(`The stored task ${id} cannot be read: ${task.fault.message}`);
  const vdaf = vdafOfTask(task.value, { symmetric });
  if (!vdaf.ok) throw new TypeError(`The stored task ${id} cannot be run: ${vdaf.fault.message}`);
  return { id: row.id, phase: row.phase, task: task.value, vdaf: vdaf.value };
}
