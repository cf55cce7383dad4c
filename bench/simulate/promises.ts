import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { EntryTopic, LedgerEntry } from '#core/protocol';

/** What a device must not forget of a report, whatever became of it, so that it never gives two to one task. */
export type Promised = EntryTopic & Pick<LedgerEntry, 'taskId' | 'rho' | 'url'> & {
  /** Week of the device in which it was promised. */
  readonly week: number;
};

/** What all devices of a simulation have promised. A browser keeps its ledger on disk; a device here lives in memory, and this outlives it. */
export interface Promises {
  /** Promises of the device drawn from `seed`, oldest first. */
  of(seed: number): readonly Promised[];
  /** Returns once it is written: before the report exists, as a ledger spends. */
  keep(seed: number, promised: Promised): void;
}

/** Promises of devices that end with the process. */
export const FORGETFUL: Promises = { of: () => [], keep: () => undefined };

function lineOf(text: string): readonly [number, Promised] | undefined {
  try {
    const [seed, promised] = JSON.parse(text) as [number, Promised];
    return [seed, promised];
  } catch {
    return undefined; // half a line, of a process that was killed: its report had not been made
  }
}

/** Promises in the file at `path`, one a line; made with the first. */
export function promisesAt(path: string): Promises {
  const promises = new Map<number, Promised[]>();
  for (const text of existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []) {
    const line = lineOf(text);
    if (line) promises.set(line[0], [...(promises.get(line[0]) ?? []), line[1]]);
  }
  return {
    of: (seed) => promises.get(seed) ?? [],
    keep: (seed, promised) => appendFileSync(path, `\n${JSON.stringify([seed, promised])}`, { mode: 0o600 }), // after a new line: the last one may be half
  };
}
