import { columnsFile, decodeCatalogueColumns, decodeVectors, parseCatalogueManifest, CONTENT_DIMS, vectorsFile, type Catalogue, type CatalogueFault } from '#core/catalogue';
import type { CatalogueCache, WorkerFault } from '#core/contract';
import { isStorageError, type Network } from '#core/protocol';
import { fail, ok, type ContentHash, type Fault, type Result } from '#core/units';

/** Where a catalogue's files come from. */
export interface CatalogueSource {
  readonly load: Network['load'];
  readonly hash: (bytes: Uint8Array) => Promise<ContentHash>;
  /** Address of `catalogue.json`; the other files lie beside it under their hashes. */
  readonly url: string;
  /** Files kept on this device; absent where nothing may be kept. */
  readonly cache?: CatalogueCache | undefined;
}

/** Which files hold the rest of a catalogue: what shelves show of it. */
export interface LoadedCatalogue {
  /** Hashes of the columns and vectors files, which belong together. */
  readonly files: readonly ContentHash[];
  /** Hashes of the card files, in item order. */
  readonly cardFiles: readonly ContentHash[];
  /** Hashes of the packs of pictures, most popular products first; none where the catalogue has none. */
  readonly pictures: readonly ContentHash[];
  readonly currency: string;
}

/** Every file of a catalogue that a device keeps. */
export function filesOfCatalogue({ files, cardFiles, pictures }: LoadedCatalogue): readonly ContentHash[] {
  return [...files, ...cardFiles, ...pictures];
}

/** A catalogue as a worker ranks with it. */
export interface RankedCatalogue extends LoadedCatalogue {
  readonly catalogue: Catalogue;
  /** Why there are no content vectors although they were wanted: all of them are zeros then. */
  readonly vectorFault?: Fault;
}

/**
 * Loads what ranks. Without `wantsVectors` every content vector is zeros, whose memory no page of the system stands
 * behind: enough for what is popular, and 6 MB less for a shopper who has agreed to nothing.
 */
export async function loadCatalogue(source: CatalogueSource, wantsVectors: boolean): Promise<Result<RankedCatalogue, WorkerFault>> {
  const manifestBytes = await source.load(source.url);
  if (!manifestBytes.ok) return fail('catalogue', manifestBytes.fault.message);
  const parsed = parseCatalogueManifest(manifestBytes.value);
  if (!parsed.ok) return fail('catalogue', parsed.fault.message);
  const manifest = parsed.value;
  const [columns, vectors] = await Promise.all([
    loadFile(source, { hash: manifest.columns, name: columnsFile(manifest), decode: (bytes) => decodeCatalogueColumns(manifest, bytes) }),
    wantsVectors ? loadFile(source, { hash: manifest.vectors, name: vectorsFile(manifest), decode: (bytes) => decodeVectors(manifest, bytes) }) : undefined,
  ]);
  if (!columns.ok) return columns;
  const { cardFiles, ...rest } = columns.value;
  const catalogue = { ...rest, hash: await source.hash(manifestBytes.value), vectors: vectors?.ok ? vectors.value : new Int8Array(manifest.items * CONTENT_DIMS) };
  const { currency, pictures = [] } = manifest;
  return ok({ catalogue, cardFiles, pictures, currency, files: [manifest.columns, manifest.vectors], ...(vectors && !vectors.ok && { vectorFault: vectors.fault }) });
}

/** A file named by its content, and what its bytes mean. */
export interface NamedFile<Value> {
  readonly hash: ContentHash;
  readonly name: string;
  decode(bytes: Uint8Array): Result<Value, CatalogueFault>;
}

/** A file from this device where it is kept whole, else from the shop; what came from there replaces what was kept. */
export async function loadFile<Value>(source: CatalogueSource, file: NamedFile<Value>): Promise<Result<Value, WorkerFault>> {
  const kept = await keptFile(source, file);
  return typeof kept === 'object' ? ok(kept.value) : fetchFile(source, file);
}

/** A file from the shop, kept from then on where it may be. */
export async function fetchFile<Value>(source: CatalogueSource, file: NamedFile<Value>): Promise<Result<Value, WorkerFault>> {
  const loaded = await freshFile(source, file);
  if (!loaded.ok) return loaded;
  await keepFile(source.cache, file.hash, loaded.value.bytes);
  return ok(loaded.value.value);
}

/** The file as this device keeps it; `broken` where its bytes are no longer those it was named for. */
export async function keptFile<Value>({ cache, hash }: Pick<CatalogueSource, 'cache' | 'hash'>, file: NamedFile<Value>): Promise<{ readonly value: Value } | 'absent' | 'broken'> {
  const bytes = await orUndefined(async () => cache?.read(file.hash));
  if (!bytes) return 'absent';
  const decoded = (await hash(bytes)) === file.hash ? file.decode(bytes) : undefined;
  return decoded?.ok ? { value: decoded.value } : 'broken';
}

/** The file from the shop, once. */
export async function freshFile<Value>({ load, hash, url }: CatalogueSource, file: NamedFile<Value>): Promise<Result<{ readonly value: Value; readonly bytes: Uint8Array }, WorkerFault>> {
  const bytes = await load(url.slice(0, url.lastIndexOf('/') + 1) + file.name);
  if (!bytes.ok) return fail('catalogue', bytes.fault.message);
  if ((await hash(bytes.value)) !== file.hash) return fail('catalogue', `Cannot use ${file.name}: its bytes do not hash to its name`);
  const decoded = file.decode(bytes.value);
  return decoded.ok ? ok({ value: decoded.value, bytes: bytes.value }) : fail('catalogue', decoded.fault.message);
}

/** Whether the file is kept now: storage may be full, forbidden or taken back, and a catalogue works without it. */
export async function keepFile(cache: CatalogueCache | undefined, hash: ContentHash, bytes: Uint8Array): Promise<boolean> {
  return (await orUndefined(async () => cache?.write(hash, bytes).then(() => true))) ?? false;
}

/** What `act` gives; undefined where storage does not. */
export async function orUndefined<Value>(act: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await act();
  } catch (error) {
    if (isStorageError(error)) return undefined;
    throw error;
  }
}
