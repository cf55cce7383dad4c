import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest-first.ts';

/** Longest any one test may take, ms: the longest unit test takes 15 s alone and 60 s on cores that five others share; a browser start there takes 20 s. */
const UNIT_TIMEOUT_MS = 180_000;
const BROWSER_TIMEOUT_MS = 300_000;
/** Longest row of a whole table, ms: some run through many pages. */
const TABLE_TIMEOUT_MS = 600_000;

/** Longest wait for what a page is to show, ms: vitest's own second is less than a page takes to draw beside a build. */
const POLL = { poll: { timeout: 20_000, interval: 50 } } as const;

/** At once: the process that hands out the files has little to do, so no core is kept for it. */
const UNIT_FILES = Math.max(2, availableParallelism());
/** At once: a file of browser tests waits most of its time, for pages and for rounds; three on two cores would wait for each other. */
const BROWSER_FILES = 2;

/** Has properties draw by the run's seed. */
const SAME_CHANCE = { setupFiles: ['tests/support/same-chance.ts'] };

/** Lets test files share builds. */
const SHARES_BUILDS = { globalSetup: ['tests/support/builds.ts'] };

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './tests/support/summary-reporter.ts'],
    projects: [
      { test: { name: 'house', include: ['tests/house/**/*.test.ts'], testTimeout: BROWSER_TIMEOUT_MS, sequence: { groupOrder: 0 } } },
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], testTimeout: UNIT_TIMEOUT_MS, hookTimeout: UNIT_TIMEOUT_MS, maxWorkers: UNIT_FILES, ...SAME_CHANCE, sequence: { groupOrder: 1 } } },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts', 'tests/e2e/**/*.test.ts'],
          testTimeout: BROWSER_TIMEOUT_MS,
          hookTimeout: BROWSER_TIMEOUT_MS,
          expect: POLL,
          maxWorkers: BROWSER_FILES,
          ...SAME_CHANCE,
          ...SHARES_BUILDS,
          sequence: { groupOrder: 2 },
        },
      },
      { // Whole tables: `npm run browsers`, not part of `npm test`.
        test: {
          name: 'browsers',
          include: ['tests/browsers/**/*.test.ts'],
          testTimeout: TABLE_TIMEOUT_MS,
          hookTimeout: BROWSER_TIMEOUT_MS,
          expect: POLL,
          fileParallelism: false,
          ...SAME_CHANCE,
          ...SHARES_BUILDS,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
