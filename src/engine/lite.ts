import {
  CARDS_PER_FILE, cardsFile, categoryFilter, columnsFile, decodeCards, decodeCatalogueColumns, itemIdAt, parseCatalogueManifest, type CardFile, type DecodedColumns, type ItemId, type ItemIndex,
} from '#core/catalogue';
import { servedCount, type RecommendRequest, type WorkerApi, type WorkerFault } from '#core/contract';
import { topDiverse, type Recommendation } from '#core/ranking';
import { fail, ok, toHex, type ContentHash, type Result } from '#core/units';
import { webContentHash } from '#page/crypto';
import { load } from '#page/network';
import { litePictures } from './lite-pictures.ts';

/** Candidates per seat, so that caps have something to choose from. */
const CANDIDATES_PER_SEAT = 8;

interface LiteCatalogue {
  readonly columns: DecodedColumns;
  /** The card file of that number. */
  cards(file: number): Promise<Result<CardFile | undefined, WorkerFault>>;
  /** Absent where the catalogue has no packs. */
  readonly pictures: ReturnType<typeof litePictures> | undefined;
}

/**
 * The contract without a worker: what is popular, from the public catalogue, on the page's own thread. Keeps and sends
 * nothing about the shopper, so it has nothing to show, export or erase.
 */
export function liteApi(catalogueUrl: string): WorkerApi {
  let catalogue: Promise<Result<LiteCatalogue, WorkerFault>> | undefined;
  const loaded = (): Promise<Result<LiteCatalogue, WorkerFault>> => (catalogue ??= loadLite(catalogueUrl));
  /** What a shelf of ours named: the same for everybody. Others were named by a worker that has gone, for one shopper. */
  const named = new Set<ItemId>();
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
      const items = popular(found.value.columns, request);
      for (const item of items) named.add(item.id);
      return ok({ recId: toHex(id), items, scorers: ['popularity'], modelRound: { mix: 0, t11: 0, pairs: 0 } });
    },
    async products(ids) {
      const found = await loaded();
      if (!found.ok) return found;
      const { columns, cards } = found.value;
      // One file at a time says nothing of a shopper: everybody sees the products that are named here.
      const items = ids.filter((id) => named.has(id)).flatMap((id) => columns.indexById.get(id) ?? []);
      const files = await Promise.all([...new Set(items.map(fileOf))].map(async (file) => [file, await cards(file)] as const));
      const cardsByFile = new Map<number, CardFile>();
      for (const [file, read] of files) {
        if (!read.ok) return read;
        if (read.value) cardsByFile.set(file, read.value);
      }
      return ok(items.flatMap((item) => cardsByFile.get(fileOf(item))?.at(item % CARDS_PER_FILE) ?? []));
    },
    // Nothing is kept here, so nobody asks for what it would be kept under.
    resolve: (names) => Promise.resolve(ok(names.map(() => null))),
    async pictures(ids) {
      const found = await loaded();
      if (!found.ok) return found;
      const { columns, pictures } = found.value;
      return pictures ? pictures(ids.map((id) => (named.has(id) ? (columns.indexById.get(id) ?? -1) : -1))) : ok(null);
    },
    search: () => Promise.resolve(fail('not-started', 'This page runs without its worker: an index would stop it for too long')),
    ask: () => Promise.resolve(nothingKept),
    recentSearches: () => Promise.resolve(nothingKept),
    profile: () => Promise.resolve(nothingKept),
    audience: () => Promise.resolve(nothingKept),
    deleteEvents: () => Promise.resolve(nothingKept),
    restoreEvents: () => Promise.resolve(nothingKept),
    steer: () => Promise.resolve(nothingKept),
    explain: () => Promise.resolve(nothingKept),
    pause: () => Promise.resolve(ok(undefined)),
    exportText: () => Promise.resolve(nothingKept),
    packMove: () => Promise.resolve(nothingKept),
    moveOut: () => Promise.resolve(nothingKept),
    moveIn: () => Promise.resolve(nothingKept),
    ad: () => Promise.resolve(nothingKept),
    adEvent: () => Promise.resolve(nothingKept),
    adHistory: () => Promise.resolve(nothingKept),
    offer: () => Promise.resolve(nothingKept),
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
  const packs = manifest.value.pictures;
  return ok({
    columns: columns.value,
    pictures: packs && litePictures(packs, columns.value.popularity, (name, hash) => loadNamed(folder + name, hash)),
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
  const isInside = category === undefined ? undefined : categoryFilter(category);
  const own = request.itemId === undefined ? undefined : columns.indexById.get(request.itemId);
  const besides = new Set(request.except?.map((id) => columns.indexById.get(id)));
  const isExcluded = (item: ItemIndex): boolean =>
    available[item] !== 1 || besides.has(item) || item === own || (isInside !== undefined && !isInside(paths[pathByIndex[item] ?? -1] ?? []));
  const caps = category === undefined ? [{ keyOf: (item: ItemIndex) => categoryByIndex[item], most: Math.ceil(count / 2) }] : [];
  return topDiverse(popularity, { count, candidates: count * CANDIDATES_PER_SEAT, caps, isExcluded }).map((item) => ({
    item, id: itemIdAt(columns, item), score: popularity[item] ?? 0,
    reason: { scorer: 'popularity', kind: 'popular', evidence: [], about: '', shares: { popularity: 1 } },
  }));
}
