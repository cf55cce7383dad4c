import type { ComponentChildren, JSX } from 'preact';
import type { Product } from '#core/catalogue';
import { formatCount, formatMoney } from '#page/frame';
import { Stars } from './card.tsx';
import { bandKey, bandsOf, brandsOf, type Band, type Choice } from './facets.ts';

/** Worst rating that is offered as a filter. */
const GOOD_RATING = 4;

interface FacetProps {
  readonly products: readonly Product[];
  readonly choice: Choice;
  readonly change: (choice: Choice) => void;
}

function Check({ isOn, toggle, count, children }: { isOn: boolean; toggle: () => void; count: number; children: ComponentChildren }): JSX.Element {
  return (
    <label class="check">
      <input type="checkbox" checked={isOn} onChange={toggle} />
      <span class="check-text">{children}</span>
      <span class="small soft number">{formatCount(count)}</span>
    </label>
  );
}

function bandLabel(band: Band, currency: string): string {
  if (band.fromCents === 0) return `Under ${formatMoney(band.belowCents, currency)}`;
  if (!Number.isFinite(band.belowCents)) return `${formatMoney(band.fromCents, currency)} and more`;
  return `${formatMoney(band.fromCents, currency)} to ${formatMoney(band.belowCents, currency)}`;
}

function BrandFacet({ products, choice, change }: FacetProps): JSX.Element | null {
  const brands = brandsOf(products);
  if (brands.length < 2) return null;
  const toggle = (brand: string): void => {
    const others = choice.brands.filter((name) => name !== brand);
    change({ ...choice, brands: others.length === choice.brands.length ? [...others, brand] : others });
  };
  return (
    <fieldset class="facet">
      <legend>Brand</legend>
      {brands.map(([brand, count]) => <Check key={brand} isOn={choice.brands.includes(brand)} toggle={() => toggle(brand)} count={count}>{brand}</Check>)}
    </fieldset>
  );
}

function PriceFacet({ products, choice, change }: FacetProps): JSX.Element | null {
  const bands = bandsOf(products);
  const currency = products[0]?.currency ?? '';
  if (bands.length < 2) return null;
  const chosen = choice.band && bandKey(choice.band);
  return (
    <fieldset class="facet">
      <legend>Price</legend>
      {bands.map((band) => (
        <Check key={bandKey(band)} isOn={chosen === bandKey(band)} toggle={() => change({ ...choice, band: chosen === bandKey(band) ? null : band })}
          count={products.filter((product) => product.priceCents >= band.fromCents && product.priceCents < band.belowCents).length}>
          {bandLabel(band, currency)}
        </Check>
      ))}
    </fieldset>
  );
}

/** Filters that make sense for these products: a feed without ratings or sales does not offer them. */
export function FacetPanel({ products, choice, change }: FacetProps): JSX.Element {
  const good = products.filter((product) => (product.rating ?? 0) >= GOOD_RATING).length;
  const onSale = products.filter((product) => product.listPriceCents !== undefined).length;
  const inStock = products.filter((product) => product.available).length;
  return (
    <>
      <PriceFacet products={products} choice={choice} change={change} />
      <BrandFacet products={products} choice={choice} change={change} />
      {(good > 0 || onSale > 0 || inStock < products.length) && (
        <fieldset class="facet">
          <legend>Only show</legend>
          {good > 0 && <Check isOn={choice.minRating > 0} toggle={() => change({ ...choice, minRating: choice.minRating > 0 ? 0 : GOOD_RATING })} count={good}><Stars rating={GOOD_RATING} size={14} /> and up</Check>}
          {onSale > 0 && <Check isOn={choice.isOnSale} toggle={() => change({ ...choice, isOnSale: !choice.isOnSale })} count={onSale}>On sale</Check>}
          {inStock < products.length && <Check isOn={choice.isInStock} toggle={() => change({ ...choice, isInStock: !choice.isInStock })} count={inStock}>In stock</Check>}
        </fieldset>
      )}
    </>
  );
}
