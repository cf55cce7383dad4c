import { leafCategory, type Product, type ProductCard } from '#core/catalogue';
import type { Proven } from './brand-faults.ts';
import { PHRASES } from './phrases.ts';
import type { Wording } from './wording.ts';

/** What the catalogue says of one product, as an ad may quote it: a card on the device, the whole product at the server. */
export type AdFacts = ProductCard & Partial<Pick<Product, 'description' | 'labels'>>;

/** Facts that a text may quote. `saving` is worked out of two prices; all else stands in the catalogue as it is. */
export const FACT_NAMES = ['title', 'brand', 'category', 'description', 'price', 'listPrice', 'saving', 'rating', 'ratingCount', 'available'] as const;
export type FactName = (typeof FACT_NAMES)[number];

/** Share of the list price below which a sale is not worth a word. */
const LEAST_SAVING = 0.05;
/** Fewest ratings that a mean is told of, and the least mean: below, it says little or speaks against the product. */
const LEAST_RATINGS = 5;
const LEAST_RATING = 4;

/** Share of its list price that a product on sale is cheaper by, whole hundredths and never rounded up; undefined where there is no sale to speak of. */
export function savingOf({ priceCents, listPriceCents }: Pick<AdFacts, 'priceCents' | 'listPriceCents'>): number | undefined {
  if (listPriceCents === undefined || priceCents <= 0 || listPriceCents <= priceCents) return undefined;
  const saving = Math.floor((100 * (listPriceCents - priceCents)) / listPriceCents) / 100;
  return saving >= LEAST_SAVING ? saving : undefined;
}

/** What the catalogue proves of a product, for `brandFaults`. */
export function provenBy(facts: AdFacts): Proven {
  return { claims: savingOf(facts) === undefined ? [] : ['discount'], category: facts.category };
}

/** Mean rating, where it is good and enough people gave one. */
export function praiseOf({ rating, ratingCount }: Pick<AdFacts, 'rating' | 'ratingCount'>): { readonly rating: number; readonly ratingCount: number } | undefined {
  return rating !== undefined && ratingCount !== undefined && rating >= LEAST_RATING && ratingCount >= LEAST_RATINGS ? { rating, ratingCount } : undefined;
}

/** Whether the shop itself calls the product new. */
export function isCalledNew({ labels = [] }: Pick<AdFacts, 'labels'>): boolean {
  return labels.some((label) => label.toLowerCase() === 'new');
}

/** A fact as an ad spells it; '' where the catalogue says nothing of it. */
export function factText(name: FactName, facts: AdFacts, wording: Wording): string {
  switch (name) {
    case 'title': return facts.title;
    case 'brand': return facts.brand;
    case 'category': return leafCategory(facts);
    case 'description': return facts.description ?? '';
    case 'price': return facts.priceCents > 0 ? wording.price(facts.priceCents, facts.currency) : '';
    case 'listPrice': return facts.listPriceCents === undefined ? '' : wording.price(facts.listPriceCents, facts.currency);
    case 'saving': {
      const saving = savingOf(facts);
      return saving === undefined ? '' : wording.percent(saving);
    }
    case 'rating': return facts.rating === undefined ? '' : wording.number(facts.rating);
    case 'available': return facts.available ? PHRASES[wording.language].available : '';
    case 'ratingCount': return facts.ratingCount === undefined ? '' : wording.number(facts.ratingCount);
  }
}
