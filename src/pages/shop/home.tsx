import type { JSX } from 'preact';
import type { Product } from '#core/catalogue';
import { formatCount, formatCountOf, formatMoney } from '#page/frame';
import { ProductGrid } from './card.tsx';
import { Promises } from './footer.tsx';
import { Ad, Shelf } from './homebird.tsx';
import { Picture } from './picture.tsx';
import { categoryHref, productHref, takeTurns, type CategoryNode, type Range } from './range.ts';

const HERO_PICTURES = 3;
const TILES = 8;
const ROW = 4;
/** Departments that get a row of their own on the home page. */
const ROWS = 2;

function inOrderOf(range: Range, products: ReadonlySet<Product>): Product[] {
  return range.byPopularity.filter((product) => products.has(product) && product.available);
}

function bestOf(range: Range, node: CategoryNode): Product[] {
  return inOrderOf(range, new Set(node.products));
}

function Hero({ range }: { range: Range }): JSX.Element {
  const shown = takeTurns(range.departments.slice(0, HERO_PICTURES).map((node) => bestOf(range, node).slice(0, 1)), HERO_PICTURES);
  const [first] = range.departments;
  return (
    <section class="hero" aria-labelledby="hero-title">
      <div class="hero-text">
        <h1 id="hero-title">Good things for home and the road away from it</h1>
        <p>{formatCount(range.products.length)} products in {formatCount(range.departments.length)} departments. Your own browser picks what suits you, and your history stays in it.</p>
        <div class="hero-actions">
          {first && <a class="button large hero-button" href={categoryHref(first)}>Shop {first.label}</a>}
          <a class="hero-more" href="/departments">All departments</a>
        </div>
      </div>
      <ul class="hero-pictures">
        {shown.map((product) => (
          <li key={product.id}>
            <a href={productHref(product)} aria-label={product.title}>
              <Picture product={product} isFirst />
              {product.priceCents > 0 && <span class="hero-price number">{formatMoney(product.priceCents, product.currency)}</span>}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Tiles({ range }: { range: Range }): JSX.Element {
  return (
    <section class="section" aria-labelledby="departments-title">
      <div class="section-head"><h2 id="departments-title">Shop by department</h2><a href="/departments">All {range.departments.length}</a></div>
      <ul class="tiles home-tiles">
        {range.departments.slice(0, TILES).map((node) => <DepartmentTile key={node.path} node={node} picture={bestOf(range, node)[0] ?? node.products[0]} />)}
      </ul>
    </section>
  );
}

/** A department as a tile: one of its products, its name, how much it holds. */
export function DepartmentTile({ node, picture }: { node: CategoryNode; picture: Product | undefined }): JSX.Element {
  return (
    <li>
      <a class="tile" href={categoryHref(node)}>
        {picture && <Picture product={picture} />}
        <span class="tile-name">{node.label}</span>
        <span class="small soft number">{formatCountOf(node.products.length, 'product')}</span>
      </a>
    </li>
  );
}

function Row({ title, href, listId, products }: { title: string; href: string; listId: string; products: readonly Product[] }): JSX.Element | null {
  if (products.length < ROW) return null;
  return (
    <section class="section" aria-labelledby={listId}>
      <div class="section-head"><h2 id={listId}>{title}</h2><a href={href}>See all<span class="hidden-text"> of {title}</span></a></div>
      <ProductGrid products={products.slice(0, ROW)} listId={listId} isRow />
    </section>
  );
}

/** First page of the shop. */
export function Home({ range }: { range: Range }): JSX.Element {
  const onSale = range.byPopularity.filter((product) => product.listPriceCents !== undefined && product.available);
  const saleByDepartment = range.departments.map((node) => onSale.filter((product) => node.products.includes(product)));
  return (
    <div class="page">
      <Hero range={range} />
      <Tiles range={range} />
      <div class="section"><Shelf placement="home" /></div>
      <div class="section"><Ad place="strip" about="home" /></div>
      <Row title="On sale now" href="/sale" listId="home-sale" products={takeTurns(saleByDepartment, ROW)} />
      {range.departments.slice(0, ROWS).map((node) => (
        <Row key={node.path} title={`Best of ${node.label}`} href={categoryHref(node)} listId={`home-${node.path}`} products={bestOf(range, node)} />
      ))}
      <Promises />
    </div>
  );
}
