import { decodeLayout, decodeSum, noiseVarianceOf, shareOf, type Estimate } from '#core/measurement';
import type { MeasureRound, MeasureTask } from '#core/protocol';
import { hitCells } from '#core/ranking';

/** A measured sum with what its cells count; public files, shown as they are. */
export interface MeasuredSum {
  readonly record: MeasureRound;
  readonly task: MeasureTask;
  readonly layout: Uint8Array;
  readonly sum: Uint8Array;
}

/** How often what shoppers turned to next stood among the first ten, over several sums of one layout. */
export interface LiveQuality {
  readonly served: Estimate;
  readonly popularity: Estimate;
  readonly rounds: number;
  readonly reports: number;
}

/** Adds up the newest sums of `quality` that share one layout; undefined where there is none. */
export function liveQualityOf(sums: readonly MeasuredSum[]): LiveQuality | undefined {
  const newest = sums.findLast(({ layout }) => subjectOf(layout) === 'quality');
  const layout = newest && decodeLayout(newest.layout);
  if (!newest || !layout?.ok) return undefined;
  const { cells } = layout.value;
  const alike = sums.filter(({ record }) => record.layout === newest.record.layout);
  const total = new Float64Array(cells.length);
  let noise = 0;
  let reports = 0;
  for (const { task, sum, record } of alike) {
    const read = decodeSum(sum, cells.length);
    if (!read.ok) continue;
    for (const [i, count] of read.value.entries()) total[i] = (total[i] ?? 0) + count;
    noise += noiseVarianceOf(task);
    reports += record.leaderReports;
  }
  const { served, popularity, all } = hitCells(cells);
  return { served: shareOf(total, { part: served, of: all }, noise), popularity: shareOf(total, { part: popularity, of: all }, noise), rounds: alike.length, reports };
}

function subjectOf(bytes: Uint8Array): string | undefined {
  const layout = decodeLayout(bytes);
  return layout.ok ? layout.value.subject : undefined;
}
