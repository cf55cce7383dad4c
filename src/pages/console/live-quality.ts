import { shareOf, totalsOf, type Estimate, type PublishedSum } from '#core/measurement';
import { hitCells } from '#core/ranking';

/** How often what shoppers turned to next stood among the first ten, over several sums. */
export interface LiveQuality {
  readonly served: Estimate;
  readonly popularity: Estimate;
  readonly rounds: number;
  readonly reports: number;
}

/** What the sums of `quality` among `sums` say together, whichever ranges their layouts name; undefined where there is none. */
export function liveQualityOf(sums: readonly PublishedSum[]): LiveQuality | undefined {
  const own = sums.filter(({ layout }) => layout.subject === 'quality');
  if (own.length === 0) return undefined;
  const totals = totalsOf(own);
  const { served, popularity, all } = hitCells(totals.keys());
  return { served: shareOf(totals, { part: served, of: all }), popularity: shareOf(totals, { part: popularity, of: all }), rounds: own.length, reports: own.reduce((sum, { reports }) => sum + reports, 0) };
}
