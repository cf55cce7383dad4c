import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, with a trailing separator. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Folders that hold rooms, one level down. */
const RUNTIMES = ['src/core', 'src', 'worker', 'server', 'bench'];

function holdsCode(folder: string): boolean {
  return readdirSync(folder, { withFileTypes: true }).some((entry) => entry.isFile() && /\.tsx?$/.test(entry.name));
}

/** Every room as a path from the root, e.g. `src/core/units`. */
export function listRooms(): string[] {
  return RUNTIMES.flatMap((runtime) => {
    const folder = join(ROOT, runtime);
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && `${runtime}/${entry.name}` !== 'src/core')
      .filter((entry) => holdsCode(join(folder, entry.name)) || runtime !== 'src')
      .map((entry) => `${runtime}/${entry.name}`);
  });
}

/** One `overrides` entry of the linter's configuration. */
export interface LintRow {
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, unknown>>;
}

/** Rows of the import table: the overrides that say what one room may import. */
export function importTable(): ReadonlyMap<string, LintRow> {
  const config = JSON.parse(readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8')) as { overrides: LintRow[] };
  const rows = config.overrides.filter((row) => Array.isArray(row.rules['no-restricted-imports']));
  return new Map(rows.map((row) => [(row.files[0] ?? '').replace(/\/\*\*$/, ''), row]));
}

/** What the row of a room allows beside the room's own files, e.g. `#core/units` or `node:*`. */
export function allowedImports(row: LintRow): string[] {
  const [, { patterns }] = row.rules['no-restricted-imports'] as [string, { patterns: readonly { group: readonly string[] }[] }];
  const allowed = patterns.flatMap(({ group }) => group).filter((entry) => entry.startsWith('!') && !entry.startsWith('!./'));
  return [...new Set(allowed.map((entry) => entry.slice(1).replace(/\/\*\*$/, '')))];
}

/** Every module outside its own files that a room's code names in an import. */
export function importsOf(room: string): string[] {
  const files = readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  const named = files.flatMap((name) => [...readFileSync(join(ROOT, room, name), 'utf8').matchAll(/(?:\bfrom |\bimport |\bimport\()'([^'.][^']*)'/g)].map(([, module = '']) => module));
  return [...new Set(named)];
}
