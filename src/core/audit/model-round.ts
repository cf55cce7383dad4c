import { decodeModel, firstState, stepFiles, type SteppedFiles } from '#core/fedavg';
import { epsilonOf, floorFault, noiseToSignal, rhoOfReport } from '#core/privacy';
import { updateLength, type ModelRound, type ModelTask } from '#core/protocol';
import { contentHash, equalBytes, fail, ok, type ContentHash, type Fault, type Result } from '#core/units';
import { vdafOfTask } from '#core/vdaf';
import type { AuditCheck, AuditedModelRound, ChainHead } from './check.ts';
import { checkCohort, checkCounts, checksOf, loadFiles, loadTask, promiseWrong, type Check, type RoundAudit, type RoundResult } from './round.ts';
import { auditedVerdict, verdictText, verdictWrong, type AuditedVerdict } from './verdict.ts';

/** One round of a model to audit. */
export interface ModelAudit extends RoundAudit<ModelRound> {
  /** What the log says the model was before; absent to take the record's word, as when one round is audited alone. */
  readonly before?: ChainHead | undefined;
}

/** What one round of a model came to, by this audit. */
export type ModelRoundResult = RoundResult & Pick<AuditedModelRound, 'task' | 'epsilon' | 'verdict'>;

const NOTHING_READ = { task: undefined, epsilon: undefined, verdict: undefined };

/** A round as far as a copy of the log shows it, without its files: counts, the helper's signature, and what it goes on from. */
export async function auditModelRecord(audit: ModelAudit, onCheck?: (check: AuditCheck) => void): Promise<ModelRoundResult> {
  const { check, result } = checksOf(audit, onCheck);
  await checkCounts(audit, check);
  check('chain', 'Model and state that the round starts from', chainWrong(audit), `model ${audit.record.modelBefore.slice(0, 12)}`);
  return { ...result(), ...NOTHING_READ };
}

/** Recomputes one round from its published files: promise, counts, noise bookkeeping, and the model step bit for bit. */
export async function auditModelRound(audit: ModelAudit, onCheck?: (check: AuditCheck) => void): Promise<ModelRoundResult> {
  const { record } = audit;
  const { check, result } = checksOf(audit, onCheck);

  const loaded = await loadTask(audit);
  const task = loaded.ok && loaded.value.kind === 'model' ? loaded.value : undefined;
  check('promise', 'Task of the round, by its id and every floor', loaded.ok ? (task ? taskWrong(task, audit) : 'The task is a measurement, the record says a model') : loaded.fault.message, `task ${record.task.slice(0, 12)}`);
  await checkCounts(audit, check);
  if (!task) return { ...result(), ...NOTHING_READ };

  const rho = rhoOfReport(task);
  const epsilon = epsilonOf(rho, task.dpDelta);
  checkCohort(audit, task, check);
  check('privacy', 'Privacy cost, from the noise', accountWrong(record, task, rho), `rho ${rho}, epsilon ${epsilon.toFixed(3)} at delta ${task.dpDelta}`);
  check('chain', 'Model and state that the round starts from', chainWrong(audit), `model ${record.modelBefore.slice(0, 12)}`);
  const broken = floorFault(task, audit.policy); // a step under a broken promise is not worth recomputing, and may not be computable
  const replay = broken ? fail('refused', 'Not recomputed: the task breaks its promise') : await replayStep(audit, task);
  if (replay.ok) checkVerdict(record, replay.value.verdict, check);
  const { outcome, modelAfter, stateAfter } = record;
  check('step', 'Model step, recomputed here', replay.ok ? stepWrong(record, replay.value.stepped) : replay.fault.message, `${outcome}: model ${modelAfter.slice(0, 12)}, state ${stateAfter.slice(0, 12)}, bit for bit as published`);
  return { ...result(), task, epsilon, verdict: replay.ok ? replay.value.verdict : undefined };
}

function taskWrong(task: ModelTask, { record, policy }: ModelAudit): string | undefined {
  const broken = promiseWrong(task, policy);
  if (broken !== undefined) return broken;
  if (task.model !== record.model) return `The task trains ${task.model}, the record says ${record.model}`;
  return task.baseModel === record.modelBefore ? undefined : `The task names base model ${task.baseModel.slice(0, 12)}, the record starts from ${record.modelBefore.slice(0, 12)}`;
}

function accountWrong(record: ModelRound, task: ModelTask, rho: number): string | undefined {
  if (record.rho !== rho) return `The record says rho ${record.rho}, the noise says ${rho}`;
  const ratio = noiseToSignal({ ...task, length: updateLength(task) }, record.leaderReports);
  return record.noiseToSignal === ratio ? undefined : `The record says noise-to-signal ${record.noiseToSignal}, the formula ${ratio}`;
}

function chainWrong({ record, before }: ModelAudit): string | undefined {
  if (!before) return undefined;
  if (before.model !== record.modelBefore) return `It starts from model ${record.modelBefore.slice(0, 12)}, the log ended with ${before.model.slice(0, 12)}`;
  if (before.state !== undefined && before.state !== record.stateBefore) return `It starts from state ${record.stateBefore.slice(0, 12)}, the last round ended with ${before.state.slice(0, 12)}`;
  return undefined;
}

function loadStepFiles({ record, ...ports }: ModelAudit): Promise<Result<Record<'model' | 'state' | 'leader' | 'helper' | 'modelAfter' | 'stateAfter', Uint8Array>, Fault>> {
  return loadFiles(ports, [
    ['model', '/v1/models', record.modelBefore], ['state', '/v1/states', record.stateBefore], ['leader', '/v1/shares', record.leaderShare],
    ['helper', '/v1/shares', record.helperShare], ['modelAfter', '/v1/models', record.modelAfter], ['stateAfter', '/v1/states', record.stateAfter],
  ]);
}

/** Only a round with a candidate has anything to say of one: the sum of verdicts is read from both noised shares, and decided over again. */
function checkVerdict(record: ModelRound, verdict: AuditedVerdict | undefined, check: Check): void {
  const wrong = verdictWrong(record, verdict);
  if (!verdict && wrong === undefined) return;
  const moved = record.outcome === 'rolled-back' ? `; back from model ${record.modelBefore.slice(0, 12)} to ${record.modelAfter.slice(0, 12)}` : '';
  check('verdict', 'Verdict on the candidate, decided again from the published sums', wrong, verdict ? `${verdictText(verdict)}${moved}` : '');
}

/** A step as it is recomputed here, and the verdict in the sum it was made of. */
interface Replay {
  readonly stepped: SteppedFiles;
  readonly verdict: AuditedVerdict | undefined;
}

/** Runs the server step again, from the published files alone. */
async function replayStep(audit: ModelAudit, task: ModelTask): Promise<Result<Replay, Fault>> {
  const { record } = audit;
  const files = await loadStepFiles(audit);
  if (!files.ok) return files;
  const model = decodeModel(files.value.model);
  if (!model.ok) return model;
  if (audit.before && audit.before.state === undefined && !equalBytes(files.value.state, firstState(model.value))) {
    return fail('mismatch', 'The first round of this model does not start from an empty state');
  }
  const vdaf = vdafOfTask(task, audit);
  if (!vdaf.ok) return vdaf;
  const leader = vdaf.value.decodeShare(files.value.leader);
  if (!leader.ok) return leader;
  const helper = vdaf.value.decodeShare(files.value.helper);
  if (!helper.ok) return helper;
  if (record.leaderReports < 1) return fail('mismatch', 'The round holds no report, so it has no mean');
  const sum = vdaf.value.unshard([leader.value, helper.value], record.leaderReports);
  const stepped = stepFiles({ task, model: files.value.model, state: files.value.state, sum, reports: record.leaderReports });
  if (!stepped.ok) return stepped;
  const { verdict } = stepped.value;
  return ok({ stepped: stepped.value, verdict: verdict && auditedVerdict(verdict, { sum: sum.at(-1) ?? 0, reports: record.leaderReports, task }) });
}

/** How a published step is not the recomputed one; undefined where it is, to the bit. */
function stepWrong(record: ModelRound, { outcome, verdict, model, state }: SteppedFiles): string | undefined {
  if (outcome !== record.outcome) return `The step, recomputed, is "${outcome}"; the record says "${record.outcome}"`;
  if (verdict?.surplus !== record.verdict?.surplus) return `The verdict on the candidate, recomputed, is ${verdict?.surplus ?? 'none'}; the record says ${record.verdict?.surplus ?? 'none'}`;
  const [modelAfter, stateAfter] = [contentHash(model), contentHash(state)];
  if (modelAfter !== record.modelAfter) return differs('model', modelAfter, record.modelAfter);
  return stateAfter === record.stateAfter ? undefined : differs('state', stateAfter, record.stateAfter);
}

const differs = (what: string, recomputed: ContentHash, published: ContentHash): string => `The ${what}, recomputed, is ${recomputed.slice(0, 12)}; published is ${published.slice(0, 12)}`;
