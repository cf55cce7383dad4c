import type { JSX } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Product } from '#core/catalogue';
import { formatCountOf, Icon } from '#page/frame';
import { MAX_PIECES } from './basket.ts';
import { addToBasket, badgeOf, discountPercent, FavouriteButton, Price, Stars } from './card.tsx';
import { deliveryText } from './delivery.ts';
import { Ad, Offer, PRICED_DEPARTMENTS, Shelf } from './homebird.tsx';
import { Breadcrumbs } from './lists.tsx';
import { measure } from './measure.ts';
import { Picture } from './picture.tsx';
import { readableName, wayTo, type Range } from './range.ts';
import { Reviews } from './reviews.tsx';
import { productJsonLd, publishJsonLd } from './structured-data.ts';

/** Text before "Read more": feeds hold whole data sheets in one description. */
const SHORT_DESCRIPTION = 420;

/** Minus, number, plus. */
export function Stepper({ pieces, change, label }: { pieces: number; change: (pieces: number) => void; label: string }): JSX.Element {
  return (
    <div class="stepper" role="group" aria-label={label}>
      <button type="button" aria-label="One fewer" disabled={pieces <= 1} onClick={() => change(pieces - 1)}><Icon name="minus" size={18} /></button>
      <output class="number" aria-live="polite">{pieces}</output>
      <button type="button" aria-label="One more" disabled={pieces >= MAX_PIECES} onClick={() => change(pieces + 1)}><Icon name="plus" size={18} /></button>
    </div>
  );
}

function BuyBox({ product }: { product: Product }): JSX.Element {
  const [pieces, setCount] = useState(1);
  return (
    <div class="buy-box">
      <div class="buy-row">
        <Stepper pieces={pieces} change={setCount} label="Pieces" />
        <button type="button" class="button large buy-button" disabled={!product.available} onClick={() => addToBasket(product, pieces)}>{product.available ? 'Add to basket' : 'Sold out'}</button>
        <FavouriteButton product={product} />
      </div>
      <ul class="buy-facts small">
        <li class={product.available ? 'in-stock' : 'soft'}><Icon name={product.available ? 'check' : 'clock'} size={18} />{product.available ? 'In stock, ready to send' : 'Not available at the moment'}</li>
        <li><Icon name="truck" size={18} />{deliveryText(product)}</li>
        <li><Icon name="back" size={18} />60 days to return it</li>
      </ul>
    </div>
  );
}

function Description({ text }: { text: string }): JSX.Element | null {
  const [isWhole, setWhole] = useState(false);
  if (text === '') return null;
  const isLong = text.length > SHORT_DESCRIPTION * 1.25;
  const shown = isLong && !isWhole ? `${text.slice(0, SHORT_DESCRIPTION).replace(/\s+\S*$/, '')} …` : text;
  return (
    <section class="description" aria-labelledby="about-title">
      <h2 id="about-title">About this product</h2>
      {shown.split(/\n+/).map((paragraph, i) => <p key={i}>{paragraph}</p>)}
      {isLong && <button type="button" class="link-button" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>{isWhole ? 'Show less' : 'Read more'}</button>}
    </section>
  );
}

function Details({ product }: { product: Product }): JSX.Element {
  const rows = [
    ['Brand', product.brand],
    ['Department', product.category.map(readableName).join(' › ')],
    ['Article number', product.id],
  ].filter(([, value]) => value);
  return (
    <section class="details" aria-labelledby="details-title">
      <h2 id="details-title">Details</h2>
      <dl class="detail-list">{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
    </section>
  );
}

/** One product: picture, price, basket, text, reviews, what goes with it. */
export function ProductPage({ range, product }: { range: Range; product: Product }): JSX.Element {
  useLayoutEffect(() => publishJsonLd(productJsonLd(product)), [product]);
  useLayoutEffect(() => measure.viewItem(product), [product]);
  const discount = discountPercent(product);
  return (
    <div class="page">
      <Breadcrumbs way={wayTo(range, product)}>{product.title}</Breadcrumbs>
      <article class="product" data-homebird-product={product.id}>
        <div class="product-picture">
          <Picture product={product} isFirst />
          <span class="badges">
            {discount > 0 && <span class="badge sale">−{discount}%</span>}
            {badgeOf(product) && <span class="badge best">{badgeOf(product)}</span>}
          </span>
        </div>
        <div class="product-facts">
          {product.brand && <p class="product-brand">{product.brand}</p>}
          <h1 tabIndex={-1}>{product.title}</h1>
          {product.rating !== undefined && (
            <a class="rating" href="#reviews"><Stars rating={product.rating} size={18} /><span class="small number">{product.rating.toFixed(1)}{product.ratingCount !== undefined && ` from ${formatCountOf(product.ratingCount, 'rating')}`}</span></a>
          )}
          <Price product={product} />
          <BuyBox product={product} />
          {PRICED_DEPARTMENTS.includes(product.category[0] ?? '') && <Offer item={product.id} />}
        </div>
        <div class="product-text"><Description text={product.description} /><div><Details product={product} /><Ad place="side" category={product.category.at(-1)} about={product.id} /></div></div>
      </article>
      <div class="section"><Shelf placement="product-related" item={product.id} /></div>
      <Reviews product={product} />
    </div>
  );
}
