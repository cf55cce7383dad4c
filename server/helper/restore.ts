import { utf8Decode, utf8Encode } from '#core/units';
import type { HelperTables } from '#server/store';
import type { Helper } from './helper.ts';

/** When this folder was last put back from a backup, ms since 1970. */
const RESTORED_AT = 'restored-at';

/**
 * Makes a folder from a backup safe to go on with: what happened after the backup is forgotten here, so that a batch it calls
 * open may have been released already, and a second release would draw noise a second time. Every open batch is given up
 * unopened, and no task that began before now is agreed to again.
 */
export async function closeForRestore({ store, clock, logger }: Pick<Helper, 'store' | 'clock' | 'logger'>): Promise<void> {
  const given = await store.transact(({ tasks, batches, settings }) => {
    const open = tasks.open();
    for (const id of open) {
      tasks.setPhase(id, 'abandoned');
      batches.dropSum(id);
    }
    settings.set(RESTORED_AT, utf8Encode(String(clock.nowMs())));
    return open.length;
  });
  logger.warn('restored from a backup: open batches are given up', { batches: given });
}

/** Tasks that opened before this are not agreed to; 0 where the folder was never restored. */
export function restoredAtMs({ settings }: Pick<HelperTables, 'settings'>): number {
  const kept = settings.get(RESTORED_AT);
  return kept ? Number(utf8Decode(kept)) : 0;
}
