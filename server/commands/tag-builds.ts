import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { readTagBuild, TAG_RECORD, type TagBuild } from '#core/embed';
import { fail, ok, type Fault, type Result } from '#core/units';

/** Builds kept, the newest: a page that was opened or cached before this many deployments asks for a reload anyway. */
const MAX_KEPT = 20;
/** A folder that a build made. */
const BUILD_NAME = /^[0-9a-f]{16}$/;

function recordAt(path: string): TagBuild | undefined {
  try {
    return readTagBuild(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** The build of the tag in `folder` (`dist/site/tag`). */
export function tagBuildIn(folder: string): Result<TagBuild, Fault<'no-build'>> {
  const record = recordAt(join(folder, TAG_RECORD));
  return record && existsSync(join(folder, record.build)) ? ok(record) : fail('no-build', `Cannot read the build of the tag in ${folder}: run npm start, or node prepare.mjs build`);
}

/** Copies the folder of a build into `target`, whole or not at all. */
export function copyTagBuild(folder: string, { build }: TagBuild, target: string): void {
  const [whole, partial] = [join(target, build), join(target, `.${build}-${process.pid}`)];
  mkdirSync(target, { recursive: true });
  if (existsSync(whole)) return;
  rmSync(partial, { recursive: true, force: true });
  cpSync(join(folder, build), partial, { recursive: true });
  renameSync(partial, whole);
}

/**
 * Keeps a copy of the build, so that pages which a visitor opened under it find its parts after the next deployment.
 *
 * @param kept - folder of the copies
 */
export function keepTagBuild(folder: string, build: TagBuild, kept: string): void {
  copyTagBuild(folder, build, kept);
  const now = new Date();
  utimesSync(join(kept, build.build), now, now);
  const lastUse = (name: string): number => statSync(join(kept, name)).mtimeMs;
  const names = readdirSync(kept).filter((name) => BUILD_NAME.test(name)).sort((a, b) => lastUse(b) - lastUse(a));
  for (const name of names.slice(MAX_KEPT)) rmSync(join(kept, name), { recursive: true, force: true });
}
