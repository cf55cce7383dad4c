import { CATALOGUE_FILE, decodeProducts, parseCatalogueManifest, productsFile, type CatalogueFault, type Product } from '#core/catalogue';
import type { Result } from '#core/units';
import { loadBytes, type LoadFault } from '#page/frame';

/** Where the site server puts the catalogue's files. */
const FOLDER = '/catalogue/';

/** Loads everything the shop sells; its pages need no vectors. */
export async function loadProducts(): Promise<Result<readonly Product[], LoadFault | CatalogueFault>> {
  const manifestBytes = await loadBytes(FOLDER + CATALOGUE_FILE);
  if (!manifestBytes.ok) return manifestBytes;
  const manifest = parseCatalogueManifest(manifestBytes.value);
  if (!manifest.ok) return manifest;
  const products = await loadBytes(FOLDER + productsFile(manifest.value));
  return products.ok ? decodeProducts(products.value, manifest.value.currency) : products;
}
