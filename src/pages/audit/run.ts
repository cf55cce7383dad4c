import { signal } from '@preact/signals';
import { auditDeployment, type AuditCheck, type AuditReport } from '#core/audit';
import { policyHashOf } from '#core/protocol';
import { fail } from '#core/units';
import { ed25519, webSymmetric } from '#page/crypto';
import { loadBytes, loadPolicy, loadRounds, type PageConfig } from '#page/frame';

/** How often the page looks whether the log has grown. */
const LOOK_EVERY_MS = 10_000;

/** One audit, as far as it has come. */
export interface Audit {
  readonly state: 'running' | 'done' | 'unreachable';
  readonly checks: readonly AuditCheck[];
  /** The whole report, once done. */
  readonly report: AuditReport | null;
  /** Rounds the leader lists, for progress only. */
  readonly expectedRounds: number;
  readonly startedMs: number;
  readonly tookMs: number;
  /** Why nothing could be checked; '' where it could. */
  readonly failure: string;
  /** Text of the checkpoint this audit began with: another one means the log has grown. */
  readonly checkpoint: string;
}

const NOT_STARTED: Audit = { state: 'running', checks: [], report: null, expectedRounds: 0, startedMs: 0, tookMs: 0, failure: '', checkpoint: '' };

/** The audit the page shows. */
export const audit = signal<Audit>(NOT_STARTED);
/** Whether a newer audit runs while an older one is shown. */
export const isRechecking = signal(false);

async function checkpointText({ leaderUrl }: PageConfig): Promise<string> {
  const bytes = await loadBytes(`${leaderUrl}/log/checkpoint`);
  return bytes.ok ? new TextDecoder().decode(bytes.value) : '';
}

function policyCheck(bytes: Uint8Array, config: PageConfig): AuditCheck {
  const hash = policyHashOf(bytes);
  const ok = hash === config.policy;
  const detail = ok ? hash : `The leader serves policy ${hash.slice(0, 12)}, the embed line names ${config.policy.slice(0, 12) || 'none'}`;
  return { id: 'policy-file', title: 'The policy is the one that the shop’s embed line names', ok, detail };
}

/** Lets the browser draw between two checks, so that the page stays alive through a long log. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

async function recompute(config: PageConfig, show: (change: Partial<Audit>) => void): Promise<void> {
  const [policy, rounds, checkpoint] = await Promise.all([loadPolicy(config.leaderUrl), loadRounds(config.leaderUrl), checkpointText(config)]);
  if (!policy.ok) return show({ state: 'unreachable', failure: policy.fault.message, checkpoint });
  show({ expectedRounds: rounds.ok ? rounds.value.rounds.length : 0, checkpoint });
  const checks: AuditCheck[] = [];
  const note = (check: AuditCheck): void => {
    checks.push(check);
    show({ checks: [...checks] });
  };
  const pinned = policyCheck(policy.value.bytes, config);
  note(pinned);
  const load = async (path: string): ReturnType<typeof loadBytes> => {
    await breathe();
    return path.startsWith('/') ? loadBytes(config.leaderUrl + path) : fail('malformed', `Cannot load "${path}": wanted a path of the leader`);
  };
  const report = await auditDeployment({ load, symmetric: webSymmetric, ed25519, policy: policy.value.policy, nowMs: Date.now(), onCheck: note });
  show({ state: 'done', report: { ...report, ok: report.ok && pinned.ok, checks: [pinned, ...report.checks] } });
}

/** Runs a whole audit. The first one is shown as it goes; a later one replaces the shown one when it is done. */
export async function runAudit(config: PageConfig): Promise<void> {
  if (isRechecking.value) return;
  const isFirst = audit.value.report === null;
  const startedMs = Date.now();
  let current: Audit = { ...NOT_STARTED, startedMs };
  isRechecking.value = true;
  try {
    await recompute(config, (change) => {
      current = { ...current, ...change, tookMs: Date.now() - startedMs };
      if (isFirst) audit.value = current;
    });
    audit.value = current;
  } finally {
    isRechecking.value = false;
  }
}

/** Audits now and again whenever the log has grown while the page is visible; call the result to stop. */
export function keepAuditing(config: PageConfig): () => void {
  void runAudit(config);
  const look = async (): Promise<void> => {
    if (document.visibilityState !== 'visible' || isRechecking.value) return;
    const text = await checkpointText(config);
    if (text !== '' && text !== audit.value.checkpoint) await runAudit(config);
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
