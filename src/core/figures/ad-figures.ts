import { adTotal, chargeOf } from '#core/ads';
import type { Campaign } from '#core/campaigns';
import { ratioOf } from '#core/experiment';
import { normalEstimate, type Estimate, type PublishedSum } from '#core/measurement';
import type { AdTotals } from './ad-totals.ts';

/** An estimate, and how much is missing until it says something. */
export interface Figure extends Estimate {
  /**
   * Reports still wanted, of rounds like those before, until the figure stands {@link TOLD_DEVIATIONS} out of its noise: 0 where it does;
   * undefined where nothing stands out of the noise that could tell.
   */
  readonly reportsWanted: number | undefined;
}

/** What a campaign, or one of its creatives, did. */
export interface AdFigures {
  /** What all reports together counted; intervals hold the servers' noise. */
  readonly impressions: Figure;
  readonly viewables: Figure;
  readonly clicks: Figure;
  /** After a click; these and their value (cents) are of the rounds that count them apart from those after a view alone. */
  readonly conversions: Figure;
  readonly value: Figure;
  /** Conversions after a view alone. */
  readonly viewthroughs: Figure;
  readonly spent: Figure;
  /** Clicks of viewable impressions. */
  readonly ctr: Figure;
  /** Conversions after a click, a click. */
  readonly cvr: Figure;
  /** Value over spend, both of the rounds that tell value after a click. Undefined for a margin, which is spent as a share of the value. */
  readonly returned: Figure | undefined;
  /** In the rounds that counted it. */
  readonly reports: number;
}

/** Whether a round counted the campaign, or some of its creatives. */
export function countsCampaign({ layout: { subject, cells } }: Pick<PublishedSum, 'layout'>, id: Campaign['id']): boolean {
  return subject === 'ads' && cells.some((cell) => cell.startsWith(`${id}/`));
}

/** Standard errors by which a figure that is told stands out: of a page of sixty figures that are nothing but noise, one in 500 shows one. */
const TOLD_DEVIATIONS = 4;

/** Reports until a relative error of `relative` has shrunk so far: both noise and sampling fall as 1 / √reports. */
function wantedFor(relative: number, reports: number): number | undefined {
  if (!(relative >= 0 && Number.isFinite(relative))) return undefined;
  return Math.max(0, Math.ceil(reports * ((TOLD_DEVIATIONS * relative) ** 2 - 1)));
}

/** A sum as a figure. */
export function totalFigure(estimate: Estimate, reports: number): Figure {
  return { ...estimate, reportsWanted: estimate.value > 0 ? wantedFor(estimate.stdError / estimate.value, reports) : undefined };
}

/** `over` by `under`, whose errors are independent. */
export function ratioFigure(over: Estimate, under: Estimate, reports: number): Figure {
  const isKnown = over.value > 0 && under.value > 0;
  return { ...ratioOf(over, under), reportsWanted: isKnown ? wantedFor(Math.hypot(over.stdError / over.value, under.stdError / under.value), reports) : undefined };
}

/** `estimate`, whose error holds `more` variance too. */
export const withVariance = ({ value, stdError }: Estimate, more: number): Estimate => normalEstimate(value, Math.sqrt(stdError ** 2 + more));
const positive = (value: number): number => Math.max(0, value);

/**
 * The figures of a campaign, or of one of its creatives. Rates hold, beside noise, how much chance would change them in as
 * many shoppers again: clicks as draws of what was seen, conversions as rare events, purchases about as spread as their mean.
 *
 * @param of - the campaign's id, or `campaign/creative`, as cells begin
 */
export function adFigures({ all, apart }: AdTotals, of: string, { bid }: Pick<Campaign, 'bid'>): AdFigures {
  type Count = Parameters<typeof adTotal>[2];
  const read = (count: Count): ReturnType<typeof adTotal> => adTotal(all, of, count);
  const readApart = (count: Count): ReturnType<typeof adTotal> => adTotal(apart, of, count);
  const [impressions, viewables, clicks] = [read('impressions'), read('viewables'), read('clicks')];
  const [conversions, value, viewthroughs] = [readApart('conversions'), readApart('value'), readApart('viewthroughs')];
  const { count, cents } = chargeOf(bid);
  const spentBy = (charged: Estimate): Estimate => normalEstimate(cents * charged.value, cents * charged.stdError);
  const share = Math.min(1, positive(clicks.value / viewables.value));
  const drawnClicks = withVariance(clicks, positive(viewables.value) * share * (1 - share));
  const drawnConversions = withVariance(conversions, positive(conversions.value));
  // Σx² of n purchases whose deviation is their mean is 2·value²/n; where each conversion is paid for, only the deviation is left to chance.
  // Value is told in more steps than conversions: it may stand out where their number does not, which is then taken as its noise.
  const spread = ((count === 'conversions' ? 1 : 2) * value.value ** 2) / Math.max(1, conversions.value, conversions.stdError);
  const figure = (estimate: ReturnType<typeof adTotal>): Figure => totalFigure(estimate, estimate.reports);
  const charged = read(count);
  return {
    impressions: figure(impressions), viewables: figure(viewables), clicks: figure(clicks), conversions: figure(conversions), value: figure(value), viewthroughs: figure(viewthroughs),
    spent: totalFigure(spentBy(charged), charged.reports),
    ctr: ratioFigure(drawnClicks, viewables, clicks.reports),
    cvr: ratioFigure(drawnConversions, readApart('clicks'), conversions.reports),
    returned: count === 'value' ? undefined : ratioFigure(withVariance(value, spread), spentBy(readApart(count)), value.reports),
    reports: impressions.reports,
  };
}
