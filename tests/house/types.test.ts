import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '#support/rooms';

/** One per runtime: its `lib` proves where the code can run. */
const PROJECTS = ['src/core', 'src', 'worker', 'worker/tsconfig.entry.json', 'server', 'bench', 'tests'];

test.each(PROJECTS)('%s has no type error', (project) => {
  const result = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', project, '--pretty', 'false'], { cwd: ROOT, encoding: 'utf8' });
  expect(result.status, result.stdout).toBe(0);
});
