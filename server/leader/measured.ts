import { publishedSumOf, type PublishedSum } from '#core/measurement';
import { decodeRound, decodeTask, isModelRound } from '#core/protocol';
import type { LeaderTables } from '#server/store';

type Measured = Pick<LeaderTables, 'rounds' | 'tasks' | 'files'>;

/**
 * Every sum of any subject that was published since `sinceMs`, the oldest first. Reads every round: once for all that is made of it.
 *
 * @throws TypeError for a round, task or file that cannot be read: they were written by this program
 */
export function sumsSince({ rounds, tasks, files }: Measured, sinceMs: number): readonly PublishedSum[] {
  return rounds.all().flatMap(({ round, record: bytes }) => {
    const record = decodeRound(bytes);
    if (!record.ok) throw new TypeError(`Cannot read round ${round}: ${record.fault.message}`);
    if (isModelRound(record.value) || record.value.closedMs < sinceMs) return [];
    const row = tasks.get(record.value.task);
    const task = row && decodeTask(row.bytes);
    const [layout, sum] = [files.get('layout', record.value.layout), files.get('sum', record.value.sum)];
    if (!task?.ok || task.value.kind !== 'measure' || !layout || !sum) throw new TypeError(`Cannot read what round ${round} measured`);
    const published = publishedSumOf({ task: task.value, record: record.value, layout, sum });
    if (!published.ok) throw new TypeError(`Cannot read the sum of round ${round}: ${published.fault.message}`);
    return [published.value];
  });
}
