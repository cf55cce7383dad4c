import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TaskId } from '#core/protocol';
import { HELPER_FILE_SCHEMA, helperStoreOver, openDatabase, openHelperStore, type Database } from '#server/libsql';
import type { HelperStore } from '#server/store';
import { valueOf } from '#support/result';

const TASK = 'a'.repeat(64) as TaskId;
/** The sum of a block of pairs: many pages. */
const SUM = Uint32Array.from({ length: 13_000 }, (_, i) => Math.imul(i + 1, 2_654_435_761) >>> 0);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homebird-forgotten-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Files of the folder in which a part of the sum stands, looked for every 128 bytes. */
function filesWithSum(): string[] {
  const bytes = Buffer.from(SUM.buffer);
  return readdirSync(folder).filter((name) => {
    const file = readFileSync(join(folder, name));
    for (let at = 0; at + 16 <= bytes.length; at += 128) if (file.includes(bytes.subarray(at, at + 16))) return true;
    return false;
  }).sort();
}

async function keepSum(store: HelperStore): Promise<void> {
  await store.transact(({ batches }) => batches.putSum(TASK, { sum: SUM, reports: 1 }));
  await store.transact(({ batches }) => batches.putSum(TASK, { sum: SUM.map((word) => word ^ 1), reports: 2 }));
  await store.transact(({ batches }) => batches.putSum(TASK, { sum: SUM, reports: 3 }));
}

test('a bare sum that was dropped stands in no file when its drop is answered, the write-ahead log among them', async () => {
  const store = valueOf(openHelperStore(join(folder, 'helper.db')));
  await keepSum(store);
  expect(filesWithSum()).not.toEqual([]);
  await store.transact(({ batches }) => batches.dropSum(TASK));
  expect(filesWithSum()).toEqual([]);
  await store.close();
});

/** A store whose log cannot be emptied until `repair`. */
function storeThatCannotEmptyItsLog(): { readonly store: HelperStore; repair(): void } {
  const file = valueOf(openDatabase(join(folder, 'helper.db'), HELPER_FILE_SCHEMA));
  let isFailing = true;
  const failing: Database = {
    ...file,
    first(sql, ...cells) {
      if (isFailing && sql.includes('wal_checkpoint')) throw new Error('disk I/O error');
      return file.first(sql, ...cells);
    },
  };
  return { store: helperStoreOver(failing), repair: () => void (isFailing = false) };
}

test('a drop whose log could not be emptied is durable, and the log is emptied with the next write', async () => {
  const { store, repair } = storeThatCannotEmptyItsLog();
  await keepSum(store);
  await store.transact(({ batches }) => batches.dropSum(TASK));
  expect(store.tables.batches.sum(TASK, 1).reports).toBe(0);
  expect(filesWithSum()).not.toEqual([]);
  repair();
  await store.transact(({ settings }) => settings.set('any', Uint8Array.of(1)));
  expect(filesWithSum()).toEqual([]);
  await store.close();
});

test('what a process that died between drop and emptying left is gone once the file is open again', async () => {
  const { store, repair } = storeThatCannotEmptyItsLog();
  await keepSum(store);
  await store.transact(({ batches }) => batches.dropSum(TASK));
  const left = ['helper.db', 'helper.db-wal'].map((name) => [name, readFileSync(join(folder, name))] as const);
  repair();
  await store.close();
  for (const [name, bytes] of left) writeFileSync(join(folder, name), bytes);
  expect(filesWithSum()).toEqual(['helper.db-wal']);
  const again = valueOf(openHelperStore(join(folder, 'helper.db')));
  expect(again.tables.batches.sum(TASK, 1).reports).toBe(0);
  expect(filesWithSum()).toEqual([]);
  await again.close();
});
