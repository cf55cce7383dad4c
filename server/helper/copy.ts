import type { Hono } from 'hono';
import { problem } from '#core/protocol';
import { COSIGNATURE_V1, cosignedAt, decodeEntries, keyLine, openCheckpoint, parseKeyLine, TILE_WIDTH, tilePath, type Checkpoint } from '#core/tlog';
import { fail, ok, utf8Encode, utf8TextOf, type Fault, type Result } from '#core/units';
import { call, freshFile, immutableFile, problemResponse } from '#server/http';
import { provenPart, tileAt } from '#server/log';
import { pinnedLog } from './cosign.ts';
import type { Helper } from './helper.ts';
import { noticeRollback } from './restore.ts';

/** Pause between two looks at the leader's log, ms: a round takes minutes. */
const LOOK_EVERY_MS = 10_000;
/** Longest wait for one file of the log, ms. */
const LOAD_TIMEOUT_MS = 10_000;
/** A checkpoint of 16 signatures; a bundle of 256 entries of 65,535 bytes each behind its length; a tile of 256 hashes. */
const MAX_CHECKPOINT_BYTES = 102_400;
const MAX_BUNDLE_BYTES = 256 * 65_537;
const MAX_TILE_BYTES = 256 * 32;
/** The leader's checkpoint, whole, that the copy was last complete for. */
const COPIED = 'copied-checkpoint';

/** Why the copy is behind. `lies`: what the leader serves is not the log that this helper cosigned. */
export type CopyFault = Fault<'away' | 'no-log' | 'not-cosigned' | 'lies'>;

/** The helper's own copy of its leader's log. */
export interface LogCopy {
  /** Takes over what is new and proven; gives the entries held. Calls must not overlap. */
  catchUp(): Promise<Result<number, CopyFault>>;
  /** Catches up again and again until `stop`. */
  start(): void;
  /** Resolves after the look in progress. */
  stop(): Promise<void>;
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

/** Loads each tile of hashes once for as long as this is used. Bundles are not kept: a leader can make them 16 MB each. */
function tilesOf(leaderUrl: string): (path: string) => Loaded {
  const loaded = new Map<string, Loaded>();
  return (path) => {
    const loading = loaded.get(path) ?? load(`${leaderUrl}/log/${path}`, MAX_TILE_BYTES);
    loaded.set(path, loading);
    return loading;
  };
}

/** Takes over the rest of the bundle in which the copy ends. */
async function takeBundle({ store }: Helper, checkpoint: Checkpoint, { leaderUrl, loadTile }: { readonly leaderUrl: string; readonly loadTile: (path: string) => Loaded }): Promise<Result<void, CopyFault>> {
  const copy = store.tables.log;
  const from = copy.size();
  const index = Math.floor(from / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, checkpoint.size - index * TILE_WIDTH);
  const bytes = await load(`${leaderUrl}/log/${tilePath({ level: 'entries', index, width })}`, MAX_BUNDLE_BYTES);
  if (!bytes.ok) return bytes;
  const bundle = decodeEntries(bytes.value, width);
  if (!bundle.ok) return fail('lies', bundle.fault.message);
  const part = await provenPart({ copy, entries: bundle.value.slice(from - index * TILE_WIDTH), head: checkpoint }, loadTile);
  if (!part.ok) return part.fault.kind === 'away' ? fail('away', part.fault.message) : fail('lies', part.fault.message);
  await store.transact(({ log }) => part.value.keep(log));
  return ok(undefined);
}

/** The copy of the log at `leaderUrl`, which has no trailing slash. */
export function createLogCopy(helper: Helper, leaderUrl: string): LogCopy {
  const { store, metrics, logger } = helper;

  async function catchUp(): Promise<Result<number, CopyFault>> {
    const trusted = await trustedCheckpoint(helper, leaderUrl);
    if (!trusted.ok) return trusted;
    const { note, checkpoint } = trusted.value;
    await noticeRollback(helper, checkpoint);
    const loadTile = tilesOf(leaderUrl);
    while (store.tables.log.size() < checkpoint.size) {
      const taken = await takeBundle(helper, checkpoint, { leaderUrl, loadTile });
      if (!taken.ok) return taken;
    }
    const whole = await provenPart({ copy: store.tables.log, entries: [], head: checkpoint }, loadTile);
    if (!whole.ok) return fail('lies', whole.fault.message);
    await store.transact(({ settings }) => settings.set(COPIED, utf8Encode(note)));
    metrics.set('log_copy_size', 'Entries of the own copy of the log', checkpoint.size);
    return ok(checkpoint.size);
  }

  const ending = new AbortController();
  let running: Promise<void> | undefined;
  let told = '';
  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      const caughtUp = await catchUp().catch((error: unknown) => fail('away', String(error)));
      const why = caughtUp.ok ? '' : caughtUp.fault.kind;
      if (!caughtUp.ok && why !== told) logger[why === 'lies' ? 'error' : 'warn']('the copy of the log is behind', { why, detail: caughtUp.fault.message });
      told = why;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_EVERY_MS);
        ending.signal.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        }, { once: true });
      });
    }
  }
  return {
    catchUp,
    start() {
      running ??= run();
    },
    async stop() {
      ending.abort();
      await running;
    },
  };
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
