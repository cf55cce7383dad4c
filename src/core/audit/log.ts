import { decodeLogEntry } from '#core/protocol';
import { decodeCheckpoint, decodeEntries, decodeTile, encodeTile, TILE_WIDTH, tilePath, tilesOf } from '#core/tlog';
import { equalBytes, ok, type Fault, type Result } from '#core/units';
import type { AuditedLog, AuditOptions, Notebook, PlacedEntry } from './check.ts';
import { auditCopy, auditSeen } from './copies.ts';
import { loadText, openWith, roundMentioned } from './read.ts';
import { signaturesOf } from './signatures.ts';
import { growingTree, type GrowingTree } from './tree.ts';
import { auditCosignatures } from './witnesses.ts';

/** Entries a browser can check in one go; more would want a sampled audit. */
const MAX_ENTRIES = 1_000_000;

/** Verifies checkpoint, tree, and that the log goes on from what was seen before; undefined without a signed checkpoint. */
export async function auditLog(options: AuditOptions, notes: Notebook): Promise<AuditedLog | undefined> {
  const signed = await auditCheckpoint(options, notes);
  if (!signed) return undefined;
  const { checkpoint } = signed;
  const tree = growingTree();
  const raw = await loadEntries(options, checkpoint.size, tree);
  if (!raw.ok) {
    notes.note({ id: 'tree', title: 'Entries of the log, under the signed root', ok: false, detail: raw.fault.message });
    return { ...signed, entries: [] };
  }
  const whole = equalBytes(tree.rootAt(checkpoint.size), checkpoint.root);
  notes.note({
    id: 'tree', title: 'Entries of the log, under the signed root', ok: whole,
    detail: whole ? `${checkpoint.size} entries` : `The root of the ${checkpoint.size} entries served is not the signed one`,
  });
  if (whole) await auditTiles(options, checkpoint.size, tree, notes);
  else await nameChangedEntries(options, { raw: raw.value, tree }, notes);
  auditSeen(options, { checkpoint, tree }, notes);
  for (const copy of options.copies ?? []) await auditCopy({ options, copy, note: signed.note, checkpoint, raw: raw.value, tree }, notes);
  return { ...signed, entries: await readEntries(options, raw.value, notes) };
}

async function auditCheckpoint(options: AuditOptions, notes: Notebook): Promise<Omit<AuditedLog, 'entries'> | undefined> {
  const title = 'Signature of the log\'s checkpoint, by the key in the policy';
  const note = await loadText(options, '/log/checkpoint');
  const opened = note.ok ? await openWith(options, note.value, options.policy.logKey) : note;
  const checkpoint = opened.ok ? decodeCheckpoint(opened.value) : opened;
  if (!checkpoint.ok || !note.ok) {
    notes.note({ id: 'checkpoint', title, ok: false, detail: checkpoint.ok ? 'The note is gone' : checkpoint.fault.message });
    return undefined;
  }
  const { origin, size } = checkpoint.value;
  if (origin !== options.policy.logOrigin || size > MAX_ENTRIES) {
    notes.note({ id: 'checkpoint', title, ok: false, detail: `The checkpoint is of "${origin}" with ${size} entries, wanted "${options.policy.logOrigin}" with at most ${MAX_ENTRIES}` });
    return undefined;
  }
  notes.note({ id: 'checkpoint', title, ok: true, detail: `${origin}, ${size} entries` });
  await auditCosignatures(options, note.value, notes);
  return { note: note.value, checkpoint: checkpoint.value, signatures: await signaturesOf(options, note.value) };
}

async function loadEntries({ load, onProgress, pause }: AuditOptions, size: number, tree: GrowingTree): Promise<Result<readonly Uint8Array[], Fault>> {
  const entries: Uint8Array[] = [];
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
    const bytes = await load(`/log/${tilePath({ level: 'entries', index, width })}`);
    if (!bytes.ok) return bytes;
    const bundle = decodeEntries(bytes.value, width);
    if (!bundle.ok) return bundle;
    for (const entry of bundle.value) entries.push(entry);
    tree.add(bundle.value);
    onProgress?.({ stage: 'log', done: entries.length, total: size });
    await pause?.();
  }
  return ok(entries);
}

/** Devices prove a task or a model from the tiles of hashes and read no entry: a wrong tile turns them away, or lets nobody prove anything. */
async function auditTiles(options: AuditOptions, size: number, tree: GrowingTree, notes: Notebook): Promise<void> {
  const title = 'Tiles of hashes that proofs are made of, against the entries';
  let count = 0;
  for (const { level, ...tile } of tilesOf(size)) {
    if (level === 'entries') continue;
    const path = tilePath({ level, ...tile });
    const bytes = await options.load(`/log/${path}`);
    count += 1;
    if (bytes.ok && equalBytes(bytes.value, encodeTile({ level, ...tile }, tree.hashOf))) continue;
    notes.note({ id: 'tile', title, ok: false, detail: bytes.ok ? `${path} holds other hashes: proofs through it fail` : `${path} is not served: ${bytes.fault.message}` });
    return;
  }
  notes.note({ id: 'tile', title, ok: true, detail: count === 1 ? 'one tile' : `${count} tiles` });
}

/** The root says that something changed; the tiles of leaf hashes, served apart, say which entry. */
async function nameChangedEntries(options: AuditOptions, { raw, tree: { leaves } }: { readonly raw: readonly Uint8Array[]; readonly tree: GrowingTree }, notes: Notebook): Promise<void> {
  for (let index = 0; index * TILE_WIDTH < raw.length; index++) {
    const width = Math.min(TILE_WIDTH, raw.length - index * TILE_WIDTH);
    const bytes = await options.load(`/log/${tilePath({ level: 0, index, width })}`);
    const tile = bytes.ok ? decodeTile(bytes.value, width) : bytes;
    if (!tile.ok) continue;
    for (const [i, hash] of tile.value.entries()) {
      const leaf = index * TILE_WIDTH + i;
      if (equalBytes(hash, leaves[leaf] ?? hash)) continue;
      const round = roundMentioned(raw[leaf] ?? new Uint8Array(0));
      notes.note({ id: 'entry', ...(round === undefined ? {} : { round }), title: 'Entry, against the hash that the log holds', ok: false, detail: `Entry ${leaf} is not the one whose hash the log holds` });
    }
  }
}

async function readEntries({ pause }: Pick<AuditOptions, 'pause'>, raw: readonly Uint8Array[], notes: Notebook): Promise<PlacedEntry[]> {
  const entries: PlacedEntry[] = [];
  for (const [leaf, bytes] of raw.entries()) {
    if (leaf % TILE_WIDTH === 0) await pause?.();
    const entry = decodeLogEntry(bytes);
    if (entry.ok) {
      entries.push({ leaf, entry: entry.value });
      continue;
    }
    const round = roundMentioned(bytes);
    notes.note({ id: 'entry', ...(round === undefined ? {} : { round }), title: 'Text of the entry', ok: false, detail: `Entry ${leaf}: ${entry.fault.message}` });
  }
  return entries;
}
