import { tellsTouches } from '#core/ads';
import { totalsOf, totalsOverTime, type PublishedSum, type Totals } from '#core/measurement';

/** What rounds of ads told. */
export interface AdTotals {
  readonly all: Totals;
  /** Of the rounds that tell conversions. */
  readonly apart: Totals;
}

/** Whether a round of ads tells conversions: of older ones, which count those after a click and after a view together, what was shown and spent is known and these are not. */
export function tellsConversions({ layout }: Pick<PublishedSum, 'layout'>): boolean {
  return tellsTouches(layout);
}

/** Adds up rounds of ads. */
export function adTotalsOf(sums: readonly PublishedSum[]): AdTotals {
  return { all: totalsOf(sums), apart: totalsOf(sums.filter(tellsConversions)) };
}

/** The same for each span of `spanMs` in which a round closed, the oldest first. */
export function adTotalsOverTime(sums: readonly PublishedSum[], spanMs: number): readonly { readonly fromMs: number; readonly totals: AdTotals }[] {
  const apartFrom = new Map(totalsOverTime(sums.filter(tellsConversions), spanMs).map(({ fromMs, totals }) => [fromMs, totals]));
  return totalsOverTime(sums, spanMs).map(({ fromMs, totals }) => ({ fromMs, totals: { all: totals, apart: apartFrom.get(fromMs) ?? new Map() } }));
}
