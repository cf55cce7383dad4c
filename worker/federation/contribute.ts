import { grantFor, type Grant } from '#core/consent';
import { budgetFault, checkTask, rhoOfReport } from '#core/privacy';
import { withStorageFaults, type LedgerEntry, type Manifest, type ReportFault, type Task, type TaskId } from '#core/protocol';
import { fail, ok, type Result } from '#core/units';
import type { Deployment } from './deployment.ts';
import { reportsUrl, sendEntry, sendOutbox } from './outbox.ts';
import type { FederationPorts } from './ports.ts';
import { loadModel, loadTask, reportTimeMs, type PublishedModel } from './published.ts';
import { measurementOf, sealReport } from './seal.ts';
import { TrainingStopped } from './train.ts';

/** Trains on this device; the delta has the task's length. Rejects with TrainingStopped to abandon. */
export type Train = (model: PublishedModel) => Promise<Float32Array>;

/** What one visit to the federation did. */
export interface Contribution {
  /** Reports the leader made durable, new and left over ones. */
  readonly acked: readonly LedgerEntry[];
  /** Why each open task got no report, in the manifest's order. None of these is a bug. */
  readonly refused: readonly { readonly task: TaskId; readonly fault: ReportFault }[];
  /** When a task that is not due yet becomes so, ms since 1970; undefined where none is waiting. */
  readonly nextMs: number | undefined;
}

/**
 * Reports to every open task that policy, budget and consent allow, one at a time. Safe to call at any time and again
 * after any failure: spent budget is written before bytes exist, sealed bytes never change, and only those are sent again.
 * Overlapping calls of two tabs are kept apart by the caller's lock and, for the budget, by the ledger's transaction.
 */
export function contribute(ports: FederationPorts, deployment: Deployment, train: Train): Promise<Result<Contribution, ReportFault>> {
  return withStorageFaults(() => contributeNow(ports, deployment, train));
}

async function contributeNow(ports: FederationPorts, deployment: Deployment, train: Train): Promise<Result<Contribution, ReportFault>> {
  const grant = grantFor(ports.grants(), 'federate');
  if (!grant) return fail('no-consent', 'Cannot contribute: the shopper has not agreed');
  const outbox = await sendOutbox(ports, grant);
  if (!outbox.ok) return outbox; // one report in flight at a time
  const acked = [...outbox.value];
  const refused: { task: TaskId; fault: ReportFault }[] = [];
  const waiting: number[] = [];
  for (const offer of deployment.manifest.tasks) {
    const report = await reportTo(ports, deployment, offer, { train, grant });
    if (!report.ok) refused.push({ task: offer.id, fault: report.fault });
    else if (typeof report.value === 'number') waiting.push(report.value);
    else acked.push(report.value);
  }
  return ok({ acked, refused, nextMs: waiting.length > 0 ? Math.min(...waiting) : undefined });
}

/** One task: its entry once acknowledged, or the time at which this device's turn comes. */
async function reportTo(
  ports: FederationPorts, deployment: Deployment, offer: Manifest['tasks'][number], how: { readonly train: Train; readonly grant: Grant<'federate'> },
): Promise<Result<LedgerEntry | number, ReportFault>> {
  const task = await loadTask(ports, deployment, offer);
  if (!task.ok) return task;
  const { policy, manifest } = deployment;
  const refusal = checkTask(task.value, offer.id, { policy, manifest, ledger: await ports.ledger.entries(), nowMs: ports.clock.nowMs() });
  if (refusal) return { ok: false, fault: refusal };
  const dueMs = reportTimeMs(task.value, offer.id, ports.draw, manifest.retryWindowMs);
  if (ports.clock.nowMs() < dueMs) return ok(dueMs);
  const model = await loadModel(ports, deployment, task.value.model);
  if (!model.ok) return model;
  const measurement = await trainedMeasurement(ports, task.value, model.value, how.train);
  if (!measurement.ok) return measurement;
  return spendAndSend(ports, deployment, { task: task.value, taskId: offer.id, measurement: measurement.value, grant: how.grant });
}

async function trainedMeasurement(ports: FederationPorts, task: Task, model: PublishedModel, train: Train): Promise<Result<Int32Array, ReportFault>> {
  if (model.weights.length !== task.length) return fail('task-refused', `The task takes ${task.length} entries, its model has ${model.weights.length}`);
  try {
    return measurementOf(ports, task, await train(model));
  } catch (error) {
    if (error instanceof TrainingStopped) return fail('busy', error.message);
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
  const spent = await ports.ledger.spend(draft, (entries) => budgetFault(task, taskId, entries, { policy: deployment.policy, nowMs }), deployment.manifest.issuedMs);
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
