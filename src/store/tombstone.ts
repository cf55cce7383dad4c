import { StorageError, topicOf, type LedgerEntry } from '#core/protocol';
import { YEAR_MS } from '#core/units';

/** How long a tombstone is kept: the longest budget window, a year of 365 days, in ms. After it the ρ no longer counts. */
const TOMBSTONE_MS = YEAR_MS;

/** What is left of an entry after the shopper erased: task, time, ρ. What was not yet acknowledged will never be sent. */
export function tombstoneOf(entry: LedgerEntry): LedgerEntry {
  const rest: LedgerEntry = {
    ...topicOf(entry), taskId: entry.taskId, atMs: entry.atMs, rho: entry.rho,
    state: entry.state === 'acked' ? 'acked' : 'refused', reportId: '', body: new Uint8Array(0), url: '',
  };
  if (entry.state === 'acked') return rest;
  return { ...rest, refusal: entry.refusal ?? 'no-consent' };
}

function isTombstone(entry: LedgerEntry): boolean {
  return entry.body.length === 0 && entry.state !== 'draft';
}

/**
 * `entry` as it may replace `before`: work that began before an erasure cannot bring erased bytes back.
 *
 * @throws StorageError if `entry` is about to be sealed or sent although it was erased or given up, by whichever tab
 */
export function updated(before: LedgerEntry | undefined, entry: LedgerEntry): LedgerEntry {
  if (before && isTombstone(before) && (entry.state === 'sealed' || entry.state === 'sent')) throw new StorageError('Cannot send a report that was erased or given up');
  return before && isTombstone(before) ? tombstoneOf({ ...entry, state: entry.state === 'acked' ? 'acked' : before.state }) : entry;
}

/** Whether `entry` is a tombstone whose budget window had ended, by the device's clock and by a time that the leader signed. */
export function isSpentTombstone(entry: LedgerEntry, nowMs: number, signedMs: number | undefined): boolean {
  return isTombstone(entry) && Math.min(nowMs, signedMs ?? -Infinity) - entry.atMs > TOMBSTONE_MS;
}
