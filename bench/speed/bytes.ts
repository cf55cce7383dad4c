import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { figure, type Figure } from './figure.ts';

/** What is loaded together, beside what was wanted of it, gzip bytes (docs/shops/bytes.md). */
const WANTED: readonly { readonly name: string; readonly files: RegExp; readonly bytes: number }[] = [
  { name: 'tag-bytes', files: /^homebird\.js$/, bytes: 3_000 },
  { name: 'page-bytes', files: /^homebird-(?:page\.js|(?:collect-part|reading|spellings|drawing|draw-shelf|shelf-style|reason|product)-.*\.js)$/, bytes: 20_000 },
  { name: 'worker-bytes', files: /^homebird-worker\.js$/, bytes: 25_000 },
  { name: 'panel-bytes', files: /^homebird-(?:draw-panel|words)-(?!zh|ar).*\.js$/, bytes: 10_000 },
  { name: 'search-bytes', files: /^homebird-(?:search|worker-searching)-.*\.js$/, bytes: 8_000 },
  { name: 'debug-bytes', files: /^homebird-debug-overlay-.*\.js$/, bytes: 12_700 },
  { name: 'tensors-bytes', files: /^homebird-tensors\.js$/, bytes: 135_000 },
];

/** Folder of the newest build below `folder`, which holds one for each. */
function newestBuild(folder: string): string {
  const { build } = JSON.parse(readFileSync(join(folder, 'homebird.json'), 'utf8')) as { readonly build: string };
  return join(folder, build);
}

/** Gzip bytes of what a shopper downloads: what is loaded together beside its budget, then each file, largest first. `folder` holds the built tags. */
export function measureBytes(folder: string): readonly Figure[] {
  const build = newestBuild(folder);
  const sizes = readdirSync(build).filter((name) => name.endsWith('.js')).map((name) => ({ name, bytes: gzipSync(readFileSync(join(build, name)), { level: 9 }).length }));
  const sums = WANTED.map(({ name, files, bytes }) => {
    const parts = sizes.filter((file) => files.test(file.name));
    return figure(name, 'gzip bytes', parts.reduce((sum, part) => sum + part.bytes, 0), bytes, `gzip -9 of ${parts.length === 1 ? 'the built file' : `${parts.length} built files`}; the baseline is the budget`);
  });
  return [...sums, ...sizes.toSorted((a, b) => b.bytes - a.bytes).map(({ name, bytes }) => figure(name, 'gzip bytes', bytes, 0, 'this file alone'))];
}
