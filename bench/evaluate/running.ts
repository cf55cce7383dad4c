import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { DataError } from '#bench/data';

/** Checks a place to write to before the work: a run of minutes must not end with a file it cannot write. @throws DataError */
export async function mustBeWritable(path: string): Promise<void> {
  try {
    await access(dirname(resolve(path)), constants.W_OK);
  } catch {
    throw new DataError(`Cannot write ${path}: its folder is not there, or may not be written to`);
  }
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw new DataError(`Cannot write ${path}: it is a folder`);
  if (there) await access(path, constants.W_OK).catch(() => { throw new DataError(`Cannot write ${path}: the file may not be written to`); });
}

export const secondsSince = (startMs: number): number => Math.round((performance.now() - startMs) / 100) / 10;
export const peakRssBytes = (): number => process.resourceUsage().maxRSS * 1024;
