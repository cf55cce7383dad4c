import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { ROOT } from '#support/rooms';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of this run's builds. */
    readonly builds: string;
  }
}

let folder = '';

/** Before a run: makes the folder in which one test file finds what another one has built. */
export function setup(project: TestProject): void {
  folder = mkdtempSync(join(tmpdir(), 'homebird-builds-'));
  project.provide('builds', folder);
}

/** After a run. */
export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Folder of a build of `vite.config.ts`, made as production makes it by the first test file of a run that wants it; nobody may write there. */
export async function built(mode: 'site' | 'tag'): Promise<string> {
  const done = join(inject('builds'), mode);
  if (existsSync(done)) return done;
  const making = mkdtempSync(join(inject('builds'), 'making-'));
  await build({ root: ROOT, configFile: join(ROOT, 'vite.config.ts'), mode, logLevel: 'error', build: { outDir: making, emptyOutDir: false } });
  try {
    renameSync(making, done);
  } catch {
    rmSync(making, { recursive: true }); // another test file was done first
  }
  return done;
}

/** Copies a build to `to`, where a test may change it. */
export async function copyBuild(mode: 'site' | 'tag', to: string): Promise<void> {
  cpSync(await built(mode), to, { recursive: true });
}

/** Files of a build by their path in it. */
export async function builtFiles(mode: 'site' | 'tag'): Promise<ReadonlyMap<string, string>> {
  const from = await built(mode);
  const files = readdirSync(from, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((path) => [path.slice(from.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]));
}
