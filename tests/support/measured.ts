import { encodeLayout, encodeSum, type Layout, type PublishedSum, type Subject } from '#core/measurement';
import { encodeRound, encodeTask, noRejects, taskIdOf, type RoundId } from '#core/protocol';
import { contentHash, type Chance } from '#core/units';
import { sumsSince } from '#server/leader';
import type { LeaderStore, LeaderTables } from '#server/store';
import { aHash } from './federation.ts';
import { aMeasureTask } from './measure.ts';

/** A measured round as it is published, before its noise. */
export interface ExactRound {
  readonly layout: Layout;
  /** What all reports counted, in the units of the cells by their names; 0 for the others. */
  readonly counts: Readonly<Record<string, number>>;
  readonly reports: number;
  readonly closedMs: number;
  /** L1 bound of a report. */
  readonly bound: number;
  /** Its number; the next one where left out. */
  readonly round?: number;
}

/** Both servers' discrete Laplace noise of one entry. */
export function bothNoises(scale: number, chance: Chance): number {
  const geometric = (): number => Math.floor(-scale * Math.log(1 - chance.next()));
  return geometric() - geometric() + geometric() - geometric();
}

/**
 * Keeps measured rounds as if devices had reported and both servers had closed them: the public files, noise included, in the
 * store of a leader, which publishes them from then on. What stands between report and sum is tested where it lives.
 */
export async function keepMeasured(store: LeaderStore, rounds: readonly ExactRound[], chance: Chance): Promise<void> {
  await store.transact((tables) => {
    rounds.forEach(({ layout, counts, reports, closedMs, bound, round: number }) => {
      const round = (number ?? tables.rounds.last() + 1) as RoundId;
      const layoutBytes = encodeLayout(layout);
      const task = aMeasureTask({ length: layout.cells.length, bound, layout: contentHash(layoutBytes), opensMs: closedMs - 3_600_000 + round, closesMs: closedMs });
      const sum = encodeSum(Int32Array.from(layout.cells, (cell, i) => Math.round((counts[cell] ?? 0) / (layout.units[i] ?? 1)) + bothNoises(task.noiseScale.numerator / task.noiseScale.denominator, chance)));
      const taskBytes = encodeTask(task);
      const id = taskIdOf(taskBytes);
      tables.files.add('layout', contentHash(layoutBytes), layoutBytes);
      tables.files.add('sum', contentHash(sum), sum);
      tables.tasks.add({ id, plan: 'measure kept', bytes: taskBytes, opensMs: task.opensMs, closesMs: task.closesMs });
      tables.tasks.setLeaf(id, 0);
      tables.tasks.move(id, 'planned', 'published');
      tables.rounds.add(round, encodeRound({
        version: 1, round, task: id, outcome: 'measured', layout: contentHash(layoutBytes), sum: contentHash(sum), leaderReports: reports, helperReports: reports, rejects: noRejects(),
        openedMs: task.opensMs, closedMs, leaderShare: aHash('leader share'), helperShare: aHash('helper share'), leaderIdsRoot: aHash('ids'), helperIdsRoot: aHash('ids'), helperSignature: '5'.repeat(128),
        rho: 1 / 32, code: aHash('code'),
      }), 0);
    });
  });
}

/** What was published of `subject` since `sinceMs`, the oldest first. */
export function measuredSums(tables: LeaderTables, subject: Subject, sinceMs = 0): readonly PublishedSum[] {
  return sumsSince(tables, sinceMs).filter(({ layout }) => layout.subject === subject);
}
