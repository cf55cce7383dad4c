import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SERVER_FOLDER, servedFile } from '#core/audit';
import { contentHash, fail, ok, type ContentHash, type Fault, type Result } from '#core/units';

/** Folders of a build and what stands before their files' paths in the log: pages and scripts lie where visitors ask for them. */
const FOLDERS = [['site', ''], ['server', SERVER_FOLDER]] as const;

/** Folder of the built pages, beside the program's own. @param program - absolute path of the program's file */
export function siteFolder(program: string): string {
  return join(dirname(program), '..', 'site');
}

/** Hash of a build's files by path, as the log names them. */
export type BuildFiles = Readonly<Record<string, ContentHash>>;

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll('\\', '/')).sort();
}

/**
 * Every file of the build in `folder` (`dist`), so that a new part is never forgotten: pages by their template, all else by
 * their bytes.
 *
 * @throws Error of the file system where there is no build
 */
export function buildHashes(folder: string): BuildFiles {
  const entries = FOLDERS.flatMap(([name, prefix]) => {
    const at = join(folder, name);
    return filesBelow(at).map((path): [string, ContentHash] => {
      const bytes = new Uint8Array(readFileSync(join(at, path)));
      return [prefix + path, prefix === '' ? servedFile(path, bytes) : contentHash(bytes)];
    });
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** {@link buildHashes} of a folder that a person named. */
export function buildAt(folder: string): Result<BuildFiles, Fault<'no-build'>> {
  try {
    return ok(buildHashes(folder));
  } catch {
    return fail('no-build', `Cannot read the build in ${folder}: wanted the folder dist of a built clone, which has site and server in it`);
  }
}
