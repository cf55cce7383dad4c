import { floorFault } from '#core/privacy';
import { aggregateShareText, decodeTask, taskIdOf, type PolicyFile, type RoundRecord, type Task } from '#core/protocol';
import { parseKeyLine } from '#core/tlog';
import { contentHash, fail, fromHex, ok, toHex, type ContentHash, type Fault, type Result } from '#core/units';
import { notebook, type AuditCheck, type AuditPorts, type Notebook } from './check.ts';

/** One round to audit. */
export interface RoundAudit<Round extends RoundRecord = RoundRecord> extends AuditPorts {
  readonly record: Round;
  readonly policy: PolicyFile;
}

/** What the audit of any round came to. */
export interface RoundResult {
  readonly checks: readonly AuditCheck[];
  readonly ok: boolean;
}

/** Notes one check of a round. @param wrong - undefined where it holds */
export type Check = (id: string, title: string, wrong: string | undefined, right: string) => boolean;

/** The checks of one round, as they are noted. */
export function checksOf({ record }: Pick<RoundAudit, 'record'>, onCheck: ((check: AuditCheck) => void) | undefined): { readonly notes: Notebook; readonly check: Check; result(): RoundResult } {
  const notes = notebook(onCheck);
  return {
    notes,
    check: (id, title, wrong, right) => notes.note({ id, round: record.round, title, ok: wrong === undefined, detail: wrong ?? right }),
    result: () => ({ checks: notes.checks, ok: notes.checks.every((done) => done.ok) }),
  };
}

/** What both servers say of a round, and the helper's signature of its half: all that its entry in the log shows by itself. */
export async function checkCounts(audit: RoundAudit, check: Check): Promise<void> {
  const { record } = audit;
  check('counts', 'Reports counted by leader and by helper', countsWrong(record), `${record.leaderReports} reports, ids root ${record.leaderIdsRoot.slice(0, 12)}`);
  check('signature', 'The helper\'s signature of its share and its count', await signatureWrong(audit), `by the key in the policy, ${record.helperSignature.slice(0, 12)}`);
}

/** The sum against k. */
export function checkCohort({ record }: RoundAudit, { minBatch }: Task, check: Check): void {
  const enough = record.leaderReports >= minBatch;
  check('cohort', 'Devices in the sum, against the number promised', enough ? undefined : `${record.leaderReports} reports, promised at least ${minBatch}`, `${record.leaderReports} of at least ${minBatch}`);
}

/** The task that a record names, its bytes compared with its id. */
export async function loadTask(audit: RoundAudit): Promise<Result<Task, Fault>> {
  const bytes = await audit.load(`/v1/tasks/${audit.record.task}`);
  if (!bytes.ok) return bytes;
  const id = taskIdOf(bytes.value);
  if (id !== audit.record.task) return fail('changed', `The task's bytes hash to ${id.slice(0, 12)}, the record names ${audit.record.task.slice(0, 12)}`);
  return decodeTask(bytes.value);
}

/** What breaks the promise of a task of any kind: a floor, or a helper that the policy does not name. */
export function promiseWrong(task: Task, policy: PolicyFile): string | undefined {
  const fault = floorFault(task, policy);
  if (fault) return fault.message;
  return toHex(task.helper.hpkePublicKey) === policy.helperHpkeKey ? undefined : 'The task names a helper key that the policy does not';
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

/** Published files, each compared with its address. */
export async function loadFiles<Name extends string>({ load }: AuditPorts, wanted: readonly (readonly [name: Name, folder: string, hash: ContentHash])[]): Promise<Result<Record<Name, Uint8Array>, Fault>> {
  const files: Partial<Record<Name, Uint8Array>> = {};
  const loaded = await Promise.all(wanted.map(([, folder, hash]) => load(`${folder}/${hash}`)));
  for (const [i, [name, folder, hash]] of wanted.entries()) {
    const bytes = loaded[i] ?? fail('missing', `${folder}/${hash} was not loaded`);
    if (!bytes.ok) return bytes;
    const found = contentHash(bytes.value);
    if (found !== hash) return fail('changed', `${folder}/${hash.slice(0, 12)} holds other bytes: they hash to ${found.slice(0, 12)}`);
    files[name] = bytes.value;
  }
  return ok(files as Record<Name, Uint8Array>);
}
