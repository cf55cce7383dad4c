import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeLogEntry, type LogEntry } from '#core/protocol';
import { decodeEntries, decodeTile, leafHash, tilesOf, tilePath, treeRoot, verifyConsistency } from '#core/tlog';
import { fail, ok } from '#core/units';
import { appendLeaf, consistencyIn, headOf, provenPart, tileAt } from '#server/log';
import type { LogTable } from '#server/store';
import { aHash } from '#support/federation';
import { aLogTable } from '#support/log-table';
import { valueOf } from '#support/result';

function anEntry(n: number): LogEntry {
  return { type: 'model', model: 'mix', hash: aHash(`model ${n}`), round: n };
}

const sizes = fc.integer({ min: 0, max: 600 });

test('headOf() is the RFC 6962 root of all leaves at every size', () => {
  const log = aLogTable();
  const hashes: Uint8Array[] = [];
  for (let n = 0; n < 300; n++) {
    expect(appendLeaf(log, anEntry(n))).toBe(n);
    hashes.push(leafHash(encodeLogEntry(anEntry(n))));
    expect(headOf(log)).toEqual({ size: n + 1, root: treeRoot(hashes) });
  }
});

test('consistencyIn() proves every older log to be a prefix', () => {
  const log = aLogTable();
  const heads = [headOf(log)];
  for (let n = 0; n < 300; n++) {
    appendLeaf(log, anEntry(n));
    heads.push(headOf(log));
  }
  fc.assert(fc.property(sizes, sizes, (a, b) => {
    const [older, newer] = [heads[Math.min(a, b) % 301], heads[Math.max(a, b) % 301]];
    if (!older || !newer || older.size > newer.size) return true;
    return verifyConsistency(older, newer, consistencyIn(log, older.size, newer.size));
  }));
});

test('tileAt() gives every tile of the log and none that it does not have yet', () => {
  const log = aLogTable();
  for (let n = 0; n < 270; n++) appendLeaf(log, anEntry(n));
  for (const tile of tilesOf(270)) {
    const bytes = tileAt(log, tilePath(tile));
    expect(bytes).toBeDefined();
    if (tile.level === 'entries') expect(valueOf(decodeEntries(bytes ?? new Uint8Array(0), tile.width)).length).toBe(tile.width);
    else expect(valueOf(decodeTile(bytes ?? new Uint8Array(0), tile.width)).length).toBe(tile.width);
  }
  for (const path of ['tile/0/001', 'tile/0/001.p/15', 'tile/1/000.p/2', 'tile/entries/001.p/99', 'tile/0/../x', 'tile/9/000']) expect(tileAt(log, path)).toBeUndefined();
});

describe('provenPart()', () => {
  /** Serves the tiles of `log` at `size`, one of them changed. */
  const tilesOfLog = (log: LogTable, broken?: string) => async (path: string) => {
    const bytes = tileAt(log, path);
    if (!bytes) return fail('away', path);
    return ok(path === broken ? bytes.map((byte, i) => (i === 3 ? byte ^ 1 : byte)) : bytes);
  };
  const whole = aLogTable();
  for (let n = 0; n < 600; n++) appendLeaf(whole, anEntry(n));

  test('takes a log over in parts of any size; head and tiles of the copy are those of the log', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 8 }), async (steps) => {
      const copy = aLogTable();
      for (const step of [...steps, 600]) {
        const entries = whole.leaves(copy.size(), Math.min(600, copy.size() + step));
        const part = valueOf(await provenPart({ copy, entries, head: headOf(whole) }, tilesOfLog(whole)));
        const before = copy.size();
        expect(part.keep(copy)).toBe(true);
        expect(copy.size()).toBe(before + entries.length);
        if (entries.length > 0) expect(part.keep(copy)).toBe(false); // as when a second look was quicker
      }
      expect(headOf(copy)).toEqual(headOf(whole));
      for (const tile of tilesOf(600)) expect(tileAt(copy, tilePath(tile))).toEqual(tileAt(whole, tilePath(tile)));
    }), { numRuns: 10 });
  });

  test('keeps nothing of entries that are changed, missing, doubled, or beyond the log', async () => {
    const copy = aLogTable();
    valueOf(await provenPart({ copy, entries: whole.leaves(0, 256), head: headOf(whole) }, tilesOfLog(whole))).keep(copy);
    const next = whole.leaves(256, 512);
    const [first = new Uint8Array(1)] = next;
    for (const entries of [[first.with(2, 0), ...next.slice(1)], next.slice(1), [first, ...next], [...whole.leaves(256, 600), first]]) {
      expect(await provenPart({ copy, entries, head: headOf(whole) }, tilesOfLog(whole))).toMatchObject({ ok: false, fault: { kind: 'inconsistent' } });
    }
    expect(await provenPart({ copy, entries: next, head: headOf(whole) }, tilesOfLog(whole, 'tile/0/002.p/88'))).toMatchObject({ ok: false });
    expect(await provenPart({ copy, entries: next, head: headOf(whole) }, tilesOfLog(aLogTable()))).toMatchObject({ ok: false, fault: { kind: 'away' } });
    expect(copy.size()).toBe(256);
  });
});
