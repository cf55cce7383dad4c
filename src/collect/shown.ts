import { readShopCall, type EventDraft } from '#core/events';
import { productInJsonLd } from './json-ld.ts';
import { shownByMarks } from './marked.ts';

/** What a page says by what is on it. */
export interface ShownOnPage {
  readonly drafts: readonly EventDraft[];
  readonly viewed: { readonly draft: EventDraft; readonly source: 'marked' | 'page' } | undefined;
}

function jsonLdTexts(page: Document): readonly string[] {
  return [...page.querySelectorAll('script[type="application/ld+json"]')].map((script) => script.textContent ?? '');
}

/** Reads marks and JSON-LD of the page as it stands now. */
export function readShown(page: Document, reads: { readonly jsonLd: boolean }): ShownOnPage {
  const drafts = shownByMarks(page).map(({ name, data }) => readShopCall(name, data)).filter((draft) => draft !== undefined);
  const marked = drafts.find((draft) => draft.type === 'view_item');
  const others = drafts.filter((draft) => draft.type !== 'view_item');
  if (marked) return { drafts: others, viewed: { draft: marked, source: 'marked' } };
  const id = reads.jsonLd ? productInJsonLd(jsonLdTexts(page)) : undefined;
  const draft = id === undefined ? undefined : readShopCall('view_item', { item_id: id });
  return { drafts: others, viewed: draft ? { draft, source: 'page' } : undefined };
}

/** Shortest time between two readings of a changing page, ms: a page under construction is read once or twice, not at each node. */
const SETTLE_MS = 250;

/** Runs `onSettled` after the page's content changed and has been left alone for a moment. The result stops it. */
export function watchPage(page: Document, onSettled: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new MutationObserver(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      onSettled();
    }, SETTLE_MS);
  });
  observer.observe(page, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-homebird-event', 'data-homebird-item', 'data-homebird-items'] });
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}
