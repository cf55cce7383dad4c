import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '#support/rooms';

const ELEMENTS = join(ROOT, 'src/elements');
const source = readdirSync(ELEMENTS).map((name) => readFileSync(join(ELEMENTS, name), 'utf8')).join('\n');
const page = readFileSync(join(ROOT, 'docs/shops/theming.md'), 'utf8');
const all = (text: string, pattern: RegExp): readonly string[] => [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort();

test('docs/shops/theming.md names every part and every property of our elements, and no other', () => {
  const [, parts = ''] = page.split('## Parts');
  const rows = parts.split('\n').filter((line) => line.startsWith('| `<')).map((line) => line.split('|')[2] ?? '').join(' ');
  expect(all(rows, /`([a-z]+)`/g)).toEqual(all(source, /part="([a-z]+)"/g));
  expect(all(page, /^\| `(--homebird-[a-z-]+)`/gm)).toEqual(all(source, /var\((--homebird-[a-z-]+)/g));
});
