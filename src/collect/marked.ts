import { MAX_QUERY_LENGTH } from '#core/events';
import type { PushedEvent } from './data-layer.ts';
import { quiet } from './quiet.ts';

/** Names that a marked element says by being there, not by being clicked. */
const SHOWN_BY_PRESENCE = new Set(['view_item', 'view_item_list', 'purchase']);
/** Fields a search form may use; anything else in a form is never read. */
const SEARCH_FIELDS = 'input[type="search"], input[name="q"], input[name="query"], input[name="s"], input[name="search"], input[name="search_term"]';

/** What the attributes of a marked element say. */
function dataOf(element: HTMLElement): Readonly<Record<string, unknown>> {
  const { homebirdItem, homebirdPrice, homebirdQuantity, homebirdQuery, homebirdRating, homebirdTransaction, homebirdValue, homebirdItems } = element.dataset;
  const ids = homebirdItems?.split(/[\s,]+/).filter((id) => id !== '') ?? (homebirdItem === undefined ? [] : [homebirdItem]);
  return {
    items: ids.map((id) => ({ item_id: id, price: homebirdPrice, quantity: homebirdQuantity })),
    search_term: homebirdQuery, rating: homebirdRating, transaction_id: homebirdTransaction, value: homebirdValue,
  };
}

function searchTextOf(form: HTMLFormElement): string | undefined {
  const field = form.querySelector<HTMLInputElement>(SEARCH_FIELDS);
  return field && field.type !== 'password' ? field.value.slice(0, MAX_QUERY_LENGTH) : undefined;
}

function ratingOf(form: HTMLFormElement): string | undefined {
  const checked = form.querySelector<HTMLInputElement>('input[name="rating"]:checked');
  if (checked) return checked.value;
  return form.querySelector<HTMLInputElement | HTMLSelectElement>('select[name="rating"], input[name="rating"][type="number"], input[name="rating"][type="range"], input[name="rating"][type="hidden"]')?.value;
}

/** Elements from the event's target outwards, or none where the page asked to be left alone or the element is one of ours. */
function pathOf(event: Event): readonly HTMLElement[] {
  const path = event.composedPath().filter((target) => target instanceof HTMLElement);
  const isOurs = path.some((element) => element.localName.startsWith('homebird-') || 'homebirdIgnore' in element.dataset);
  return isOurs ? [] : path;
}

/** Hears clicks and submissions of marked elements. The result stops it. */
export function hearMarked(page: Document, onEvent: (event: PushedEvent) => void): () => void {
  const onClick = quiet((event: MouseEvent): void => {
    if (event.type === 'auxclick' && event.button !== 1) return;
    const path = pathOf(event);
    const marked = path.find((element) => element.dataset['homebirdEvent'] !== undefined || element.dataset['homebirdItem'] !== undefined);
    if (!marked) return;
    const name = marked.dataset['homebirdEvent'];
    if (name === undefined) {
      // A marked card: following its link is a choice, clicking beside it is not.
      if (path.some((element) => element.localName === 'a')) onEvent({ name: 'select_item', data: dataOf(marked) });
      return;
    }
    if (marked.localName !== 'form' && !SHOWN_BY_PRESENCE.has(name)) onEvent({ name, data: dataOf(marked) });
  });
  const onSubmit = quiet((event: SubmitEvent): void => {
    const form = pathOf(event).find((element) => element instanceof HTMLFormElement);
    const name = form?.dataset['homebirdEvent'];
    if (!form || name === undefined || SHOWN_BY_PRESENCE.has(name)) return;
    const data = dataOf(form);
    onEvent({ name, data: { ...data, search_term: data['search_term'] ?? searchTextOf(form), rating: data['rating'] ?? ratingOf(form) } });
  });
  // Capture: a page that stops propagation still means what it marked.
  page.addEventListener('click', onClick, { capture: true, passive: true });
  page.addEventListener('auxclick', onClick, { capture: true, passive: true });
  page.addEventListener('submit', onSubmit, { capture: true, passive: true });
  return () => {
    page.removeEventListener('click', onClick, { capture: true });
    page.removeEventListener('auxclick', onClick, { capture: true });
    page.removeEventListener('submit', onSubmit, { capture: true });
  };
}

/** What marked elements say by being on the page now: the viewed product, a list, a finished purchase. */
export function shownByMarks(page: Document): readonly PushedEvent[] {
  const marks = page.querySelectorAll<HTMLElement>('[data-homebird-event="view_item"], [data-homebird-event="view_item_list"], [data-homebird-event="purchase"]');
  return [...marks]
    .filter((mark) => mark.closest('[data-homebird-ignore]') === null)
    .map((mark) => ({ name: mark.dataset['homebirdEvent'] ?? '', data: dataOf(mark) }));
}
