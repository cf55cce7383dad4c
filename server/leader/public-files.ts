import type { PublicFile, PublicFileType } from '#core/protocol';
import { contentHash, type ContentHash } from '#core/units';
import { appendLeaf } from '#server/log';
import type { FileKind, LeaderTables } from '#server/store';

/** Keeps a public file under its hash. */
export function addFile({ files }: LeaderTables, kind: FileKind, bytes: Uint8Array): ContentHash {
  const hash = contentHash(bytes);
  files.add(kind, hash, bytes);
  return hash;
}

/** Puts `bytes` into the log if they are another file than the one offered now. */
export function logged(tables: LeaderTables, type: PublicFileType, bytes: Uint8Array, now: PublicFile | undefined): PublicFile {
  const hash = addFile(tables, type, bytes);
  return now?.hash === hash ? now : { hash, leaf: appendLeaf(tables.log, { type, hash }) };
}
