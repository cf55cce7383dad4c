import type { UploadRow } from '#core/contract';
import { counted, formatBytes } from '#page/words';
import { panelBook } from './words.ts';

/** Whether the bytes were there and are gone: what an erasure leaves of a report. */
export function isErased({ body, state, refusal, isFromElsewhere }: UploadRow): boolean {
  return isFromElsewhere !== true && body.length === 0 && (state === 'sent' || state === 'acked' || (state === 'refused' && refusal === 'no-consent'));
}

/** What is known of a month's sending: an erased report has no size any more, and of some not even whether it had left. */
export interface SentWords {
  readonly bytes: number;
  readonly erased: number;
  /** Whether one of those erased may have never left. */
  readonly isMost: boolean;
}

/** What left this browser since the month of `nowMs` began, in the shopper's own calendar. */
export function sentThisMonth(uploads: readonly UploadRow[], nowMs: number): SentWords {
  const now = new Date(nowMs);
  const sinceMs = new Date(now.getFullYear(), now.getMonth(), 1).getTime();
  const month = uploads.filter(({ atMs, isFromElsewhere }) => atMs >= sinceMs && isFromElsewhere !== true);
  const erased = month.filter(isErased);
  const bytes = month.reduce((sum, { state, body }) => (state === 'sent' || state === 'acked' ? sum + body.length : sum), 0);
  return { bytes, erased: erased.length, isMost: erased.some(({ state }) => state === 'refused') };
}

/** The same for the chip: what is not known is not counted as nothing. */
export function sentWords({ bytes, erased, isMost }: SentWords, locale: string): string {
  const known = bytes > 0 || erased === 0 ? [formatBytes(bytes, locale)] : [];
  const words = panelBook.words();
  return words.sent([...known, ...(erased > 0 ? [words.sentErased(counted(erased, locale), isMost)] : [])].join(words.and));
}
