import type { Product } from '#core/catalogue';
import { DAY_MS, seededChance, type Chance } from '#core/units';
import { hashOf } from './ink.ts';
import { RANGES } from './ranges.ts';

/** A generated review of a demo product, labelled as such wherever it is shown. */
export interface DemoReview {
  /** Whole stars, 1 to 5. */
  readonly rating: number;
  readonly title: string;
  readonly text: string;
  readonly author: string;
  /** Day, as YYYY-MM-DD. */
  readonly dateIso: string;
}

/** Reviews written out per product at most; `ratingCount` says how many there are said to be. */
const MAX_REVIEWS = 6;
/** Reviews are dated in the year before this day, so that the demo shop does not change with the calendar. */
const LAST_DAY_MS = Date.UTC(2026, 9, 31);

const AUTHORS = [
  'Amira K.', 'Ben O.', 'Chloé D.', 'Dmitri V.', 'Elena R.', 'Farid S.', 'Greta L.', 'Hiro T.', 'Ines M.', 'Jonas B.', 'Kavya P.', 'Liam F.', 'Mei W.', 'Nora H.',
  'Oscar G.', 'Priya N.', 'Quentin A.', 'Rosa C.', 'Sam J.', 'Tomás E.', 'Ulla Z.', 'Victor Y.', 'Wanda I.', 'Yusuf D.',
] as const;

const PRAISE = [
  ['Just right', 'Exactly what I hoped for. I would buy it again.'],
  ['Better than the photo', 'Feels more solid than I expected at this price.'],
  ['A good present', 'Bought one for my sister and then one for me.'],
  ['In daily use', 'Two months of daily use and it still looks new.'],
  ['Simply works', 'Nothing fancy, does its job, no complaints.'],
  ['Worth waiting for', 'Delivery took a week, but the wait was worth it.'],
  ['Lovely detail', 'You can tell that somebody thought about the small things.'],
] as const;
const SHRUG = [
  ['Decent', 'Good, but the colour is a little different from the picture.'],
  ['Fine for the price', 'Does what it should. The finish could be neater.'],
  ['Not quite my size', 'Nice quality; I should have measured first.'],
  ['All right', 'I like it, though I have seen better for slightly more.'],
] as const;
const DOUBT = [
  ['Sent it back', 'Not what I expected from the description. The return was easy.'],
  ['Disappointed', 'It showed wear after a few weeks.'],
  ['Had to exchange it', 'The first one came damaged; the second one is fine.'],
] as const;

/** Reviews are never made up for a real shop's product, whatever its rating. */
const DEMO_BRANDS: ReadonlySet<string> = new Set(RANGES.flatMap((range) => range.brands.map((brand) => brand.name)));

/** Generated reviews of a demo product: up to six, their mean near `rating`. None for an unrated or a real product; the same in every run. */
export function demoReviews(product: Product): DemoReview[] {
  const { rating, ratingCount = 0 } = product;
  if (rating === undefined || !DEMO_BRANDS.has(product.brand)) return [];
  const chance = seededChance(hashOf(product.id));
  const offset = chance.below(AUTHORS.length);
  const reviews = Array.from({ length: Math.min(MAX_REVIEWS, ratingCount) }, (_, i) => reviewOf(product, rating, {
    chance,
    author: AUTHORS[(offset + 5 * i) % AUTHORS.length] ?? '', // 5 and 24 share no factor: no author twice
    turn: i,
  }));
  return reviews.sort((a, b) => (a.dateIso < b.dateIso ? 1 : -1));
}

function reviewOf(product: Product, mean: number, { chance, author, turn }: { readonly chance: Chance; readonly author: string; readonly turn: number }): DemoReview {
  const rating = Math.min(5, Math.max(1, Math.floor(mean + chance.next() * 1.6 - 0.3)));
  const words = rating >= 4 ? PRAISE : rating === 3 ? SHRUG : DOUBT;
  const [title, text] = words[(turn * 2 + chance.below(2)) % words.length] ?? PRAISE[0];
  const feature = product.description.split('. ')[1];
  const isPraisedFor = rating === 5 && feature !== undefined && chance.next() < 0.5;
  const dateIso = new Date(LAST_DAY_MS - chance.below(365) * DAY_MS).toISOString().slice(0, 10);
  return { rating, title, text: isPraisedFor ? `${text} And it is true: ${feature.charAt(0).toLowerCase()}${feature.slice(1).replace(/\.$/, '')}.` : text, author, dateIso };
}
