import { quotaOf, storeFull } from './full.ts';
import type { Helper } from './helper.ts';
import type { UsedUp } from './refusal.ts';

/** What an entry takes in the store beside its bytes, its row and about two hashes with theirs: 99 measured. */
const ENTRY_OVERHEAD_BYTES = 128;

/**
 * How much of its quota the copy of a log has used, for one catching up: its bytes are looked up once and counted from then on.
 *
 * @returns counts entries that are about to be kept; or says what is used up, and counts nothing
 */
export function logQuotaOf(helper: Pick<Helper, 'store' | 'metrics' | 'quota'>): (entries: readonly Uint8Array[]) => UsedUp | undefined {
  const { log } = helper.store.tables;
  let used: number | undefined;
  return (entries) => {
    if (storeFull(helper)) return 'store';
    const before = (used ??= log.bytes() + ENTRY_OVERHEAD_BYTES * log.size());
    const after = entries.reduce((sum, entry) => sum + entry.length + ENTRY_OVERHEAD_BYTES, before);
    if (after > quotaOf(helper).logBytes) return 'log';
    used = after;
    helper.metrics.set('log_copy_bytes', 'Bytes that the own copy of the log takes', after);
    return undefined;
  };
}
