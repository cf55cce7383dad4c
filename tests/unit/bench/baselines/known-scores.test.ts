import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isReproduced, REPRODUCTIONS, type Reproduced } from '../../../../bench/evaluate/reproduce.ts';

/** Real sets, beside the checkout; their scores stand in the README there. */
const DATA = new URL('../../../../../shared/data/', import.meta.url).pathname;
/** The longest takes 8 s alone; five sessions share two cores at times. */
const TIMEOUT_MS = 240_000;

for (const { name, files, run } of REPRODUCTIONS) {
  const paths = files.map((file) => DATA + file);
  const missing = files.find((file) => !existsSync(DATA + file));
  describe.skipIf(missing !== undefined)(`${name}${missing ? ` (skipped: shared/data/${missing} is not beside the checkout)` : ''}`, () => {
    test('simple methods reach the scores known for them', async () => {
      for (const row of await run(paths)) {
        const label = `${row.method} ${row.figure}: known ${String(row.known)}, ours ${row.ours}`;
        if (row.unexplained === undefined) expect.soft(isReproduced(row), label).toBe(true);
        else expect.soft(isReproduced(row), `${label} was not reproduced before: say so no longer`).toBe(false);
      }
    }, TIMEOUT_MS);
  });
}

test('isReproduced() takes a figure within .005, or within .005 of a range', () => {
  const row = (known: Reproduced['known'], ours: number): Reproduced => ({ method: 'x', figure: 'hr@10', known, ours });
  expect([row(0.4, 0.4049), row(0.4, 0.3951), row([0.012, 0.015], 0.0195), row([0.012, 0.015], 0.0075)].map(isReproduced)).toEqual([true, true, true, true]);
  expect([row(0.4, 0.4051), row(0.4, 0.3949), row([0.012, 0.015], 0.0205)].map(isReproduced)).toEqual([false, false, false]);
});
