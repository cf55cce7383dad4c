import { decodeModel, firstState, stepFiles, type GateResult } from '#core/fedavg';
import { epsilonOf, floorFault, noiseToSignal, rhoOfReport } from '#core/privacy';
import { aggregateShareText, decodeTask, taskIdOf, updateLength, type PolicyFile, type RoundRecord, type Task } from '#core/protocol';
import { parseKeyLine } from '#core/tlog';
import { contentHash, equalBytes, fail, fromHex, ok, toHex, type ContentHash, type Fault, type Result } from '#core/units';
import { vdafOfTask } from '#core/vdaf';
import { notebook, type AuditCheck, type AuditPorts, type ChainHead } from './check.ts';

/** One round to audit. */
export interface RoundAudit extends AuditPorts {
  readonly record: RoundRecord;
  readonly policy: PolicyFile;
  /** What the log says the model was before; absent to take the record's word, as when one round is audited alone. */
  readonly before?: ChainHead | undefined;
}

export interface RoundAuditResult {
  readonly checks: readonly AuditCheck[];
  readonly ok: boolean;
  readonly task: Task | undefined;
  readonly epsilon: number | undefined;
  /** Devices that found the candidate better, less those that found it worse, as a share of all; noised. Undefined where none was judged. */
  readonly surplus: number | undefined;
}

/** Recomputes one round from its published files: promise, counts, noise bookkeeping, and the model step bit for bit. */
export async function auditRound(audit: RoundAudit, onCheck?: (check: AuditCheck) => void): Promise<RoundAuditResult> {
  const { record } = audit;
  const notes = notebook(onCheck);
  const check = (id: string, title: string, wrong: string | undefined, right: string): boolean =>
    notes.note({ id, round: record.round, title, ok: wrong === undefined, detail: wrong ?? right });

  const task = await loadTask(audit);
  check('promise', 'The task is the one in the log and keeps every floor', task.ok ? taskWrong(task.value, audit) : task.fault.message, `task ${record.task.slice(0, 12)}`);
  check('counts', 'Leader and helper counted the same reports', countsWrong(record), `${record.leaderReports} reports, ids root ${record.leaderIdsRoot.slice(0, 12)}`);
  check('signature', 'The helper signed its share and its count', await signatureWrong(audit), `by the key in the policy, ${record.helperSignature.slice(0, 12)}`);
  if (!task.ok) return { checks: notes.checks, ok: false, task: undefined, epsilon: undefined, surplus: undefined };

  const rho = rhoOfReport(task.value);
  const epsilon = epsilonOf(rho, task.value.dpDelta);
  const enough = record.leaderReports >= task.value.minBatch;
  check('cohort', 'No sum of fewer devices than promised was opened', enough ? undefined : `${record.leaderReports} reports, promised at least ${task.value.minBatch}`, `${record.leaderReports} of at least ${task.value.minBatch}`);
  check('privacy', 'The privacy cost is what the noise says', accountWrong(record, task.value, rho), `rho ${rho}, epsilon ${epsilon.toFixed(3)} at delta ${task.value.dpDelta}`);
  check('chain', 'The round starts from the model and state the log ended with', chainWrong(audit), `model ${record.modelBefore.slice(0, 12)}`);
  const kept = floorFault(task.value, audit.policy); // a step under a broken promise is not worth recomputing, and may not be computable
  const step = kept ? fail('refused', 'Not recomputed: the task breaks its promise') : await replayStep(audit, task.value);
  check('step', 'The model step, recomputed here, gives the published bytes', step.ok ? undefined : step.fault.message, stepText(record, step.ok ? step.value : undefined));
  return { checks: notes.checks, ok: notes.checks.every((done) => done.ok), task: task.value, epsilon, surplus: step.ok ? step.value?.surplus : undefined };
}

async function loadTask(audit: RoundAudit): Promise<Result<Task, Fault>> {
  const bytes = await audit.load(`/v1/tasks/${audit.record.task}`);
  if (!bytes.ok) return bytes;
  const id = taskIdOf(bytes.value);
  if (id !== audit.record.task) return fail('changed', `The task's bytes hash to ${id.slice(0, 12)}, the record names ${audit.record.task.slice(0, 12)}`);
  return decodeTask(bytes.value);
}

function taskWrong(task: Task, { record, policy }: RoundAudit): string | undefined {
  const fault = floorFault(task, policy);
  if (fault) return fault.message;
  if (toHex(task.helper.hpkePublicKey) !== policy.helperHpkeKey) return 'The task names a helper key that the policy does not';
  if (task.model !== record.model) return `The task trains ${task.model}, the record says ${record.model}`;
  if (task.baseModel !== record.modelBefore) return `The task names base model ${task.baseModel.slice(0, 12)}, the record starts from ${record.modelBefore.slice(0, 12)}`;
  return undefined;
}

function countsWrong(record: RoundRecord): string | undefined {
  if (record.leaderReports !== record.helperReports) return `The leader counted ${record.leaderReports} reports, the helper ${record.helperReports}`;
  if (record.leaderIdsRoot !== record.helperIdsRoot) return 'Leader and helper counted different reports: their roots of report ids differ';
  return record.closedMs < record.openedMs ? 'The round closed before it opened' : undefined;
}

/** Everything the record says of the helper is the leader's word until the helper's own key has signed it. */
async function signatureWrong({ record, policy, ed25519 }: RoundAudit): Promise<string | undefined> {
  const key = parseKeyLine(policy.helperKey);
  if (!key.ok) return key.fault.message;
  const text = aggregateShareText({ taskId: record.task, reports: record.helperReports, idsRoot: record.helperIdsRoot, share: record.helperShare });
  const holds = await ed25519.verify(key.value.publicKey, text, fromHex(record.helperSignature));
  return holds ? undefined : `Share ${record.helperShare.slice(0, 12)} of ${record.helperReports} reports is not signed by the helper's key`;
}

function accountWrong(record: RoundRecord, task: Task, rho: number): string | undefined {
  if (record.rho !== rho) return `The record says rho ${record.rho}, the noise says ${rho}`;
  const ratio = noiseToSignal({ ...task, length: updateLength(task) }, record.leaderReports);
  return record.noiseToSignal === ratio ? undefined : `The record says noise-to-signal ${record.noiseToSignal}, the formula ${ratio}`;
}

function chainWrong({ record, before }: RoundAudit): string | undefined {
  if (!before) return undefined;
  if (before.model !== record.modelBefore) return `It starts from model ${record.modelBefore.slice(0, 12)}, the log ended with ${before.model.slice(0, 12)}`;
  if (before.state !== undefined && before.state !== record.stateBefore) return `It starts from state ${record.stateBefore.slice(0, 12)}, the last round ended with ${before.state.slice(0, 12)}`;
  return undefined;
}

/** The five published files of a step, each compared with its address. */
async function loadStepFiles({ load, record }: RoundAudit): Promise<Result<Record<'model' | 'state' | 'leader' | 'helper' | 'modelAfter' | 'stateAfter', Uint8Array>, Fault>> {
  const wanted = [
    ['model', '/v1/models', record.modelBefore], ['state', '/v1/states', record.stateBefore], ['leader', '/v1/shares', record.leaderShare],
    ['helper', '/v1/shares', record.helperShare], ['modelAfter', '/v1/models', record.modelAfter], ['stateAfter', '/v1/states', record.stateAfter],
  ] as const;
  const files: Partial<Record<(typeof wanted)[number][0], Uint8Array>> = {};
  const loaded = await Promise.all(wanted.map(([, folder, hash]) => load(`${folder}/${hash}`)));
  for (const [i, [name, folder, hash]] of wanted.entries()) {
    const bytes = loaded[i] ?? fail('missing', `${folder}/${hash} was not loaded`);
    if (!bytes.ok) return bytes;
    const found = contentHash(bytes.value);
    if (found !== hash) return fail('changed', `${folder}/${hash.slice(0, 12)} holds other bytes: they hash to ${found.slice(0, 12)}`);
    files[name] = bytes.value;
  }
  return ok(files as Record<(typeof wanted)[number][0], Uint8Array>);
}

/** What the step did, with the devices' verdict on the candidate it began with. */
function stepText({ outcome, modelAfter, stateAfter }: RoundRecord, verdict: GateResult | undefined): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const judged = verdict ? `, the candidate ${verdict.outcome === 'confirmed' ? 'confirmed' : 'dropped'}, a surplus of ${percent(verdict.surplus)} of devices finding it better` : '';
  return `${outcome}${judged}: model ${modelAfter.slice(0, 12)}, state ${stateAfter.slice(0, 12)}`;
}

/** Gives back the verdict on the candidate, where the model had one. */
async function replayStep(audit: RoundAudit, task: Task): Promise<Result<GateResult | undefined, Fault>> {
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
  if (stepped.value.outcome !== record.outcome) return fail('mismatch', `The step, recomputed, is "${stepped.value.outcome}"; the record says "${record.outcome}"`);
  const surplus = stepped.value.verdict?.surplus;
  if (surplus !== record.verdict?.surplus) return fail('mismatch', `The verdict on the candidate, recomputed, is ${surplus ?? 'none'}; the record says ${record.verdict?.surplus ?? 'none'}`);
  const modelAfter = contentHash(stepped.value.model);
  if (modelAfter !== record.modelAfter) return fail('mismatch', differs('model', modelAfter, record.modelAfter));
  const stateAfter = contentHash(stepped.value.state);
  return stateAfter === record.stateAfter ? ok(stepped.value.verdict) : fail('mismatch', differs('state', stateAfter, record.stateAfter));
}

const differs = (what: string, recomputed: ContentHash, published: ContentHash): string => `The ${what}, recomputed, is ${recomputed.slice(0, 12)}; published is ${published.slice(0, 12)}`;
