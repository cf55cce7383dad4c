import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { PROGRAM } from '#support/serving';

test('evaluate writes its JSON although whoever read its words has gone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'homebird-bench-'));
  const [train, json] = [join(folder, 'walks.txt'), join(folder, 'out.json')];
  writeFileSync(train, Array.from({ length: 60 }, (_, user) => `${user + 1} ${[0, 1, 2, 3, 4].map((step) => 1 + ((user * 7 + step) % 20)).join(' ')}`).join('\n'));
  const program = join(dirname(PROGRAM), 'bench.js');
  const command = `"${process.execPath}" "${program}" evaluate --train "${train}" --format sequences --split loo --lane local --json "${json}" | head -n 1`;
  expect(spawnSync('sh', ['-c', command], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ lane: 'local', items: 20 });
  rmSync(folder, { recursive: true });
});
