import { normalEstimate, type CellTotal, type Estimate, type Totals } from '#core/measurement';
import { offerCell, type OfferCount } from '#core/offers';
import { ratioFigure, totalFigure, withVariance, type Figure } from './ad-figures.ts';

/** What a coupon did. */
export interface OfferFigures {
  /** What all reports together counted; intervals hold the servers' noise. */
  readonly shown: Figure;
  readonly redeemed: Figure;
  /** Redeemed of shown; the interval holds how much chance would change it in as many shoppers again, too. */
  readonly share: Figure;
  /** In the rounds that counted it. */
  readonly reports: number;
}

const estimateOf = ({ value, noiseVariance }: CellTotal): Estimate => normalEstimate(value, Math.sqrt(noiseVariance));

/** The figures of a coupon; undefined where no round counted it. */
export function offerFigures(totals: Totals, couponId: string): OfferFigures | undefined {
  const read = (count: OfferCount) => totals.get(offerCell(couponId, count));
  const [shown, redeemed] = [read('shown'), read('redeemed')];
  if (!shown || !redeemed) return undefined;
  const { reports } = shown;
  const [seen, used] = [estimateOf(shown), estimateOf(redeemed)];
  const p = Math.min(1, Math.max(0, used.value / seen.value)) || 0; // nothing by nothing
  return { shown: totalFigure(seen, reports), redeemed: totalFigure(used, reports), share: ratioFigure(withVariance(used, Math.max(0, seen.value) * p * (1 - p)), seen, reports), reports };
}
