import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CATALOGUE_FILE, catalogueOf, contentVectors, decodeCatalogue, parseCatalogueManifest, productsFile, vectorsFile, type Catalogue } from '#core/catalogue';
import { parseFeed } from '#core/feed';
import { contentHash } from '#core/units';
import { DataError } from '#bench/data';

/** The shop's catalogue: from the folder its pages load, or built from a feed. @throws DataError saying what could not be read */
export async function readCatalogue(path: string): Promise<Catalogue> {
  try {
    return (await stat(path)).isDirectory() ? await fromFolder(path) : fromFeed(path, await readFile(path));
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`Cannot read the catalogue ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function fromFolder(folder: string): Promise<Catalogue> {
  const manifestBytes = new Uint8Array(await readFile(join(folder, CATALOGUE_FILE)));
  const manifest = parseCatalogueManifest(manifestBytes);
  if (!manifest.ok) throw new DataError(manifest.fault.message);
  const [products, vectors] = await Promise.all([productsFile(manifest.value), vectorsFile(manifest.value)].map(async (name) => new Uint8Array(await readFile(join(folder, name)))));
  const catalogue = decodeCatalogue(manifestBytes, products ?? new Uint8Array(), vectors ?? new Uint8Array());
  if (!catalogue.ok) throw new DataError(catalogue.fault.message);
  return catalogue.value;
}

function fromFeed(path: string, file: Uint8Array): Catalogue {
  const bytes = path.endsWith('.gz') ? new Uint8Array(gunzipSync(file)) : file;
  const { products } = parseFeed(bytes);
  if (products.length === 0) throw new DataError(`Cannot use ${path} as a catalogue: no row of it is a product`);
  return catalogueOf(contentHash(bytes), products, contentVectors(products));
}
