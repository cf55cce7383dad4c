import { CONTENT_DIMS, catalogueOf, type ItemId, type Product, type ProductCatalogue } from '#core/catalogue';
import type { Interaction, ShopperHistory } from '#core/features';
import { seededChance, type Chance, type ContentHash } from '#core/units';

const CATEGORIES = ['boots', 'tents', 'lamps', 'chairs', 'pans', 'shirts', 'radios', 'books', 'bikes', 'games'];
const BRANDS = ['Alder', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir', 'Gorse', 'Hazel'];

/** A catalogue whose vectors gather by category; popularity is skewed and has nothing to do with category. */
export function aCatalogue(options: { items?: number; seed?: number; change?: (product: Product, index: number) => Product } = {}): ProductCatalogue {
  const { items = 400, seed = 1, change = (product) => product } = options;
  const chance = seededChance(seed);
  const centres = CATEGORIES.map(() => aDirection(chance));
  const products: Product[] = [];
  const vectors = new Int8Array(items * CONTENT_DIMS);
  for (let i = 0; i < items; i++) {
    const category = i % CATEGORIES.length;
    const ratingCount = Math.floor(5000 / (1 + chance.below(items)));
    const own = aDirection(chance);
    const mixed = own.map((x, d) => 0.7 * (centres[category]?.[d] ?? 0) + 0.7 * x);
    const norm = Math.hypot(...mixed);
    for (const [d, x] of mixed.entries()) vectors[i * CONTENT_DIMS + d] = Math.round((127 * x) / norm);
    products.push(change({
      id: `p${i}` as ItemId, title: `${BRANDS[chance.below(BRANDS.length)]} ${CATEGORIES[category]} ${i}`, description: '',
      brand: BRANDS[chance.below(BRANDS.length)] ?? '', category: ['All', CATEGORIES[category] ?? ''], url: '', image: '',
      priceCents: Math.round(100 * Math.exp(1 + 4 * chance.next())), currency: 'USD', available: true, ratingCount, aliases: [], labels: [],
    }, i));
  }
  return catalogueOf('a'.repeat(64) as ContentHash, products, vectors);
}

function aDirection(chance: Chance): number[] {
  const values = Array.from({ length: CONTENT_DIMS }, () => chance.normal());
  const norm = Math.hypot(...values);
  return values.map((x) => x / norm);
}

/** One view a minute, oldest first. */
export function aHistory(items: readonly number[], startMs = 1_800_000_000_000): Pick<ShopperHistory, 'interactions'> {
  const interactions: Interaction[] = items.map((item, i) => ({ item, type: 'view_item', atMs: startMs + i * 60_000, weight: 1, session: 0, eventId: `e${i}` }));
  return { interactions };
}

/**
 * What a shopper with a latent taste looks at: a multinomial choice over category, brand, price and fame, sticky from one
 * step to the next. Reads product facts only, never a vector or a score of ours.
 */
export function aShopper(catalogue: ProductCatalogue, seed: number, steps = 12): number[] {
  const chance = seededChance(seed);
  const likes = new Map(CATEGORIES.map((name) => [name, chance.next() < 0.25 ? 2.5 : 0]));
  const brand = BRANDS[chance.below(BRANDS.length)];
  const budget = 3 + 3 * chance.next();
  const chosen: number[] = [];
  for (let t = 0; t < steps; t++) {
    const last = catalogue.products[chosen.at(-1) ?? -1]?.category.at(-1);
    let best = 0;
    let most = -Infinity;
    for (const [i, product] of catalogue.products.entries()) {
      if (i === chosen.at(-1)) continue;
      const category = product.category.at(-1) ?? '';
      const taste = (likes.get(category) ?? 0) + (category === last ? 1 : 0) + (product.brand === brand ? 1 : 0);
      const utility = taste + 0.35 * Math.log1p(product.ratingCount ?? 0) - 0.5 * Math.abs(Math.log(product.priceCents) - Math.log(100) - budget + 2);
      const luck = -Math.log(-Math.log(Math.max(1e-12, chance.next()))); // Gumbel: makes the largest a multinomial-logit choice
      if (utility + luck > most) [best, most] = [i, utility + luck];
    }
    chosen.push(best);
  }
  return chosen;
}
