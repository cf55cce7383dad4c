import { defineConfig } from 'vitest/config';

/** Longest any one test may take, ms: a browser start on two busy cores takes 20 s at worst. */
const UNIT_TIMEOUT_MS = 60_000;
const BROWSER_TIMEOUT_MS = 300_000;

export default defineConfig({
  test: {
    reporters: ['default', './tests/support/summary-reporter.ts'],
    projects: [
      { test: { name: 'house', include: ['tests/house/**/*.test.ts'], testTimeout: BROWSER_TIMEOUT_MS, sequence: { groupOrder: 0 } } },
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], testTimeout: UNIT_TIMEOUT_MS, hookTimeout: UNIT_TIMEOUT_MS, sequence: { groupOrder: 1 } } },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts', 'tests/e2e/**/*.test.ts'],
          testTimeout: BROWSER_TIMEOUT_MS,
          hookTimeout: BROWSER_TIMEOUT_MS,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
