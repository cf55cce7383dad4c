import { CONTENT_DIMS, type Catalogue } from '#core/catalogue';

/** What T11 knows of the items: the same public facts for every shopper. */
export interface ItemTable {
  /** N. */
  readonly count: number;
  /** [N, CONTENT_DIMS] unit rows × 127, or zeros where an item has no text; the catalogue's own, not a copy. */
  readonly vectors: Int8Array;
  /** [N] popularity less its mean, over its standard deviation; zeros where the feed says nothing. */
  readonly popularity: Float32Array;
}

/** The part of a catalogue that models read. */
export type ItemFacts = Pick<Catalogue, 'vectors' | 'popularity'>;

/** Builds the item table of a catalogue: four bytes an item beside the catalogue's own. */
export function itemTable(catalogue: ItemFacts): ItemTable {
  const count = catalogue.popularity.length;
  if (catalogue.vectors.length !== count * CONTENT_DIMS) {
    throw new RangeError(`Cannot read ${catalogue.vectors.length} vector components for ${count} items: wanted ${count * CONTENT_DIMS}`);
  }
  return { count, vectors: catalogue.vectors, popularity: standardised(catalogue.popularity) };
}

function standardised(values: Float32Array): Float32Array {
  let sum = 0;
  let squares = 0;
  for (const x of values) {
    sum += x;
    squares += x * x;
  }
  const mean = sum / values.length;
  const deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
  return values.map((x) => (deviation > 1e-6 ? (x - mean) / deviation : 0)); // equal counts say nothing
}
