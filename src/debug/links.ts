/** What opens the overlay for one page (`./debugging.ts`), and what its links carry on. */
const PARAMETER = 'homebird_debug';

/**
 * Keeps the overlay open from page to page without storing anything: a link to the same origin that is followed carries the
 * parameter, and is put back at once. The result stops it.
 */
export function carryOverLinks(page: Document): () => void {
  const onClick = (event: Event): void => {
    const link = event.composedPath().find((target): target is HTMLAnchorElement => target instanceof HTMLAnchorElement && target.hasAttribute('href'));
    if (!link || link.origin !== location.origin || link.hasAttribute('download')) return;
    const written = link.getAttribute('href') ?? '';
    const url = new URL(link.href);
    if (url.pathname === location.pathname && url.search === location.search && url.hash !== '') return; // a jump on this page
    url.searchParams.set(PARAMETER, '1');
    link.setAttribute('href', url.href);
    setTimeout(() => link.setAttribute('href', written), 0);
  };
  page.addEventListener('click', onClick, { capture: true });
  page.addEventListener('auxclick', onClick, { capture: true });
  return () => {
    page.removeEventListener('click', onClick, { capture: true });
    page.removeEventListener('auxclick', onClick, { capture: true });
  };
}
