import type { PolicyFile, TaskId } from '#core/protocol';
import type { Ed25519 } from '#core/tlog';
import type { Clock, Randomness } from '#core/units';
import type { SymmetricCrypto } from '#core/xof';
import type { Logger, Metrics } from '#server/http';
import { readTask, type Identity, type PairSecret, type ReadTask } from '#server/pair';
import type { HelperStore, HelperTask } from '#server/store';
import type { Quota } from './quota.ts';

/** Everything a helper is made of. */
export interface Helper {
  readonly store: HelperStore;
  readonly identity: Identity;
  readonly secret: PairSecret;
  /** Floors this helper holds tasks to, beside the compiled ones. */
  readonly floors?: PolicyFile['floors'];
  /** What its shop may make it keep; absent: the default. */
  readonly quota?: Quota;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly symmetric: SymmetricCrypto;
  readonly ed25519: Ed25519;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** A task the helper has agreed to. */
export interface KnownTask extends ReadTask {
  readonly id: TaskId;
  readonly phase: HelperTask['phase'];
}

/** The task of this id, if this helper has agreed to it. */
export function knownTask({ store, symmetric }: Helper, id: string): KnownTask | undefined {
  const row = store.tables.tasks.get(id);
  return row && { id: row.id, phase: row.phase, ...readTask(symmetric, row) };
}
