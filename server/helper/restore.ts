import { decodeCheckpoint, type Checkpoint } from '#core/tlog';
import { utf8Decode, utf8Encode } from '#core/units';
import type { HelperTables } from '#server/store';
import { giveUp } from './give-up.ts';
import type { Helper } from './helper.ts';

/** When this folder was last put back from a backup, ms since 1970. */
const RESTORED_AT = 'restored-at';
/** Largest tree found under this helper's own signature that its folder did not remember. */
const FORGOTTEN_SIZE = 'forgotten-size';

/**
 * Makes a folder from a backup safe to go on with: what happened after the backup is forgotten here, so that a batch it calls
 * open may have been released already, and a second release would draw noise a second time. Every open batch is given up
 * unopened, and no task that began before now is agreed to again.
 */
export async function closeForRestore({ store, clock, logger }: Pick<Helper, 'store' | 'clock' | 'logger'>): Promise<void> {
  const given = await store.transact((tables) => {
    const open = tables.tasks.open();
    for (const id of open) giveUp(tables, id);
    tables.settings.set(RESTORED_AT, utf8Encode(String(clock.nowMs())));
    return open.length;
  });
  logger.warn('restored from a backup: open batches are given up', { batches: given });
}

/**
 * Whether this folder is older than what its own key has signed: what is cosigned is remembered before the signature leaves,
 * so that a larger tree under this helper's signature was signed by a later state of it. Then {@link closeForRestore} is done,
 * once for each tree that was forgotten, also where nobody said `--restored`.
 *
 * @param signed - the leader's checkpoint, whose cosignature by this helper holds
 */
export async function noticeRollback(helper: Pick<Helper, 'store' | 'clock' | 'logger'>, signed: Checkpoint): Promise<boolean> {
  const { witnessed, settings } = helper.store.tables;
  const kept = decodeCheckpoint(witnessed.get(signed.origin)?.text ?? '');
  const noticed = settings.get(FORGOTTEN_SIZE);
  const known = Math.max(kept.ok ? kept.value.size : 0, noticed ? Number(utf8Decode(noticed)) : 0);
  if (signed.size <= known) return false;
  helper.logger.error('this folder is older than what its key has signed', { remembered: known, signed: signed.size });
  await closeForRestore(helper);
  await helper.store.transact((tables) => tables.settings.set(FORGOTTEN_SIZE, utf8Encode(String(signed.size))));
  return true;
}

/** Tasks that opened before this are not agreed to; 0 where the folder was never restored. */
export function restoredAtMs({ settings }: Pick<HelperTables, 'settings'>): number {
  const kept = settings.get(RESTORED_AT);
  return kept ? Number(utf8Decode(kept)) : 0;
}
