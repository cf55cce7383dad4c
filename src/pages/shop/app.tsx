import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Notice, type PageConfig } from '#page/frame';
import { openBasket } from './basket.ts';
import { BasketPage } from './basket-page.tsx';
import { loadProducts } from './catalogue-file.ts';
import { CheckoutPage, OrderPage } from './checkout.tsx';
import { Footer } from './footer.tsx';
import { Header, SHOP_NAME } from './header.tsx';
import { HelpPage } from './help-page.tsx';
import { Home } from './home.tsx';
import { Assistant } from './homebird.tsx';
import { CategoryPage, DepartmentsPage, FavouritesPage, SalePage, SearchPage } from './lists.tsx';
import { PrivacyPage } from './privacy-page.tsx';
import { ProductPage } from './product-page.tsx';
import { ownPages, rangeOf, type Range } from './range.ts';
import { leadToOwnPages, place, type Place } from './router.ts';
import { atTillPrices } from './till.ts';
import { ToastRegion } from './toast.tsx';

/** Cards drawn while the catalogue is on its way. */
const SKELETON_CARDS = 8;

function Loading(): JSX.Element {
  return (
    <div class="page" aria-busy="true">
      <p class="hidden-text" role="status">Loading the shop</p>
      <div class="skeleton skeleton-hero" />
      <ul class="product-grid">{Array.from({ length: SKELETON_CARDS }, (_, i) => <li key={i} class="product-card"><span class="picture skeleton" /><span class="skeleton skeleton-line" /><span class="skeleton skeleton-line short" /></li>)}</ul>
    </div>
  );
}

function NotFound(): JSX.Element {
  return (
    <div class="page">
      <header class="listing-head"><h1 tabIndex={-1}>We cannot find that page</h1></header>
      <Notice title="It may have moved, or never been here"><a class="button" href="/">To the home page</a><a href="/departments">All departments</a></Notice>
    </div>
  );
}

interface View {
  readonly title: string;
  readonly body: JSX.Element;
}

function viewOf(range: Range, { segments, query }: Place, config: PageConfig): View {
  const [first = '', second = ''] = segments;
  switch (first) {
    case '': return { title: '', body: <Home range={range} /> };
    case 'departments': return { title: 'All departments', body: <DepartmentsPage range={range} /> };
    case 'sale': return { title: 'Sale', body: <SalePage range={range} /> };
    case 'search': return { title: `Search: ${query.get('q') ?? ''}`, body: <SearchPage range={range} query={query.get('q')?.trim() ?? ''} /> };
    case 'favourites': return { title: 'Favourites', body: <FavouritesPage range={range} /> };
    case 'basket': return { title: 'Basket', body: <BasketPage /> };
    case 'checkout': return { title: 'Checkout', body: <CheckoutPage /> };
    case 'order': return { title: 'Thank you', body: <OrderPage id={second} /> };
    case 'help': return { title: 'Help', body: <HelpPage key={segments.join('/')} path={`/${segments.join('/')}`} /> };
    case 'privacy': return { title: 'Your data', body: <PrivacyPage config={config} /> };
  }
  const product = first === 'product' ? range.productById.get(second) : undefined;
  if (product) return { title: product.title, body: <ProductPage key={product.id} range={range} product={product} /> };
  const node = first === 'category' ? range.nodeByPath.get(segments.slice(1).join('/')) : undefined;
  if (node) return { title: node.label, body: <CategoryPage range={range} node={node} /> };
  return { title: 'Not found', body: <NotFound /> };
}

/** The shop: loads its catalogue once and shows the page of the address. */
export function App({ config }: { config: PageConfig }): JSX.Element {
  const range = useSignal<Range | null>(null);
  const failure = useSignal('');
  const where = place.value;
  const path = where.segments.join('/');
  const isFirst = useRef(true);
  const load = async (): Promise<void> => {
    failure.value = '';
    const products = await loadProducts();
    if (!products.ok) {
      failure.value = products.fault.message;
      return;
    }
    const arranged = rangeOf(await atTillPrices(products.value, config));
    openBasket(arranged.productById);
    leadToOwnPages(ownPages(arranged, location.origin));
    range.value = arranged;
  };
  useEffect(() => void load(), []);
  const view = range.value && viewOf(range.value, where, config);
  // With the page: a frame later, the focus would be taken from the field that she has gone to.
  useLayoutEffect(() => {
    if (!view) return;
    document.title = view.title ? `${view.title} – ${SHOP_NAME}` : `${SHOP_NAME} – general store`;
    // A reader who followed a link is taken to the new page's heading, as a page load would; the first page is left alone.
    if (!isFirst.current) document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [path, view === null]);
  return (
    <>
      <a class="skip" href="#main">Skip to the products</a>
      <Header range={range.value} />
      <main id="main" tabIndex={-1}>
        {view?.body ?? (failure.value === ''
          ? <Loading />
          : <div class="page"><Notice title="The shop could not be opened" tone="bad"><p>{failure.value}</p><button type="button" class="button" onClick={() => void load()}>Try again</button></Notice></div>)}
      </main>
      <Footer range={range.value} config={config} />
      <Assistant />
      <ToastRegion />
    </>
  );
}
