import { decodeLayout, encodeSum } from '#core/measurement';
import { floorFault, rhoOfTask } from '#core/privacy';
import type { MeasureRound, MeasureTask } from '#core/protocol';
import { contentHash, fail, ok, type Fault, type Result } from '#core/units';
import { measureVdafOf } from '#core/vdaf';
import type { AuditCheck, AuditedMeasureRound, Measured } from './check.ts';
import { checkCohort, checkCounts, checksOf, loadFiles, loadTask, promiseWrong, type RoundAudit, type RoundResult } from './round.ts';

/** What one round of a measurement came to, by this audit. */
export type MeasureRoundResult = RoundResult & Pick<AuditedMeasureRound, 'task' | 'epsilon' | 'measured'>;

type MeasureAudit = RoundAudit<MeasureRound>;

const NOTHING_READ = { task: undefined, epsilon: undefined, measured: undefined };

/** A round as far as a copy of the log shows it, without its files: counts and the helper's signature. */
export async function auditMeasureRecord(audit: MeasureAudit, onCheck?: (check: AuditCheck) => void): Promise<MeasureRoundResult> {
  const { check, result } = checksOf(audit, onCheck);
  await checkCounts(audit, check);
  return { ...result(), ...NOTHING_READ };
}

/** Recomputes one round from its published files: promise, counts, cost, and the sum from both noised shares. */
export async function auditMeasureRound(audit: MeasureAudit, onCheck?: (check: AuditCheck) => void): Promise<MeasureRoundResult> {
  const { record } = audit;
  const { check, result } = checksOf(audit, onCheck);
  const loaded = await loadTask(audit);
  const task = loaded.ok && loaded.value.kind === 'measure' ? loaded.value : undefined;
  check('promise', 'Task of the round, by its id and every floor', loaded.ok ? (task ? taskWrong(task, audit) : 'The task is a model\'s, the record says a measurement') : loaded.fault.message, `task ${record.task.slice(0, 12)}`);
  await checkCounts(audit, check);
  if (!task) return { ...result(), ...NOTHING_READ };

  const rho = rhoOfTask(task);
  const epsilon = task.epsilon.numerator / task.epsilon.denominator;
  checkCohort(audit, task, check);
  check('privacy', 'Privacy cost, from the noise', record.rho === rho ? undefined : `The record says rho ${record.rho}, the noise says ${rho}`, `epsilon ${epsilon}, rho ${rho}`);
  const measured = floorFault(task, audit.policy) ? fail('refused', 'Not recomputed: the task breaks its promise') : await replaySum(audit, task);
  check('sum', 'Sum of both noised shares, recomputed here', measured.ok ? undefined : measured.fault.message, measured.ok ? `${measured.value.layout.subject}: ${record.sum.slice(0, 12)}, as published` : '');
  return { ...result(), task, epsilon, measured: measured.ok ? measured.value : undefined };
}

function taskWrong(task: MeasureTask, { record, policy }: MeasureAudit): string | undefined {
  return promiseWrong(task, policy) ?? (task.layout === record.layout ? undefined : `The task counts layout ${task.layout.slice(0, 12)}, the record says ${record.layout.slice(0, 12)}`);
}

async function replaySum({ record, ...ports }: MeasureAudit, task: MeasureTask): Promise<Result<Measured, Fault>> {
  const files = await loadFiles(ports, [['layout', '/v1/layouts', record.layout], ['leader', '/v1/shares', record.leaderShare], ['helper', '/v1/shares', record.helperShare], ['sum', '/v1/sums', record.sum]]);
  if (!files.ok) return files;
  const layout = decodeLayout(files.value.layout);
  if (!layout.ok) return layout;
  if (layout.value.cells.length !== task.length) return fail('mismatch', `The layout has ${layout.value.cells.length} cells, the task ${task.length} entries`);
  const vdaf = measureVdafOf(task);
  if (!vdaf.ok) return vdaf;
  const [leader, helper] = [vdaf.value.decodeShare(files.value.leader), vdaf.value.decodeShare(files.value.helper)];
  if (!leader.ok) return leader;
  if (!helper.ok) return helper;
  const sum = sumOf(() => vdaf.value.unshard([leader.value, helper.value], record.leaderReports));
  if (!sum) return fail('mismatch', 'The shares add up to more than 32 bits hold, which no batch does');
  const found = contentHash(encodeSum(sum));
  return found === record.sum ? ok({ layout: layout.value, sum }) : fail('mismatch', `The sum, recomputed, is ${found.slice(0, 12)}; published is ${record.sum.slice(0, 12)}`);
}

/** A leader's shares may be anything: what adds up to no sum is a broken promise here, and no bug. */
function sumOf(unshard: () => Int32Array): Int32Array | undefined {
  try {
    return unshard();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
