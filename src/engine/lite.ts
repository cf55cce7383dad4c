import {
  CARDS_PER_FILE, cardsFile, columnsFile, decodeCards, decodeCatalogueColumns, itemIdAt, parseCatalogueManifest, type CardFile, type DecodedColumns, type ItemIndex,
} from '#core/catalogue';
import { servedCount, type RecommendRequest, type WorkerApi, type WorkerFault } from '#core/contract';
import { topDiverse, type Recommendation } from '#core/ranking';
import { fail, ok, toHex, type ContentHash, type Result } from '#core/units';
import { webContentHash } from '#page/crypto';
import { load } from '#page/network';

/** Candidates per seat, so that caps have something to choose from. */
const CANDIDATES_PER_SEAT = 8;

interface LiteCatalogue {
  readonly columns: DecodedColumns;
  /** The card file of that number. */
  cards(file: number): Promise<Result<CardFile | undefined, WorkerFault>>;
}

/**
 * The contract without a worker: what is popular, from the public catalogue, on the page's own thread. Keeps and sends
 * nothing about the shopper, so it has nothing to show, export or erase.
 */
export function liteApi(catalogueUrl: string): WorkerApi {
  let catalogue: Promise<Result<LiteCatalogue, WorkerFault>> | undefined;
  const loaded = (): Promise<Result<LiteCatalogue, WorkerFault>> => (catalogue ??= loadLite(catalogueUrl));
  const nothingKept = fail('not-started', 'This page runs without its worker: nothing is kept, so there is nothing to show or change');
  return {
    async start() {
      const found = await loaded();
      return found.ok ? ok({ items: found.value.columns.items, backend: 'lite' }) : found;
    },
    setGrants: () => Promise.resolve(),
    record: () => Promise.resolve(ok(0)),
    async recommend(request) {
      const found = await loaded();
      if (!found.ok) return found;
      const id = crypto.getRandomValues(new Uint8Array(16));
      return ok({ recId: toHex(id), items: popular(found.value.columns, request), scorers: ['popularity'], modelRound: { mix: 0, t11: 0, pairs: 0 } });
    },
    async products(ids) {
      const found = await loaded();
      if (!found.ok) return found;
      const { columns, cards } = found.value;
      const items = ids.flatMap((id) => columns.indexById.get(id) ?? []);
      // One file at a time says nothing of a shopper: without a worker everybody sees the same products.
      const files = await Promise.all([...new Set(items.map(fileOf))].map(async (file) => [file, await cards(file)] as const));
      const cardsByFile = new Map<number, CardFile>();
      for (const [file, read] of files) {
        if (!read.ok) return read;
        if (read.value) cardsByFile.set(file, read.value);
      }
      return ok(items.flatMap((item) => cardsByFile.get(fileOf(item))?.at(item % CARDS_PER_FILE) ?? []));
    },
    profile: () => Promise.resolve(nothingKept),
    deleteEvents: () => Promise.resolve(ok(0)),
    steer: () => Promise.resolve(nothingKept),
    pause: () => Promise.resolve(ok(undefined)),
    exportJson: () => Promise.resolve(ok(JSON.stringify({ version: 1, events: [] }))),
    erase: () => Promise.resolve(nothingKept),
    contribute: () => Promise.resolve(nothingKept),
    subscribe: () => Promise.resolve(),
  };
}

function fileOf(item: ItemIndex): number {
  return Math.floor(item / CARDS_PER_FILE);
}

async function loadLite(catalogueUrl: string): Promise<Result<LiteCatalogue, WorkerFault>> {
  const folder = catalogueUrl.slice(0, catalogueUrl.lastIndexOf('/') + 1);
  const manifestBytes = await load(catalogueUrl);
  if (!manifestBytes.ok) return fail('catalogue', manifestBytes.fault.message);
  const manifest = parseCatalogueManifest(manifestBytes.value);
  if (!manifest.ok) return fail('catalogue', manifest.fault.message);
  const bytes = await loadNamed(folder + columnsFile(manifest.value), manifest.value.columns);
  if (!bytes.ok) return bytes;
  const columns = decodeCatalogueColumns(manifest.value, bytes.value);
  if (!columns.ok) return fail('catalogue', columns.fault.message);
  return ok({
    columns: columns.value,
    async cards(file) {
      const hash = columns.value.cardFiles[file];
      if (hash === undefined) return ok(undefined);
      const cardBytes = await loadNamed(folder + cardsFile(hash), hash);
      if (!cardBytes.ok) return cardBytes;
      const cards = decodeCards(cardBytes.value, manifest.value.currency);
      return cards.ok ? cards : fail('catalogue', cards.fault.message);
    },
  });
}

async function loadNamed(url: string, hash: ContentHash): Promise<Result<Uint8Array, WorkerFault>> {
  const bytes = await load(url);
  if (!bytes.ok) return fail('catalogue', bytes.fault.message);
  return (await webContentHash(bytes.value)) === hash ? bytes : fail('catalogue', `Cannot use ${url}: its bytes do not hash to its name`);
}

function popular(columns: DecodedColumns, request: RecommendRequest): Recommendation[] {
  const { available, popularity, paths, pathByIndex, categoryByIndex } = columns;
  const count = servedCount(request.count);
  const category = request.placement === 'category' ? request.category : undefined;
  const own = request.itemId === undefined ? undefined : columns.indexById.get(request.itemId);
  const isExcluded = (item: ItemIndex): boolean =>
    available[item] !== 1 || item === own || (category !== undefined && paths[pathByIndex[item] ?? -1]?.includes(category) !== true);
  const caps = category === undefined ? [{ keyOf: (item: ItemIndex) => categoryByIndex[item], most: Math.ceil(count / 2) }] : [];
  return topDiverse(popularity, { count, candidates: count * CANDIDATES_PER_SEAT, caps, isExcluded }).map((item) => ({
    item, id: itemIdAt(columns, item), score: popularity[item] ?? 0,
    reason: { scorer: 'popularity', kind: 'popular', evidence: [], about: '', shares: { popularity: 1 } },
  }));
}
