import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { CONTENT_DIMS, catalogueOf, contentVectors, UNKNOWN_CATEGORY, VECTOR_SCALE, type ItemId, type Product, type ProductCatalogue } from '#core/catalogue';
import { parseFeed } from '#core/feed';
import { contentHash, seededChance, utf8Encode } from '#core/units';
import type { Dataset } from './dataset.ts';
import { DataError } from './rows.ts';

/** Public text of items: a product feed, or lists of attribute numbers (S3-Rec's `item2attributes`). */
export type ItemTexts = ReadonlyMap<string, Product>;

/** Reads a product feed in any format Homebird knows, or a JSON file of attribute lists by item id. Plain or .gz. @throws DataError */
export async function readItemTexts(path: string): Promise<ItemTexts> {
  let bytes: Uint8Array;
  try {
    const file = await readFile(path);
    bytes = path.endsWith('.gz') ? gunzipSync(file) : file;
  } catch (error) {
    throw new DataError(`Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const attributes = attributeLists(bytes);
  if (attributes) return attributes;
  const { products, issues } = parseFeed(bytes);
  if (products.length === 0) {
    const first = issues[0];
    throw new DataError(`Cannot use ${path} as a catalogue: no row is a product${first ? `; line ${first.line}, ${first.field}: ${first.reason}` : ''}`);
  }
  return new Map(products.flatMap((product) => [product.id, ...product.aliases].map((id) => [id, product] as const)));
}

/** `{"4": [1, 2, 3], …}` as products whose text is their attributes; undefined for anything else. */
function attributeLists(bytes: Uint8Array): ItemTexts | undefined {
  if (bytes[0] !== 0x7b) return undefined; // {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
  const entries = Object.entries(parsed as Record<string, unknown>);
  if (entries.length === 0 || !entries.every(([, value]) => Array.isArray(value) && value.every((x) => typeof x === 'number'))) return undefined;
  const frequency = new Map<number, number>();
  for (const [, list] of entries) for (const attribute of list as number[]) frequency.set(attribute, (frequency.get(attribute) ?? 0) + 1);
  return new Map(entries.map(([id, value]) => {
    const list = value as number[];
    // The rarest of an item's attributes stands for its most special category.
    const leaf = [...list].sort((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0))[0];
    return [id, productOf(id, { title: list.map((attribute) => `attribute${attribute}`).join(' '), category: leaf === undefined ? [] : [`attribute${leaf}`] })];
  }));
}

function productOf(id: string, facts: Partial<Product>): Product {
  const category = facts.category && facts.category.length > 0 ? facts.category : [UNKNOWN_CATEGORY];
  return { id: id as ItemId, title: '', description: '', brand: '', url: '', image: '', priceCents: 0, currency: 'XXX', available: true, aliases: [], labels: [], ...facts, category };
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
