import type { JSX } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { titleBesideBrand, type Product } from '#core/catalogue';
import { formatCount, formatMoney, Icon } from '#page/frame';
import { favourites, piecesOf, setPieces, toggleFavourite } from './basket.ts';
import { measure } from './measure.ts';
import { Picture } from './picture.tsx';
import { productHref } from './range.ts';
import { announce } from './toast.tsx';

const STAR = 'm10 1.8 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8Z';

/** Five stars filled to `rating`; the number is read out instead. */
export function Stars({ rating, size = 16 }: { rating: number; size?: number }): JSX.Element {
  const row = [0, 1, 2, 3, 4].map((i) => <path key={i} d={STAR} transform={`translate(${i * 20} 0)`} />);
  return (
    <svg class="stars" width={size * 5} height={size} viewBox="0 0 100 20" role="img" aria-label={`${rating.toFixed(1)} of 5 stars`}>
      <g class="stars-empty">{row}</g>
      <svg width={rating * 20} height="20" viewBox={`0 0 ${Math.max(rating * 20, 0.1)} 20`} class="stars-full">{row}</svg>
    </svg>
  );
}

/** What a product costs now, and before where that was more. */
export function Price({ product }: { product: Product }): JSX.Element {
  if (product.priceCents === 0) return <p class="price soft">Price on request</p>;
  const { listPriceCents } = product;
  return (
    <p class="price">
      <span class={listPriceCents ? 'price-now on-sale' : 'price-now'}>{formatMoney(product.priceCents, product.currency)}</span>
      {listPriceCents !== undefined && (
        <s class="price-before"><span class="hidden-text">before </span>{formatMoney(listPriceCents, product.currency)}</s>
      )}
    </p>
  );
}

/** Share taken off, in whole per cent; 0 where nothing was. */
export function discountPercent(product: Product): number {
  return product.listPriceCents ? Math.round((1 - product.priceCents / product.listPriceCents) * 100) : 0;
}

/** Labels of the feed that are worth a badge, and how they read. */
const BADGES: ReadonlyMap<string, string> = new Map([['bestseller', 'Bestseller'], ['new', 'New']]);

/** The badge that the feed's labels give a product; undefined where they give none. */
export function badgeOf(product: Product): string | undefined {
  return product.labels.map((label) => BADGES.get(label.toLowerCase())).find(Boolean);
}

/** Heart that keeps a product for later. Homebird reads it as a marked element. */
export function FavouriteButton({ product }: { product: Product }): JSX.Element {
  const isKept = favourites.value.has(product.id);
  const press = (): void => announce(toggleFavourite(product) ? `Saved ${product.title}` : `Removed ${product.title} from your favourites`, '/favourites', 'View favourites');
  const mark = isKept ? {} : { 'data-homebird-event': 'add_to_wishlist', 'data-homebird-item': product.id };
  return (
    <button type="button" class="favourite" aria-pressed={isKept} aria-label={`Save ${product.title} to favourites`} onClick={press} {...mark}>
      <Icon name="heart" filled={isKept} />
    </button>
  );
}

/** Puts pieces of a product into the basket, says so to the visitor and to the shop's measurement. */
export function addToBasket(product: Product, pieces: number): void {
  setPieces(product, piecesOf(product) + pieces);
  measure.addToCart(product, pieces);
  announce(`Added ${product.title} to your basket`, '/basket', 'View basket');
}

/** One product in a list. `listId` and `index` tell measurement where it stood. */
function ProductCard({ product, listId, index, level = 3 }: { product: Product; listId: string; index: number; level?: 2 | 3 }): JSX.Element {
  const Heading = level === 2 ? 'h2' : 'h3';
  const discount = discountPercent(product);
  return (
    <li class="product-card">
      <a class="product-link" href={productHref(product)} onClick={() => measure.selectItem(listId, product, index)}>
        <Picture product={product} />
        <span class="badges">
          {discount > 0 && <span class="badge sale">−{discount}%</span>}
          {!product.available && <span class="badge">Sold out</span>}
          {badgeOf(product) && <span class="badge best">{badgeOf(product)}</span>}
        </span>
        <span class="product-brand">{product.brand || ' '}</span>
        <Heading class="product-title">{titleBesideBrand(product)}</Heading>
        {product.rating !== undefined && (
          <span class="rating"><Stars rating={product.rating} size={14} />{product.ratingCount !== undefined && <span class="small soft number">{formatCount(product.ratingCount)}</span>}</span>
        )}
        <Price product={product} />
      </a>
      <FavouriteButton product={product} />
      {product.available && (
        <button type="button" class="quick-add" aria-label={`Add ${product.title} to basket`} onClick={() => addToBasket(product, 1)}><Icon name="plus" /></button>
      )}
    </li>
  );
}

/** A row or grid of products that tells measurement once that it was shown. */
export function ProductGrid({ products, listId, level = 3, isRow = false }: { products: readonly Product[]; listId: string; level?: 2 | 3; isRow?: boolean }): JSX.Element {
  const key = products.map((product) => product.id).join();
  useLayoutEffect(() => {
    if (products.length > 0) measure.viewList(listId, products);
  }, [listId, key]);
  return (
    <ul class={isRow ? 'product-grid product-row' : 'product-grid'}>
      {products.map((product, index) => <ProductCard key={product.id} product={product} listId={listId} index={index} level={level} />)}
    </ul>
  );
}
