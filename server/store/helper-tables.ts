import type { TaskId } from '#core/protocol';

/** A task the helper has agreed to. */
export interface HelperTask {
  readonly id: TaskId;
  readonly bytes: Uint8Array;
  /** open: sums reports. collected: its share is released, nothing more may be added. abandoned: never to be opened. */
  readonly phase: 'open' | 'collected' | 'abandoned';
}

/** The helper's promises: tasks it agreed to, and at most one open task for a base, which is a base model or a layout, and a block. */
export interface HelperTaskTable {
  get(id: string): HelperTask | undefined;
  /** Id of the task still open for this base and block, or undefined. */
  openFor(base: string, block: number): TaskId | undefined;
  add(id: TaskId, base: string, block: number, bytes: Uint8Array): void;
  setPhase(id: TaskId, phase: HelperTask['phase']): void;
  /** Ids of tasks that still sum reports. */
  open(): readonly TaskId[];
  /** Ids of tasks whose share was released, newest first. */
  collected(): readonly TaskId[];
}

/** Answers already given to aggregation jobs, and every report id seen: an id is prepared in one job only. */
export interface HelperJobTable {
  answer(task: TaskId, job: string): { readonly requestHash: Uint8Array; readonly response: Uint8Array } | undefined;
  addAnswer(task: TaskId, job: string, requestHash: Uint8Array, response: Uint8Array): void;
  isSeen(task: TaskId, id: Uint8Array): boolean;
  addSeen(task: TaskId, id: Uint8Array, counted: boolean): void;
  isCounted(task: TaskId, id: Uint8Array): boolean;
  countedIds(task: TaskId): readonly Uint8Array[];
  /** Forgets the answers of a task that takes no more jobs; its ids stay. */
  dropAnswers(task: TaskId): void;
}
