import type { Database } from './database.ts';

/** Most writes that share one transaction: bounds the memory of waiting answers and the time a commit blocks the process. */
const MAX_GROUP = 512;

/** Runs writes so that many share the cost of one flush to disk. */
export interface GroupCommit {
  /**
   * Runs `write` inside the next transaction; resolves with its value once the transaction is durable.
   * Writes run in the order they were asked for, one after the other, each all or nothing: when one throws, only its own
   * changes are undone and only its promise rejects. When the commit itself fails every promise of the group rejects, and
   * the changes may or may not be there: callers must be safe to ask again (every write of this room is).
   */
  write<Value>(write: (database: Database) => Value): Promise<Value>;
  /**
   * Empties the write-ahead log once the group of the write that calls this is durable, before any of its promises resolves:
   * until then the log's file holds what was deleted.
   */
  emptyLog(): void;
  /** Resolves when everything asked for so far is durable or has failed. */
  settled(): Promise<void>;
}

interface Waiting {
  readonly write: (database: Database) => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

type Outcome = { readonly done: true; readonly value: unknown } | { readonly done: false; readonly reason: unknown };

function attempt(database: Database, write: Waiting['write']): Outcome {
  database.script('SAVEPOINT one');
  try {
    const value = write(database);
    database.script('RELEASE one');
    return { done: true, value };
  } catch (reason) {
    database.script('ROLLBACK TO one; RELEASE one');
    return { done: false, reason };
  }
}

/** Undoes a transaction whose commit failed, so that the next one starts clean. It may have been closed by the failure itself. */
function undo(database: Database): void {
  try {
    database.script('ROLLBACK');
  } catch {
    // no transaction is open any more: nothing to undo
  }
}

/** @param onDurable - called between the commit and its promises; must not throw */
function runGroup(database: Database, group: readonly Waiting[], onDurable: () => void): void {
  let outcomes: readonly Outcome[];
  try {
    database.script('BEGIN IMMEDIATE');
    outcomes = group.map(({ write }) => attempt(database, write));
    database.script('COMMIT');
  } catch (reason) {
    undo(database);
    for (const { reject } of group) reject(reason);
    return;
  }
  onDurable();
  for (const [i, outcome] of outcomes.entries()) {
    if (outcome.done) group[i]?.resolve(outcome.value);
    else group[i]?.reject(outcome.reason);
  }
}

/** Whether the write-ahead log is empty now; what is durable stays durable where it is not. */
function isLogEmptied(database: Database): boolean {
  try {
    return database.first('PRAGMA wal_checkpoint(TRUNCATE)')?.['busy'] === 0;
  } catch {
    return false; // somebody else reads the file, or the disk fails: the next group tries again
  }
}

/** Group commit on `database`. The group is everything asked for before the event loop comes round again. */
export function groupCommit(database: Database): GroupCommit {
  let waiting: Waiting[] = [];
  let scheduled = false;
  let wantsEmptyLog = false;
  const onDurable = (): void => {
    if (wantsEmptyLog) wantsEmptyLog = !isLogEmptied(database);
  };
  const flush = (): void => {
    scheduled = false;
    const group = waiting.splice(0, MAX_GROUP);
    if (waiting.length > 0) schedule();
    if (group.length > 0) runGroup(database, group, onDurable);
  };
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  };
  const write: GroupCommit['write'] = (write) =>
    new Promise((resolve, reject) => {
      waiting.push({ write, resolve: resolve as (value: unknown) => void, reject });
      schedule();
    });
  return {
    write,
    emptyLog() {
      wantsEmptyLog = true;
    },
    settled: () => write(() => undefined).catch(() => undefined),
  };
}
