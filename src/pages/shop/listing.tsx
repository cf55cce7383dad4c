import type { ComponentChildren, JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Product } from '#core/catalogue';
import { formatCount, formatCountOf, Icon, Notice } from '#page/frame';
import { ProductGrid } from './card.tsx';
import { FacetPanel } from './facet-panel.tsx';
import { applyChoice, readChoice, SORTS, writeChoice, type Choice, type Sort } from './facets.ts';
import { place, replaceQuery } from './router.ts';

/** Products before "Show more": six rows of four. */
const PAGE_PRODUCTS = 24;

interface ListingProps {
  readonly title: string;
  readonly listId: string;
  readonly products: readonly Product[];
  /** Between the heading and the list: parts of a department, or what was searched for. */
  readonly intro?: ComponentChildren;
  readonly empty: ComponentChildren;
}

function SortSelect({ choice, hasRatings, change }: { choice: Choice; hasRatings: boolean; change: (choice: Choice) => void }): JSX.Element {
  const names = (Object.keys(SORTS) as Sort[]).filter((sort) => hasRatings || sort !== 'rating');
  return (
    <label class="sort">
      <span class="small soft">Sort by</span>
      <select class="input" value={choice.sort} onChange={(event) => change({ ...choice, sort: event.currentTarget.value as Sort })}>
        {names.map((sort) => <option key={sort} value={sort}>{SORTS[sort]}</option>)}
      </select>
    </label>
  );
}

/** How many filters of `choice` narrow the list. */
function narrowings(choice: Choice): number {
  return choice.brands.length + Number(choice.band !== null) + Number(choice.minRating > 0) + Number(choice.isOnSale) + Number(choice.isInStock);
}

/** A list of products with filters, sorting and a way to see more. Everything chosen stands in the address. */
export function Listing({ title, listId, products, intro, empty }: ListingProps): JSX.Element {
  const { query } = place.value;
  const [areFiltersOpen, setFiltersOpen] = useState(false);
  const choice = readChoice(query);
  const found = useMemo(() => applyChoice(products, choice), [products, query.toString()]);
  const shownCount = Math.max(PAGE_PRODUCTS, Number(query.get('show')) || 0);
  const change = (next: Choice): void => replaceQuery(writeChoice(query, next));
  const showMore = (): void => {
    const next = new URLSearchParams(query);
    next.set('show', String(shownCount + PAGE_PRODUCTS));
    replaceQuery(next);
  };
  const clear = (): void => change({ brands: [], band: null, minRating: 0, isOnSale: false, isInStock: false, sort: choice.sort });
  if (products.length === 0) return <><header class="listing-head"><h1 tabIndex={-1}>{title}</h1></header>{intro}{empty}</>;
  const count = narrowings(choice);
  return (
    <>
      <header class="listing-head"><h1 tabIndex={-1}>{title}</h1><p class="soft number" role="status">{formatCountOf(found.length, 'product')}</p></header>
      {intro}
      <div class="listing">
        <div class="listing-bar">
          <button type="button" class="button plain filter-button" aria-expanded={areFiltersOpen} aria-controls="filters" onClick={() => setFiltersOpen(!areFiltersOpen)}>
            <Icon name="filter" /> Filters{count > 0 && ` (${count})`}
          </button>
          {count > 0 && <button type="button" class="link-button" onClick={clear}>Clear filters</button>}
          <SortSelect choice={choice} hasRatings={products.some((product) => product.rating !== undefined)} change={change} />
        </div>
        <div id="filters" class={areFiltersOpen ? 'facets is-open' : 'facets'}><FacetPanel products={products} choice={choice} change={change} /></div>
        <div class="listing-products">
          {found.length === 0
            ? <Notice title="Nothing fits all of these filters"><p class="soft">Take one away, or start again.</p><button type="button" class="button plain" onClick={clear}>Clear filters</button></Notice>
            : <ProductGrid products={found.slice(0, shownCount)} listId={listId} level={2} />}
          {found.length > shownCount && (
            <div class="more">
              <p class="small soft number">{formatCount(shownCount)} of {formatCount(found.length)} shown</p>
              <button type="button" class="button plain" onClick={showMore}>Show more</button>
            </div>
          )}
        </div>
      </div>
    </>
  );
}
