import { CONTENT_DIMS, VECTOR_SCALE, type Catalogue, type ItemIndex } from '#core/catalogue';
import { measureScale, onScale } from '#core/ranking';
import { itemDots, type ItemDots } from '#worker/kernels';

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
  /** Cosines of all content vectors with a direction. Made when it is first asked for: on WASM it keeps a copy of the vectors, and what is popular needs none. */
  readonly dots: ItemDots;
  /** [CONTENT_DIMS] mean of all unit vectors. */
  readonly contentMean: Float64Array;
  /** [CONTENT_DIMS, CONTENT_DIMS] mean outer product: gives the deviation of any cosine over the catalogue without scoring it. */
  readonly contentSquares: Float64Array;
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
  const scale = measureScale(catalogue.popularity);
  return {
    catalogue,
    items,
    popularity: catalogue.popularity.map((value) => onScale(value, scale)),
    brandByIndex,
    brands,
    priceBucketByIndex: priceBuckets(priceCents),
    get dots() {
      return itemDots(vectors, items);
    },
    ...contentMoments(vectors, items),
  };
}

function priceBuckets(priceCents: Uint32Array): Uint8Array {
  const buckets = new Uint8Array(priceCents.length).fill(NO_PRICE);
  for (const [item, cents] of priceCents.entries()) if (cents > 0) buckets[item] = Math.min(PRICE_BUCKETS - 1, Math.round(2 * Math.log2(cents)));
  return buckets;
}

/** Rows read for the second moments: 4 096 random-order rows give a deviation to 2 %, and 50 000 would take a tenth of a second. */
const MOMENT_ROWS = 4096;

function contentMoments(vectors: Int8Array, items: number): Pick<CatalogueFacts, 'contentMean' | 'contentSquares'> {
  const rows = Math.max(1, Math.min(items, MOMENT_ROWS)); // 1: an empty shop has moments of 0
  const sums = new Int32Array(D);
  const squares = new Int32Array(D * D); // exact: 4 096 × 127² is a thirtieth of what 32 bits hold
  const row = new Int32Array(D);
  for (let r = 0; r < rows; r++) {
    const start = Math.floor((r * items) / rows) * D; // evenly spread: feeds are sorted by category
    for (let a = 0; a < D; a++) {
      const x = vectors[start + a] ?? 0;
      row[a] = x;
      sums[a] = (sums[a] ?? 0) + x;
      if (x !== 0) addScaledRow(squares, a, x, row);
    }
  }
  const contentMean = Float64Array.from(sums, (sum) => sum / VECTOR_SCALE / rows);
  const contentSquares = new Float64Array(D * D);
  for (let a = 0; a < D; a++) {
    for (let b = 0; b < D; b++) contentSquares[a * D + b] = (squares[Math.max(a, b) * D + Math.min(a, b)] ?? 0) / (VECTOR_SCALE * VECTOR_SCALE) / rows;
  }
  return { contentMean, contentSquares };
}

/** Adds `x` times the first `a + 1` of `row` to row `a` of `squares`. A function of its own: the engine compiles it after a few rows. */
function addScaledRow(squares: Int32Array, a: number, x: number, row: Int32Array): void {
  const at = a * D;
  for (let b = 0; b <= a; b++) squares[at + b] = (squares[at + b] ?? 0) + x * (row[b] ?? 0);
}

/** Cosine of `direction` (unit, [CONTENT_DIMS]) and the item's content vector. */
export function contentCosine(facts: CatalogueFacts, direction: Float32Array, item: ItemIndex): number {
  const { vectors } = facts.catalogue;
  const start = item * D;
  let sum = 0;
  for (let d = 0; d < D; d++) sum += (direction[d] ?? 0) * (vectors[start + d] ?? 0);
  return sum / VECTOR_SCALE;
}

/** Cosine of two items' content vectors, 0 where either has no text. */
export function itemCosine(facts: CatalogueFacts, a: ItemIndex, b: ItemIndex): number {
  const { vectors } = facts.catalogue;
  let sum = 0;
  for (let d = 0; d < D; d++) sum += (vectors[a * D + d] ?? 0) * (vectors[b * D + d] ?? 0);
  return sum / (VECTOR_SCALE * VECTOR_SCALE);
}
