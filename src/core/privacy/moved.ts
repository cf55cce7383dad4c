import type { LedgerEntry, TaskId } from '#core/protocol';
import { YEAR_MS } from '#core/units';

/** Stands where a task's id stands; no task can have it, because ids are 64 hex digits. */
const MARK = 'moved-out' as TaskId;

/**
 * The mark that a shopper has taken her profile from this device to another, as an entry of the ledger: it costs nothing,
 * outlives an erasure as every entry does, and no report can replace it.
 */
export function movedOutMark(nowMs: number): LedgerEntry {
  return { taskId: MARK, model: 'mix', block: 0, baseModel: '', atMs: nowMs, rho: 0, state: 'acked', reportId: '', body: new Uint8Array(0), url: '' };
}

/** Whether `entry` is that mark and no report. */
export function isMovedOutMark({ taskId }: Pick<LedgerEntry, 'taskId'>): boolean {
  return taskId === MARK;
}

/**
 * Until when a device whose ledger is `entries` sends nothing, ms since 1970; undefined where it was not moved from. A
 * year: until then the other device counts what was spent here, and both could spend the same budget.
 */
export function movedOutUntilMs(entries: readonly LedgerEntry[]): number | undefined {
  const mark = entries.find(isMovedOutMark);
  return mark && mark.atMs + YEAR_MS;
}
