import { DEFAULT_RULES } from '#core/campaigns';
import { leafCategory, type Product } from '#core/catalogue';
import { makeCreatives, sentencesOf, shortTitle, type AdFacts, type MadeCreative } from '#core/creative';
import { wordingOf } from '#page/words';
import { tokensOf } from './scores.ts';

/** The most common box, where an ad has a title and a line. */
const BOX = { width: 300, height: 250 } as const;
/** Characters of a strip's title, and of a box's title and line. */
const STRIP_TITLE = 40;
const BOX_TITLE = 90;
const BOX_LINE = 140;

/** One product asked: what the merchant (or, for searches, people) wrote, and what each method says without having read it. */
export interface Answer {
  readonly reference: string;
  readonly ours: string;
  readonly titleOnly: string;
  readonly firstSentence: string;
}

/** Ads of one product for weeks, as the console would suggest them. */
export function adsOf(facts: AdFacts, count = 1): readonly MadeCreative[] {
  return makeCreatives({ facts: { ...facts, url: '/product', available: true }, wording: wordingOf('en'), rules: DEFAULT_RULES, sponsored: 'Shop', sizes: [BOX], life: 'lasting', count, seed: 1 });
}

const adText = ({ creative: { assets } }: MadeCreative): string => [assets.title, assets.desc].filter(Boolean).join('. ');

/**
 * What a merchant's opening sentence says, from title, category and the rest of the description. `first sentence` is the title and
 * the first sentence that is left.
 */
export function leads(products: readonly Product[]): readonly Answer[] {
  return products.flatMap((product): readonly Answer[] => {
    const [reference, ...rest] = sentencesOf(product.description);
    const made = reference === undefined || rest.length === 0 ? undefined : adsOf({ ...product, description: rest.map((sentence) => `${sentence}.`).join(' ') })[0];
    if (reference === undefined || made === undefined) return [];
    return [{ reference, ours: adText(made), titleOnly: product.title, firstSentence: `${product.title}. ${shortTitle(rest[0] ?? '', BOX_LINE)}` }];
  });
}

/** What a merchant's title says, from category and description, out of which the title is taken wherever it stands. Instead of `title only` stands the category. */
export function titles(products: readonly Product[]): readonly Answer[] {
  return products.flatMap((product): readonly Answer[] => {
    const description = withoutTitle(product);
    const category = leafCategory(product);
    const first = sentencesOf(description)[0];
    if (first === undefined || tokensOf(category).join(' ').includes(tokensOf(product.title).join(' '))) return [];
    const made = adsOf({ ...product, title: '', description, brand: '' })[0];
    return [{ reference: product.title, ours: made?.creative.assets.title ?? category, titleOnly: category, firstSentence: shortTitle(first, BOX_TITLE) }];
  });
}

function withoutTitle({ title, description }: Product): string {
  const words = title.trim().split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return description.replace(new RegExp(words.join('\\s+'), 'giu'), ' ').replace(/\s{2,}/g, ' ').trim();
}

/** A search that people judged to mean exactly this product, and the merchant's title. */
export interface Search {
  readonly title: string;
  readonly query: string;
}

/** Share of the words of a search that `text` still has. */
function kept(query: string, text: string): number {
  const words = new Set(tokensOf(text));
  const wanted = tokensOf(query);
  return wanted.filter((word) => words.has(word)).length / wanted.length;
}

/** How many of the words that people call a product by are left when its title must fit a strip: our cut, the whole title, and a plain cut. */
export function stripTitles(searches: readonly Search[]): { readonly ours: number; readonly titleOnly: number; readonly firstSentence: number; readonly asked: number } {
  const long = searches.filter(({ title, query }) => title.length > STRIP_TITLE && tokensOf(query).length > 0);
  const mean = (cut: (title: string) => string): number => long.reduce((sum, { title, query }) => sum + kept(query, cut(title)), 0) / long.length;
  return { asked: long.length, ours: mean((title) => shortTitle(title, STRIP_TITLE)), titleOnly: mean((title) => title), firstSentence: mean((title) => title.slice(0, STRIP_TITLE)) };
}
