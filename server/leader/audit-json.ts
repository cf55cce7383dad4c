import type { Hono } from 'hono';
import { decodeLogEntry } from '#core/protocol';
import { utf8Decode } from '#core/units';
import { freshFile } from '#server/http';
import type { Leader } from './leader.ts';
import type { NoticeBoard } from './publish.ts';

/** How long a cache may keep the log as JSON, s: every entry of it is in the tiles too, which are never stale. */
const MAX_AGE_SECONDS = 30;

/** Entries of the log as JSON, each made once: entries never change, so only what was added since the last time is read. */
function entriesAsJson({ store }: Leader): () => string {
  const parts: string[] = [];
  return () => {
    const { log } = store.tables;
    const size = log.size();
    for (const bytes of parts.length < size ? log.leaves(parts.length, size) : []) {
      const entry = decodeLogEntry(bytes);
      parts.push(`{"leaf":${parts.length},"entry":${entry.ok ? utf8Decode(bytes) : 'null'}}`);
    }
    return `[${parts.join(',')}]`;
  };
}

/**
 * Serves `GET /v1/sites`: where visitors get the shop's files; and `GET /v1/audit.json`: everything the log holds, with the
 * checkpoint that signs it. The latter says nothing that tiles, policy and checkpoint do not; it is for programs that want one file.
 */
export function auditJsonRoute(app: Hono, leader: Leader, board: NoticeBoard): void {
  const entries = entriesAsJson(leader);
  const { shop, simulated, sites = {} } = leader.deployment;
  app.get('/v1/sites', () => freshFile(JSON.stringify({ version: 1, sites }), 'application/json', MAX_AGE_SECONDS));
  app.get('/v1/audit.json', () => {
    const head = JSON.stringify({ version: 1, shop, simulated, sites, policy: leader.policy, checkpoint: board.current()?.checkpoint ?? null });
    return freshFile(`${head.slice(0, -1)},"entries":${entries()}}`, 'application/json', MAX_AGE_SECONDS);
  });
}
