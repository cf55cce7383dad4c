import type { JSX } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { Bird, Icon } from '#page/frame';
import { favourites, pieceCount } from './basket.ts';
import { Search } from './homebird.tsx';
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
      <Bird />
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
  useLayoutEffect(() => setOpen(false), [where]);
  return (
    <header class={isOpen ? 'site-header is-open' : 'site-header'}>
      <div class="page header-row">
        <button type="button" class="icon-button menu-button" aria-expanded={isOpen} aria-controls="departments" aria-label="Departments" onClick={() => setOpen(!isOpen)}>
          <Icon name={isOpen ? 'cross' : 'menu'} size={22} />
        </button>
        <a class="home-link" href="/" aria-label={`${SHOP_NAME}, home`}><Wordmark /></a>
        <Search label="Search the shop"><SearchBox range={range} /></Search>
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
