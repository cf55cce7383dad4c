import type { Product } from '#core/catalogue';

export const SORTS = { popular: 'Most popular', low: 'Price, low to high', high: 'Price, high to low', rating: 'Best rated', name: 'Name' } as const;
export type Sort = keyof typeof SORTS;

/** Prices from `fromCents` up to but not including `belowCents`. */
export interface Band {
  readonly fromCents: number;
  readonly belowCents: number;
}

/** What a visitor narrowed a list to, as it stands in the address. */
export interface Choice {
  readonly brands: readonly string[];
  readonly band: Band | null;
  readonly minRating: number;
  readonly isOnSale: boolean;
  readonly isInStock: boolean;
  readonly sort: Sort;
}

/** Fewest priced products for which price bands help. */
const MIN_FOR_BANDS = 12;
/** Brands offered as filters; the rest is found by search. */
const MAX_BRANDS = 8;

function readBand(text: string | null): Band | null {
  const [from = Number.NaN, below = Number.NaN] = (text ?? '').split('-').map((part) => (part === '' ? Number.POSITIVE_INFINITY : Number(part)));
  return Number.isFinite(from) && below > from ? { fromCents: from, belowCents: below } : null;
}

/** Reads the filters out of an address. */
export function readChoice(query: URLSearchParams): Choice {
  const sort = query.get('sort') ?? '';
  return {
    brands: query.getAll('brand'),
    band: readBand(query.get('price')),
    minRating: Number(query.get('rating')) || 0,
    isOnSale: query.has('sale'),
    isInStock: query.has('stock'),
    sort: Object.hasOwn(SORTS, sort) ? (sort as Sort) : 'popular',
  };
}

/** Writes the filters into a copy of `query`, leaving the other entries. */
export function writeChoice(query: URLSearchParams, choice: Choice): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const key of ['brand', 'price', 'rating', 'sale', 'stock', 'sort', 'show']) next.delete(key);
  for (const brand of choice.brands) next.append('brand', brand);
  if (choice.band) next.set('price', bandKey(choice.band));
  if (choice.minRating > 0) next.set('rating', String(choice.minRating));
  if (choice.isOnSale) next.set('sale', '1');
  if (choice.isInStock) next.set('stock', '1');
  if (choice.sort !== 'popular') next.set('sort', choice.sort);
  return next;
}

/** Names a band in an address: `from-below`, open at the top as `from-`. */
export function bandKey(band: Band): string {
  return `${band.fromCents}-${Number.isFinite(band.belowCents) ? band.belowCents : ''}`;
}

function isIn(band: Band, product: Product): boolean {
  return product.priceCents >= band.fromCents && product.priceCents < band.belowCents;
}

const ORDERS: Readonly<Record<Sort, (a: Product, b: Product) => number>> = {
  popular: () => 0,
  low: (a, b) => (a.priceCents || Infinity) - (b.priceCents || Infinity),
  high: (a, b) => b.priceCents - a.priceCents,
  rating: (a, b) => (b.rating ?? 0) - (a.rating ?? 0) || (b.ratingCount ?? 0) - (a.ratingCount ?? 0),
  name: (a, b) => a.title.localeCompare(b.title),
};

/** `products` narrowed and sorted; they come in by popularity. */
export function applyChoice(products: readonly Product[], choice: Choice): Product[] {
  return products
    .filter((product) => choice.brands.length === 0 || choice.brands.includes(product.brand))
    .filter((product) => choice.band === null || isIn(choice.band, product))
    .filter((product) => (product.rating ?? 0) >= choice.minRating)
    .filter((product) => !choice.isOnSale || product.listPriceCents !== undefined)
    .filter((product) => !choice.isInStock || product.available)
    .sort(ORDERS[choice.sort]);
}

/** First digits of prices that read as round. */
const ROUND_DIGITS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The round price next to `cents`. */
function roundCents(cents: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1000, cents)));
  const nearest = ROUND_DIGITS.reduce((best, digit) => (Math.abs(digit * power - cents) < Math.abs(best * power - cents) ? digit : best));
  return nearest * power;
}

/** Price bands that split `products` into parts of similar size; none where too few have prices. */
export function bandsOf(products: readonly Product[]): Band[] {
  const prices = products.map((product) => product.priceCents).filter((cents) => cents > 0).sort((a, b) => a - b);
  if (prices.length < MIN_FOR_BANDS) return [];
  const cuts = [0.25, 0.5, 0.75].map((share) => roundCents(prices[Math.floor(share * prices.length)] ?? 0));
  const edges = [0, ...new Set(cuts), Infinity];
  return edges.slice(1).map((belowCents, i) => ({ fromCents: edges[i] ?? 0, belowCents })).filter((band) => products.some((product) => isIn(band, product)));
}

/** Brands of `products` with their counts, most frequent first. */
export function brandsOf(products: readonly Product[]): (readonly [brand: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { brand } of products) if (brand !== '') counts.set(brand, (counts.get(brand) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, MAX_BRANDS);
}
