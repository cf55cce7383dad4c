import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import MiniSearch from 'minisearch';
import { buildCatalogue, CATALOGUE_FILE, cardsFile, columnsFile, decodeCatalogueColumns, parseCatalogueManifest, type Product } from '#core/catalogue';
import type { ContentHash, Fault, Result } from '#core/units';
import { createTextIndex } from '#worker/search';
import { figure, type Figure } from './figure.ts';
import { largeShop } from './large-shop.ts';
import { timedFigure, timesOf } from './timing.ts';

const RUNS = { runs: 200, warmUps: 20 };
/** One in so many queries of the judged set is asked, in the order of its file. */
const QUERY_STRIDE = 8;
/** Judged 1 (irrelevant) to 3 (perfect); from here on a product should be found. */
const RELEVANT = 2.33;
/** Places of a first page, and of a first screen. */
const PAGE = 24;
const SCREEN = 10;

type Search = (query: string) => readonly number[];

function miniSearch(products: readonly Pick<Product, 'title' | 'brand' | 'category' | 'id'>[]): Search {
  const mini = new MiniSearch<{ n: number; title: string; brand: string; category: string; sku: string }>({ idField: 'n', fields: ['title', 'brand', 'category', 'sku'] });
  mini.addAll(products.map(({ title, brand, category, id }, n) => ({ n, title, brand, category: category.join(' '), sku: id })));
  return (query) => mini.search(query).map(({ id }) => Number(id));
}

function ours(products: readonly Pick<Product, 'title' | 'brand' | 'category' | 'id'>[]): Search {
  const index = createTextIndex();
  products.forEach((product, item) => index.add(item, product));
  return (query) => index.search(query, false).map(({ item }) => item);
}

function valueOf<Value>(result: Result<Value, Fault>): Value {
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
}

function cardFilesOf(products: readonly Product[]): readonly Uint8Array[] {
  const { files } = buildCatalogue(products);
  const read = (name: string): Uint8Array => files.get(name) ?? new Uint8Array(0);
  const manifest = valueOf(parseCatalogueManifest(read(CATALOGUE_FILE)));
  return valueOf(decodeCatalogueColumns(manifest, read(columnsFile(manifest)))).cardFiles.map((hash: ContentHash) => read(cardsFile(hash)));
}

/** Time of an index and of a query, and bytes of the files that an index is made from, in a shop of `items` products. */
async function costsAt(items: number): Promise<readonly Figure[]> {
  const products = largeShop(items);
  const cards = cardFilesOf(products);
  const bytes = cards.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
  const queries = products.slice(0, RUNS.runs).map(({ title }) => title.split(' ').slice(0, 2).join(' '));
  const [own, theirs] = [ours(products), miniSearch(products)];
  const asked = (search: Search) => timesOf((run) => search(queries[run % queries.length] ?? ''), RUNS);
  const made = { runs: 5, warmUps: 1 };
  return [
    timedFigure(`search-index-${items}`, { ours: await timesOf(() => ours(products), made), baseline: await timesOf(() => miniSearch(products), made), how: 'an index of titles, brands, categories and ids, in one piece; beside MiniSearch with its defaults' }),
    timedFigure(`search-query-${items}`, { ours: await asked(own), baseline: await asked(theirs), how: 'two words of a title; beside the same' }),
    figure(`search-cards-${items}`, 'gzip bytes', bytes, 0, `${cards.length} card files, loaded whole by whoever searches, the same for everyone`),
  ];
}

interface Judged {
  readonly titles: readonly string[];
  /** Relevance of judged products by query. */
  readonly queries: readonly (readonly [query: string, relevance: ReadonlyMap<number, number>])[];
}

function readJudged(path: string): Judged {
  const rows = parse(gunzipSync(readFileSync(path)).toString('latin1'), { columns: true }) as Record<'product_uid' | 'product_title' | 'search_term' | 'relevance', string>[];
  const itemById = new Map<string, number>();
  const titles: string[] = [];
  const queries = new Map<string, Map<number, number>>();
  for (const { product_uid: id, product_title: title, search_term: query, relevance } of rows) {
    const item = itemById.get(id) ?? titles.push(title) - 1;
    itemById.set(id, item);
    const judged = queries.get(query) ?? new Map<number, number>();
    queries.set(query, judged.set(item, Number(relevance)));
  }
  const answerable = [...queries].filter(([, judged]) => [...judged.values()].some((relevance) => relevance >= RELEVANT));
  return { titles, queries: answerable.filter((_, i) => i % QUERY_STRIDE === 0) };
}

const gainOf = (relevance: number): number => 2 ** Math.max(0, relevance - 1) - 1;
const discounted = (gains: readonly number[]): number => gains.slice(0, SCREEN).reduce((sum, gain, place) => sum + gain / Math.log2(place + 2), 0);

/** Means over the queries; a product that nobody judged counts as irrelevant, which is hard on both alike. */
function qualityOf(search: Search, { queries }: Judged): { readonly ndcg: number; readonly recall: number } {
  let [ndcg, recall] = [0, 0];
  for (const [query, judged] of queries) {
    const found = search(query);
    const ideal = discounted([...judged.values()].map(gainOf).sort((a, b) => b - a));
    ndcg += discounted(found.slice(0, SCREEN).map((item) => gainOf(judged.get(item) ?? 1))) / ideal;
    const page = new Set(found.slice(0, PAGE));
    const relevant = [...judged].flatMap(([item, relevance]) => (relevance >= RELEVANT ? [item] : []));
    recall += relevant.filter((item) => page.has(item)).length / relevant.length;
  }
  return { ndcg: ndcg / queries.length, recall: recall / queries.length };
}

/** What search costs, and how good it is on queries that people judged. @param judgedPath - Home Depot's judged pairs, left out with a line where they are not there */
export async function measureSearch(judgedPath: string): Promise<readonly Figure[]> {
  const costs = [...(await costsAt(1_000)), ...(await costsAt(10_000))];
  if (!existsSync(judgedPath)) {
    process.stderr.write(`search quality is not measured: ${judgedPath} is not there\n`);
    return costs;
  }
  const judged = readJudged(judgedPath);
  const products = judged.titles.map((title, i) => ({ title, brand: '', category: [], id: `${i}` as Product['id'] }));
  const [own, theirs] = [qualityOf(ours(products), judged), qualityOf(miniSearch(products), judged)];
  const how = `${judged.queries.length} judged queries over ${products.length} titles (Home Depot); beside MiniSearch with its defaults`;
  return [...costs, figure(`search-ndcg-${SCREEN}`, 'share', own.ndcg, theirs.ndcg, how), figure(`search-recall-${PAGE}`, 'share', own.recall, theirs.recall, how)];
}
