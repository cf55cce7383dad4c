import { parseItemId, type Product } from '#core/catalogue';
import { seededChance, shuffled, type Chance } from '#core/units';
import type { Kind, Range } from './kind.ts';
import { RANGES } from './ranges.ts';

/** Products of each kind: enough that a shopper can like one kind and still see new ones. */
const PRODUCTS_PER_KIND = 7;
/** Changing it changes every product of the demo shop. */
const SEED = 20261122;
/** Share of products on sale, out of stock, and so new that nobody rated them. */
const SALE_SHARE = 0.15;
const SOLD_OUT_SHARE = 0.03;
const NEW_SHARE = 0.04;
/** Products that carry the label 'bestseller'. */
const BESTSELLERS = 40;
/** Ratings of the product at popularity rank r: HEAD / (r + OFFSET), the Zipf-Mandelbrot shape of real shops' sales. */
const RATINGS_HEAD = 6400;
const RATINGS_OFFSET = 5;
/** First GTIN-13 digits kept for use inside one shop (GS1 prefixes 20–29), so no real article is named. */
const GTIN_PREFIX = '20';

/** A product before its place among the bestsellers is known. */
type Draft = Omit<Product, 'rating' | 'ratingCount' | 'labels'> & { readonly labels: readonly string[]; readonly rating: number };

/** All products of the demo shop: about 780 in 17 departments, the same in every run. Brands are invented. */
export function demoProducts(): Product[] {
  const chance = seededChance(SEED);
  const drafts: Draft[] = [];
  for (const range of RANGES) {
    for (const kind of range.kinds) drafts.push(...productsOfKind(range, kind, chance, drafts.length));
  }
  const rankByIndex = shuffled(drafts.map((_, index) => index), chance);
  const newFromRank = Math.floor(drafts.length * (1 - NEW_SHARE));
  return drafts.map((draft, index) => withPopularity(draft, rankByIndex[index] ?? 0, newFromRank));
}

function productsOfKind(range: Range, kind: Kind, chance: Chance, firstIndex: number): Draft[] {
  const models = shuffled(range.models, chance);
  const colours = shuffled(kind.colours, chance);
  return Array.from({ length: PRODUCTS_PER_KIND }, (_, i) => productOf(range, kind, {
    chance,
    index: firstIndex + i,
    model: models[i % models.length] ?? '',
    colour: colours[i % colours.length] ?? '',
  }));
}

interface Choice {
  readonly chance: Chance;
  readonly index: number;
  readonly model: string;
  readonly colour: string;
}

function productOf(range: Range, kind: Kind, { chance, index, model, colour }: Choice): Draft {
  const brand = pick(range.brands, chance);
  const size = kind.sizes?.length ? chance.below(kind.sizes.length) : -1;
  const sizeName = kind.sizes?.[size];
  const priceCents = priceOf(kind, brand.level, size, chance);
  const isOnSale = chance.next() < SALE_SHARE;
  const id = `hb-${1001 + index}`;
  return {
    id: parseItemId(id),
    title: [`${brand.name} ${model} ${kind.noun}`, sizeName, colour].filter(Boolean).join(', '),
    description: [openingOf(kind, model, chance), ...shuffled(kind.features, chance).slice(0, 2), brand.voice].join(' '),
    brand: brand.name,
    category: [range.department, kind.leaf],
    url: `/product/${id}`,
    image: `/product-pictures/${id}.svg`,
    priceCents: isOnSale ? rounded(priceCents * (0.7 + 0.05 * chance.below(4))) : priceCents,
    ...(isOnSale && { listPriceCents: priceCents }),
    currency: 'EUR',
    available: chance.next() >= SOLD_OUT_SHARE,
    rating: ratingOf(chance),
    aliases: [gtinOf(index)],
    labels: isOnSale ? ['sale'] : [],
  };
}

function withPopularity({ rating, labels, ...draft }: Draft, rank: number, newFromRank: number): Product {
  if (rank >= newFromRank) return { ...draft, labels: [...labels, 'new'] };
  const ratingCount = Math.round(RATINGS_HEAD / (rank + RATINGS_OFFSET));
  return { ...draft, rating, ratingCount, labels: rank < BESTSELLERS ? [...labels, 'bestseller'] : labels };
}

function openingOf(kind: Kind, model: string, chance: Chance): string {
  const material = pick(kind.materials, chance);
  const use = pick(kind.uses, chance);
  const is = /[^s]s$/.test(kind.noun) ? 'are' : 'is';
  return pick([
    `The ${model} ${kind.noun} ${is} made of ${material}, for ${use}.`,
    `Made of ${material}, the ${model} ${kind.noun} ${is} right for ${use}.`,
    `For ${use}: the ${model} ${kind.noun}, made of ${material}.`,
  ], chance);
}

/** Between the kind's two prices by size, then by the brand's level, with some play. */
function priceOf(kind: Kind, level: number, size: number, chance: Chance): number {
  const [from, to] = kind.price;
  const sizes = kind.sizes?.length ?? 0;
  const share = sizes > 1 ? (size + chance.next()) / sizes : chance.next();
  return rounded(100 * (from + (to - from) * 0.8 * share * chance.next()) * level);
}

/** Whole euro less 10 cents from 10 euro up, else the next 10 cents. */
function rounded(cents: number): number {
  return cents >= 1000 ? Math.round(cents / 100) * 100 - 10 : Math.max(90, Math.round(cents / 10) * 10);
}

/** 3.3 to 4.9, most of them near 4.4, as shops' ratings are. */
function ratingOf(chance: Chance): number {
  const best = Math.max(chance.next(), chance.next());
  return Math.round(33 + 16 * best * (0.75 + 0.25 * chance.next())) / 10;
}

/** A valid GTIN-13, another for each index below 10^10. */
function gtinOf(index: number): string {
  const body = GTIN_PREFIX + String(1_000_000_007 * (index + 1)).slice(-10).padStart(10, '0');
  let sum = 0;
  for (let i = 0; i < body.length; i++) sum += Number(body.charAt(i)) * (i % 2 === 0 ? 1 : 3);
  return body + String((10 - (sum % 10)) % 10);
}

function pick<T>(from: readonly T[], chance: Chance): T {
  const value = from[chance.below(from.length)];
  if (value === undefined) throw new RangeError('Cannot pick from an empty list');
  return value;
}
