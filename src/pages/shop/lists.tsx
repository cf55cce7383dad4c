import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useMemo } from 'preact/hooks';
import { Notice } from '#page/frame';
import { favourites } from './basket.ts';
import { ProductGrid } from './card.tsx';
import { findProducts } from './find.ts';
import { DepartmentTile } from './home.tsx';
import { Ad, Shelf, useSearch } from './homebird.tsx';
import { Listing } from './listing.tsx';
import { measure } from './measure.ts';
import { categoryHref, type CategoryNode, type Range } from './range.ts';

/** Where a page stands: home, department, part. */
export function Breadcrumbs({ way, children }: { way: readonly CategoryNode[]; children?: ComponentChildren }): JSX.Element {
  return (
    <nav class="breadcrumbs small" aria-label="Breadcrumb">
      <ol class="breadcrumb-list">
        <li><a href="/">Home</a></li>
        {way.map((node) => <li key={node.path}><a href={categoryHref(node)}>{node.label}</a></li>)}
        {children && <li aria-current="page">{children}</li>}
      </ol>
    </nav>
  );
}

/** One department or part of it. */
export function CategoryPage({ range, node }: { range: Range; node: CategoryNode }): JSX.Element {
  const products = useMemo(() => {
    const inside = new Set(node.products);
    return range.byPopularity.filter((product) => inside.has(product));
  }, [range, node]);
  const parents = node.path.split('/').slice(0, -1).flatMap((_, i, parts) => range.nodeByPath.get(parts.slice(0, i + 1).join('/')) ?? []);
  const parts = node.children.length > 0 && (
    <ul class="parts">{node.children.map((part) => <li key={part.path}><a class="part" href={categoryHref(part)}>{part.label}</a></li>)}</ul>
  );
  return (
    <div class="page">
      <Breadcrumbs way={parents}>{node.label}</Breadcrumbs>
      <Listing key={node.path} title={node.label} listId={`category-${node.path}`} products={products} intro={<>{parts}<Ad place="listing" category={node.name} about={node.path} /></>} empty={null} />
      <div class="section"><Shelf placement="category" category={node.name} /></div>
    </div>
  );
}

/** Everything that costs less than it did. */
export function SalePage({ range }: { range: Range }): JSX.Element {
  const products = useMemo(() => range.byPopularity.filter((product) => product.listPriceCents !== undefined), [range]);
  return (
    <div class="page">
      <Breadcrumbs way={[]}>Sale</Breadcrumbs>
      <Listing title="Sale" listId="sale" products={products} empty={<Notice title="Nothing is reduced today"><a class="button plain" href="/departments">All departments</a></Notice>} />
    </div>
  );
}

/** What the search field found. */
export function SearchPage({ range, query }: { range: Range; query: string }): JSX.Element {
  const found = useSearch(query);
  // The shop's own search stands in until Homebird's answers: it knows no typing errors.
  const products = useMemo(() => found?.flatMap((id) => range.productById.get(id) ?? []) ?? findProducts(range, query), [range, query, found]);
  useLayoutEffect(() => {
    if (query !== '') measure.search(query);
  }, [query]);
  const empty = (
    <>
      <Notice title={`We have nothing for “${query}”`}><p class="soft">Try a shorter word or another spelling, or look through the departments.</p><a class="button plain" href="/departments">All departments</a></Notice>
      <div class="section"><Shelf placement="search-empty" /></div>
    </>
  );
  return (
    <div class="page">
      <Breadcrumbs way={[]}>Search</Breadcrumbs>
      <Listing key={query} title={query === '' ? 'Search' : `Results for “${query}”`} listId="search" products={products} empty={empty} />
    </div>
  );
}

/** Every department as a tile. */
export function DepartmentsPage({ range }: { range: Range }): JSX.Element {
  return (
    <div class="page">
      <Breadcrumbs way={[]}>Departments</Breadcrumbs>
      <header class="listing-head"><h1 tabIndex={-1}>All departments</h1></header>
      <ul class="tiles">{range.departments.map((node) => <DepartmentTile key={node.path} node={node} picture={node.products.find((product) => product.available) ?? node.products[0]} />)}</ul>
    </div>
  );
}

/** What the visitor saved in this visit. */
export function FavouritesPage({ range }: { range: Range }): JSX.Element {
  const saved = range.products.filter((product) => favourites.value.has(product.id));
  return (
    <div class="page">
      <Breadcrumbs way={[]}>Favourites</Breadcrumbs>
      <header class="listing-head"><h1 tabIndex={-1}>Favourites</h1></header>
      {saved.length > 0
        ? <ProductGrid products={saved} listId="favourites" level={2} />
        : <Notice title="Nothing saved yet"><p class="soft">Press the heart on a product to find it here again. Favourites stay in this tab, until you close it or type an address.</p><a class="button plain" href="/">Start browsing</a></Notice>}
    </div>
  );
}
