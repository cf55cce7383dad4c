import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ROOT } from '#support/rooms';

const TAG_FOLDER = join(ROOT, 'dist/site/tag');

/**
 * Most gzip bytes a shopper downloads, by file name pattern. The tag, the panel and the tensors keep the budgets of
 * docs/SHOPS.md, "Bytes"; page part and the worker's start are above theirs (20 and 25 kB) and may not grow further.
 */
const BUDGETS: readonly { readonly what: string; readonly files: RegExp; readonly mostBytes: number }[] = [
  { what: 'tag', files: /^homebird\.js$/, mostBytes: 3_000 },
  { what: 'page part', files: /^homebird-(?!panel|lite|debug|plain-hash|worker|tensors).*\.js$/, mostBytes: 33_000 },
  { what: 'page without a worker', files: /^homebird-lite-.*\.js$/, mostBytes: 5_000 },
  { what: 'panel', files: /^homebird-panel-.*\.js$/, mostBytes: 10_000 },
  { what: 'worker', files: /^homebird-worker\.js$/, mostBytes: 29_500 },
  { what: 'idle work of the worker', files: /^homebird-worker-(?:idle-work|live|hash)-.*\.js$/, mostBytes: 28_200 },
  { what: 'reports of the worker', files: /^homebird-worker-(?:reporting|report|network|floors|hpke)-.*\.js$/, mostBytes: 24_800 },
  { what: 'all parts of the worker', files: /^homebird-worker-.*\.js$/, mostBytes: 57_700 },
  { what: 'tensors', files: /^homebird-tensors\.js$/, mostBytes: 135_000 },
];

function gzipBytes(files: RegExp): number {
  const names = existsSync(TAG_FOLDER) ? readdirSync(TAG_FOLDER).filter((name) => files.test(name)) : [];
  return names.reduce((sum, name) => sum + gzipSync(readFileSync(join(TAG_FOLDER, name)), { level: 9 }).length, 0);
}

test.each(BUDGETS)('$what stays within $mostBytes gzip bytes', ({ files, mostBytes }) => {
  const bytes = gzipBytes(files);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(mostBytes);
});
