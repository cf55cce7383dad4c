import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWitnessStore } from '#server/libsql';
import { valueOf } from '#support/result';

test('usedBytes() grows with what is kept, and what was deleted does not count', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'homebird-used-'));
  const store = valueOf(openWitnessStore(join(folder, 'witness.db')));
  const before = store.usedBytes();
  await store.transact(({ settings }) => settings.set('large', new Uint8Array(1_000_000)));
  const full = store.usedBytes();
  await store.transact(({ settings }) => settings.set('large', new Uint8Array(1)));
  const after = store.usedBytes();
  await store.close();
  rmSync(folder, { recursive: true });
  expect(full - before).toBeGreaterThan(990_000);
  expect(full - before).toBeLessThan(1_100_000);
  expect(after - before).toBeLessThan(50_000);
});

test('a transaction that changes nothing writes nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'homebird-used-'));
  const path = join(folder, 'witness.db');
  const store = valueOf(openWitnessStore(path));
  await store.transact(({ settings }) => settings.set('key', Uint8Array.of(1)));
  const files = (): readonly (readonly [number, number])[] => [path, `${path}-wal`].map((file) => [statSync(file).size, statSync(file).mtimeMs]);
  const before = files();
  for (let i = 0; i < 20; i++) await store.transact(({ settings }) => settings.get('key'));
  const after = files();
  await store.close();
  rmSync(folder, { recursive: true });
  expect(after).toEqual(before);
});
