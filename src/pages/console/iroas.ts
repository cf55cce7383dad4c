import { armMoments, HELD_ARM } from '#core/experiment';
import type { Campaign, PlannedExperiment } from '#core/campaigns';
import { adFigures, adTotalsOf, incrementalReturn, incrementalShare, type AdFigures } from '#core/figures';
import { totalsOf, type Estimate, type PublishedSum } from '#core/measurement';
import type { TimePoint } from './time-chart.tsx';

const UNKNOWN: Estimate = { value: 0, stdError: Infinity, low: -Infinity, high: Infinity };

/** Whether an iROAS says something: its interval leaves nothing out but "nothing". */
export function isIroasKnown({ low, high }: Pick<Estimate, 'low' | 'high'>): boolean {
  return Number.isFinite(low) && Number.isFinite(high) && (low > 0 || high < 0);
}

/** iROAS of a campaign by its newest holdout; undefined where none was measured, or the bid is a margin, which has no return of its own. */
export function iroasOf(sums: readonly PublishedSum[], { id }: Pick<Campaign, 'id'>, { returned }: Pick<AdFigures, 'returned'>, experiments: readonly PlannedExperiment[]): Estimate | undefined {
  const holdout = experiments.findLast(({ kind, campaign }) => kind === 'holdout' && campaign === id);
  const shown = holdout?.arms.find(({ name }) => name !== HELD_ARM)?.name;
  const own = sums.filter(({ layout: { subject, cells } }) => subject === 'experiment' && cells.some((cell) => cell.startsWith(`${holdout?.id}/`)));
  if (!holdout || shown === undefined || !returned || own.length === 0) return undefined;
  const totals = totalsOf(own);
  const moments = (arm: string): ReturnType<typeof armMoments> => armMoments(totals, { experiment: holdout.id, arm });
  return incrementalReturn(incrementalShare(moments(shown), moments(HELD_ARM)), returned);
}

/**
 * iROAS as it stood at the end of each span: all measurements until then together, because those of one span are mostly noise.
 * Unknown until it first stands out; from then on as it is, so that no point is left out for being small.
 *
 * @param sums - of ads and of experiments, oldest first
 */
export function iroasOverTime(sums: readonly PublishedSum[], campaign: Pick<Campaign, 'id' | 'bid'>, experiments: readonly PlannedExperiment[], spanMs: number): readonly TimePoint[] {
  const own = sums.filter(({ layout: { subject } }) => subject === 'ads' || subject === 'experiment');
  const starts = [...new Set(own.map(({ closedMs }) => spanMs * Math.floor(closedMs / spanMs)))];
  const points = starts.flatMap((fromMs) => {
    const until = own.filter(({ closedMs }) => closedMs < fromMs + spanMs);
    const estimate = iroasOf(until, campaign, adFigures(adTotalsOf(until.filter(({ layout }) => layout.subject === 'ads')), campaign.id, campaign), experiments);
    return estimate ? [{ fromMs, estimate }] : [];
  });
  const first = points.findIndex(({ estimate }) => isIroasKnown(estimate));
  return points.map((point, i) => (first >= 0 && i >= first ? point : { ...point, estimate: UNKNOWN }));
}
