import { type LedgerEntry, type Manifest, type PolicyFile, type ReportFault, type Task, type TaskId } from '#core/protocol';
import { DAY_MS, WEEK_MS, YEAR_MS } from '#core/units';
import { spentRho } from './accountant.ts';
import { floorsUnder } from './floors.ts';
import { movedOutUntilMs } from './moved.ts';

/** A report that a ledger may have room for. */
export interface Spending {
  readonly task: Task;
  readonly taskId: TaskId;
  /** zCDP ρ that it costs. */
  readonly rho: number;
}

/** When a report is spent, and under which policy. */
export interface SpendingTime {
  readonly policy: Pick<PolicyFile, 'floors'>;
  readonly nowMs: number;
  readonly manifest: Pick<Manifest, 'issuedMs'>;
}

/** Whether `ledger` leaves room for one report now; called again inside the ledger's transaction. */
export function budgetFault({ task, taskId, rho }: Spending, ledger: readonly LedgerEntry[], { policy, nowMs, manifest }: SpendingTime): ReportFault | undefined {
  const floors = floorsUnder(policy);
  const movedUntilMs = movedOutUntilMs(ledger);
  // By the signed time too: a clock that jumps ahead must not bring a device back that was moved from.
  if (movedUntilMs !== undefined && Math.min(nowMs, manifest.issuedMs) < movedUntilMs) return { kind: 'moved', message: 'The shopper has moved to another device, which counts what was spent here' };
  const again = ledger.map((entry) => reportedAlready(entry, task, taskId, nowMs)).find((why) => why !== undefined);
  if (again !== undefined) return { kind: 'already-reported', message: again };
  const ofKind = ledger.filter(({ kind = 'model' }) => kind === task.kind);
  const [week, weekLimit] = [spentRho(ofKind, nowMs, WEEK_MS), task.kind === 'measure' ? floors.measureWeekRho : floors.weekRho];
  if (week + rho > weekLimit) return { kind: 'budget-spent', message: `This report costs rho ${rho}; ${week} of ${weekLimit} is spent this week` };
  const year = spentRho(ledger, nowMs, YEAR_MS);
  if (year + rho > floors.yearRho) return { kind: 'budget-spent', message: `This report costs rho ${rho}; ${year} of ${floors.yearRho} is spent this year` };
  return undefined;
}

/** Why `entry` leaves no room for another report, whatever both cost. */
function reportedAlready(entry: LedgerEntry, task: Task, taskId: TaskId, nowMs: number): string | undefined {
  if (entry.taskId === taskId) return `This device has reported to task ${taskId.slice(0, 8)}: one report a task`;
  if (task.kind === 'measure') {
    const isToday = entry.kind === 'measure' && Math.floor(entry.atMs / DAY_MS) === Math.floor(nowMs / DAY_MS);
    return isToday ? 'This device has reported to a measurement today: one a day, whatever it counts' : undefined;
  }
  if (entry.kind === 'measure' || entry.baseModel !== task.baseModel || entry.block !== task.block) return undefined;
  return Math.abs(nowMs - entry.atMs) < DAY_MS ? 'This device has reported on the same base model and block within a day' : undefined;
}
