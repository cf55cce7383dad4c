import { abandonedTaskText, decodeTask, taskIdOf, type LogEntry, type RoundRecord } from '#core/protocol';
import { parseKeyLine } from '#core/tlog';
import { fromHex, HOUR_MS } from '#core/units';
import type { AuditOptions, Notebook } from './check.ts';

/** How long after its closing time a task may be without its end in the log: what a restart of both servers may take. */
const CLOSING_GRACE_MS = HOUR_MS;

/** What became of each task while walking the log. */
export interface TaskFates {
  readonly seen: Set<string>;
  /** Has a round. */
  readonly opened: Set<string>;
  /** Never to be opened, by the helper's signed word. */
  readonly abandoned: Set<string>;
}

/** Nothing seen yet. */
export function noFates(): TaskFates {
  return { seen: new Set(), opened: new Set(), abandoned: new Set() };
}

/** What is wrong with the place of a round in the log; undefined where nothing is. */
export function placeWrong(record: RoundRecord, lastRound: number, { seen, opened, abandoned }: TaskFates): string | undefined {
  if (record.round !== lastRound + 1) return `Round ${record.round} comes after round ${lastRound}`;
  if (!seen.has(record.task)) return 'Its task is not in the log before it';
  if (abandoned.has(record.task)) return 'Its task was given up before: its batch must never be opened';
  return opened.has(record.task) ? 'Its task was opened before: a batch must never be opened twice' : undefined;
}

/** Takes a leaf that gives a task up. A wrong one is noted and gives nothing up: the task stays without an end. */
export async function noteAbandoned(
  leaf: number, { task, helperSignature }: Extract<LogEntry, { type: 'abandoned' }>, { options, fates, notes }: { readonly options: AuditOptions; readonly fates: TaskFates; readonly notes: Notebook },
): Promise<void> {
  const key = parseKeyLine(options.policy.helperKey);
  const isSigned = key.ok && (await options.ed25519.verify(key.value.publicKey, abandonedTaskText(task), fromHex(helperSignature)));
  const good = isSigned && fates.seen.has(task) && !fates.opened.has(task);
  if (good) fates.abandoned.add(task);
  else notes.note({ id: 'abandoned', title: 'A task that was given up', ok: false, detail: `Entry ${leaf} gives up task ${task.slice(0, 12)}, which ${isSigned ? 'is not in the log before it or has a round' : 'the helper did not sign'}` });
}

/**
 * A leader that collects a batch and never publishes it leaves a task without an end: the helper signs that a task was
 * given up only if it has not released its share. Advisory, because a helper that is away leaves the same trace.
 */
export async function auditUnfinished(options: AuditOptions, { seen, opened, abandoned }: TaskFates, notes: Notebook): Promise<void> {
  const unfinished: string[] = [];
  for (const id of seen) {
    if (opened.has(id) || abandoned.has(id)) continue;
    const bytes = await options.load(`/v1/tasks/${id}`);
    const task = bytes.ok && taskIdOf(bytes.value) === id ? decodeTask(bytes.value) : undefined;
    if (!task?.ok || options.nowMs > task.value.closesMs + CLOSING_GRACE_MS) unfinished.push(id.slice(0, 12));
  }
  const wrong = `${unfinished.length} ended with neither (${unfinished.slice(0, 5).join(', ')}): the leader may have opened a batch and kept it to itself, or the helper was away`;
  notes.note({
    id: 'unfinished', title: 'How every task ended: with its round, or the helper\'s word that it was never opened', advisory: true,
    ok: unfinished.length === 0, detail: unfinished.length === 0 ? `${opened.size} ${opened.size === 1 ? 'round' : 'rounds'}, ${abandoned.size} given up` : wrong,
  });
}
