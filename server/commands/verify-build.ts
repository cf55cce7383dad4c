import { buildLike, isServed, NO_ADDRESS, servedFile, type AuditReport, type LoadFile, type PlacedEntry } from '#core/audit';
import type { BuildFiles } from './build-files.ts';
import type { Output } from './output.ts';

/** How served files and a local build differ. */
export interface BuildComparison {
  /** One line a file that differs or could not be compared, empty where all agree. */
  readonly differing: readonly string[];
  readonly compared: number;
  /** Index of the log's entry that is this very build; undefined where none is. */
  readonly entry: number | undefined;
}

/**
 * Compares every file of a local build with what the shop serves under its path, and the whole build with those of the log.
 * The list of files is the build's: a part that the shop leaves out is named, and so is one that only the log's build has. A
 * file that nobody gave an address for is named too: a leader that keeps silent about its shop's would else leave nothing to differ.
 */
export async function compareBuild(local: BuildFiles, served: LoadFile, entries: readonly PlacedEntry[]): Promise<BuildComparison> {
  const differing: string[] = [];
  let compared = 0;
  for (const [path, wanted] of Object.entries(local)) {
    if (!isServed(path)) continue;
    const bytes = await served(path);
    if (!bytes.ok && bytes.fault.kind === NO_ADDRESS) {
      differing.push(`${path} is not compared: nobody said where it is served; name the shop's address with --site`);
      continue;
    }
    compared += 1;
    const found = bytes.ok ? servedFile(path, bytes.value) : undefined;
    if (found !== wanted) differing.push(`${path} is ${found ? `served as ${found.slice(0, 12)}` : 'not served'}, the build has ${wanted.slice(0, 12)}`);
  }
  const newest = entries.findLast(({ entry }) => entry.type === 'build');
  const logged = newest?.entry.type === 'build' ? newest.entry.files : {};
  for (const [path, hash] of Object.entries(logged)) {
    if (local[path] === hash) continue;
    if (local[path] === undefined) differing.push(`${path} is in build entry ${newest?.leaf} of the log and not in the build`);
    else if (!isServed(path)) differing.push(`${path} is ${hash.slice(0, 12)} in build entry ${newest?.leaf} of the log, the build has ${local[path].slice(0, 12)}`);
  }
  return { differing, compared, entry: buildLike(entries, local) };
}

/** Whether every file of the build was compared and is what is served, and the build is in the log. */
export function isSameBuild({ differing, compared, entry }: BuildComparison): boolean {
  return differing.length === 0 && compared > 0 && entry !== undefined;
}

/** Says how the build compares. */
export function tellBuild(comparison: BuildComparison, { logSize }: Pick<AuditReport, 'logSize'>, out: Output): void {
  const { differing, compared, entry } = comparison;
  for (const line of differing) out.write(`BAD  build: ${line}\n`);
  const matches = entry === undefined ? `no build entry of the ${logSize} in the log is this build` : `it is build entry ${entry} of the log`;
  const files = differing.length === 0 ? `all ${compared} files served are those of the local build` : differing.length === 1 ? 'one file differs or was not compared' : `${differing.length} files differ or were not compared`;
  out.write(`${isSameBuild(comparison) ? 'ok  ' : 'BAD '} build: ${files}; ${matches}\n`);
}
