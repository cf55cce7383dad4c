import { MAX_REPORT_BYTES, uploadBytes, VERDICT_ENTRIES, type LedgerEntry, type Manifest, type PolicyFile, type ReportFault, type Task, type TaskId } from '#core/protocol';
import { DAY_MS, toHex, WEEK_MS, YEAR_MS } from '#core/units';
import { checkVdaf, vdafForTask } from '#core/vdaf';
import { rhoOfReport, spentRho } from './accountant.ts';
import { MAX_VARIANCE } from './discrete-gaussian.ts';
import { floorsUnder, type Floors } from './floors.ts';
import { movedOutUntilMs } from './moved.ts';

/** What a device knows when it looks at a task. */
export interface TaskCircumstances {
  readonly policy: PolicyFile;
  /** Entries without that of the task's own retry. */
  readonly ledger: readonly LedgerEntry[];
  readonly nowMs: number;
  readonly manifest: Manifest;
}

/** A task that stays open longer lets its leader wait for a convenient batch. */
const MAX_WINDOW_MS = WEEK_MS;

/**
 * Whether this device may report to `task`: every floor of its own, its policy and its budget. Undefined is yes.
 * Inclusion of the task in the log and the hash of its bytes are checked before, where they are loaded.
 */
export function checkTask(task: Task, taskId: TaskId, circumstances: TaskCircumstances): ReportFault | undefined {
  const floors = floorsUnder(circumstances.policy);
  return shapeFault(task, floors)
    ?? noiseFault(task, floors)
    ?? proofFault(task, floors)
    ?? partyFault(task, circumstances.policy)
    ?? offerFault(task, taskId, circumstances)
    ?? budgetFault(task, taskId, circumstances.ledger, circumstances);
}

/** Whether `ledger` leaves room for one report to `task` now; called again inside the ledger's transaction. */
export function budgetFault(task: Task, taskId: TaskId, ledger: readonly LedgerEntry[], now: Pick<TaskCircumstances, 'policy' | 'nowMs'> & { readonly manifest: Pick<Manifest, 'issuedMs'> }): ReportFault | undefined {
  const floors = floorsUnder(now.policy);
  const movedUntilMs = movedOutUntilMs(ledger);
  // By the signed time too: a clock that jumps ahead must not bring a device back that was moved from.
  if (movedUntilMs !== undefined && Math.min(now.nowMs, now.manifest.issuedMs) < movedUntilMs) return { kind: 'moved', message: 'The shopper has moved to another device, which counts what was spent here' };
  for (const entry of ledger) {
    if (entry.taskId === taskId) return { kind: 'already-reported', message: `This device has reported to task ${taskId.slice(0, 8)}: one report a task` };
    const sameBase = entry.baseModel === task.baseModel && entry.block === task.block;
    if (sameBase && Math.abs(now.nowMs - entry.atMs) < DAY_MS) return { kind: 'already-reported', message: 'This device has reported on the same base model and block within a day' };
  }
  const rho = rhoOfReport(task);
  const week = spentRho(ledger, now.nowMs, WEEK_MS);
  if (week + rho > floors.weekRho) return { kind: 'budget-spent', message: `This report costs rho ${rho}; ${week} of ${floors.weekRho} is spent this week` };
  const year = spentRho(ledger, now.nowMs, YEAR_MS);
  if (year + rho > floors.yearRho) return { kind: 'budget-spent', message: `This report costs rho ${rho}; ${year} of ${floors.yearRho} is spent this year` };
  return undefined;
}

/** Floors that only the task decides: what a helper, too, asks of every task before it takes part. */
export function floorFault(task: Task, policy: Pick<PolicyFile, 'floors'> = {}): ReportFault | undefined {
  const floors = floorsUnder(policy);
  return shapeFault(task, floors) ?? noiseFault(task, floors) ?? proofFault(task, floors);
}

function shapeFault(task: Task, floors: Floors): ReportFault | undefined {
  const [minLength, maxLength] = [1 + VERDICT_ENTRIES[task.model], floors.maxLength[task.model]];
  if (!Number.isSafeInteger(task.length) || task.length < minLength || task.length > maxLength) return refused(`a report of ${task.length} entries, wanted ${minLength} to ${maxLength}`);
  if (!(task.minBatch >= floors.minBatch)) return refused(`its batch of ${task.minBatch} is below ${floors.minBatch}`);
  if (!(task.clipNorm > 0 && task.clipNorm < Infinity)) return refused(`its clip norm ${task.clipNorm} is no bound`);
  if (!(task.closesMs > task.opensMs && task.closesMs - task.opensMs <= MAX_WINDOW_MS)) return refused('its window is empty or longer than a week');
  return undefined;
}

function noiseFault(task: Task, floors: Floors): ReportFault | undefined {
  if (task.integerNorm !== floors.integerNorm) return refused(`its integer norm ${task.integerNorm} is not ${floors.integerNorm}`);
  const { numerator, denominator } = task.noiseVariance;
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || numerator < 1 || denominator < 1) return refused('its noise variance is no fraction of positive integers');
  // σ²·16 ≥ (4zB)²·… in integers, because a float could round a lie up to the floor; policies may ask for sixteenths.
  const wanted = Math.ceil(16 * floors.minNoiseMultiplier * floors.minNoiseMultiplier) * floors.integerNorm * floors.integerNorm;
  if (16n * BigInt(numerator) < BigInt(wanted) * BigInt(denominator)) return refused(`its noise variance ${numerator}/${denominator} is below z = ${floors.minNoiseMultiplier}`);
  if (BigInt(numerator) > BigInt(MAX_VARIANCE) * BigInt(denominator)) return refused(`its noise variance ${numerator}/${denominator} is more than any server draws, so its batch would never open`);
  if (!(task.dpDelta > 0 && task.dpDelta <= floors.maxDelta)) return refused(`its delta ${task.dpDelta} is above ${floors.maxDelta}`);
  if (task.adjacency !== 'zero-out') return refused(`its adjacency ${String(task.adjacency)} is unknown here`);
  return undefined;
}

/** What bounds one device's part of a sum, and with it the noise that hides it. */
function proofFault(task: Task, floors: Floors): ReportFault | undefined {
  const { name, numProofs, numProofsNormEquality } = task.vdaf;
  if (name !== floors.vdaf) return refused(`its VDAF "${name.slice(0, 40)}" is not ${floors.vdaf}`);
  if (!(numProofs >= floors.minProofs)) return refused(`its ${numProofs} proofs are fewer than ${floors.minProofs}`);
  if (!(numProofsNormEquality >= floors.minProofsNormEquality)) return refused(`its ${numProofsNormEquality} proofs of the norm are fewer than ${floors.minProofsNormEquality}`);
  const shortest = vdafForTask(task.length, task.integerNorm);
  for (const chunk of ['chunkLength', 'chunkLengthNormEquality'] as const) {
    // A shorter chunk is a longer polynomial, and a proof misses a lie in proportion to that.
    if (!(task.vdaf[chunk] >= shortest[chunk])) return refused(`its ${chunk} ${task.vdaf[chunk]} is below ${shortest[chunk]}`);
  }
  const proven = checkVdaf(task);
  if (!proven.ok) return refused(proven.fault.message);
  const bytes = uploadBytes(proven.value);
  return bytes <= MAX_REPORT_BYTES ? undefined : refused(`its reports have ${bytes} bytes, wanted at most ${MAX_REPORT_BYTES}`);
}

function partyFault(task: Task, policy: PolicyFile): ReportFault | undefined {
  if (task.leader.url !== policy.leaderUrl || task.helper.url !== policy.helperUrl) return refused('it names servers that the policy does not');
  if (toHex(task.helper.hpkePublicKey) !== policy.helperHpkeKey) return refused('it names a helper key that the policy does not');
  if (toHex(task.leader.hpkePublicKey) === policy.helperHpkeKey) return refused('leader and helper have one key, so one of them could read both shares');
  return undefined;
}

function offerFault(task: Task, taskId: TaskId, { manifest, nowMs }: TaskCircumstances): ReportFault | undefined {
  if (!manifest.tasks.some((open) => open.id === taskId)) return refused('the manifest does not offer it');
  if (task.simulated !== manifest.simulated) return refused('task and manifest disagree whether devices are simulated');
  if (manifest.models[task.model] !== task.baseModel) return { kind: 'unverified-model', message: 'The task trains on another model than the manifest publishes' };
  if (nowMs >= task.closesMs) return { kind: 'task-closed', message: `The task closed ${Math.round((nowMs - task.closesMs) / 1000)} s ago` };
  if (nowMs < task.opensMs) return { kind: 'no-task', message: `The task opens in ${Math.round((task.opensMs - nowMs) / 1000)} s` };
  return undefined;
}

function refused(why: string): ReportFault {
  return { kind: 'task-refused', message: `This device refuses the task: ${why}` };
}
