import { decodeCheckpoint, type TreeHead } from '#core/tlog';
import { fail, ok, type Fault, type Result } from '#core/units';
import { readIfThere, writeWhole } from './data-folder.ts';

/** The tree that was verified last time, kept in a file as the checkpoint note itself. */
export interface KeptCheckpoint {
  /** Undefined the first time. */
  readonly seen: TreeHead | undefined;
  /** Keeps a newer one, after all of it held. */
  keep(note: string): void;
}

/** Reads the checkpoint kept at `path`; a file that holds something else is a fault, so that nothing is overwritten by mistake. */
export function keptCheckpointAt(path: string, origin: string): Result<KeptCheckpoint, Fault<'bad-checkpoint'>> {
  const text = readIfThere(path);
  const checkpoint = text === undefined ? undefined : decodeCheckpoint(text.slice(0, text.indexOf('\n\n') + 1));
  if (checkpoint?.ok === false) return fail('bad-checkpoint', `Cannot use ${path}: ${checkpoint.fault.message}`);
  if (checkpoint && checkpoint.value.origin !== origin) return fail('bad-checkpoint', `Cannot use ${path}: it is of the log ${checkpoint.value.origin}, this one is ${origin}`);
  return ok({ seen: checkpoint?.value, keep: (note) => writeWhole(path, note) });
}
