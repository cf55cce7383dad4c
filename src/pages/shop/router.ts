import { signal } from '@preact/signals';
import { inLanguage } from './language.ts';

/** Where the visitor is, as the pages read it. */
export interface Place {
  /** Decoded path segments: `/category/a%20b` is `['category', 'a b']`. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // a stray percent sign is a name nobody has: the page says "not found"
  }
}

function here(): Place {
  return { segments: location.pathname.split('/').filter(Boolean).map(decode), query: new URLSearchParams(location.search) };
}

/** Changes with every navigation inside the shop. */
export const place = signal<Place>(here());

/** Puts what must survive a reload beside the address; the owner of that state sets it. */
let stateOfEntry: () => unknown = () => null;

/** Names who gives the state that is kept with each history entry. */
export function keepWithEntries(give: () => unknown): void {
  stateOfEntry = give;
}

/** Goes to a path of this shop without loading the page again. */
export function navigate(href: string): void {
  history.pushState(stateOfEntry(), '', inLanguage(href));
  place.value = here();
  scrollTo(0, 0);
}

/** Changes the query of the current page, e.g. a filter, without moving the visitor. */
export function replaceQuery(query: URLSearchParams): void {
  const search = query.toString();
  history.replaceState(stateOfEntry(), '', inLanguage(location.pathname + (search && `?${search}`)));
  place.value = here();
}

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.defaultPrevented && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
}

/** Page of this shop for an address elsewhere that means one of its products; whoever knows the products sets it. */
let ownPageOf: (href: string) => string | undefined = () => undefined;

/** Names who finds this shop's page for a link that leads to a product's page elsewhere. */
export function leadToOwnPages(find: (href: string) => string | undefined): void {
  ownPageOf = find;
}

/** Turns clicks on this shop's own links into navigation without a reload, also those inside the shadow trees of Homebird's elements. */
export function startRouter(): void {
  document.addEventListener('click', (event) => {
    if (!isPlainClick(event)) return;
    const link = event.composedPath().find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement);
    if (!link || link.target !== '' || link.hasAttribute('download')) return;
    const own = ownPageOf(link.href);
    if (own === undefined && (link.origin !== location.origin || (link.hash !== '' && link.pathname === location.pathname))) return;
    event.preventDefault();
    navigate(own ?? link.pathname + link.search + link.hash);
  });
  addEventListener('popstate', () => {
    // The entry holds the basket as it was then; what the visitor has now wins.
    history.replaceState(stateOfEntry(), '');
    place.value = here();
  });
}
