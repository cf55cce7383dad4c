import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { figure, type Figure } from './figure.ts';

/** What SHOPS asks of each part, gzip bytes. */
const WANTED: readonly { readonly name: string; readonly files: RegExp; readonly bytes: number }[] = [
  { name: 'tag-bytes', files: /^homebird\.js$/, bytes: 3_000 },
  { name: 'page-bytes', files: /^homebird-(?!panel|lite|debug|plain-hash|worker|tensors).*\.js$/, bytes: 20_000 },
  { name: 'panel-bytes', files: /^homebird-panel-.*\.js$/, bytes: 10_000 },
  { name: 'worker-bytes', files: /^homebird-worker\.js$/, bytes: 25_000 },
  { name: 'tensors-bytes', files: /^homebird-tensors\.js$/, bytes: 135_000 },
];

/** Gzip bytes of what a shopper downloads, each beside its budget. `folder` holds the built tag. */
export function measureBytes(folder: string): readonly Figure[] {
  const names = readdirSync(folder);
  return WANTED.map(({ name, files, bytes }) => {
    const size = names.filter((file) => files.test(file)).reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length, 0);
    return figure(name, 'gzip bytes', size, bytes, 'gzip -9 of the built files; the baseline is the budget');
  });
}
