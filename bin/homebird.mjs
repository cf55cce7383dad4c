#!/usr/bin/env node
/** The `homebird` command: from a checkout it builds what changed, then runs it; from a package it runs what is built. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const prepare = join(dirname(dirname(fileURLToPath(import.meta.url))), 'prepare.mjs');
const status = existsSync(prepare) ? spawnSync(process.execPath, [prepare, 'build'], { stdio: ['ignore', 2, 2] }).status : 0;
if (status === 0) await import(new URL('../dist/server/main.js', import.meta.url).href);
else process.exitCode = status ?? 1;
