import { decodeLogEntry, MAX_DEPLOYMENT_AGE_MS } from '#core/protocol';
import {
  cosignedAt, decodeCheckpoint, decodeEntries, decodeTile, leafHash, openNote, parseKeyLine, TILE_WIDTH, tilePath, treeRoot, type Checkpoint,
} from '#core/tlog';
import { equalBytes, fail, ok, utf8Decode, type Fault, type Result } from '#core/units';
import type { AuditOptions, Notebook, PlacedEntry } from './check.ts';

/** Entries a browser can check in one go; more would want a sampled audit. */
const MAX_ENTRIES = 1_000_000;

/** Verifies checkpoint and tree, and gives every entry of the log that could be read; undefined without a signed checkpoint. */
export async function auditLog(options: AuditOptions, notes: Notebook): Promise<{ readonly checkpoint: Checkpoint; readonly entries: readonly PlacedEntry[] } | undefined> {
  const checkpoint = await auditCheckpoint(options, notes);
  if (!checkpoint) return undefined;
  const raw = await loadEntries(options, checkpoint.size);
  if (!raw.ok) {
    notes.note({ id: 'tree', title: 'Every entry of the log is there', ok: false, detail: raw.fault.message });
    return { checkpoint, entries: [] };
  }
  const leaves = raw.value.map(leafHash);
  const whole = equalBytes(treeRoot(leaves), checkpoint.root);
  notes.note({
    id: 'tree', title: 'All entries together give the signed root', ok: whole,
    detail: whole ? `${checkpoint.size} entries` : `The root of the ${checkpoint.size} entries served is not the signed one`,
  });
  if (!whole) await nameChangedEntries(options, raw.value, leaves, notes);
  return { checkpoint, entries: readEntries(raw.value, notes) };
}

async function auditCheckpoint(options: AuditOptions, notes: Notebook): Promise<Checkpoint | undefined> {
  const title = 'The log\'s checkpoint is signed by the key in the policy';
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
  await auditCosignature(options, note.value, notes);
  return checkpoint.value;
}

function agoText(minutes: number): string {
  return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ago`;
}

async function auditCosignature(options: AuditOptions, note: string, notes: Notebook): Promise<void> {
  const key = parseKeyLine(options.policy.helperKey);
  const at = key.ok ? await cosignedAt(note, key.value, options.ed25519) : key;
  const ageMs = at.ok ? options.nowMs - 1000 * at.value : Infinity;
  const fresh = ageMs <= MAX_DEPLOYMENT_AGE_MS;
  const detail = at.ok ? agoText(Math.round(ageMs / 60_000)) : `${at.fault.message}: the leader alone could show a split view`;
  notes.note({ id: 'cosignature', title: 'The helper has seen this very log within a week', ok: fresh, detail });
  notes.note({
    id: 'witness', title: 'Somebody apart from leader and helper has seen this log', ok: false, advisory: true,
    detail: 'Cosigned by the helper only: leader and helper together could show a split view. The policy names no witness yet',
  });
}

async function loadEntries(options: AuditOptions, size: number): Promise<Result<readonly Uint8Array[], Fault>> {
  const entries: Uint8Array[] = [];
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
    const bytes = await options.load(`/log/${tilePath({ level: 'entries', index, width })}`);
    if (!bytes.ok) return bytes;
    const bundle = decodeEntries(bytes.value, width);
    if (!bundle.ok) return bundle;
    entries.push(...bundle.value);
  }
  return ok(entries);
}

/** The root says that something changed; the tiles of leaf hashes, served apart, say which entry. */
async function nameChangedEntries(options: AuditOptions, raw: readonly Uint8Array[], leaves: readonly Uint8Array[], notes: Notebook): Promise<void> {
  for (let index = 0; index * TILE_WIDTH < raw.length; index++) {
    const width = Math.min(TILE_WIDTH, raw.length - index * TILE_WIDTH);
    const bytes = await options.load(`/log/${tilePath({ level: 0, index, width })}`);
    const tile = bytes.ok ? decodeTile(bytes.value, width) : bytes;
    if (!tile.ok) continue;
    for (const [i, hash] of tile.value.entries()) {
      const leaf = index * TILE_WIDTH + i;
      if (equalBytes(hash, leaves[leaf] ?? hash)) continue;
      const round = roundMentioned(raw[leaf] ?? new Uint8Array(0));
      notes.note({ id: 'entry', ...(round === undefined ? {} : { round }), title: 'The entry is the one that was logged', ok: false, detail: `Entry ${leaf} is not the one whose hash the log holds` });
    }
  }
}

function readEntries(raw: readonly Uint8Array[], notes: Notebook): PlacedEntry[] {
  const entries: PlacedEntry[] = [];
  for (const [leaf, bytes] of raw.entries()) {
    const entry = decodeLogEntry(bytes);
    if (entry.ok) {
      entries.push({ leaf, entry: entry.value });
      continue;
    }
    const round = roundMentioned(bytes);
    notes.note({ id: 'entry', ...(round === undefined ? {} : { round }), title: 'Every entry can be read', ok: false, detail: `Entry ${leaf}: ${entry.fault.message}` });
  }
  return entries;
}

/** The round a damaged entry still names, for the report only. */
function roundMentioned(bytes: Uint8Array): number | undefined {
  try {
    const match = /"round":(\d{1,10})[,}]/.exec(utf8Decode(bytes));
    return match ? Number(match[1]) : undefined;
  } catch {
    return undefined; // no text at all: the entry's number has to do
  }
}

/** Loads a text file of the leader. */
export async function loadText(options: Pick<AuditOptions, 'load'>, path: string): Promise<Result<string, Fault>> {
  const bytes = await options.load(path);
  if (!bytes.ok) return bytes;
  try {
    return ok(utf8Decode(bytes.value));
  } catch (error) {
    return fail('malformed', `Cannot read ${path}: ${error instanceof Error ? error.message : 'no UTF-8'}`);
  }
}

/** Opens a signed note with a key line. */
export async function openWith(options: Pick<AuditOptions, 'ed25519'>, note: string, line: string): Promise<Result<string, Fault>> {
  const key = parseKeyLine(line);
  return key.ok ? openNote(note, key.value, options.ed25519) : key;
}
