import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { contentHash } from '#core/units';
import { ROOT } from '#support/rooms';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** Files of the tree as git knows them; none where this is no clone. */
function trackedFiles(): readonly string[] {
  const listed = spawnSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' });
  return listed.status === 0 ? listed.stdout.split('\0').filter((path) => path !== '' && existsSync(join(ROOT, path))) : [];
}

/** Folders that other test files write to and take out of while this one reads them: what Vite keeps of its own runs. */
const OF_RUNS = ['.vite', '.vite-temp'];

/** The same packages under another path: linked file by file, so that their own paths differ too; where the disk is another one, by one link. */
function linkPackages(from: string, to: string): void {
  try {
    mkdirSync(to, { recursive: true });
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      if (OF_RUNS.includes(entry.name)) continue;
      const [source, target] = [join(from, entry.name), join(to, entry.name)];
      if (entry.isDirectory()) linkPackages(source, target);
      else if (entry.isSymbolicLink()) continue;
      else linkSync(source, target);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    rmSync(to, { recursive: true, force: true });
    symlinkSync(from, to);
  }
}

/** A copy of the tree in a folder of its own, `below` deep, built as a clone is. */
function buildCopy(below: string): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'homebird-built-'));
  made.push(folder);
  const root = join(folder, below);
  for (const path of trackedFiles()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    copyFileSync(join(ROOT, path), join(root, path));
  }
  linkPackages(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  execFileSync(process.execPath, ['prepare.mjs', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const dist = join(root, 'dist');
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((path) => [path.slice(dist.length + 1), contentHash(new Uint8Array(readFileSync(path)))]));
}

test.skipIf(trackedFiles().length === 0)('two builds in two folders give identical bytes, file by file (skipped outside a git clone, which says what belongs to the tree)', () => {
  const first = buildCopy('clone');
  const second = buildCopy(join('somewhere', 'else', 'a-longer-name'));
  expect(first.size).toBeGreaterThan(30);
  expect([...second].filter(([path, hash]) => first.get(path) !== hash).map(([path]) => path)).toEqual([]);
  expect([...first.keys()].filter((path) => !second.has(path))).toEqual([]);
});
