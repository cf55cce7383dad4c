import type { Figure } from '#core/figures';
import type { Estimate } from '#core/measurement';
import { formatCount, formatMoney, formatShort } from '#page/frame';

/** How an interval is spelt. */
interface Range {
  /** The least that the figure can be, whatever noise says; absent where it has no bound. */
  readonly least?: number;
  text(value: number): string;
}

/** How each figure of ads is spelt. */
export interface Spelling extends Required<Range> {
  readonly name: string;
  /** What it is, for a merchant, in one line. */
  readonly what: string;
}

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

/** Spelling of what comes back because of the ads alone; below 0 where they cost purchases. */
export const IROAS: Spelling = { name: 'iROAS', least: -Infinity, what: 'What was bought because of the ads alone, for each one spent', text: timesText };

/** Spellings of the figures of ads. */
export function spellings(currency: string) {
  const count = (value: number): string => formatCount(Math.round(value));
  const money = (value: number): string => moneyText(value, currency);
  return {
    viewables: { name: 'Seen', least: 0, what: 'Viewable impressions: half of the ad on the screen for a second', text: count },
    clicks: { name: 'Clicks', least: 0, what: 'Clicks on the ad', text: count },
    conversions: { name: 'Conversions', least: 0, what: 'Purchases after a click on the ad', text: count },
    viewthroughs: { name: 'View-through', least: 0, what: 'Purchases by shoppers who saw the ad and followed none: in no other figure', text: count },
    ctr: { name: 'CTR', least: 0, what: 'Clicks of viewable impressions', text: percentText },
    cvr: { name: 'CVR', least: 0, what: 'Conversions a click', text: percentText },
    spent: { name: 'Spend', least: 0, what: 'What its bid adds up to', text: money },
    value: { name: 'Value', least: 0, what: 'What was bought after a click', text: money },
    returned: { name: 'ROI', least: 0, what: 'What came back after clicks beyond what was spent: value less spend, of spend', text: gainText },
  } as const satisfies Readonly<Record<string, Spelling>>;
}
export type FigureName = keyof ReturnType<typeof spellings>;

/** An interval in words; '' where it has no ends, and where it is one point, which its value says already. What lies below the least that is possible is noise, and is called so instead of being written as that least. */
export function intervalText({ low, high }: Pick<Estimate, 'low' | 'high'>, { least = -Infinity, text }: Range): string {
  if (!Number.isFinite(low) || !Number.isFinite(high) || low === high) return '';
  if (high < least) return `below ${text(least)}, which is noise`;
  return low < least ? `at most ${text(high)}` : `${text(low)} to ${text(high)}`;
}

/** Whether a figure is worth its digits: it stands out of its noise. */
export function isTold({ reportsWanted }: Figure): boolean {
  return reportsWanted === 0;
}

/** What is missing where an interval is too wide to say anything. */
export function wantedText({ reportsWanted }: Figure): string {
  if (reportsWanted === 0) return '';
  if (reportsWanted === undefined) return 'nothing stands out of the noise yet';
  return `needs about ${formatCount(Number(reportsWanted.toPrecision(2)))} more reports`;
}
