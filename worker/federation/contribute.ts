import { grantFor, type Grant } from '#core/consent';
import { reportLength, reportsToCover } from '#core/fedavg';
import { budgetFault, checkTask, rhoOfReport } from '#core/privacy';
import { withStorageFaults, type LedgerEntry, type Manifest, type ReportFault, type Task, type TaskId } from '#core/protocol';
import { sealReport } from '#core/sealing';
import { fail, ok, type Result } from '#core/units';
import type { Deployment } from './deployment.ts';
import { createDrafts, gridTimeMs, postponeMissed, type Draft, type Drafts } from './drafts.ts';
import { reportsUrl, sendEntry, sendOutbox } from './outbox.ts';
import { TaskUnfit } from './pairs.ts';
import type { FederationPorts } from './ports.ts';
import { inDrawnOrder, loadModel, loadTask, reportTimeMs, type PublishedModel } from './published.ts';
import { measurementOf } from './measurement.ts';
import { TrainingStopped } from './stopped.ts';

/** Trains, or counts, on this device; gives what {@link trainLocally} gives, of the task's length. Rejects with TrainingStopped to abandon, with TaskUnfit to refuse. */
export type Train = (model: PublishedModel, task: Task) => Promise<Float32Array>;

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
 * Reports to every open task that policy, budget and consent allow, one at a time. Safe to call at any time and again
 * after any failure: spent budget is written before bytes exist, sealed bytes never change, and only those are sent again.
 * Overlapping calls of two tabs are kept apart by the caller's lock and, for the budget, by the ledger's transaction.
 *
 * @param drafts - kept by the caller between calls: a report leaves in a later call, at a time that consent, clock and draw
 * alone decide. Without them it leaves as soon as it is trained.
 */
export function contribute(ports: FederationPorts, deployment: Deployment, train: Train, drafts = createDrafts(0)): Promise<Result<Contribution, ReportFault>> {
  return withStorageFaults(() => contributeNow(ports, deployment, train, drafts));
}

async function contributeNow(ports: FederationPorts, deployment: Deployment, train: Train, drafts: Drafts): Promise<Result<Contribution, ReportFault>> {
  const lookMs = ports.clock.nowMs();
  const grant = grantFor(ports.grants(), 'federate');
  if (!grant) return fail('no-consent', 'Cannot contribute: the shopper has not agreed');
  const outbox = await sendOutbox(ports, grant);
  if (!outbox.ok) return outbox; // one report in flight at a time
  const acked = [...outbox.value];
  const refused: { task: TaskId; fault: ReportFault }[] = [];
  const waiting: number[] = [];
  for (const offer of inOrder(inDrawnOrder(deployment.manifest.tasks, ports.draw), drafts)) {
    const report = await reportTo(ports, deployment, offer, { train, grant, drafts, lookMs });
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
  readonly train: Train;
  readonly grant: Grant<'federate'>;
  readonly drafts: Drafts;
  /** When this look began: what the times of all its drafts are counted from, however long another took to train. */
  readonly lookMs: number;
}

/** One task: its entry once acknowledged, or the time at which to train for it; undefined while its draft waits. */
async function reportTo(ports: FederationPorts, deployment: Deployment, offer: Manifest['tasks'][number], how: Doing): Promise<Result<LedgerEntry | number | undefined, ReportFault>> {
  const { drafts, lookMs, grant } = how;
  const task = await loadTask(ports, deployment, offer);
  if (!task.ok) return task;
  const { policy, manifest } = deployment;
  const refusal = checkTask(task.value, offer.id, { policy, manifest, ledger: await ports.ledger.entries(), nowMs: ports.clock.nowMs() });
  if (refusal) {
    drafts.held.delete(offer.id);
    return { ok: false, fault: refusal };
  }
  if (!drafts.held.has(offer.id)) {
    const dueMs = reportTimeMs(task.value, offer.id, ports.draw, manifest.retryWindowMs);
    if (lookMs < dueMs - drafts.slotMs) return ok(dueMs - drafts.slotMs);
    const draft = await draftFor(ports, deployment, task.value, { ...how, sendMs: gridTimeMs(dueMs, lookMs + drafts.slotMs, drafts.slotMs) });
    if (!draft.ok) return draft;
    drafts.held.set(offer.id, draft.value);
    postponeMissed(drafts, ports.clock.nowMs());
  }
  const ready = drafts.held.get(offer.id);
  if (!ready || ready.sendMs > ports.clock.nowMs()) return ok(undefined);
  drafts.held.delete(offer.id);
  return spendAndSend(ports, deployment, { task: task.value, taskId: offer.id, measurement: ready.measurement, grant });
}

async function draftFor(ports: FederationPorts, deployment: Deployment, task: Task, { train, sendMs }: Doing & { readonly sendMs: number }): Promise<Result<Draft, ReportFault>> {
  if (sendMs >= task.closesMs) return fail('task-closed', 'The task closes before this device\'s next turn');
  const model = await loadModel(ports, deployment, task.model);
  if (!model.ok) return model;
  const measurement = await trainedMeasurement(ports, task, model.value, train);
  return measurement.ok ? ok({ measurement: measurement.value, sendMs }) : measurement;
}

async function trainedMeasurement(ports: FederationPorts, task: Task, model: PublishedModel, train: Train): Promise<Result<Int32Array, ReportFault>> {
  const isOffered = task.block < reportsToCover(model); // a block that the model lacks has no length
  if (!isOffered || task.length !== reportLength(model, task.block)) return fail('task-refused', `The task takes ${task.length} entries of block ${task.block}, which is no part of its model`);
  try {
    return measurementOf(ports, task, await train(model, task));
  } catch (error) {
    if (error instanceof TrainingStopped) return fail('busy', error.message);
    if (error instanceof TaskUnfit) return fail('task-refused', error.message);
    throw error;
  }
}

interface Ready {
  readonly task: Task;
  readonly taskId: TaskId;
  readonly measurement: Int32Array;
  readonly grant: Grant<'federate'>;
}

async function spendAndSend(ports: FederationPorts, deployment: Deployment, { task, taskId, measurement, grant }: Ready): Promise<Result<LedgerEntry, ReportFault>> {
  const nowMs = ports.clock.nowMs();
  if (nowMs >= task.closesMs) return fail('task-closed', 'The task closed while this device trained');
  const draft: LedgerEntry = {
    taskId, model: task.model, block: task.block, baseModel: task.baseModel, atMs: nowMs, rho: rhoOfReport(task),
    state: 'draft', reportId: '', body: new Uint8Array(0), url: reportsUrl(task.leader.url),
  };
  // Spent before bytes exist: a crash may over-report privacy spent, never under-report it.
  const spent = await ports.ledger.spend(draft, (entries) => budgetFault(task, taskId, entries, { policy: deployment.policy, manifest: deployment.manifest, nowMs }), deployment.manifest.issuedMs);
  if (!spent.ok) return spent;
  const sealed = await sealReport(ports, task, taskId, measurement);
  if (!sealed.ok) {
    await ports.ledger.update({ ...draft, state: 'refused', refusal: sealed.fault.kind });
    return sealed;
  }
  const entry: LedgerEntry = { ...draft, ...sealed.value, state: 'sealed' };
  await ports.ledger.update(entry);
  return sendEntry(ports, grant, entry);
}
