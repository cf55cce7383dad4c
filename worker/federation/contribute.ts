import { grantFor, type Grants } from '#core/consent';
import { budgetFault } from '#core/privacy';
import { SHOP_KINDS, withStorageFaults, type LedgerEntry, type Manifest, type MeasureEntry, type MeasureTask, type ModelKind, type ReportFault, type ReportGrant, type Task, type TaskId } from '#core/protocol';
import { fail, ok, type Result } from '#core/units';
import { loadFile, type Deployment } from './deployment.ts';
import { createDrafts, gridTimeMs, postponeMissed, type Draft, type Drafts } from './drafts.ts';
import type { Lane, Measured } from './lane.ts';
import type { Counters } from './measure-lane.ts';
import { modelLane, type Train } from './model-lane.ts';
import { reportsUrl, sendEntry, sendOutbox } from './outbox.ts';
import type { FederationPorts } from './ports.ts';
import { inDrawnOrder, loadTask, reportTimeMs } from './published.ts';

/** What looks at this device's data. */
export interface Work {
  readonly train: Train;
  /** Without them no measurement is reported to. */
  readonly counters?: Counters;
}

/** What one visit to the federation did. */
export interface Contribution {
  /** Reports the leader made durable, new and left over ones. */
  readonly acked: readonly LedgerEntry[];
  /** Why an open task got no report. None of these is a bug. */
  readonly refused: readonly { readonly task: TaskId; readonly fault: ReportFault }[];
  /** When a task that is not due yet is trained for, or a draft leaves, ms since 1970; undefined where none is waiting. */
  readonly nextMs: number | undefined;
}

/**
 * Reports to every open task that policy, budget and consent allow, one at a time; of the measurements to one, whichever its
 * draw puts first, before any data is looked at. Safe to call at any time and again
 * after any failure: spent budget is written before bytes exist, sealed bytes never change, and only those are sent again.
 * Overlapping calls of two tabs are kept apart by the caller's lock and, for the budget, by the ledger's transaction.
 *
 * @param drafts - kept by the caller between calls: a report leaves in a later call, at a time that consent, clock and draw
 * alone decide. Without them it leaves as soon as it is made.
 */
export function contribute(ports: FederationPorts, deployment: Deployment, work: Work, drafts = createDrafts(0)): Promise<Result<Contribution, ReportFault>> {
  return withStorageFaults(() => contributeNow(ports, deployment, work, drafts));
}

/** The one subject that looks at nothing of ads. */
const WITHOUT_ADS = 'quality';

/**
 * Consent to report on a measurement, or on a model: one of ads takes a yes to ads too. Which subject a measurement has is asked
 * of what was counted already; before, who says no to ads counts zeros.
 */
function grantTo(grants: Grants, topic: (Pick<MeasureTask, 'kind'> & Partial<Pick<MeasureEntry, 'subject'>>) | { readonly kind?: 'model'; readonly model: ModelKind }): ReportGrant | undefined {
  const isMeasure = topic.kind === 'measure';
  const isPlain = isMeasure ? (topic.subject ?? WITHOUT_ADS) === WITHOUT_ADS : SHOP_KINDS.some((kind) => kind === topic.model);
  return isPlain || grantFor(grants, 'ads') !== undefined ? grantFor(grants, isMeasure ? 'measure' : 'federate') : undefined;
}

async function contributeNow(ports: FederationPorts, deployment: Deployment, work: Work, drafts: Drafts): Promise<Result<Contribution, ReportFault>> {
  const lookMs = ports.clock.nowMs();
  const grants = ports.grants();
  if (!grantFor(grants, 'federate') && !grantFor(grants, 'measure')) return fail('no-consent', 'Cannot contribute: the shopper has not agreed');
  const outbox = await sendOutbox(ports, (topic) => grantTo(grants, topic));
  if (!outbox.ok) return outbox; // one report in flight at a time
  const acked = [...outbox.value];
  const refused: { task: TaskId; fault: ReportFault }[] = [];
  const waiting: number[] = [];
  const doing: Doing = { work, grants, drafts, lookMs, measured: undefined };
  for (const offer of inOrder(inDrawnOrder(deployment.manifest.tasks, ports.draw), drafts)) {
    const report = await reportTo(ports, deployment, offer, doing);
    if (!report.ok) refused.push({ task: offer.id, fault: report.fault });
    else if (typeof report.value === 'number') waiting.push(report.value);
    else if (report.value) acked.push(report.value);
  }
  const nowMs = ports.clock.nowMs();
  for (const { sendMs } of drafts.held.values()) if (sendMs > nowMs) waiting.push(sendMs); // an older one met a fault: the next look tries again
  return ok({ acked, refused, nextMs: waiting.length > 0 ? Math.min(...waiting) : undefined });
}

// What is ready goes before anything is trained, which would hold it up. Drafts for tasks no longer offered are dropped.
function inOrder(offers: Manifest['tasks'], { held }: Drafts): Manifest['tasks'] {
  const open = new Set(offers.map(({ id }) => id));
  for (const id of held.keys()) if (!open.has(id)) held.delete(id);
  return [...offers.filter(({ id }) => held.has(id)), ...offers.filter(({ id }) => !held.has(id))];
}

interface Doing {
  readonly work: Work;
  readonly grants: Grants;
  readonly drafts: Drafts;
  /** When this look began: what the times of all its drafts are counted from, however long another took to train. */
  readonly lookMs: number;
  /** The measurement that this look has chosen: the others have no turn today. */
  measured: TaskId | undefined;
}

/** How a report to `task` comes about; undefined where this look has none to give to it. */
async function laneOf(ports: FederationPorts, deployment: Deployment, { task, taskId }: { readonly task: Task; readonly taskId: TaskId }, { work, grants, measured }: Doing): Promise<Result<Lane | undefined, ReportFault>> {
  if (!grantTo(grants, task)) return ok(undefined);
  if (task.kind === 'model') return ok(modelLane(ports, deployment, work.train, { task, taskId }));
  if (!work.counters || (measured !== undefined && measured !== taskId)) return ok(undefined);
  // Only who allows measurement loads what proves counts.
  const part = await import('./measure-lane.ts').catch(() => undefined);
  if (!part) return fail('offline', 'A part of Homebird did not load');
  const layout = await loadFile(ports, task.layout, `/v1/layouts/${task.layout}`);
  return layout.ok ? part.measureLane(ports, deployment, work.counters, { task, taskId, layoutBytes: layout.value }) : layout;
}

/** One task: its entry once acknowledged, or the time at which to look at the data for it; undefined while its draft waits, or where it has no turn. */
async function reportTo(ports: FederationPorts, deployment: Deployment, offer: Manifest['tasks'][number], how: Doing): Promise<Result<LedgerEntry | number | undefined, ReportFault>> {
  const { drafts, lookMs } = how;
  const task = await loadTask(ports, deployment, offer);
  if (!task.ok) return task;
  const found = await laneOf(ports, deployment, { task: task.value, taskId: offer.id }, how);
  if (!found.ok || !found.value) {
    drafts.held.delete(offer.id);
    return found.ok ? ok(undefined) : found;
  }
  const lane = found.value;
  const refusal = lane.refusal(await ports.ledger.entries());
  if (refusal) {
    drafts.held.delete(offer.id);
    return { ok: false, fault: refusal };
  }
  if (lane.task.kind === 'measure') how.measured = offer.id;
  if (!drafts.held.has(offer.id)) {
    const dueMs = reportTimeMs(lane.task, offer.id, ports.draw, deployment.manifest.retryWindowMs);
    if (lookMs < dueMs - drafts.slotMs) return ok(dueMs - drafts.slotMs);
    const draft = await draftFor(lane, gridTimeMs(dueMs, lookMs + drafts.slotMs, drafts.slotMs));
    if (!draft.ok) return draft;
    drafts.held.set(offer.id, draft.value);
    postponeMissed(drafts, ports.clock.nowMs());
  }
  const ready = drafts.held.get(offer.id);
  if (!ready || ready.sendMs > ports.clock.nowMs()) return ok(undefined);
  drafts.held.delete(offer.id);
  return spendAndSend(ports, deployment, lane, { ...ready, grants: how.grants });
}

async function draftFor(lane: Lane, sendMs: number): Promise<Result<Draft, ReportFault>> {
  if (sendMs >= lane.task.closesMs) return fail('task-closed', 'The task closes before this device\'s next turn');
  const measured = await lane.measure();
  return measured.ok ? ok({ ...measured.value, sendMs }) : measured;
}

async function spendAndSend(ports: FederationPorts, { policy, manifest }: Deployment, lane: Lane, { measurement, basis, grants }: Measured & Pick<Doing, 'grants'>): Promise<Result<LedgerEntry, ReportFault>> {
  const { task } = lane;
  const nowMs = ports.clock.nowMs();
  if (nowMs >= task.closesMs) return fail('task-closed', 'The task closed while this device worked for it');
  const grant = grantTo(grants, task);
  if (!grant) return fail('no-consent', 'Cannot contribute: the shopper has not agreed');
  const draft: LedgerEntry = { ...basis, atMs: nowMs, state: 'draft', reportId: '', body: new Uint8Array(0), url: reportsUrl(task.leader.url) };
  // Spent before bytes exist: a crash may over-report privacy spent, never under-report it.
  const spent = await ports.ledger.spend(draft, (entries) => budgetFault({ task, taskId: basis.taskId, rho: basis.rho }, entries, { policy, manifest, nowMs }), manifest.issuedMs);
  if (!spent.ok) return spent;
  const sealed = await lane.seal(measurement);
  if (!sealed.ok) {
    await ports.ledger.update({ ...draft, state: 'refused', refusal: sealed.fault.kind });
    return sealed;
  }
  const entry: LedgerEntry = { ...draft, ...sealed.value, state: 'sealed' };
  await ports.ledger.update(entry);
  return sendEntry(ports, grant, entry);
}
