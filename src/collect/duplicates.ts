import { plainSpelling } from '#core/catalogue';
import type { EventDraft } from '#core/events';

/** Two sources tell of the same act within this time, ms: a click handler and its `dataLayer` push, a redirect included. */
export const SAME_ACT_MS = 2_000;
/** As above where one of them is a form that we only saw sent: the shop tells of it when its server has answered. */
const SAME_FORM_MS = 10_000;
/** Acts remembered; a page that does more forgets the oldest. */
const MAX_REMEMBERED = 500;

/** Recognises one act told twice. */
export interface Duplicates {
  /** Whether `draft`, told by `source` now, was told already. Remembers it if not. */
  isRepeat(draft: EventDraft, source: string, nowMs: number): boolean;
  /** Another page: a search or purchase page may be visited again. */
  forgetPage(): void;
}

/** What makes two drafts the same act; a transaction or a search text holds for the whole page. */
function keyOf(draft: EventDraft): { readonly key: string; readonly isForPage: boolean } {
  if (draft.type === 'purchase' && draft.transactionId !== undefined) return { key: `purchase ${draft.transactionId}`, isForPage: true };
  if (draft.type === 'search') return { key: `search ${draft.query?.toLowerCase()}`, isForPage: true };
  return { key: `${draft.type} ${draft.promotionId ?? ''} ${draft.items.map((item) => plainSpelling(item.itemId)).join(' ')}`, isForPage: false };
}

/** Starts with nothing remembered. */
export function duplicates(): Duplicates {
  const told = new Map<string, { readonly source: string; readonly atMs: number; readonly isForPage: boolean }>();
  return {
    isRepeat(draft, source, nowMs) {
      const { key, isForPage } = keyOf(draft);
      const before = told.get(key);
      const sameMs = source === 'form' || before?.source === 'form' ? SAME_FORM_MS : SAME_ACT_MS;
      // The same source twice is two acts: two clicks on "add to cart" are two in the cart.
      const isRepeat = before !== undefined && (before.isForPage || (before.source !== source && Math.abs(nowMs - before.atMs) < sameMs));
      if (isRepeat) return true;
      told.set(key, { source, atMs: nowMs, isForPage });
      const [oldest] = told.keys();
      if (told.size > MAX_REMEMBERED && oldest !== undefined) told.delete(oldest);
      return false;
    },
    forgetPage() {
      for (const [key, act] of told) if (act.isForPage && !key.startsWith('purchase')) told.delete(key);
    },
  };
}
