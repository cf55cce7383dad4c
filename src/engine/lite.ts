import { CATALOGUE_FILE, decodeProducts, leafCategory, parseCatalogueManifest, productsFile, type Product } from '#core/catalogue';
import { servedCount, type RecommendRequest, type WorkerApi, type WorkerFault } from '#core/contract';
import { diversify, topK, type Recommendation } from '#core/ranking';
import { fail, ok, toHex, type Result } from '#core/units';
import { load } from '#page/network';

/** Candidates per seat, so that caps have something to choose from. */
const CANDIDATES_PER_SEAT = 8;

interface LiteCatalogue {
  readonly products: readonly Product[];
  readonly popularity: Float32Array;
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
      const products = await loaded();
      return products.ok ? ok({ items: products.value.products.length, backend: 'lite' }) : products;
    },
    setGrants: () => Promise.resolve(),
    record: () => Promise.resolve(ok(0)),
    async recommend(request) {
      const found = await loaded();
      if (!found.ok) return found;
      const id = crypto.getRandomValues(new Uint8Array(16));
      return ok({ recId: toHex(id), items: popular(found.value, request), scorers: ['popularity'], modelRound: { mix: 0, t11: 0 } });
    },
    async products(ids) {
      const found = await loaded();
      if (!found.ok) return found;
      const wanted = new Map(found.value.products.map((product) => [product.id, product]));
      return ok(ids.flatMap((id) => wanted.get(id) ?? []));
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

async function loadLite(catalogueUrl: string): Promise<Result<LiteCatalogue, WorkerFault>> {
  const manifestBytes = await load(catalogueUrl);
  if (!manifestBytes.ok) return fail('catalogue', manifestBytes.fault.message);
  const manifest = parseCatalogueManifest(manifestBytes.value);
  if (!manifest.ok) return fail('catalogue', `${CATALOGUE_FILE}: ${manifest.fault.message}`);
  const bytes = await load(catalogueUrl.slice(0, catalogueUrl.lastIndexOf('/') + 1) + productsFile(manifest.value));
  if (!bytes.ok) return fail('catalogue', bytes.fault.message);
  const products = decodeProducts(bytes.value, manifest.value.currency);
  if (!products.ok) return fail('catalogue', products.fault.message);
  return ok({ products: products.value, popularity: Float32Array.from(products.value, (product) => Math.log1p(product.ratingCount ?? 0)) });
}

function popular({ products, popularity }: LiteCatalogue, request: RecommendRequest): Recommendation[] {
  const count = servedCount(request.count);
  const category = request.placement === 'category' ? request.category : undefined;
  const isExcluded = (item: number): boolean => {
    const product = products[item];
    return !product?.available || product.id === request.itemId || (category !== undefined && !product.category.includes(category));
  };
  const leafOf = (item: number): string | undefined => {
    const product = products[item];
    return product && leafCategory(product);
  };
  const caps = category === undefined ? [{ keyOf: leafOf, most: Math.ceil(count / 2) }] : [];
  return diversify(topK(popularity, count * CANDIDATES_PER_SEAT, isExcluded), count, caps).flatMap((item) => {
    const product = products[item];
    return product ? [{ item, id: product.id, score: popularity[item] ?? 0, reason: { scorer: 'popularity', kind: 'popular', evidence: [], about: '', shares: { popularity: 1 } } as const }] : [];
  });
}
