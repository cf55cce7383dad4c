import { leafCategory, type Product } from '#core/catalogue';
import { readDelimited } from './delimited.ts';
import type { FeedIssue } from './issue.ts';
import { isNdjson, readJson, readNdjson } from './json.ts';
import { idFieldOf, idOfRow, productOfRow } from './product-of-row.ts';
import type { FeedReader, FeedRow } from './row.ts';
import { decodeFeedText } from './text.ts';
import { currencyIn } from './values.ts';
import { readXml } from './xml.ts';

/** How a feed is written. */
export type FeedFormat = 'csv' | 'tsv' | 'rss' | 'atom' | 'xml' | 'json' | 'ndjson';

/** What a feed holds. */
export interface ParsedFeed {
  /** In the feed's order, no id twice, each with a currency. */
  readonly products: readonly Product[];
  /** By line. */
  readonly issues: readonly FeedIssue[];
  readonly format: FeedFormat;
  /** Records seen, loaded or not. */
  readonly rows: number;
}

export interface FeedOptions {
  /** ISO 4217, of prices that name none. */
  readonly currency?: string | undefined;
  /** Time by which sales with a period have begun or ended; where absent, all are on. */
  readonly nowMs?: number | undefined;
}

/** From this many products on, a category of one is an accident of the feed rather than a shelf. */
const LARGE_SHOP_ITEMS = 200;
/** Where nothing says the currency. A shop with another one passes `--currency`. */
const DEFAULT_CURRENCY = 'USD';
/** Descriptions read to guess a currency that no price names. */
const GUESS_FROM_PRODUCTS = 2000;
/** Fewest of them that must name the same currency: one pasted `$` should not set a shop's prices. */
const MIN_GUESS_SHARE = 0.05;

/**
 * Products of a feed in CSV, TSV, RSS or Atom with `g:`, XML, JSON or NDJSON, told apart by content. Never throws: what cannot be
 * read is reported with its line, field and reason, and the rest loads. A missing price is no fault: it loads as 0, "not known".
 *
 * @param feed - unzipped; bytes may be UTF-8, windows-1252 or UTF-16 with a mark
 */
export function parseFeed(feed: Uint8Array | string, { currency, nowMs }: FeedOptions = {}): ParsedFeed {
  const { text, issues } = typeof feed === 'string' ? { text: feed.replace(/^\ufeff/, ''), issues: [] } : decodeFeedText(feed);
  const reader = readerOf(text);
  const read = readProducts(reader.rows, nowMs);
  const rows = read.rows + reader.issues.filter((issue) => issue.isSkipped).length;
  const priced = withCurrency(withoutLoneLeaves(read.products), currency);
  const all = [...issues, ...reader.issues, ...read.issues, ...priced.issues].sort((a, b) => a.line - b.line);
  const nothing: FeedIssue = { line: 1, field: '', reason: `no products found: read as ${reader.format.toUpperCase()}, but no row of it looks like one`, isSkipped: true };
  return { products: priced.products, issues: rows === 0 ? [...all, nothing] : all, format: reader.format, rows };
}

function readerOf(text: string): FeedReader & { readonly format: FeedFormat } {
  const first = text.trimStart().charAt(0);
  if (first === '<') {
    const { root, ...reader } = readXml(text);
    return { ...reader, format: root === 'feed' ? 'atom' : root === 'rss' || root.endsWith(':RDF') ? 'rss' : 'xml' };
  }
  if (first === '{' && isNdjson(text)) return { ...readNdjson(text), format: 'ndjson' };
  if (first === '{' || first === '[') return { ...readJson(text), format: 'json' };
  const { delimiter, ...reader } = readDelimited(text);
  return { ...reader, format: delimiter === '\t' ? 'tsv' : 'csv' };
}

function readProducts(feed: Iterable<FeedRow>, nowMs: number | undefined): { readonly products: readonly Product[]; readonly issues: readonly FeedIssue[]; readonly rows: number } {
  const products: Product[] = [];
  let rows = 0;
  const issues: FeedIssue[] = [];
  const placeById = new Map<string, { readonly line: number; readonly index: number }>();
  for (const row of feed) {
    rows++;
    const place = placeById.get(idOfRow(row));
    const owner = place && products[place.index];
    if (owner && isContinuation(row)) {
      products[place.index] = withMoreAliases(owner, productIds(row));
      continue;
    }
    const result = productOfRow(row, nowMs);
    issues.push(...result.issues);
    const { product } = result;
    if (!product) continue;
    if (place) {
      issues.push({ line: row.line, field: idFieldOf(row), reason: `repeats the id of line ${place.line}`, id: product.id, isSkipped: true });
      continue;
    }
    placeById.set(product.id, { line: row.line, index: products.length });
    products.push(product);
  }
  return { products, issues, rows };
}

/** Shopify's CSV gives a product's further variants and pictures a row each, with the handle and no title. */
function isContinuation({ cells }: FeedRow): boolean {
  return cells.has('handle') && cells.get('title')?.values.length === 0;
}

function productIds({ cells }: FeedRow): string[] {
  return ['variant_sku', 'variant_barcode'].flatMap((key) => cells.get(key)?.values ?? []);
}

function withMoreAliases(product: Product, ids: readonly string[]): Product {
  return { ...product, aliases: [...new Set([...product.aliases, ...ids])].filter((id) => id !== product.id) };
}

/** In a large shop a leaf category with one product in it says nothing that its parent does not; the product moves up. */
function withoutLoneLeaves(products: readonly Product[]): readonly Product[] {
  if (products.length < LARGE_SHOP_ITEMS) return products;
  const counts = new Map<string, number>();
  for (const product of products) counts.set(leafCategory(product), (counts.get(leafCategory(product)) ?? 0) + 1);
  return products.map((product) => {
    const isLone = product.category.length > 1 && counts.get(leafCategory(product)) === 1;
    return isLone ? { ...product, category: product.category.slice(0, -1) } : product;
  });
}

/** Gives products without a currency the one that was passed, else the one most others name, else the one descriptions name. */
function withCurrency(products: readonly Product[], passed: string | undefined): { readonly products: readonly Product[]; readonly issues: readonly FeedIssue[] } {
  if (products.every((product) => product.currency !== '')) return { products, issues: [] };
  const named = mostOften(products.map((product) => product.currency).filter(Boolean));
  const guessed = passed ?? named?.value ?? currencyOfDescriptions(products);
  const currency = guessed ?? DEFAULT_CURRENCY;
  const source = guessed === undefined ? 'none is named anywhere' : named ? 'other prices name it' : 'descriptions name it';
  const isSure = passed !== undefined || products.every((product) => product.priceCents === 0);
  return {
    products: products.map((product) => (product.currency === '' ? { ...product, currency } : product)),
    issues: isSure ? [] : [{ line: 1, field: 'currency', reason: `prices name no currency: took ${currency}, since ${source}`, isSkipped: false }],
  };
}

function currencyOfDescriptions(products: readonly Product[]): string | undefined {
  const read = products.slice(0, GUESS_FROM_PRODUCTS);
  const amounts = /(?:[$€£₹¥]|\bRs\.?|\bUS\$)\s?\d|\d\s?(?:€|£|₹|元|円|zł)/;
  const best = mostOften(read.flatMap((product) => currencyIn(amounts.exec(product.description)?.[0] ?? '') ?? []));
  return best && best.count >= MIN_GUESS_SHARE * read.length ? best.value : undefined;
}

function mostOften(values: readonly string[]): { readonly value: string; readonly count: number } | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [value, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  return value === undefined || count === undefined ? undefined : { value, count };
}
