import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { holdAlone } from '#server/libsql';
import { homebird } from '#support/command-line';
import { valueOf } from '#support/result';

const CATALOGUE = 'catalogue of the shop that runs\n';

/** Every file below a folder, with what it holds. */
function filesIn(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]));
}

test('serve on a folder that another serve holds refuses before it writes: neither catalogue nor models of the living deployment change', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'homebird-serve-'));
  const feed = join(folder, 'products.csv');
  const data = join(folder, 'state');
  mkdirSync(join(data, 'catalogue'), { recursive: true });
  writeFileSync(feed, 'id,title,price\n1,Lamp,10\n');
  writeFileSync(join(data, 'catalogue', 'catalogue.json'), CATALOGUE);
  const release = valueOf(holdAlone(join(data, 'serve')));
  try {
    const before = filesIn(data);
    const run = await homebird('serve', '--data', data, '--feed', feed, '--shoppers', '0');
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).toContain(`Another homebird serve runs on ${data}`);
    expect(filesIn(data)).toEqual(before);
  } finally {
    release();
  }
  expect(valueOf(holdAlone(join(data, 'serve')))).toBeTypeOf('function'); // and the next one may begin
  rmSync(folder, { recursive: true, force: true });
});
