import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './rooms.ts';

/** Where `node prepare.mjs build` puts builds of the tag. */
const TAG_FOLDER = join(ROOT, 'dist/site/tag');

/** Folder of the newest build of the tag; one that is not there, where none was made. */
export function newestBuildFolder(): string {
  const record = join(TAG_FOLDER, 'homebird.json');
  return join(TAG_FOLDER, existsSync(record) ? (JSON.parse(readFileSync(record, 'utf8')) as { build: string }).build : 'not-built');
}
