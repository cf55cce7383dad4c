import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCatalogue, CATALOGUE_FILE, catalogueOf, decodeProducts, decodeVectors, parseCatalogueManifest, productsFile, vectorsFile, type Catalogue, type Product, type ProductCatalogue } from '#core/catalogue';
import { DEFAULT_PORTRAITS, PORTRAIT_DIMS, portraitsLayout, startPortraits } from '#core/audience';
import { pairLayout } from '#core/cooccurrence';
import { adModelParameters } from '#core/ctr';
import { decodeModel, encodeModel, encodePairTable, encodePortraits } from '#core/fedavg';
import { ADS_KINDS, type ByKind, type GivenKind } from '#core/protocol';
import { contentHash, fail, ok, utf8Encode, type ContentHash, type Fault, type Result } from '#core/units';
import { isRemote, readFeed, thumbnailer, writeCatalogue } from '#server/catalogue';
import { demoProducts, drawProduct } from '#server/demoshop';
import { firstAdModel, initialT11, T11_PARAMETERS } from '#worker/models';
import { initialMix, MIX_PARAMETERS } from '#worker/recommender';
import { readIfThere, writeWhole } from './data-folder.ts';
import type { GivenModel } from './given-models.ts';
import type { Output } from './output.ts';
import { fetchCatalogue, type OwnCatalogue } from './own-catalogue.ts';
import type { ServeOptions } from './serve-options.ts';

/** What a deployment serves of its products, and the models it starts from. */
export interface ShopFiles {
  /** Absolute path of the catalogue folder. */
  readonly folder: string;
  readonly catalogue: ProductCatalogue;
  readonly catalogueHash: ContentHash;
  /** Paths of the first models. */
  readonly firstModels: ByKind<string>;
}

/** A catalogue, and the folder it is read and served from. */
type Prepared = Pick<ShopFiles, 'folder' | 'catalogue'>;

/** Seed of model 0: the same catalogue gives the same model everywhere. */
const FIRST_MODEL_SEED = 1;
/** Progress of model 0 is told in steps of this share. */
const PROGRESS_STEP = 0.25;

/** A built catalogue as it lies in `folder`. */
export function readCatalogue(folder: string): Result<ProductCatalogue> {
  const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
  try {
    const bytes = read(CATALOGUE_FILE);
    const manifest = parseCatalogueManifest(bytes);
    if (!manifest.ok) return manifest;
    const productBytes = read(productsFile(manifest.value));
    if (contentHash(productBytes) !== manifest.value.products) return fail('missing', 'The products file does not hash to its name');
    const products = decodeProducts(productBytes, manifest.value.currency);
    if (!products.ok) return products;
    const vectorBytes = read(vectorsFile(manifest.value));
    if (contentHash(vectorBytes) !== manifest.value.vectors) return fail('missing', 'The vectors file does not hash to its name');
    const vectors = decodeVectors(manifest.value, vectorBytes);
    return vectors.ok ? ok(catalogueOf(contentHash(bytes), products.value, vectors.value)) : vectors;
  } catch (error) {
    return fail('missing', error instanceof Error ? error.message : String(error));
  }
}

/** An address that means the same page wherever it stands, or the one of the shop's own origin. */
const LEADS_SOMEWHERE = /^(?:https?:\/)?\//i;

/**
 * A product as this shop serves it: with the page and the picture that the feed names, so that a shop which embeds from here
 * shows its own; the pages of this one find their own way to each (`src/pages/shop`). Where the feed names no page it is ours; a
 * dot is escaped, because a path that ends in one reads as a file. A picture that is no address is drawn.
 */
export function withOwnAddresses(product: Product): Product {
  const url = LEADS_SOMEWHERE.test(product.url) ? product.url : `/product/${encodeURIComponent(product.id).replaceAll('.', '%2E')}`;
  return { ...product, url, image: isRemote(product.image) ? product.image : '' };
}

async function productsOf({ feed, currency }: ServeOptions, say: Output): Promise<Result<readonly Product[]>> {
  if (feed === undefined) return ok(demoProducts());
  const parsed = await readFeed(feed, { currency });
  if (!parsed.ok) return parsed;
  const { products, issues, rows } = parsed.value;
  const skipped = issues.filter(({ isSkipped }) => isSkipped).length;
  say.write(`feed: ${products.length} products from ${rows} rows, ${skipped} skipped (homebird catalogue lists them)\n`);
  return products.length > 0 ? ok(products.map(withOwnAddresses)) : fail('no-products', `The feed ${feed} holds no product that could be loaded: homebird catalogue says why, row by row`);
}

/** Drawings made small at the same time. */
const DRAWINGS_AT_ONCE = 4;

/** Thumbnails of the pictures that this shop draws; none where the feed's own pictures are elsewhere, since a shelf shows one kind or the other. */
async function drawnThumbnails(products: readonly Product[]): Promise<ReadonlyMap<number, Uint8Array>> {
  const shrink = products.some(({ image }) => isRemote(image)) ? undefined : await thumbnailer();
  const thumbnails = new Map<number, Uint8Array>();
  if (!shrink) return thumbnails;
  const queue = [...products.entries()];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const thumbnail = await shrink(utf8Encode(drawProduct(next[1])));
      if (thumbnail) thumbnails.set(next[0], thumbnail);
    }
  };
  await Promise.all(Array.from({ length: DRAWINGS_AT_ONCE }, work));
  return thumbnails;
}

function inFolder(folder: string, catalogue: Result<ProductCatalogue>): Result<Prepared> {
  return catalogue.ok ? ok({ folder, catalogue: catalogue.value }) : catalogue;
}

/** The shop's own catalogue, and the folder it is read and served from. */
async function ownCatalogue(own: OwnCatalogue, data: string, say: Output): Promise<Result<Prepared, Fault>> {
  const folder = own.kind === 'folder' ? own.folder : join(data, 'catalogue');
  if (own.kind === 'address') {
    const fetched = await fetchCatalogue(own.url, folder);
    // Its server may be away while this one starts again: what was fetched last is still what the log speaks of.
    if (!fetched.ok && !existsSync(join(folder, CATALOGUE_FILE))) return fetched;
    if (!fetched.ok) say.write(`${fetched.fault.message}; going on with the catalogue fetched last\n`);
  }
  return inFolder(folder, readCatalogue(folder));
}

/** The catalogue in the data folder if it was made from this feed by this program, else a fresh one. */
async function preparedCatalogue(options: ServeOptions, code: ContentHash, say: Output): Promise<Result<ProductCatalogue>> {
  const folder = join(options.data, 'catalogue');
  const stampPath = join(options.data, 'catalogue-made-from.txt');
  const stamp = `${options.feedHash} ${options.currency ?? ''} ${code}\n`;
  if (readIfThere(stampPath) === stamp) {
    const kept = readCatalogue(folder);
    if (kept.ok) return kept;
  }
  const products = await productsOf(options, say);
  if (!products.ok) return products;
  await writeCatalogue(folder, buildCatalogue(products.value, { thumbnails: await drawnThumbnails(products.value) }));
  writeWhole(stampPath, stamp);
  return readCatalogue(folder);
}

function firstT11(path: string, catalogue: Catalogue, say: Output): void {
  const kept = existsSync(path) ? decodeModel(new Uint8Array(readFileSync(path))) : undefined;
  if (kept?.ok && kept.value.weights.length === T11_PARAMETERS) return;
  let next = PROGRESS_STEP;
  const weights = initialT11(catalogue, {
    seed: FIRST_MODEL_SEED,
    onProgress(doneShare) {
      if (doneShare < next) return;
      say.write(`training model 0 from the public catalogue: ${Math.round(100 * next)} %\n`);
      next += PROGRESS_STEP;
    },
  });
  writeWhole(path, encodeModel('t11', weights));
}

/** Portraits before anybody has reported: of the public catalogue alone. */
function firstPortraits(catalogue: Catalogue): Uint8Array {
  const [clusters, dims, mode] = [DEFAULT_PORTRAITS, PORTRAIT_DIMS, 'kmeans' as const];
  return encodePortraits({ weights: startPortraits(catalogue, portraitsLayout(clusters, dims, mode)), clusters, dims, mode, catalogue: catalogue.hash });
}

/** A table of pairs before anybody has reported. */
function emptyTable(catalogue: Catalogue, maxBlocks: number): Uint8Array {
  return encodePairTable({ weights: new Float32Array(pairLayout(catalogue, maxBlocks).cells), maxBlocks, catalogue: catalogue.hash });
}

/** What a shop is prepared with, beside its options. */
export interface Preparation {
  /** SHA-256 of the program that runs: another one makes its own catalogue. */
  readonly code: ContentHash;
  /** First models that are not made here. */
  readonly given: readonly GivenModel[];
  readonly say: Output;
}

/** Makes, or finds from an earlier start, everything the shop needs before its servers can begin. */
export async function prepareShop(options: ServeOptions, { code, given, say }: Preparation): Promise<Result<ShopFiles, Fault>> {
  const prepared = options.catalogue ? await ownCatalogue(options.catalogue, options.data, say) : inFolder(join(options.data, 'catalogue'), await preparedCatalogue(options, code, say));
  if (!prepared.ok) return prepared;
  const { folder, catalogue } = prepared.value;
  const models = join(options.data, 'models');
  const own = catalogue.hash.slice(0, 16);
  const pathOf = (kind: GivenKind, made: string): string => join(models, `${kind}-${given.find((model) => model.kind === kind)?.hash ?? made}.model`);
  const ofAds = { ctr: encodeModel('ctr', firstAdModel('ctr', options.adHeads)), cvr: encodeModel('cvr', firstAdModel('cvr')), portraits: firstPortraits(catalogue) };
  const firstModels = {
    mix: pathOf('mix', String(MIX_PARAMETERS)), t11: pathOf('t11', own), pairs: join(models, `pairs-${own}.model`),
    ctr: join(models, `ctr-${adModelParameters('ctr', options.adHeads)}.model`), cvr: join(models, `cvr-${adModelParameters('cvr')}.model`), portraits: join(models, `portraits-${own}.model`),
  };
  for (const { kind, bytes } of given) writeWhole(firstModels[kind], bytes);
  const isGiven = (kind: GivenKind): boolean => given.some((model) => model.kind === kind);
  if (!isGiven('mix')) writeWhole(firstModels.mix, encodeModel('mix', initialMix()));
  if (!isGiven('t11')) firstT11(firstModels.t11, catalogue, say);
  for (const kind of ADS_KINDS) writeWhole(firstModels[kind], ofAds[kind]);
  writeWhole(firstModels.pairs, emptyTable(catalogue, Math.max(1, options.pairBlocks)));
  return ok({ folder, catalogue, catalogueHash: catalogue.hash, firstModels });
}

/** SHA-256 of the program that runs. */
export function programHash(program: string): ContentHash {
  return contentHash(new Uint8Array(readFileSync(program)));
}
