import type { Campaign } from '#core/campaigns';
import { alertsOf, type Alert, type SeriesPoint } from '#core/experiment';
import { adFigures, adTotalsOf, countsCampaign } from '#core/figures';
import type { PublishedSum } from '#core/measurement';
import { liveQualityOf } from './live-quality.ts';

/** A figure that left its course, and which. */
export interface FigureAlert extends Alert {
  /** `spend`: cents a report. */
  readonly figure: 'ctr' | 'spend' | 'quality';
  /** Absent: of the shop as a whole. */
  readonly campaign?: Campaign['id'];
}

/** One figure of every round that tells it. */
function seriesOf(sums: readonly PublishedSum[], figureIn: (sum: PublishedSum) => Pick<SeriesPoint, 'value' | 'stdError'> | undefined): readonly SeriesPoint[] {
  return sums.flatMap((sum) => {
    const figure = figureIn(sum);
    return figure && Number.isFinite(figure.value) ? [{ value: figure.value, stdError: figure.stdError, atMs: sum.closedMs }] : [];
  });
}

/** Click rate and spend of every campaign, and quality of the shop's shelves: where one leaves the level of its first rounds. Newest first. */
export function figureAlerts(sums: readonly PublishedSum[], campaigns: readonly Pick<Campaign, 'id' | 'bid'>[]): readonly FigureAlert[] {
  const quality = alertsOf(seriesOf(sums, (sum) => liveQualityOf([sum])?.served)).map((alert): FigureAlert => ({ ...alert, figure: 'quality' }));
  const each = campaigns.flatMap((campaign): readonly FigureAlert[] => {
    const named = sums.filter((sum) => countsCampaign(sum, campaign.id));
    const figuresIn = (sum: PublishedSum): ReturnType<typeof adFigures> => adFigures(adTotalsOf([sum]), campaign.id, campaign);
    const ctr = alertsOf(seriesOf(named, (sum) => figuresIn(sum).ctr));
    const spend = alertsOf(seriesOf(named, (sum) => {
      const { value, stdError } = figuresIn(sum).spent;
      return { value: value / sum.reports, stdError: stdError / sum.reports };
    }));
    return [...ctr.map((alert) => ({ ...alert, figure: 'ctr' as const, campaign: campaign.id })), ...spend.map((alert) => ({ ...alert, figure: 'spend' as const, campaign: campaign.id }))];
  });
  return merged([...quality, ...each]).sort((a, b) => b.atMs - a.atMs);
}

/** A drift that goes on is called again and again: one alert of each figure and direction, since it began. */
function merged(alerts: readonly FigureAlert[]): FigureAlert[] {
  const byDrift = new Map<string, FigureAlert>();
  for (const alert of [...alerts].sort((a, b) => a.atMs - b.atMs)) {
    const drift = `${alert.figure} ${alert.campaign ?? ''} ${alert.direction}`;
    byDrift.set(drift, { ...alert, sinceMs: byDrift.get(drift)?.sinceMs ?? alert.sinceMs });
  }
  return [...byDrift.values()];
}
