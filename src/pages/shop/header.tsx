import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '#page/frame';
import { favourites, pieceCount } from './basket.ts';
import { categoryHref, type Range } from './range.ts';
import { place } from './router.ts';
import { SearchBox } from './search-box.tsx';

/** Name over the door of the demo shop; whatever it sells comes from the feed. */
export const SHOP_NAME = 'Larkfield';

/** Departments in the bar; the rest stands on the departments page. */
const MAX_BAR = 7;

/** The sign over the door. */
export function Wordmark(): JSX.Element {
  return (
    <span class="wordmark">
      <svg width="30" height="30" viewBox="0 0 32 32" aria-hidden="true">
        <path class="mark-body" d="M4 19.5c0-6 4.6-10.5 10.5-10.5 2 0 3.7.5 5.2 1.4C21 8.3 23 7.5 25.5 7.5c0 0-.5 1.3-.5 2.7l3.5 1.8-3.6 1.5c.1.6.1 1.2.1 1.8 0 6-4.7 10.2-10.6 10.2H6.5c2.5-1 3.7-2.2 4.2-3.5C7 21.5 4 21.5 4 19.5Z" />
        <circle class="mark-eye" cx="22.3" cy="11.7" r="1.1" />
        <path class="mark-wing" d="M9.5 17.5c2.5-3.8 7-4 9.5-2-1 3.8-5.5 5-9.5 2Z" />
      </svg>
      {SHOP_NAME}
    </span>
  );
}

function CountBadge({ count, what }: { count: number; what: string }): JSX.Element | null {
  return count === 0 ? null : <span class="count-badge number">{count}<span class="hidden-text"> {what}</span></span>;
}

function Departments({ range }: { range: Range | null }): JSX.Element {
  const here = place.value.segments;
  const isHere = (path: string): boolean => here[0] === 'category' && here[1] === path.split('/')[0];
  return (
    <nav class="departments" aria-label="Departments">
      <ul class="page department-list">
        {range?.departments.slice(0, MAX_BAR).map((node) => (
          <li key={node.path}><a href={categoryHref(node)} aria-current={isHere(node.path) ? 'page' : undefined}>{node.label}</a></li>
        ))}
        {range && <li><a href="/departments" aria-current={here[0] === 'departments' ? 'page' : undefined}>All departments</a></li>}
        {range?.products.some((product) => product.listPriceCents !== undefined) && <li class="sale-link"><a href="/sale" aria-current={here[0] === 'sale' ? 'page' : undefined}>Sale</a></li>}
      </ul>
    </nav>
  );
}

/** Top of every page: name, search, basket, departments. */
export function Header({ range }: { range: Range | null }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const where = place.value;
  useEffect(() => setOpen(false), [where]);
  return (
    <header class={isOpen ? 'site-header is-open' : 'site-header'}>
      <div class="page header-row">
        <button type="button" class="icon-button menu-button" aria-expanded={isOpen} aria-controls="departments" aria-label="Departments" onClick={() => setOpen(!isOpen)}>
          <Icon name={isOpen ? 'cross' : 'menu'} size={22} />
        </button>
        <a class="home-link" href="/" aria-label={`${SHOP_NAME}, home`}><Wordmark /></a>
        <SearchBox range={range} />
        <ul class="header-actions">
          <li><a class="icon-button" href="/privacy"><Icon name="shield" size={22} /><span class="action-label">Your data</span></a></li>
          <li><a class="icon-button favourites-link" href="/favourites"><Icon name="heart" size={22} /><CountBadge count={favourites.value.size} what="saved" /><span class="action-label">Favourites</span></a></li>
          <li><a class="icon-button" href="/basket"><Icon name="basket" size={22} /><CountBadge count={pieceCount.value} what="pieces" /><span class="action-label">Basket</span></a></li>
        </ul>
      </div>
      <div id="departments"><Departments range={range} /></div>
    </header>
  );
}
