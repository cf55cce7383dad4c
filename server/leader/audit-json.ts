import type { Hono } from 'hono';
import { decodeLogEntry } from '#core/protocol';
import { utf8Decode } from '#core/units';
import { freshFile } from '#server/http';
import type { Leader } from './leader.ts';
import type { NoticeBoard } from './publish.ts';

/** How long a cache may keep the log as JSON, s: every entry of it is in the tiles too, which are never stale. */
const MAX_AGE_SECONDS = 30;

/** Entries under a checkpoint of `shown` leaves as JSON, each read and all joined once: they never change, and a stranger may ask all day. */
function entriesAsJson({ store }: Leader): (shown: number) => string {
  const parts: string[] = [];
  let text = '[]';
  return (shown) => {
    if (parts.length < shown) {
      for (const bytes of store.tables.log.leaves(parts.length, shown)) {
        const entry = decodeLogEntry(bytes);
        parts.push(`{"leaf":${parts.length},"entry":${entry.ok ? utf8Decode(bytes) : 'null'}}`);
      }
      text = `[${parts.join(',')}]`;
    }
    return text;
  };
}

/**
 * Serves `GET /v1/sites`: where visitors get the shop's files; and `GET /v1/audit.json`: everything the log holds under the
 * checkpoint that is shown, with it. The latter says nothing that tiles, policy and checkpoint do not; it is for programs that want one file.
 */
export function auditJsonRoute(app: Hono, leader: Leader, board: NoticeBoard): void {
  const entries = entriesAsJson(leader);
  const { shop, simulated, sites = {} } = leader.deployment;
  app.get('/v1/sites', () => freshFile(JSON.stringify({ version: 1, sites }), 'application/json', MAX_AGE_SECONDS));
  app.get('/v1/audit.json', () => {
    const shown = board.current();
    const head = JSON.stringify({ version: 1, shop, simulated, sites, policy: leader.policy, checkpoint: shown?.checkpoint ?? null });
    return freshFile(`${head.slice(0, -1)},"entries":${entries(shown?.size ?? 0)}}`, 'application/json', MAX_AGE_SECONDS);
  });
}
