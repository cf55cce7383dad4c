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

/** Folders whose files may import a room by its door. */
const READERS = ['src', 'worker', 'server', 'bench', 'tests'];
/** How `package.json` spells the doors of a runtime. */
const DOORS: readonly (readonly [string, string])[] = [['src/core', '#core'], ['src', '#page'], ['worker', '#worker'], ['server', '#server'], ['bench', '#bench']];

function namesIn(list: string): string[] {
  return list.split(',').map((name) => name.trim().replace(/^type /, '').replace(/ as .*$/, '')).filter((name) => name !== '');
}

/** The door of `room` as an import names it: `src/core/units` is `#core/units`. */
function doorOf(room: string): string {
  const [runtime = '', prefix = ''] = DOORS.find(([folder]) => room.startsWith(`${folder}/`)) ?? [];
  return `${prefix}${room.slice(runtime.length)}`;
}

/** Names that somebody imports, by the door they are imported from, e.g. `#core/units`; a test may also climb to the door's file. */
export function importedByDoor(): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const folder of READERS) {
    for (const file of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(file)) continue;
      for (const [, list = '', door = '', climbed = ''] of readFileSync(join(ROOT, folder, file), 'utf8').matchAll(/\b(?:import|export) (?:type )?\{([^}]*)\} from '(?:(#[^']+)|(?:\.\.\/)+([^']+)\/index\.ts)'/g)) {
        const from = climbed === '' ? door : doorOf(climbed);
        const known = names.get(from) ?? new Set();
        namesIn(list).forEach((name) => known.add(name));
        names.set(from, known);
      }
    }
  }
  return names;
}

/** What the door of `room` hands on from its files. */
export function handedOutBy(room: string): { readonly door: string; readonly names: readonly string[] } {
  const path = join(ROOT, room, 'index.ts');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return { door: doorOf(room), names: [...text.matchAll(/^export (?:type )?\{([^}]*)\} from/gm)].flatMap(([, list = '']) => namesIn(list)) };
}
