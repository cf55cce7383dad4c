import { encodeLayout, encodeSum, fitToBound, MIN_CELLS, MOMENTS, momentsOf, momentUnit, totalsOf, type Layout, type Moments, type Totals } from '#core/measurement';
import { decodeTask, encodeRound, encodeTask, taskIdOf, type MeasureTask, type RoundId, type TaskId } from '#core/protocol';
import { sealCounts } from '#core/sealing';
import { contentHash, type Clock, type ContentHash } from '#core/units';
import { measureVdafFor } from '#core/vdaf';
import { hpkeSeal, webRandomness } from '#page/crypto';
import type { MeasurePlan } from '#server/leader';
import { aRound, aTask } from './federation.ts';
import type { TestPair } from './pair.ts';
import { valueOf } from './result.ts';

/** A layout of 16 cells, 4 of which count. */
export function aLayout(changes: Partial<Layout> = {}): Layout {
  const cells = ['served-1-10/popularity-1-10', 'served-1-10/popularity-11-on', 'served-11-on/popularity-1-10', 'served-11-on/popularity-11-on'];
  return { version: 1, subject: 'quality', cells: [...cells, ...Array.from({ length: MIN_CELLS - cells.length }, (_, i) => `spare-${i + 1}`)], units: Array.from({ length: MIN_CELLS }, () => 1), ...changes };
}

/** What one sum of `layout` says. @param noiseVariance - of one cell in whole steps */
export function totalsOfSteps(layout: Layout, sum: ArrayLike<number>, noiseVariance = 0): Totals {
  return totalsOf([{ layout, sum, noiseVariance, reports: 1, closedMs: 0 }]);
}

/** The moments of one group whose cells hold these whole steps. */
export function momentsOfSteps(steps: readonly number[], noiseVariance: number): Moments {
  const layout = aLayout({ subject: 'experiment', cells: MOMENTS.map((moment) => `group/${moment}`), units: MOMENTS.map((moment) => momentUnit(`group/${moment}`)) });
  const moments = momentsOf(totalsOfSteps(layout, steps, noiseVariance), 'group');
  if (!moments) throw new Error('The layout names the group');
  return moments;
}

/** Address of {@link aLayout}. */
export function layoutHash(layout: Layout = aLayout()): ContentHash {
  return contentHash(encodeLayout(layout));
}

/** A measurement that every floor takes, of the parties and times of `aTask()`. */
export function aMeasureTask(changes: Partial<MeasureTask> = {}): MeasureTask {
  const { version, leader, helper, minBatch, adjacency, opensMs, closesMs, simulated } = aTask();
  const [length, bound] = [changes.length ?? MIN_CELLS, changes.bound ?? 16];
  return {
    version, leader, helper, minBatch, adjacency, opensMs, closesMs, simulated, kind: 'measure', vdaf: measureVdafFor('Prio3L1BoundSum', length, bound), length, layout: layoutHash(), bound,
    epsilon: { numerator: 1, denominator: 4 }, noiseScale: { numerator: 4 * bound, denominator: 1 }, ...changes,
  };
}

/** A plan over {@link aLayout} whose window a held clock ends. */
export const A_MEASURE: MeasurePlan = { measure: 'quality', counts: () => ({ layout: aLayout(), bound: 16 }), minBatch: 50, epsilon: { numerator: 1, denominator: 4 }, windowMs: 60_000 };

/** The measurement that a pair offers first. */
export async function openMeasure(pair: Pick<TestPair, 'manifest' | 'leaderUrl'>): Promise<{ readonly id: TaskId; readonly task: MeasureTask }> {
  for (const { id } of (await pair.manifest()).tasks) {
    const task = valueOf(decodeTask(new Uint8Array(await (await fetch(`${pair.leaderUrl}/v1/tasks/${id}`)).arrayBuffer())));
    if (task.kind === 'measure') return { id, task };
  }
  throw new Error('No measurement is open');
}

/** Sealed body of one report of `counts`, filled up with zeros and made to fit. */
export async function aCountsBody(task: MeasureTask, id: TaskId, counts: readonly number[], clock: Clock): Promise<Uint8Array<ArrayBuffer>> {
  const vector = fitToBound(Array.from({ length: task.length }, (_, i) => counts[i] ?? 0), task.bound);
  return new Uint8Array(valueOf(await sealCounts({ clock, randomness: webRandomness, seal: hpkeSeal }, task, id, vector)).body);
}

/** Leaves in the store what a round that measured `layout` leaves there: a sum that is said, of no reports. @param number - of the round, counted up from 1 */
export async function keepMeasured({ leader, clock }: Pick<TestPair, 'leader' | 'clock'>, number: number, layout: Layout, sumOf: (cell: string) => number): Promise<void> {
  const sum = encodeSum(Int32Array.from(layout.cells, sumOf));
  const bytes = encodeTask(aMeasureTask({ length: layout.cells.length, layout: layoutHash(layout) }));
  const [id, nowMs] = [taskIdOf(bytes), clock.nowMs()];
  const { model: _m, modelBefore: _b, modelAfter: _a, stateBefore: _s, stateAfter: _t, noiseToSignal: _n, verdict: _v, ...base } = aRound({ round: number as RoundId, task: id, closedMs: nowMs });
  await leader.store.transact(({ tasks, files, rounds }) => {
    files.add('layout', layoutHash(layout), encodeLayout(layout));
    files.add('sum', contentHash(sum), sum);
    if (!tasks.get(id)) tasks.add({ id, plan: `measure ${layout.subject}`, bytes, opensMs: nowMs, closesMs: nowMs });
    tasks.move(id, 'planned', 'published');
    tasks.setLeaf(id, 0);
    rounds.add(number, encodeRound({ ...base, outcome: 'measured', layout: layoutHash(layout), sum: contentHash(sum) }), 0);
  });
}
