import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sha256Bytes, toHex, utf8Encode } from '#core/units';
import { openHelperStore, openWitnessStore } from '#server/libsql';
import { valueOf } from '#support/result';

const folder = mkdtempSync(join(tmpdir(), 'homebird-witnessed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const freshPath = (): string => join(folder, `${(files += 1)}.db`);

const hashOf = (origin: string): string => toHex(sha256Bytes(utf8Encode(origin)));

test('what was cosigned is there after the file was closed, by origin and by its hash, and replaced by what comes next', async () => {
  const path = freshPath();
  const store = valueOf(openWitnessStore(path));
  await store.transact(({ witnessed }) => {
    witnessed.set({ origin: 'b/log', text: 'b/log\n1\nroot\n', signatures: 'x\n' });
    witnessed.set({ origin: 'a/log ö', text: 'a/log ö\n1\nroot\n', signatures: 'x\n' });
    witnessed.set({ origin: 'b/log', text: 'b/log\n2\nroot\n', signatures: 'y\n' });
  });
  await store.close();
  const again = valueOf(openWitnessStore(path));
  expect(again.tables.witnessed.all().map(({ origin }) => origin)).toEqual(['a/log ö', 'b/log']);
  expect(again.tables.witnessed.byOriginHash(hashOf('b/log'))).toEqual({ origin: 'b/log', text: 'b/log\n2\nroot\n', signatures: 'y\n' });
  expect(again.tables.witnessed.byOriginHash(hashOf('a/log ö'))?.text).toContain('a/log ö');
  expect(again.tables.witnessed.get('c/log')).toBeUndefined();
  await again.close();
});

test('a helper of an earlier version still knows what it cosigned: its leader cannot roll back over an upgrade', async () => {
  const path = freshPath();
  const before = valueOf(openHelperStore(path));
  await before.transact(({ settings }) => settings.set('last-cosigned', utf8Encode('shop/log\n41\ncm9vdA==\n')));
  await before.close();
  const after = valueOf(openHelperStore(path));
  expect(after.tables.witnessed.get('shop/log')).toEqual({ origin: 'shop/log', text: 'shop/log\n41\ncm9vdA==\n', signatures: '' });
  await after.transact(({ witnessed }) => witnessed.set({ origin: 'shop/log', text: 'shop/log\n42\ncm9vdA==\n', signatures: 'x\n' }));
  await after.close();
  const later = valueOf(openHelperStore(path));
  expect(later.tables.witnessed.get('shop/log')?.text).toContain('\n42\n');
  expect(later.tables.witnessed.byOriginHash(hashOf('shop/log'))?.text).toContain('\n42\n');
  await later.close();
});
