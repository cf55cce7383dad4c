import { CONTENT_DIMS, VECTOR_SCALE, type Catalogue, type ItemIndex } from '#core/catalogue';
import { standardised } from '#core/ranking';
import { dotsAtHand, type ItemDots } from '#worker/kernels';

export { NO_BRAND } from '#core/catalogue';

const D = CONTENT_DIMS;
/** Half octaves of price, from one hundredth to 40 million: a step of 1.41 is about what shoppers call "the same price". */
export const PRICE_BUCKETS = 64;
/** Bucket of an item without a price. */
export const NO_PRICE = 255;

/** What scoring needs of a catalogue besides the catalogue, computed once. N items. Read-only after it is made. */
export interface CatalogueFacts {
  readonly catalogue: Catalogue;
  readonly items: number;
  /** [N] log popularity, standardised. */
  readonly popularity: Float32Array;
  /** [N] index into `brands`, NO_BRAND where the feed names none. */
  readonly brandByIndex: Int32Array;
  readonly brands: readonly string[];
  /** [N] half octave of the price, NO_PRICE where unknown. */
  readonly priceBucketByIndex: Uint8Array;
  /** Cosines of all content vectors with a direction; on WASM once idle work has asked for that, as it keeps a copy of the vectors. */
  readonly dots: ItemDots;
}

// A catalogue never changes once loaded; a simulation of 1 500 devices holds one catalogue and must not hold 1 500 facts.
const factsByCatalogue = new WeakMap<Catalogue, CatalogueFacts>();

/** Facts of `catalogue`, computed at the first call and kept as long as the catalogue is. */
export function factsOf(catalogue: Catalogue): CatalogueFacts {
  const known = factsByCatalogue.get(catalogue);
  if (known) return known;
  const facts = computeFacts(catalogue);
  factsByCatalogue.set(catalogue, facts);
  return facts;
}

function computeFacts(catalogue: Catalogue): CatalogueFacts {
  const { items, brandByIndex, brands, priceCents, vectors } = catalogue;
  return {
    catalogue,
    items,
    popularity: standardised(catalogue.popularity),
    brandByIndex,
    brands,
    priceBucketByIndex: priceBuckets(priceCents),
    get dots() {
      return dotsAtHand(vectors, items);
    },
  };
}

function priceBuckets(priceCents: Uint32Array): Uint8Array {
  const buckets = new Uint8Array(priceCents.length).fill(NO_PRICE);
  for (const [item, cents] of priceCents.entries()) if (cents > 0) buckets[item] = Math.min(PRICE_BUCKETS - 1, Math.round(2 * Math.log2(cents)));
  return buckets;
}

/** Cosine of two items' content vectors, 0 where either has no text. */
export function itemCosine(facts: CatalogueFacts, a: ItemIndex, b: ItemIndex): number {
  return vectorCosine(facts.catalogue.vectors, a, b);
}

/** Dot product of two rows of vectors [N, CONTENT_DIMS] of length at most 1, times 127. */
export function vectorCosine(vectors: Int8Array, a: ItemIndex, b: ItemIndex): number {
  let sum = 0;
  for (let d = 0; d < D; d++) sum += (vectors[a * D + d] ?? 0) * (vectors[b * D + d] ?? 0);
  return sum / (VECTOR_SCALE * VECTOR_SCALE);
}
