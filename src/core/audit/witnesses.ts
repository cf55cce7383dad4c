import { CLOCK_SLACK_MS, HELPER_ONLY, MAX_DEPLOYMENT_AGE_MS } from '#core/protocol';
import { helperCosigned, trustOf, witnessesCosigned } from '#core/tlog';
import type { AuditOptions, Notebook } from './check.ts';

/** How long ago, in the largest unit that has at least two. */
function agoText(minutes: number): string {
  const [count, unit] = minutes < 120 ? [minutes, 'minute'] : minutes < 2 * 24 * 60 ? [Math.floor(minutes / 60), 'hour'] : [Math.floor(minutes / (24 * 60)), 'day'];
  return count < 1 ? 'less than a minute ago' : `${count} ${count === 1 ? unit : `${unit}s`} ago`;
}

/** Whether helper and witnesses have seen this very checkpoint within a week, as the policy asks. A policy without witnesses is a stated limit. */
export async function auditCosignatures(options: Pick<AuditOptions, 'policy' | 'ed25519' | 'nowMs'>, note: string, notes: Notebook): Promise<void> {
  const { policy, nowMs, ed25519 } = options;
  const title = 'When the helper last saw this very log, by its cosignature';
  const trust = trustOf(policy);
  if (!trust.ok) {
    notes.note({ id: 'cosignature', title, ok: false, detail: trust.fault.message });
    return;
  }
  const within = { fromMs: nowMs - MAX_DEPLOYMENT_AGE_MS, toMs: nowMs + CLOCK_SLACK_MS };
  const ago = (seconds: number): string => agoText(Math.max(0, Math.round((nowMs - 1000 * seconds) / 60_000)));
  const { at } = await helperCosigned(note, trust.value, within, ed25519);
  notes.note({ id: 'cosignature', title, ok: at.ok, detail: at.ok ? ago(at.value) : `${at.fault.message}: the leader alone could show a split view` });
  const { each, fault } = await witnessesCosigned(note, trust.value, within, ed25519);
  const witnessed = { id: 'witness', title: 'Who saw this log apart from leader and helper' };
  if (each.length === 0) notes.note({ ...witnessed, ok: false, advisory: true, detail: `Nobody: the policy names no witness yet. ${HELPER_ONLY}` });
  else notes.note({ ...witnessed, ok: fault === undefined, detail: fault?.message ?? each.map(({ name, at: seen }) => `${name} ${seen.ok ? ago(seen.value) : 'not in time'}`).join(', ') });
}
