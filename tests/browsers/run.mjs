/**
 * `npm run browsers`: every whole table of tests/browsers, in Chromium and in the system's Firefox. A run of all of them
 * writes its result into docs/RELIABILITY.md.
 *
 *   npm run browsers -- [--seed N] [FILE …]
 *
 * `--seed` asks for the random sequences of an earlier run again; FILE runs the tables whose path holds it, and writes nothing.
 */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a 32-bit generator takes. */
const MAX_SEED = 2 ** 31 - 1;
const root = fileURLToPath(new URL('../..', import.meta.url));
const words = process.argv.slice(2);
const at = words.indexOf('--seed');
const [, given] = at === -1 ? [] : words.splice(at, 2);
const seed = at === -1 ? randomInt(MAX_SEED) : Number(given);

if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED) {
  process.stderr.write(`Cannot run with --seed ${given}: wanted a whole number from 0 to ${MAX_SEED}\n`);
  process.exitCode = 1;
} else {
  process.stderr.write(`homebird: tables of all browsers, seed ${seed}; some minutes\n`);
  const reporters = ['verbose', './tests/support/summary-reporter.ts', './tests/support/browsers-reporter.ts'];
  const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'browsers', ...reporters.map((name) => `--reporter=${name}`), ...words], {
    cwd: root, stdio: 'inherit', env: { ...process.env, HOMEBIRD_SEED: String(seed) },
  });
  child.on('exit', (status) => {
    process.exitCode = status ?? 1;
  });
}
