import type { BatchTable } from '#server/store';
import { bytesOf, numberOf, textOf, type Database } from './database.ts';

export const BATCH_SCHEMA = `CREATE TABLE IF NOT EXISTS batch (task TEXT PRIMARY KEY, sum BLOB NOT NULL, reports INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS share (task TEXT NOT NULL, owner TEXT NOT NULL, bytes BLOB NOT NULL, reports INTEGER NOT NULL, ids_root TEXT NOT NULL, PRIMARY KEY (task, owner));
CREATE TABLE IF NOT EXISTS share_signature (task TEXT PRIMARY KEY, signature BLOB NOT NULL);
PRAGMA secure_delete = ON;`; // a dropped sum must not linger in free pages, nor in the log that its dropping is written to first

function toWords(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, true));
}

function toBytes(words: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(4 * words.length);
  const view = new DataView(bytes.buffer);
  for (const [i, word] of words.entries()) view.setUint32(4 * i, word, true);
  return bytes;
}

/** @param emptyLog - {@link GroupCommit.emptyLog}: a bare sum must not outlive its noised share in the write-ahead log */
export function batchTable(database: Database, emptyLog: () => void): BatchTable {
  return {
    sum(task, length) {
      const row = database.first('SELECT sum, reports FROM batch WHERE task = ?', task);
      return row ? { sum: toWords(bytesOf(row['sum'])), reports: numberOf(row['reports']) } : { sum: new Uint32Array(length), reports: 0 };
    },
    putSum: (task, { sum, reports }) =>
      void database.run('INSERT INTO batch (task, sum, reports) VALUES (?, ?, ?) ON CONFLICT (task) DO UPDATE SET sum = excluded.sum, reports = excluded.reports', task, toBytes(sum), reports),
    dropSum(task) {
      database.run('DELETE FROM batch WHERE task = ?', task);
      emptyLog();
    },
    share(task, owner) {
      const row = database.first('SELECT bytes, reports, ids_root FROM share WHERE task = ? AND owner = ?', task, owner);
      return row && { bytes: bytesOf(row['bytes']), reports: numberOf(row['reports']), idsRoot: textOf(row['ids_root']) };
    },
    addShare: (task, owner, { bytes, reports, idsRoot }) =>
      void database.run('INSERT INTO share (task, owner, bytes, reports, ids_root) VALUES (?, ?, ?, ?, ?)', task, owner, bytes, reports, idsRoot),
    signature(task) {
      const row = database.first('SELECT signature FROM share_signature WHERE task = ?', task);
      return row && bytesOf(row['signature']);
    },
    addSignature: (task, signature) => void database.run('INSERT INTO share_signature (task, signature) VALUES (?, ?) ON CONFLICT (task) DO NOTHING', task, signature),
  };
}
