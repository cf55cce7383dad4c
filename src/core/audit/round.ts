import { decodeModel, firstState, stepFiles, type SteppedFiles } from '#core/fedavg';
import { epsilonOf, floorFault, noiseToSignal, rhoOfReport } from '#core/privacy';
import { aggregateShareText, decodeTask, taskIdOf, updateLength, type PolicyFile, type RoundRecord, type Task } from '#core/protocol';
import { parseKeyLine } from '#core/tlog';
import { contentHash, equalBytes, fail, fromHex, ok, toHex, type ContentHash, type Fault, type Result } from '#core/units';
import { vdafOfTask } from '#core/vdaf';
import { notebook, type AuditCheck, type AuditPorts, type ChainHead, type Notebook } from './check.ts';
import { auditedVerdict, verdictText, verdictWrong, type AuditedVerdict } from './verdict.ts';

/** One round to audit. */
export interface RoundAudit extends AuditPorts {
  readonly record: RoundRecord;
  readonly policy: PolicyFile;
  /** What the log says the model was before; absent to take the record's word, as when one round is audited alone. */
  readonly before?: ChainHead | undefined;
}

/** What one round came to, by this audit. */
export interface RoundAuditResult {
  readonly checks: readonly AuditCheck[];
  readonly ok: boolean;
  readonly task: Task | undefined;
  readonly epsilon: number | undefined;
  /** How its devices judged the candidate, as the sums say; undefined where none was judged or nothing could be recomputed. */
  readonly verdict: AuditedVerdict | undefined;
}

type Check = (id: string, title: string, wrong: string | undefined, right: string) => boolean;

function checksOf({ record }: RoundAudit, onCheck: ((check: AuditCheck) => void) | undefined): { readonly notes: Notebook; readonly check: Check } {
  const notes = notebook(onCheck);
  return { notes, check: (id, title, wrong, right) => notes.note({ id, round: record.round, title, ok: wrong === undefined, detail: wrong ?? right }) };
}

/** What both servers say of a round, and the helper's signature of its half: all that its entry in the log shows by itself. */
async function checkCounts(audit: RoundAudit, check: Check): Promise<void> {
  const { record } = audit;
  check('counts', 'Reports counted by leader and by helper', countsWrong(record), `${record.leaderReports} reports, ids root ${record.leaderIdsRoot.slice(0, 12)}`);
  check('signature', 'The helper\'s signature of its share and its count', await signatureWrong(audit), `by the key in the policy, ${record.helperSignature.slice(0, 12)}`);
}

/** A round as far as a copy of the log shows it, without its files: counts, the helper's signature, and what it goes on from. */
export async function auditRecord(audit: RoundAudit, onCheck?: (check: AuditCheck) => void): Promise<RoundAuditResult> {
  const { notes, check } = checksOf(audit, onCheck);
  await checkCounts(audit, check);
  check('chain', 'Model and state that the round starts from', chainWrong(audit), `model ${audit.record.modelBefore.slice(0, 12)}`);
  return { checks: notes.checks, ok: notes.checks.every((done) => done.ok), task: undefined, epsilon: undefined, verdict: undefined };
}

/** Recomputes one round from its published files: promise, counts, noise bookkeeping, and the model step bit for bit. */
export async function auditRound(audit: RoundAudit, onCheck?: (check: AuditCheck) => void): Promise<RoundAuditResult> {
  const { record } = audit;
  const { notes, check } = checksOf(audit, onCheck);

  const task = await loadTask(audit);
  check('promise', 'Task of the round, by its id and every floor', task.ok ? taskWrong(task.value, audit) : task.fault.message, `task ${record.task.slice(0, 12)}`);
  await checkCounts(audit, check);
  if (!task.ok) return { checks: notes.checks, ok: false, task: undefined, epsilon: undefined, verdict: undefined };

  const rho = rhoOfReport(task.value);
  const epsilon = epsilonOf(rho, task.value.dpDelta);
  const enough = record.leaderReports >= task.value.minBatch;
  check('cohort', 'Devices in the sum, against the number promised', enough ? undefined : `${record.leaderReports} reports, promised at least ${task.value.minBatch}`, `${record.leaderReports} of at least ${task.value.minBatch}`);
  check('privacy', 'Privacy cost, from the noise', accountWrong(record, task.value, rho), `rho ${rho}, epsilon ${epsilon.toFixed(3)} at delta ${task.value.dpDelta}`);
  check('chain', 'Model and state that the round starts from', chainWrong(audit), `model ${record.modelBefore.slice(0, 12)}`);
  const kept = floorFault(task.value, audit.policy); // a step under a broken promise is not worth recomputing, and may not be computable
  const replay = kept ? fail('refused', 'Not recomputed: the task breaks its promise') : await replayStep(audit, task.value);
  if (replay.ok) checkVerdict(record, replay.value.verdict, check);
  const { outcome, modelAfter, stateAfter } = record;
  check('step', 'Model step, recomputed here', replay.ok ? stepWrong(record, replay.value.stepped) : replay.fault.message, `${outcome}: model ${modelAfter.slice(0, 12)}, state ${stateAfter.slice(0, 12)}, bit for bit as published`);
  return { checks: notes.checks, ok: notes.checks.every((done) => done.ok), task: task.value, epsilon, verdict: replay.ok ? replay.value.verdict : undefined };
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

/** Only a round with a candidate has anything to say of one: the sum of verdicts is read from both noised shares, and decided over again. */
function checkVerdict(record: RoundRecord, verdict: AuditedVerdict | undefined, check: Check): void {
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
async function replayStep(audit: RoundAudit, task: Task): Promise<Result<Replay, Fault>> {
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
function stepWrong(record: RoundRecord, { outcome, verdict, model, state }: SteppedFiles): string | undefined {
  if (outcome !== record.outcome) return `The step, recomputed, is "${outcome}"; the record says "${record.outcome}"`;
  if (verdict?.surplus !== record.verdict?.surplus) return `The verdict on the candidate, recomputed, is ${verdict?.surplus ?? 'none'}; the record says ${record.verdict?.surplus ?? 'none'}`;
  const [modelAfter, stateAfter] = [contentHash(model), contentHash(state)];
  if (modelAfter !== record.modelAfter) return differs('model', modelAfter, record.modelAfter);
  return stateAfter === record.stateAfter ? undefined : differs('state', stateAfter, record.stateAfter);
}

const differs = (what: string, recomputed: ContentHash, published: ContentHash): string => `The ${what}, recomputed, is ${recomputed.slice(0, 12)}; published is ${published.slice(0, 12)}`;
