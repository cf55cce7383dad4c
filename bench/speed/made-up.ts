import { CONTENT_DIMS, catalogueOf, parseItemId, type Catalogue, type Product } from '#core/catalogue';
import { MAX_SEQUENCE, type Interaction, type SequenceInput } from '#core/features';
import { parseContentHash, type Chance } from '#core/units';
import type { ItemFacts } from '#worker/models';

/** Kinds of products, around which vectors gather. */
const KINDS = 40;

/** Content and popularity of `items` made-up products: unit vectors around kinds, popularity that falls like real shops'. */
export function madeUpItems(items: number, chance: Chance): ItemFacts {
  const kinds = Array.from({ length: KINDS }, () => Array.from({ length: CONTENT_DIMS }, chance.normal));
  const vectors = new Int8Array(items * CONTENT_DIMS);
  for (let i = 0; i < items; i++) {
    const row = (kinds[i % KINDS] ?? []).map((x) => x + chance.normal());
    const norm = Math.hypot(...row);
    row.forEach((x, d) => { vectors[i * CONTENT_DIMS + d] = Math.round((127 * x) / norm); });
  }
  return { vectors, popularity: Float32Array.from({ length: items }, (_, i) => Math.log(1 + 5000 / (1 + i))) };
}

/** A full history of views. */
export function madeUpInput(items: number, chance: Chance): SequenceInput {
  const draw = (bound: number): number[] => Array.from({ length: MAX_SEQUENCE }, () => chance.below(bound));
  return { items: Int32Array.from(draw(items)), types: Uint8Array.from(draw(4)), gaps: Uint8Array.from(draw(8)) };
}

/** `count` views, a minute apart, of items that lie near each other, `spread` apart at most. */
export function madeUpViews(items: number, { count, spread }: { readonly count: number; readonly spread: number }, chance: Chance): Interaction[] {
  const start = chance.below(items);
  return Array.from({ length: count }, (_, i) => ({
    item: (start + chance.below(spread)) % items, type: 'view_item', atMs: 1_800_000_000_000 + i * 60_000, weight: 1, session: 0, eventId: `e${i}`,
  }));
}

/** `items` available products of forty kinds and thirty brands. */
export function madeUpCatalogue(items: number, chance: Chance): Catalogue {
  const { vectors } = madeUpItems(items, chance);
  const products = Array.from({ length: items }, (_, i): Product => ({
    id: parseItemId(`p${i}`), title: `Product ${i}`, description: '', brand: `Brand ${i % 30}`, category: ['All', `Kind ${i % 40}`], url: '', image: '',
    priceCents: 500 + 37 * (i % 200), currency: 'USD', available: true, ratingCount: Math.floor(5000 / (1 + i)), aliases: [], labels: [],
  }));
  return catalogueOf(parseContentHash('a'.repeat(64)), products, vectors);
}
