import { parseItemId, type Product } from '#core/catalogue';
import { seededChance, type Chance } from '#core/units';

/** Changing it changes every product. */
const SEED = 1001;
/** A shop of 100,000 items has about this many leaf categories and brands (retrotech: 50,000 items, 400 and 3,000). */
const DEPARTMENTS = 20;
const LEAVES_PER_DEPARTMENT = 30;
const BRANDS = 3000;
/** Distinct words of its text, and words of one description: a short paragraph. */
const WORDS = 4000;
const DESCRIPTION_WORDS = 60;
/** The first is rated this often, the one at rank r this over r: the shape of real shops' sales. */
const MOST_RATINGS = 50_000;

const SYLLABLES = ['ba', 'cor', 'del', 'fen', 'gra', 'hol', 'jin', 'kel', 'lum', 'mar', 'nor', 'pel', 'quin', 'ros', 'sal', 'tor', 'ul', 'ven', 'wex', 'zar'];

function wordOf(number: number): string {
  let [word, rest] = ['', number + SYLLABLES.length];
  for (; rest > 0; rest = Math.floor(rest / SYLLABLES.length)) word += SYLLABLES[rest % SYLLABLES.length];
  return word;
}

/** A word as text spells them: few of them most of the time. */
function someWord(chance: Chance): string {
  return wordOf(Math.floor(WORDS * chance.next() ** 3));
}

/** A made-up shop of `items` products with texts, brands, pictures, group ids and ratings; the same in every run. */
export function largeShop(items: number): Product[] {
  const chance = seededChance(SEED);
  return Array.from({ length: items }, (_, i): Product => {
    const department = chance.below(DEPARTMENTS);
    const leaf = `${wordOf(department)} ${wordOf(500 + chance.below(LEAVES_PER_DEPARTMENT))}`;
    const brand = wordOf(1000 + chance.below(BRANDS));
    const rank = 1 + ((i * 7919) % items); // 7919 is a prime: spreads the popular ones over the file
    const ratingCount = Math.floor(MOST_RATINGS / rank);
    const priceCents = Math.round(100 * Math.exp(1 + 4 * chance.next()));
    return {
      id: parseItemId(`SKU-${100_000 + i}`), title: `${brand} ${leaf} ${someWord(chance)} ${someWord(chance)} ${i}`,
      description: Array.from({ length: DESCRIPTION_WORDS }, () => someWord(chance)).join(' '),
      brand, category: ['Shop', wordOf(department), leaf], url: `/products/${brand}-${leaf.replaceAll(' ', '-')}-${i}`, image: `/pictures/large/SKU-${100_000 + i}.jpg`,
      priceCents, currency: 'EUR', available: chance.next() > 0.03, rating: Math.round(10 * (3 + 2 * chance.next())) / 10, ratingCount,
      aliases: [`40${String(10_000_000_000 + i)}`, `GROUP-${Math.floor(i / 3)}`], labels: [],
    };
  });
}
