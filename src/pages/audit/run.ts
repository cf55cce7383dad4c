import { signal } from '@preact/signals';
import { auditDeployment, historyOf, isBroken, type AuditCheck, type AuditProgress, type AuditReport, type HistoryStep } from '#core/audit';
import { policyHashOf, type PolicyFile } from '#core/protocol';
import { encodeCheckpoint } from '#core/tlog';
import { ed25519, webSymmetric } from '#page/crypto';
import { loadBytes, loadPolicy, type PageConfig } from '#page/frame';
import { forgetSeen, keepSeen, lastSeen, type SeenCheckpoint } from './seen.ts';
import { isServedByHelper, sourceOf, type Source } from './source.ts';

/** How often the page looks whether the log has grown; a long audit is repeated no more often than it takes ten times over. */
const LOOK_EVERY_MS = 10_000;
const REST_FACTOR = 10;
/** How often what is shown follows what was checked: a long log has thousands of checks a second. */
const SHOW_EVERY_MS = 120;
/** Longest the page computes without letting the browser draw. */
const BREATHE_EVERY_MS = 40;

/** What an audit that ended knows beside its report. */
export interface Audited {
  readonly report: AuditReport;
  readonly policy: PolicyFile;
  readonly policyHash: string;
  readonly history: readonly HistoryStep[];
  readonly source: Source;
  /** The checkpoint of the visit before; undefined at the first. */
  readonly seen: SeenCheckpoint | undefined;
  /** Whether a checkpoint is kept for the next one: not where the log did not hold, or the browser keeps nothing. */
  readonly isRemembered: boolean;
}

/** One audit, as far as it has come. */
export interface Audit {
  readonly state: 'running' | 'done' | 'unreachable';
  readonly checks: readonly AuditCheck[];
  /** The whole result, once done. */
  readonly result: Audited | null;
  readonly progress: AuditProgress | null;
  readonly startedMs: number;
  readonly tookMs: number;
  /** Why nothing could be checked; '' where it could. */
  readonly failure: string;
  /** Text of the checkpoint this audit began with: another one means the log has grown. */
  readonly checkpoint: string;
}

const NOT_STARTED: Audit = { state: 'running', checks: [], result: null, progress: null, startedMs: 0, tookMs: 0, failure: '', checkpoint: '' };

/** The audit the page shows. */
export const audit = signal<Audit>(NOT_STARTED);
/** Whether a newer audit runs while an older one is shown. */
export const isRechecking = signal(false);

async function checkpointText({ leaderUrl }: PageConfig): Promise<string> {
  const bytes = await loadBytes(`${leaderUrl}/log/checkpoint`);
  return bytes.ok ? new TextDecoder().decode(bytes.value) : '';
}

function policyCheck(hash: string, config: PageConfig): AuditCheck {
  const ok = hash === config.policy;
  const detail = ok ? hash : `The policy served is ${hash.slice(0, 12)}, the embed line names ${config.policy.slice(0, 12) || 'none'}`;
  return { id: 'policy-file', title: 'The policy served, against the shop’s embed line', ok, detail };
}

/** Lets the browser draw when it has waited long enough, so that the page stays alive through a long log. */
function breather(): () => Promise<void> {
  let lastMs = performance.now();
  return async () => {
    if (performance.now() - lastMs < BREATHE_EVERY_MS) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    lastMs = performance.now();
  };
}

/** Gathers checks and tells of them a few times a second; the last of them always. */
function gathered(show: (change: Partial<Audit>) => void): { readonly checks: AuditCheck[]; changed(): void; stop(): void } {
  const checks: AuditCheck[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    checks,
    changed() {
      timer ??= setTimeout(() => {
        timer = undefined;
        show({ checks: [...checks] });
      }, SHOW_EVERY_MS);
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

/** Checks of the log's own bytes, whoever signed them: none of them may be broken for a log to be kept for the next visit. */
export const CHECKS_OF_BYTES: readonly string[] = ['checkpoint', 'tree', 'tile', 'entry', 'consistency', 'copy'];

/** A log that holds is kept for the next visit; one that does not never replaces what was seen. */
function remember({ log, checks }: AuditReport, nowMs: number): void {
  const holds = !checks.some((check) => isBroken(check) && CHECKS_OF_BYTES.includes(check.id));
  if (log && holds) keepSeen(log.checkpoint.origin, encodeCheckpoint(log.checkpoint), nowMs);
}

/** A policy to audit by, and how it was come by. */
interface FoundPolicy {
  readonly loaded: Awaited<ReturnType<typeof loadPolicy>>;
  /** Why the leader's files are left out of the audit; undefined where they are not. */
  readonly withoutLeader?: string;
  /** Said of a leader that is there and does not serve its policy. */
  readonly unserved?: AuditCheck;
}

/** Whether the leader gives any of the files without which no device takes part. */
async function isLeaderThere({ leaderUrl }: PageConfig): Promise<boolean> {
  const found = await Promise.all(['/log/checkpoint', '/v1/manifest'].map((path) => loadBytes(leaderUrl + path)));
  return found.some(({ ok }) => ok);
}

/**
 * The leader's policy; where this is the helper's page, the one that the helper kept takes its place. The leader's files are
 * left out only while it is away altogether: else one that has something to hide would refuse this single file.
 */
async function policyFor(config: PageConfig): Promise<FoundPolicy> {
  const loaded = await loadPolicy(config.leaderUrl);
  if (loaded.ok || !isServedByHelper(config)) return { loaded };
  const kept = await loadPolicy(config.helperUrl);
  if (!kept.ok) return { loaded };
  const { kind, message } = loaded.fault;
  if (kind === 'offline' && !(await isLeaderThere(config))) return { loaded: kept, withoutLeader: message };
  return { loaded: kept, unserved: { id: 'policy-file', title: 'The policy, as the shop’s server gives it', ok: false, detail: `${message}. The one that the helper kept is used`, ...(kind === 'offline' && { advisory: true }) } };
}

async function recompute(config: PageConfig, show: (change: Partial<Audit>) => void): Promise<void> {
  const [{ loaded, withoutLeader, unserved }, checkpoint] = await Promise.all([policyFor(config), checkpointText(config)]);
  if (!loaded.ok) return show({ state: 'unreachable', failure: loaded.fault.message, checkpoint });
  const { policy } = loaded.value;
  show({ checkpoint });
  const { checks, changed, stop } = gathered(show);
  const note = (check: AuditCheck): void => {
    checks.push(check);
    changed();
  };
  const policyHash = policyHashOf(loaded.value.bytes);
  const before = [policyCheck(policyHash, config), ...(unserved ? [unserved] : [])];
  before.forEach(note);
  const seen = lastSeen(policy.logOrigin);
  const source = await sourceOf(config, policy, withoutLeader);
  const nowMs = Date.now();
  const report = await auditDeployment({
    policy, nowMs, symmetric: webSymmetric, ed25519, load: source.load, copies: source.copies, onCheck: note, pause: breather(),
    onProgress: (progress) => show({ progress }), ...(source.served && { served: source.served }), ...(seen && { seen }), ...(withoutLeader !== undefined && { withoutLeader }),
  });
  stop();
  remember(report, nowMs);
  const history = await historyOf(report.log?.entries ?? [], source.load);
  const whole = { ...report, ok: report.ok && !before.some(isBroken), checks: [...before, ...report.checks] };
  show({ state: 'done', checks: whole.checks, result: { report: whole, policy, policyHash, history, source, seen, isRemembered: lastSeen(policy.logOrigin) !== undefined } });
}

/** Runs a whole audit. The first one is shown as it goes; a later one replaces the shown one when it is done. */
export async function runAudit(config: PageConfig): Promise<void> {
  if (isRechecking.value) return;
  const isFirst = audit.value.result === null;
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

/** Forgets the checkpoint of the last visit and audits again without it. */
export async function startAnew(config: PageConfig): Promise<void> {
  const origin = audit.value.result?.policy.logOrigin;
  if (origin !== undefined) forgetSeen(origin);
  await runAudit(config);
}

/** Audits now and again whenever the log has grown while the page is visible; call the result to stop. */
export function keepAuditing(config: PageConfig): () => void {
  void runAudit(config);
  const look = async (): Promise<void> => {
    const { startedMs, tookMs, checkpoint } = audit.value;
    if (document.visibilityState !== 'visible' || isRechecking.value || Date.now() < startedMs + REST_FACTOR * tookMs) return;
    const text = await checkpointText(config);
    if (text !== '' && text !== checkpoint) await runAudit(config);
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
