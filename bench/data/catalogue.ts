import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { CONTENT_DIMS, catalogueOf, contentVectors, UNKNOWN_CATEGORY, VECTOR_SCALE, type ItemId, type Product, type ProductCatalogue } from '#core/catalogue';
import { parseFeed } from '#core/feed';
import { contentHash, seededChance, utf8Encode } from '#core/units';
import type { Dataset } from './dataset.ts';
import { DataError } from './rows.ts';
import { atomicItems, attributeLists, productOf, type ItemTexts } from './texts.ts';

/** Reads a product feed in any format Homebird knows, atomic items, or a JSON file of attribute lists by item id. Plain or gzipped. @throws DataError */
export async function readItemTexts(path: string): Promise<ItemTexts> {
  let bytes: Uint8Array;
  try {
    const file = await readFile(path);
    bytes = file[0] === 0x1f && file[1] === 0x8b ? gunzipSync(file) : file; // gzip by its bytes, whatever the name
  } catch (error) {
    throw new DataError(`Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const known = attributeLists(bytes) ?? atomicItems(bytes);
  if (known) return known;
  const { products, issues } = parseFeed(bytes);
  if (products.length === 0) {
    const first = issues[0];
    throw new DataError(`Cannot use ${path} as a catalogue: no row is a product${first ? `; line ${first.line}, ${first.field}: ${first.reason}` : ''}`);
  }
  return new Map(products.flatMap((product) => [product.id, ...product.aliases].map((id) => [id, product] as const)));
}

/**
 * The data set's items as a catalogue, item index for item index. Text comes from `texts` where it names an item, else
 * from the event file. Whatever the feed says of sales is replaced by `counts`, which must come from train only.
 *
 * @param counts - [N] public popularity up to the train moment
 */
export function datasetCatalogue(dataset: Dataset, counts: ArrayLike<number>, texts?: ItemTexts): ProductCatalogue {
  const products = dataset.itemIds.map((id, index): Product => {
    const facts = dataset.facts[index];
    const known = texts?.get(id) ?? productOf(id, { ...facts });
    return { ...known, id: id as ItemId, aliases: [], available: true, soldCount: counts[index] ?? 0 };
  });
  const hash = contentHash(utf8Encode(`${dataset.name}\n${dataset.itemIds.length}`));
  return catalogueOf(hash, products, vectorsOf(products));
}

/**
 * Content vectors as every shop gets them. Where items have no text but a category number, the 64 directions of an SVD
 * hold the 64 largest categories only; there each category and brand gets a direction of its own, as a shop's own
 * embeddings would. Items with a number and nothing else are known by its leading digits: numbers are given in
 * sequence, so neighbours came into the shop together.
 */
function vectorsOf(products: readonly Product[]): Int8Array {
  return products.some(({ title, description }) => title !== '' || description !== '') ? contentVectors(products) : attributeVectors(products);
}

/** Weight of a brand beside a category of weight 1. */
const BRAND_WEIGHT = 0.5;
/** Item numbers long enough to be given in sequence, and how many last digits may differ between neighbours. */
const LONG_NUMBER = /^\d{6,}$/;
const DROPPED_DIGITS = 4;

function attributeVectors(products: readonly Product[]): Int8Array {
  const directionByName = new Map<string, Float64Array>();
  const directionOf = (name: string): Float64Array => {
    let direction = directionByName.get(name);
    if (!direction) {
      const chance = seededChance(Number.parseInt(contentHash(utf8Encode(name)).slice(0, 8), 16));
      directionByName.set(name, (direction = Float64Array.from({ length: CONTENT_DIMS }, () => chance.normal())));
    }
    return direction;
  };
  const vectors = new Int8Array(products.length * CONTENT_DIMS);
  const hasNumbersOnly = products.every(({ id, category, brand }) => category.at(-1) === UNKNOWN_CATEGORY && brand === '' && LONG_NUMBER.test(id));
  for (const [index, { id, category, brand }] of products.entries()) {
    const sum = new Float64Array(CONTENT_DIMS);
    const add = (name: string, weight = 1): void => directionOf(name).forEach((x, d) => { sum[d] = (sum[d] ?? 0) + weight * x; });
    for (const name of category) if (name !== UNKNOWN_CATEGORY) add(`category ${name}`);
    if (brand) add(`brand ${brand}`, BRAND_WEIGHT);
    if (hasNumbersOnly) for (let dropped = 1; dropped <= DROPPED_DIGITS; dropped++) add(`number ${id.slice(0, -dropped)}`);
    const norm = Math.hypot(...sum);
    if (norm > 0) vectors.set(sum.map((x) => Math.round((x / norm) * VECTOR_SCALE)), index * CONTENT_DIMS);
  }
  return vectors;
}
