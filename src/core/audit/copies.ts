import { cosignedAt, decodeCheckpoint, decodeEntries, decodeTile, encodeTile, parseKeyLine, TILE_WIDTH, tilePath, tilesOf, type Checkpoint, type TreeHead } from '#core/tlog';
import { equalBytes } from '#core/units';
import type { AuditCheck, AuditOptions, LogCopy, Notebook } from './check.ts';
import { loadText, openWith, roundMentioned } from './read.ts';
import type { GrowingTree } from './tree.ts';

/** A signed tree head and the hashes of the entries served for it. */
interface Hashed {
  readonly checkpoint: Checkpoint;
  readonly tree: GrowingTree;
}

/** The log may only grow: the tree of the last visit must be the beginning of this one. */
export function auditSeen({ seen }: AuditOptions, { checkpoint, tree }: Hashed, notes: Notebook): void {
  if (!seen) return;
  const title = 'The log, against what was seen here before';
  const wrong = extendsWrong(seen, { checkpoint, tree });
  notes.note({ id: 'consistency', title, ok: wrong === undefined, detail: wrong ?? `its first ${seen.size} entries are the ones seen then` });
}

function extendsWrong(older: TreeHead, { checkpoint, tree }: Hashed): string | undefined {
  if (older.size > checkpoint.size) return `${older.size} entries were seen before, the log now ends at ${checkpoint.size}: entries were removed, or this is another log`;
  if (older.size > tree.leaves.length || equalBytes(tree.rootAt(older.size), older.root)) return undefined;
  return `The first ${older.size} entries are not the ones seen before: one was changed or removed, or two visitors are shown two logs`;
}

interface CopyAudit extends Hashed {
  readonly options: AuditOptions;
  readonly copy: LogCopy;
  /** The checkpoint of this audit, as served. */
  readonly note: string;
  readonly raw: readonly Uint8Array[];
}

/** What one keeper signed off must be what the other shows: two logs under one key are a split view. */
export async function auditCopy({ options, copy, ...ours }: CopyAudit, notes: Notebook): Promise<void> {
  const { keeper } = copy;
  const title = `The log, against the copy that ${keeper} keeps`;
  const note = await loadText(copy, '/log/checkpoint');
  if (!note.ok) {
    notes.note({ id: 'copy', title, ok: false, advisory: true, detail: `Not compared: ${note.fault.message}` });
    return;
  }
  const opened = await openWith(options, note.value, options.policy.logKey);
  const theirs = opened.ok ? decodeCheckpoint(opened.value) : opened;
  if (!theirs.ok || theirs.value.origin !== options.policy.logOrigin) {
    notes.note({ id: 'copy', title, ok: false, detail: theirs.ok ? `${keeper} keeps the log "${theirs.value.origin}"` : theirs.fault.message });
    return;
  }
  const { size, root } = theirs.value;
  // A copy may be ahead by what was signed while this audit loaded; then the common part is compared hash by hash.
  const isBehind = size <= ours.tree.leaves.length;
  if (isBehind && equalBytes(ours.tree.rootAt(size), root)) {
    const wrong = takenBackWrong(copy, size, ours.checkpoint.size) ?? await servedWrong(copy, ours, size) ?? await staleWrong(options, note.value, ours.checkpoint.size - size);
    notes.note({ id: 'copy', title, ...resultOf(wrong, `${size} entries at ${keeper}, ${ours.checkpoint.size} in this audit`) });
    return;
  }
  const differing = await firstDifference(copy, ours.tree, Math.min(size, ours.tree.leaves.length));
  if (!isBehind && differing === 'none') {
    const newer = size - ours.checkpoint.size;
    const wrong = (copy.isSource ? undefined : await olderWrong(options, keeper, size)) ?? await servedWrong(copy, ours, ours.checkpoint.size) ?? (copy.isSource ? await staleWrong(options, ours.note, newer) : undefined);
    notes.note({ id: 'copy', title, ...resultOf(wrong, `the ${ours.checkpoint.size} entries of this audit, and ${newer} newer ones`) });
    return;
  }
  const isKnown = typeof differing === 'number';
  if (!isBehind && !isKnown) {
    notes.note({ id: 'copy', title, ok: false, advisory: true, detail: `Not compared: ${keeper} is ahead and did not serve the part that both hold` });
    return;
  }
  const round = isKnown ? roundMentioned(ours.raw[differing] ?? new Uint8Array(0)) : undefined;
  const where = isKnown ? `from entry ${differing} on` : `in its first ${size} entries`;
  notes.note({ id: 'copy', ...(round === undefined ? {} : { round }), title, ok: false, detail: splitText(copy, where, equalBytes(ours.tree.rootAt(ours.checkpoint.size), ours.checkpoint.root)) });
}

/** What speaks against a copy: a broken promise, or where `isLimit` no more than that something was not shown. */
interface Wrong {
  readonly text: string;
  readonly isLimit?: true;
}

function resultOf(wrong: Wrong | undefined, detail: string): Pick<AuditCheck, 'ok' | 'detail' | 'advisory'> {
  return wrong ? { ok: false, detail: wrong.text, ...(wrong.isLimit && { advisory: true }) } : { ok: true, detail };
}

/** Who makes a log can never show less of it than a copy has that was taken of it. */
function takenBackWrong({ keeper, isSource }: LogCopy, size: number, copied: number): Wrong | undefined {
  return isSource && size < copied ? { text: `${keeper} shows ${size} entries, and a copy was taken of ${copied} that its key signed: entries were taken back` } : undefined;
}

/** A copy is taken of what the leader shows, so that it is ahead only of an audit that began earlier: a leader that still shows less by now hides the rest. */
async function olderWrong(options: AuditOptions, keeper: string, size: number): Promise<Wrong | undefined> {
  const note = await loadText(options, '/log/checkpoint');
  const opened = note.ok ? await openWith(options, note.value, options.policy.logKey) : note;
  const now = opened.ok ? decodeCheckpoint(opened.value) : opened;
  return now.ok && now.value.size < size ? { text: `The leader shows ${now.value.size} entries, and ${keeper} has ${size} that the leader showed and signed before: an older log is shown here` } : undefined;
}

/** Two signed logs are a split view; entries that their own signature does not cover are no log at all, and the copy only shows where they part. */
function splitText({ keeper, isSource }: LogCopy, where: string, isSigned: boolean): string {
  if (!isSigned) return `The entries audited here are not those that were signed, and ${keeper} has others ${where}`;
  return `Split view: ${isSource ? `${keeper} and the copy audited here` : `leader and ${keeper}`} show two different logs ${where}, both signed by the log's key`;
}

/** Entries that a copy may be behind: it is taken anew every ten seconds, and a round leaves four. */
const MAX_BEHIND = 64;
/** How old the cosignature of a copy that is behind may be, ms: past a day it is taken no more. */
const MAX_BEHIND_MS = 24 * 60 * 60 * 1000;

/** A copy that stopped long ago compares nothing of what came since. @param note - the copy's checkpoint @param behind - entries that it lacks */
async function staleWrong({ policy, ed25519, nowMs }: AuditOptions, note: string, behind: number): Promise<Wrong | undefined> {
  if (behind === 0) return undefined;
  const key = parseKeyLine(policy.helperKey);
  const at = key.ok ? await cosignedAt(note, key.value, ed25519) : key;
  const isRecent = at.ok && nowMs - 1000 * at.value <= MAX_BEHIND_MS;
  if (isRecent && behind <= MAX_BEHIND) return undefined;
  return { text: `The helper's copy has stopped: it lacks the newest ${behind} entries${isRecent ? '' : `, and the helper signed it ${at.ok ? 'more than a day ago' : 'at no known time'}`}; nobody kept those apart from the leader`, isLimit: true };
}

/** Bundles of a keeper that are compared entry by entry, newest first: 16,384 entries, some megabytes. Its hashes are compared in full. */
const BUNDLES_COMPARED = 64;

/** A keeper that signs the right root can still serve something else below it, or nothing; undefined where it serves this log. */
async function servedWrong(copy: LogCopy, ours: Pick<CopyAudit, 'tree' | 'raw'>, size: number): Promise<Wrong | undefined> {
  const { keeper, isSource } = copy;
  const hash = await firstDifference(copy, ours.tree, size);
  if (typeof hash === 'number') return { text: `${keeper} signs this log and serves another hash for entry ${hash}: proofs made of it fail` };
  const [inner, entry] = [await innerDifference(copy, ours.tree, size), await entryDifference(copy, ours.raw, size)];
  const differing = [inner, entry].find((found) => found !== undefined && found !== 'unknown');
  if (differing !== undefined) return { text: `${keeper} signs this log and serves other ${differing}` };
  if (![hash, inner, entry].includes('unknown')) return undefined;
  return { text: `Not compared: ${keeper} signs this log and does not serve all of it`, ...(!isSource && { isLimit: true }) };
}

/** The first tile of hashes above the leaves that another keeper has otherwise, in words; `unknown` where it does not serve one. */
async function innerDifference({ load }: LogCopy, tree: GrowingTree, size: number): Promise<string | undefined> {
  for (const { level, ...tile } of tilesOf(size)) {
    if (level === 'entries' || level === 0) continue;
    const path = tilePath({ level, ...tile });
    const bytes = await load(`/log/${path}`);
    if (!bytes.ok) return 'unknown';
    if (!equalBytes(bytes.value, encodeTile({ level, ...tile }, tree.hashOf))) return `hashes in ${path}: proofs through it fail`;
  }
  return undefined;
}

/** The first entry that another keeper has otherwise, newest bundle first, in words; `unknown` where it does not serve one. */
async function entryDifference({ load }: LogCopy, raw: readonly Uint8Array[], size: number): Promise<string | undefined> {
  const last = Math.ceil(size / TILE_WIDTH) - 1;
  let isShown = true;
  for (let index = last; index >= 0 && index > last - BUNDLES_COMPARED; index--) {
    const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
    const bytes = await load(`/log/${tilePath({ level: 'entries', index, width })}`);
    const bundle = bytes.ok ? decodeEntries(bytes.value, width) : bytes;
    const at = bundle.ok ? bundle.value.findIndex((entry, i) => !equalBytes(entry, raw[index * TILE_WIDTH + i] ?? entry)) : -1;
    if (at >= 0) return `bytes for entry ${index * TILE_WIDTH + at}`;
    if (bytes.ok && !bundle.ok) return `bytes than ${width} entries from ${index * TILE_WIDTH} on`;
    isShown &&= bytes.ok;
  }
  return isShown ? undefined : 'unknown';
}

/** Index of the first leaf that another keeper has otherwise, among `size`; `unknown` where it does not serve them. */
async function firstDifference({ load }: LogCopy, tree: GrowingTree, size: number): Promise<number | 'none' | 'unknown'> {
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
    const bytes = await load(`/log/${tilePath({ level: 0, index, width })}`);
    const tile = bytes.ok ? decodeTile(bytes.value, width) : bytes;
    if (!tile.ok) return 'unknown';
    const at = tile.value.findIndex((hash, i) => !equalBytes(hash, tree.leaves[index * TILE_WIDTH + i] ?? hash));
    if (at >= 0) return index * TILE_WIDTH + at;
  }
  return 'none';
}
