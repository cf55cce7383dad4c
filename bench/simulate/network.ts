import { isInForce, type Grants } from '#core/consent';
import type { FileCache, Ledger, Network, ReportFault } from '#core/protocol';
import { fail, ok, type ContentHash, type Result } from '#core/units';

/** Immutable files kept for all devices together, oldest dropped first: models, tasks and log tiles of the last rounds. */
const MOST_FILES = 200;
/** Longest wait for an answer. */
const TIMEOUT_MS = 30_000;

/** Addresses whose bytes never change, so that one process need not load them once per device. Partial tiles name their width. */
const IMMUTABLE = /\/(?:v1\/(?:models|tasks)|log\/tile)\//;

/** GET over Node's fetch, with immutable files kept for a whole process of devices. Manifest and checkpoint are always asked for. */
export function sharedLoad(): Network['load'] {
  const kept = new Map<string, Promise<Result<Uint8Array, ReportFault>>>();
  return async (url) => {
    if (!IMMUTABLE.test(new URL(url).pathname)) return load(url);
    const known = kept.get(url);
    if (known) return known;
    const loading = load(url);
    kept.set(url, loading);
    forgetOldest(kept);
    const result = await loading;
    if (!result.ok) kept.delete(url);
    return result;
  };
}

async function load(url: string): Promise<Result<Uint8Array, ReportFault>> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (response.status === 200) return ok(bytes);
    return fail(response.status === 429 || response.status === 503 ? 'busy' : 'server-error', `Cannot load ${url}: the server answered ${response.status}`);
  } catch (error) {
    return fail('offline', `Cannot load ${url}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Fault of each answer that is no receipt; anything else is a `server-error`. */
const FAULT_OF_STATUS: Readonly<Record<number, ReportFault['kind']>> = {
  400: 'malformed', 404: 'no-task', 408: 'busy', 409: 'conflict', 410: 'task-closed', 413: 'too-large', 415: 'malformed', 422: 'malformed', 429: 'busy', 503: 'busy',
};

/** POST of a sealed report over Node's fetch, with the promises of `Network.send`: grant in force, ledger first, never twice by itself. */
export function nodeSend(ledger: Pick<Ledger, 'update'>, grants: () => Grants): Network['send'] {
  return async (grant, entry) => {
    if (!isInForce(grant, grants())) return fail('no-consent', 'Cannot send: the simulated shopper has not agreed');
    await ledger.update({ ...entry, state: 'sent' });
    try {
      const response = await fetch(entry.url, { method: 'POST', body: entry.body.slice(), headers: { 'content-type': 'application/octet-stream' }, signal: AbortSignal.timeout(TIMEOUT_MS) });
      await response.arrayBuffer();
      if (response.status === 201) return ok({ status: 'accepted' });
      if (response.status === 200) return ok({ status: 'duplicate' });
      return fail(FAULT_OF_STATUS[response.status] ?? 'server-error', `The leader answered ${response.status}`);
    } catch (error) {
      return fail('offline', `Cannot reach the leader: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}

/** One cache of verified files for all devices: what lies in it is the same for everyone and bounded, which 1,500 copies would not be. */
export function sharedFiles(): FileCache {
  const files = new Map<ContentHash, Uint8Array>();
  return {
    read: async (hash) => files.get(hash)?.slice(),
    async write(hash, bytes) {
      files.set(hash, bytes.slice());
      forgetOldest(files);
    },
    keepOnly: async () => undefined, // one device's wish must not empty the others' cache
  };
}

function forgetOldest<Key>(map: Map<Key, unknown>): void {
  const [oldest] = map.keys();
  if (map.size > MOST_FILES && oldest !== undefined) map.delete(oldest);
}
