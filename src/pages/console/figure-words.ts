import type { Figure } from '#core/figures';
import type { Estimate } from '#core/measurement';
import { formatCount, formatMoney, formatShort } from '#page/frame';

/** How each figure is spelt. Noise can push a count below 0, which no count is: such an end is written as 0. */
export interface Spelling {
  readonly name: string;
  /** What it is, for a merchant, in one line. */
  readonly what: string;
  text(value: number): string;
}

const atLeastNothing = (value: number): number => Math.max(0, value);

/** A share of one in percent; more digits where it is small. */
export function percentText(share: number): string {
  const percent = 100 * share;
  return `${Math.abs(percent) >= 10 ? formatCount(Math.round(percent)) : formatShort(percent, 2)} %`;
}

/** Money to the whole unit: noise leaves no cents. */
export function moneyText(cents: number, currency: string): string {
  return Math.abs(cents) < 1000 ? formatMoney(Math.round(cents), currency) : formatMoney(100 * Math.round(cents / 100), currency);
}

/** What comes back of what is spent, as a gain: −100 % is all lost, 0 % is all back. */
export function gainText(returned: number): string {
  const percent = Math.round(100 * (returned - 1));
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${formatCount(Math.abs(percent))} %`;
}

/** What comes back of one that is spent. */
export function timesText(returned: number): string {
  return `${formatShort(returned, 2)} ×`;
}

/** Spellings of the figures of ads. */
export function spellings(currency: string) {
  const count = (value: number): string => formatCount(Math.round(atLeastNothing(value)));
  const money = (value: number): string => moneyText(atLeastNothing(value), currency);
  return {
    viewables: { name: 'Seen', what: 'Viewable impressions: half of the ad on the screen for a second', text: count },
    clicks: { name: 'Clicks', what: 'Clicks on the ad', text: count },
    conversions: { name: 'Conversions', what: 'Purchases that an ad is credited with', text: count },
    ctr: { name: 'CTR', what: 'Clicks of viewable impressions', text: (value: number) => percentText(atLeastNothing(value)) },
    cvr: { name: 'CVR', what: 'Conversions a click, those after a view alone too', text: (value: number) => percentText(atLeastNothing(value)) },
    spent: { name: 'Spend', what: 'What its bid adds up to', text: money },
    value: { name: 'Value', what: 'What was bought in these conversions', text: money },
    returned: { name: 'ROI', what: 'What came back beyond what was spent: value less spend, of spend', text: (value: number) => gainText(atLeastNothing(value)) },
  } as const satisfies Readonly<Record<string, Spelling>>;
}
export type FigureName = keyof ReturnType<typeof spellings>;

/** An interval in words; '' where it has no ends. */
export function intervalText({ low, high }: Pick<Estimate, 'low' | 'high'>, text: (value: number) => string): string {
  return Number.isFinite(low) && Number.isFinite(high) ? `${text(low)} to ${text(high)}` : '';
}

/** Whether a figure is worth its digits: it stands out of its noise. */
export function isTold({ reportsWanted }: Figure): boolean {
  return reportsWanted === 0;
}

/** What is missing where an interval is too wide to say anything. */
export function wantedText({ reportsWanted }: Figure): string {
  if (reportsWanted === 0) return '';
  if (reportsWanted === undefined) return 'nothing stands out of the noise yet';
  return `about ${formatCount(Number(reportsWanted.toPrecision(2)))} more reports would tell`;
}
