import { isMovedOutMark } from '#core/privacy';
import { topicOf, type EntryTopic, type LedgerEntry, type ReportFault, type ReportGrant } from '#core/protocol';
import { ok, WEEK_MS, type Result } from '#core/units';
import type { FederationPorts } from './ports.ts';

type OutboxPorts = Pick<FederationPorts, 'clock' | 'ledger' | 'network' | 'leaderUrl'>;

/** Longest a device may keep trying: no task it accepts stays open longer. */
const LONGEST_TRY_MS = WEEK_MS;

/** Whether the same bytes may be tried again later. `no-consent` waits for the shopper, the rest for better times. */
function isPassing(kind: ReportFault['kind']): boolean {
  switch (kind) { // no default: a new kind must fail to compile
    case 'no-consent': case 'paused': case 'offline': case 'storage': case 'server-error': case 'busy': case 'moved':
      return true;
    case 'no-task': case 'task-refused': case 'task-closed': case 'budget-spent': case 'already-reported': case 'wrong-policy': case 'unverified-model':
    case 'non-finite-update': case 'conflict': case 'too-large': case 'malformed':
      return false;
  }
}

/** Sends one sealed entry and writes down what became of it. A fault that cannot pass settles the entry for good. */
export async function sendEntry(ports: OutboxPorts, grant: ReportGrant, entry: LedgerEntry): Promise<Result<LedgerEntry, ReportFault>> {
  const sent = await ports.network.send(grant, entry);
  if (sent.ok) {
    const acked: LedgerEntry = { ...entry, state: 'acked', ackedAtMs: ports.clock.nowMs() };
    await ports.ledger.update(acked);
    return ok(acked);
  }
  if (!isPassing(sent.fault.kind)) await ports.ledger.update({ ...entry, state: 'refused', refusal: sent.fault.kind });
  return sent;
}

/** Why sealed bytes must not go any more: she moved to another device since, nobody can count them, or the policy of today names another leader. */
function staleness({ clock, leaderUrl }: OutboxPorts, entry: LedgerEntry, movedOutAtMs: number | undefined): ReportFault['kind'] | undefined {
  if (movedOutAtMs !== undefined && entry.atMs <= movedOutAtMs) return 'moved';
  if (entry.url !== reportsUrl(leaderUrl)) return 'task-refused';
  return Math.abs(clock.nowMs() - entry.atMs) > LONGEST_TRY_MS ? 'task-closed' : undefined;
}

/** Where a leader takes reports. */
export function reportsUrl(leaderUrl: string): string {
  return `${leaderUrl}/v1/reports`;
}

/**
 * Sends what earlier attempts left behind, the same bytes as then, oldest first, until one cannot go now.
 *
 * @returns entries the leader has made durable; a fault only if one could not be settled
 */
export async function sendOutbox(ports: OutboxPorts, grantTo: (topic: EntryTopic) => ReportGrant | undefined): Promise<Result<readonly LedgerEntry[], ReportFault>> {
  const acked: LedgerEntry[] = [];
  const entries = await ports.ledger.entries();
  const movedOutAtMs = entries.find(isMovedOutMark)?.atMs;
  for (const entry of entries) {
    if (entry.state === 'draft') {
      // Cut off between spending and sealing. Its budget stays spent; sealing now could repeat a report that a lost write hid.
      await ports.ledger.update({ ...entry, state: 'refused', refusal: 'storage' });
    } else if (entry.state === 'sealed' || entry.state === 'sent') {
      const stale = staleness(ports, entry, movedOutAtMs);
      if (stale) {
        await ports.ledger.update({ ...entry, state: 'refused', refusal: stale });
        continue;
      }
      const grant = grantTo(topicOf(entry));
      if (!grant) continue; // waits for the shopper
      const sent = await sendEntry(ports, grant, entry);
      if (sent.ok) acked.push(sent.value);
      else if (isPassing(sent.fault.kind)) return sent;
    }
  }
  return ok(acked);
}
