import type { JSX } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { formatMoney, Icon, Notice } from '#page/frame';
import { lines, setPieces, totalCents, totalOf, type BasketLine } from './basket.ts';
import { Price } from './card.tsx';
import { deliveryCents, type DeliveryWay } from './delivery.ts';
import { Offer, Shelf } from './homebird.tsx';
import { Breadcrumbs } from './lists.tsx';
import { measure } from './measure.ts';
import { Picture } from './picture.tsx';
import { Stepper } from './product-page.tsx';
import { productHref } from './range.ts';
import type { TillQuote } from './till.ts';

/** Takes a line to another number of pieces and tells measurement which way it went. */
function changeLine({ product, pieces }: BasketLine, next: number): void {
  setPieces(product, next);
  if (next > pieces) measure.addToCart(product, next - pieces);
  if (next < pieces) measure.removeFromCart(product, pieces - next);
}

function Line({ line }: { line: BasketLine }): JSX.Element {
  const { product, pieces } = line;
  return (
    <li class="basket-line">
      <a href={productHref(product)} class="basket-picture" tabIndex={-1} aria-hidden="true"><Picture product={product} /></a>
      <div class="basket-text">
        {product.brand && <p class="product-brand">{product.brand}</p>}
        <h2 class="product-title"><a href={productHref(product)}>{product.title}</a></h2>
        <Price product={product} />
      </div>
      <Stepper pieces={pieces} change={(next) => changeLine(line, next)} label={`Pieces of ${product.title}`} />
      <p class="line-total number">{product.priceCents > 0 && formatMoney(product.priceCents * pieces, product.currency)}</p>
      <button type="button" class="icon-button" aria-label={`Remove ${product.title}`} onClick={() => changeLine(line, 0)}><Icon name="cross" size={18} /></button>
    </li>
  );
}

/** Sum of an order, as it stands beside basket and checkout. @param quote - what the till charges for the products, once it has said so */
export function Totals({ of, quote, way }: { of: readonly BasketLine[]; quote?: TillQuote | undefined; way?: DeliveryWay }): JSX.Element {
  const currency = of[0]?.product.currency ?? 'EUR';
  const valueCents = quote?.totalCents ?? totalOf(of);
  const delivery = deliveryCents(of.map(({ product }) => product), valueCents, way);
  const hasUnpriced = of.some(({ product }) => product.priceCents === 0);
  return (
    <dl class="totals">
      <div><dt>Products</dt><dd class="number">{formatMoney(valueCents, currency)}</dd></div>
      {quote?.code !== undefined && <div><dt>Coupon {quote.code}</dt><dd class="number">−{formatMoney(quote.reductionCents, currency)}</dd></div>}
      <div><dt>Delivery</dt><dd class="number">{delivery === 0 ? 'Free' : formatMoney(delivery, currency)}</dd></div>
      <div class="totals-sum"><dt>Total</dt><dd class="number">{formatMoney((quote?.paidCents ?? valueCents) + delivery, currency)}</dd></div>
      {hasUnpriced && <div class="small soft"><dt>Without products whose price is on request</dt><dd /></div>}
    </dl>
  );
}

/** What the visitor means to buy. */
export function BasketPage(): JSX.Element {
  const held = lines.value;
  // With the page, not after the next frame: whoever goes on at once has seen it too.
  useLayoutEffect(() => {
    if (held.length > 0) measure.viewCart(held);
    // Once per visit of the page: changing a line is its own event.
  }, []);
  return (
    <div class="page">
      <Breadcrumbs way={[]}>Basket</Breadcrumbs>
      <header class="listing-head"><h1 tabIndex={-1}>Your basket</h1></header>
      {held.length === 0
        ? <Notice title="Your basket is empty"><p class="soft">What you add stays in this tab, until you close it or type an address.</p><a class="button" href="/">Start browsing</a></Notice>
        : (
          <div class="with-aside">
            <ul class="basket-lines">{held.map((line) => <Line key={line.product.id} line={line} />)}</ul>
            <aside class="summary card" aria-label="Order summary">
              <Totals of={held} />
              <Offer />
              <a class="button large wide" href="/checkout">Go to checkout</a>
              <p class="small soft lock-line"><Icon name="lock" size={16} />A demonstration: nothing is charged</p>
            </aside>
          </div>
        )}
      <div class="section"><Shelf placement={held.length === 0 ? 'home' : 'cart'} count={totalCents.value > 0 ? 4 : 8} /></div>
    </div>
  );
}
