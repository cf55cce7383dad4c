import type { TaskId } from '#core/protocol';

/**
 * planned: made, not yet promised. open: in the log, devices may use it. closed: takes no more reports, being summed.
 * published: its round is in the log. abandoned: ended below its minimum batch or refused by the helper; never opened.
 */
export type TaskPhase = 'planned' | 'open' | 'closed' | 'published' | 'abandoned';

/** A task as the leader keeps it. */
export interface TaskRow {
  readonly id: TaskId;
  /** Name of the plan it was made by: a model kind, or `measure ` and the name of a measurement. */
  readonly plan: string;
  /** Canonical bytes; their SHA-256 is the id. */
  readonly bytes: Uint8Array;
  readonly opensMs: number;
  readonly closesMs: number;
  readonly phase: TaskPhase;
  /** Index of its leaf in the log, −1 before it has one. */
  readonly leaf: number;
}

/** The leader's tasks, oldest first. A phase only ever moves forward. */
export interface TaskTable {
  add(task: Omit<TaskRow, 'phase' | 'leaf'>): void;
  get(id: string): TaskRow | undefined;
  inPhase(...phases: readonly TaskPhase[]): readonly TaskRow[];
  count(): number;
  /** Moves `id` from one phase to the next; false if it was not in `from`, and then nothing changes. */
  move(id: TaskId, from: TaskPhase, to: TaskPhase): boolean;
  setLeaf(id: TaskId, leaf: number): void;
}
