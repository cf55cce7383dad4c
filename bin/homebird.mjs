#!/usr/bin/env node
/** The `homebird` command from a checkout: builds what changed, then runs it. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const prepared = spawnSync(process.execPath, [join(root, 'prepare.mjs'), 'build'], { stdio: ['ignore', 2, 2] });
if (prepared.status === 0) await import(new URL('../dist/server/main.js', import.meta.url).href);
else process.exitCode = prepared.status ?? 1;
