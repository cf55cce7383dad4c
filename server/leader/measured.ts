import { decodeLayout, publishedSumOf, type Layout, type PublishedSum } from '#core/measurement';
import { decodeRound, decodeTask, isModelRound, type MeasureRound, type RoundRecord } from '#core/protocol';
import type { ContentHash } from '#core/units';
import type { LeaderTables, RoundTable } from '#server/store';

type Measured = Pick<LeaderTables, 'rounds' | 'tasks' | 'files'>;

/** A round that was read, and the sum of it once somebody asked. */
interface ReadRound {
  readonly bytes: Uint8Array;
  readonly record: RoundRecord;
  sum?: PublishedSum;
}

/** What was read of one store. */
interface Known {
  readonly rounds: ReadonlyMap<number, ReadRound>;
  /** Few, and the same for many rounds. */
  readonly layouts: Map<ContentHash, Layout>;
}

/** What every round says, by the table it stands in: reading a year's takes a second or more, and they are asked for after each. */
const knownOf = new WeakMap<RoundTable, Known>();

/**
 * All rounds by their numbers, each read once. Its bytes are compared with those that were read: where a transaction fails
 * after somebody looked, its round's number goes to another.
 */
function readRounds(table: RoundTable): Known {
  const before = knownOf.get(table);
  const rounds = new Map(table.all().map(({ round, record: bytes }) => {
    const read = before?.rounds.get(round);
    if (read && Buffer.compare(read.bytes, bytes) === 0) return [round, read];
    const record = decodeRound(bytes);
    if (!record.ok) throw new TypeError(`Cannot read round ${round}: ${record.fault.message}`);
    return [round, { bytes, record: record.value }];
  }));
  const known = { rounds, layouts: before?.layouts ?? new Map<ContentHash, Layout>() };
  knownOf.set(table, known);
  return known;
}

/** The records of all rounds, the oldest first. @throws TypeError for one that cannot be read: it was written by this program */
export function recordsOf({ rounds }: Pick<LeaderTables, 'rounds'>): readonly RoundRecord[] {
  return Array.from(readRounds(rounds).rounds.values(), ({ record }) => record);
}

function layoutOf({ files }: Measured, hash: ContentHash, layouts: Known['layouts']): Layout | undefined {
  const known = layouts.get(hash);
  if (known) return known;
  const bytes = files.get('layout', hash);
  const read = bytes && decodeLayout(bytes);
  if (!read?.ok) return undefined;
  layouts.set(hash, read.value);
  return read.value;
}

function sumOf(tables: Measured, record: MeasureRound, layouts: Known['layouts']): PublishedSum {
  const row = tables.tasks.get(record.task);
  const task = row && decodeTask(row.bytes);
  const [layout, sum] = [layoutOf(tables, record.layout, layouts), tables.files.get('sum', record.sum)];
  if (!task?.ok || task.value.kind !== 'measure' || !layout || !sum) throw new TypeError(`Cannot read what round ${record.round} measured`);
  const published = publishedSumOf({ task: task.value, record, layout, sum });
  if (!published.ok) throw new TypeError(`Cannot read the sum of round ${record.round}: ${published.fault.message}`);
  return published.value;
}

/**
 * Every sum of any subject that was published since `sinceMs`, the oldest first. Each is read once in the life of the process.
 *
 * @throws TypeError for a round, task or file that cannot be read: they were written by this program
 */
export function sumsSince(tables: Measured, sinceMs: number): readonly PublishedSum[] {
  const { rounds, layouts } = readRounds(tables.rounds);
  return Array.from(rounds.values()).flatMap((read) => {
    if (isModelRound(read.record) || read.record.closedMs < sinceMs) return [];
    return (read.sum ??= sumOf(tables, read.record, layouts));
  });
}
