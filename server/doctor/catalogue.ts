import { decodeProducts, parseCatalogueManifest, productsFile } from '#core/catalogue';
import { contentHash } from '#core/units';
import { call } from '#server/http';
import type { CatalogueFacts } from './facts.ts';

/** Largest file of a catalogue that is read, bytes: 50,000 products with descriptions take about 60 MB. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Ids told as examples. */
const EXAMPLES = 3;

/**
 * Reads the catalogue at `url` as its own files say, aliases included, whatever the page's browser could load of it.
 *
 * @param headers - of the answer that the browser got, for its age
 */
export async function readCatalogue(url: string, headers: Readonly<Record<string, string>>, timeoutMs: number): Promise<CatalogueFacts | { readonly failure: string }> {
  const options = { timeoutMs, maxBytes: MAX_BYTES };
  const bytes = await call(url, options);
  if (!bytes.ok) return { failure: bytes.fault.message };
  const manifest = parseCatalogueManifest(bytes.value);
  if (!manifest.ok) return { failure: manifest.fault.message };
  const productsUrl = new URL(productsFile(manifest.value), url).href;
  const products = await call(productsUrl, options);
  if (!products.ok) return { failure: products.fault.message };
  if (contentHash(products.value) !== manifest.value.products) return { failure: `${productsUrl} does not hash to its name: files of two catalogues are mixed` };
  const decoded = decodeProducts(products.value, manifest.value.currency);
  if (!decoded.ok) return { failure: decoded.fault.message };
  const changedAtMs = Date.parse(headers['last-modified'] ?? '');
  return {
    url, items: manifest.value.items, currency: manifest.value.currency, changedAtMs: Number.isNaN(changedAtMs) ? undefined : changedAtMs,
    known: new Set(decoded.value.flatMap(({ id, aliases }) => [id, ...aliases])), examples: decoded.value.slice(0, EXAMPLES).map(({ id }) => id),
    hosts: new Set(decoded.value.flatMap(({ url: page }) => (/^https?:/i.test(page) && URL.canParse(page) ? [new URL(page).host] : []))),
    paths: [...new Map(decoded.value.map(({ category }) => [JSON.stringify(category), category])).values()],
    images: new Map(decoded.value.map(({ id, image }) => [id, image])),
  };
}
