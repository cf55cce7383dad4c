import { decodeCatalogue, parseCatalogueManifest, productsFile, vectorsFile, type Catalogue } from '#core/catalogue';
import type { WorkerFault } from '#core/contract';
import type { Network } from '#core/protocol';
import { fail, type Result } from '#core/units';

/** The catalogue whose manifest lies at `url`; its other files lie beside it under their hashes. */
export async function loadCatalogue(load: Network['load'], url: string): Promise<Result<Catalogue, WorkerFault>> {
  const manifestBytes = await load(url);
  if (!manifestBytes.ok) return fail('catalogue', manifestBytes.fault.message);
  const manifest = parseCatalogueManifest(manifestBytes.value);
  if (!manifest.ok) return fail('catalogue', manifest.fault.message);
  const folder = url.slice(0, url.lastIndexOf('/') + 1);
  const [products, vectors] = await Promise.all([load(folder + productsFile(manifest.value)), load(folder + vectorsFile(manifest.value))]);
  if (!products.ok) return fail('catalogue', products.fault.message);
  if (!vectors.ok) return fail('catalogue', vectors.fault.message);
  const catalogue = decodeCatalogue(manifestBytes.value, products.value, vectors.value);
  return catalogue.ok ? catalogue : fail('catalogue', catalogue.fault.message);
}
