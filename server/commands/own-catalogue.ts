import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CATALOGUE_FILE, parseCatalogueManifest, productsFile, vectorsFile } from '#core/catalogue';
import { contentHash, fail, ok, type Fault, type Result } from '#core/units';
import { call } from '#server/http';
import { addressOf } from './address.ts';
import type { UsageFault } from './options.ts';

/** A catalogue that the shop's own pages use: a folder that `homebird catalogue` wrote, or the address of its `catalogue.json`. */
export type OwnCatalogue = { readonly kind: 'folder'; readonly folder: string } | { readonly kind: 'address'; readonly url: string };

/** Longest wait for one file, ms, and its largest size: 50,000 products with descriptions take about 60 MB. */
const LOAD_TIMEOUT_MS = 120_000;
const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** Reads `--catalogue`: what looks like an address is one. */
export function ownCatalogueOf(text: string | undefined, cwd: string): Result<OwnCatalogue | undefined, UsageFault> {
  if (text === undefined) return ok(undefined);
  if (/^https?:/i.test(text)) {
    const url = addressOf(text);
    if (!url.ok) return url;
    return ok({ kind: 'address', url: url.value.endsWith(`/${CATALOGUE_FILE}`) ? url.value : `${url.value}/${CATALOGUE_FILE}` });
  }
  const folder = resolve(cwd, text);
  if (!statSync(join(folder, CATALOGUE_FILE), { throwIfNoEntry: false })?.isFile()) return fail('usage', `Cannot use the catalogue ${folder}: there is no ${CATALOGUE_FILE} in it; homebird catalogue FEED -o ${text} writes one`);
  return ok({ kind: 'folder', folder });
}

/**
 * Fetches what a leader needs of the catalogue at `url` into `folder`: the manifest byte for byte, because tables of pairs are
 * bound to its hash, and the files it names, each held against its own.
 */
export async function fetchCatalogue(url: string, folder: string): Promise<Result<void, Fault>> {
  const get = (address: string) => call(address, { timeoutMs: LOAD_TIMEOUT_MS, maxBytes: MAX_FILE_BYTES });
  const bytes = await get(url);
  if (!bytes.ok) return bytes;
  const manifest = parseCatalogueManifest(bytes.value);
  if (!manifest.ok) return { ok: false, fault: { kind: manifest.fault.kind, message: `${url}: ${manifest.fault.message}` } };
  const files: [string, Uint8Array][] = [];
  for (const [name, hash] of [[productsFile(manifest.value), manifest.value.products], [vectorsFile(manifest.value), manifest.value.vectors]] as const) {
    const file = await get(new URL(name, url).href);
    if (!file.ok) return file;
    if (contentHash(file.value) !== hash) return fail('missing', `${new URL(name, url).href} does not hash to its name: files of two catalogues are mixed there`);
    files.push([name, file.value]);
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, file] of files) writeFileSync(join(folder, name), file);
  writeFileSync(join(folder, CATALOGUE_FILE), bytes.value); // last: a folder without it holds no catalogue
  return ok(undefined);
}
