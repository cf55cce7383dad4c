import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CATALOGUE_FILE, catalogueOf, contentVectors, decodeProducts, decodeVectors, parseCatalogueManifest, productsFile, vectorsFile, type ProductCatalogue } from '#core/catalogue';
import { parseFeed } from '#core/feed';
import { contentHash } from '#core/units';
import { DataError } from '#bench/data';

/** The shop's catalogue: from the folder its pages load, or built from a feed. @throws DataError saying what could not be read */
export async function readCatalogue(path: string): Promise<ProductCatalogue> {
  try {
    return (await stat(path)).isDirectory() ? await fromFolder(path) : fromFeed(path, await readFile(path));
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`Cannot read the catalogue ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function fromFolder(folder: string): Promise<ProductCatalogue> {
  const manifestBytes = new Uint8Array(await readFile(join(folder, CATALOGUE_FILE)));
  const manifest = parseCatalogueManifest(manifestBytes);
  if (!manifest.ok) throw new DataError(manifest.fault.message);
  const read = async (name: string): Promise<Uint8Array> => new Uint8Array(await readFile(join(folder, name)));
  const products = decodeProducts(await read(productsFile(manifest.value)), manifest.value.currency);
  if (!products.ok) throw new DataError(products.fault.message);
  const vectors = decodeVectors(manifest.value, await read(vectorsFile(manifest.value)));
  if (!vectors.ok) throw new DataError(vectors.fault.message);
  return catalogueOf(contentHash(manifestBytes), products.value, vectors.value);
}

function fromFeed(path: string, file: Uint8Array): ProductCatalogue {
  const bytes = path.endsWith('.gz') ? new Uint8Array(gunzipSync(file)) : file;
  const { products } = parseFeed(bytes);
  if (products.length === 0) throw new DataError(`Cannot use ${path} as a catalogue: no row of it is a product`);
  return catalogueOf(contentHash(bytes), products, contentVectors(products));
}
