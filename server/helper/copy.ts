import type { Hono } from 'hono';
import { problem } from '#core/protocol';
import { COSIGNATURE_V1, cosignedAt, decodeEntries, keyLine, openCheckpoint, parseKeyLine, TILE_WIDTH, tilePath, type Checkpoint } from '#core/tlog';
import { fail, ok, utf8Decode, utf8Encode, utf8TextOf, type Fault, type Result } from '#core/units';
import { call, freshFile, immutableFile, problemResponse } from '#server/http';
import { provenPart, tileAt } from '#server/log';
import { inTurns, type Turns } from '#server/turns';
import { pinnedLog } from './cosign.ts';
import { createQuotaTeller } from './full.ts';
import type { Helper } from './helper.ts';
import { logQuotaOf } from './log-quota.ts';
import type { UsedUp } from './refusal.ts';
import { noticeRollback } from './restore.ts';

/** Pause between two looks at the leader's log, ms: a round takes minutes. */
const LOOK_EVERY_MS = 10_000;
/** Longest wait for one file of the log, ms. */
const LOAD_TIMEOUT_MS = 10_000;
/** A checkpoint of 16 signatures; a bundle of 256 entries of 65,535 bytes each behind its length; a tile of 256 hashes. */
const MAX_CHECKPOINT_BYTES = 102_400;
const MAX_BUNDLE_BYTES = 256 * 65_537;
const MAX_TILE_BYTES = 256 * 32;
/** Tiles held while a long log is taken over, 2 MB: each of the next bundle's proof is then loaded once. */
const MOST_TILES = 256;
/** The leader's checkpoint, whole, that the copy was last complete for. */
const COPIED = 'copied-checkpoint';

/** Why the copy is behind. `lies`: what the leader serves is not the log that this helper cosigned. `full`: the shop's quota is used up. */
export type CopyFault = Fault<'away' | 'no-log' | 'not-cosigned' | 'lies'> | (Fault<'full'> & { readonly usedUp: UsedUp });

/** The helper's own copy of its leader's log, which catches up in turns. */
export interface LogCopy extends Turns {
  /** Takes over what is new and proven; gives the entries held. Calls must not overlap. */
  catchUp(): Promise<Result<number, CopyFault>>;
}

type Loaded = Promise<Result<Uint8Array, CopyFault>>;

async function load(url: string, maxBytes: number): Loaded {
  const bytes = await call(url, { timeoutMs: LOAD_TIMEOUT_MS, maxBytes });
  return bytes.ok ? bytes : fail(bytes.fault.kind === 'too-large' ? 'lies' : 'away', bytes.fault.message);
}

/** The leader's checkpoint, if its own key signed it and this helper cosigned it. */
async function trustedCheckpoint({ store, identity, ed25519 }: Helper, leaderUrl: string): Promise<Result<{ readonly note: string; readonly checkpoint: Checkpoint }, CopyFault>> {
  const log = pinnedLog(store.tables);
  const own = parseKeyLine(keyLine(identity.signer.name, identity.signer.publicKey, COSIGNATURE_V1));
  if (!log || !own.ok) return fail('no-log', 'The leader has not named its log yet');
  const bytes = await load(`${leaderUrl}/log/checkpoint`, MAX_CHECKPOINT_BYTES);
  if (!bytes.ok) return bytes;
  const note = utf8TextOf(bytes.value);
  if (note === undefined) return fail('lies', 'The checkpoint is no text');
  const checkpoint = await openCheckpoint(note, { origin: log.name, log }, ed25519);
  if (!checkpoint.ok) return fail('lies', checkpoint.fault.message);
  const cosigned = await cosignedAt(note, own.value, ed25519);
  return cosigned.ok ? ok({ note, checkpoint: checkpoint.value }) : fail('not-cosigned', cosigned.fault.message);
}

/** Loads a tile of hashes once while it is among those used last. Bundles are not kept: a leader can make them 16 MB each. */
function tilesOf(leaderUrl: string): (path: string) => Loaded {
  const loaded = new Map<string, Loaded>();
  return (path) => {
    const loading = loaded.get(path) ?? load(`${leaderUrl}/log/${path}`, MAX_TILE_BYTES);
    loaded.delete(path);
    loaded.set(path, loading);
    const [oldest] = loaded.size > MOST_TILES ? loaded.keys() : [];
    if (oldest !== undefined) loaded.delete(oldest);
    return loading;
  };
}

/** Where a log is copied from, and how much of it may be kept. */
interface Source {
  readonly leaderUrl: string;
  readonly loadTile: (path: string) => Loaded;
  readonly take: ReturnType<typeof logQuotaOf>;
}

/** Takes over the rest of the bundle in which the copy ends. */
async function takeBundle({ store }: Helper, checkpoint: Checkpoint, { leaderUrl, loadTile, take }: Source): Promise<Result<void, CopyFault>> {
  const copy = store.tables.log;
  const from = copy.size();
  const index = Math.floor(from / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, checkpoint.size - index * TILE_WIDTH);
  const bytes = await load(`${leaderUrl}/log/${tilePath({ level: 'entries', index, width })}`, MAX_BUNDLE_BYTES);
  if (!bytes.ok) return bytes;
  const bundle = decodeEntries(bytes.value, width);
  if (!bundle.ok) return fail('lies', bundle.fault.message);
  const entries = bundle.value.slice(from - index * TILE_WIDTH);
  const part = await provenPart({ copy, entries, head: checkpoint }, loadTile);
  if (!part.ok) return part.fault.kind === 'away' ? fail('away', part.fault.message) : fail('lies', part.fault.message);
  const usedUp = take(entries);
  if (usedUp) return { ok: false, fault: { kind: 'full', message: 'The shop has used its quota up', usedUp } };
  await store.transact(({ log }) => part.value.keep(log));
  return ok(undefined);
}

/** The copy of the log at `leaderUrl`, which has no trailing slash. */
export function createLogCopy(helper: Helper, leaderUrl: string): LogCopy {
  const { store, metrics, logger } = helper;
  const tellQuota = createQuotaTeller(helper);

  async function takeOver({ note, checkpoint }: { readonly note: string; readonly checkpoint: Checkpoint }): Promise<Result<number, CopyFault>> {
    const from: Source = { leaderUrl, loadTile: tilesOf(leaderUrl), take: logQuotaOf(helper) };
    while (store.tables.log.size() < checkpoint.size) {
      const taken = await takeBundle(helper, checkpoint, from);
      if (!taken.ok) return taken;
    }
    const whole = await provenPart({ copy: store.tables.log, entries: [], head: checkpoint }, from.loadTile);
    if (!whole.ok) return fail('lies', whole.fault.message);
    const kept = store.tables.settings.get(COPIED);
    // A look that finds nothing new writes nothing: there is one every few seconds for as long as the helper lives.
    if (!kept || utf8Decode(kept) !== note) await store.transact(({ settings }) => settings.set(COPIED, utf8Encode(note)));
    return ok(checkpoint.size);
  }

  async function catchUp(): Promise<Result<number, CopyFault>> {
    const trusted = await trustedCheckpoint(helper, leaderUrl);
    if (!trusted.ok) return trusted;
    await noticeRollback(helper, trusted.value.checkpoint);
    const taken = await takeOver(trusted.value);
    if (!taken.ok && taken.fault.kind === 'full') tellQuota(taken.fault.usedUp);
    metrics.set('log_copy_size', 'Entries of the own copy of the log', store.tables.log.size());
    return taken;
  }

  let told = '';
  async function look(): Promise<void> {
    const caughtUp = await catchUp().catch((error: unknown) => fail('away', String(error)));
    const why = caughtUp.ok ? '' : caughtUp.fault.kind;
    if (!caughtUp.ok && why !== told) logger[why === 'lies' ? 'error' : 'warn']('the copy of the log is behind', { why, detail: caughtUp.fault.message });
    told = why;
  }
  return { catchUp, ...inTurns(look, LOOK_EVERY_MS) };
}

/** Serves the copy under the paths that the leader's own log has: `/log/checkpoint` and `/log/tile/…`. */
export function logCopyRoutes(app: Hono, { store: { tables } }: Helper): void {
  const missing = (what: string): Response => problemResponse(problem('not-found', `This helper has no ${what} of the log`));
  app.get('/log/checkpoint', () => {
    const note = tables.settings.get(COPIED);
    return note ? freshFile(note, 'text/plain; charset=utf-8', 0) : missing('copy');
  });
  app.get('/log/tile/*', (context) => {
    const bytes = tileAt(tables.log, new URL(context.req.url).pathname.slice('/log/'.length));
    return bytes ? immutableFile(bytes, 'application/octet-stream') : missing('such tile');
  });
}
