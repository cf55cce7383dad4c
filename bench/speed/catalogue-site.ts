import { createServer } from 'node:http';
import { readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildCatalogue, productsFile, vectorsFile, type Product } from '#core/catalogue';

/** A shop with the tag, as it was built, over a catalogue that is held in memory; `shelf` below its address has a shelf. */
export interface CatalogueSite {
  readonly url: string;
  /** Addresses of what the catalogue was before it had columns: all products as JSON, and their vectors. */
  readonly whole: { readonly products: string; readonly vectors: string };
  close(): Promise<void>;
}

/** Isolated, because only such a page may ask what memory its worker takes; and for immutable names, as the site server sends them. */
const HEADERS = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
const IMMUTABLE = 'public, max-age=31536000, immutable';

const PAGE = `<!doctype html><meta charset="utf-8"><title>A large shop</title>
<script>
  window.homebird = function () { (homebird.q = homebird.q || []).push(arguments); };
  const Plain = Worker;
  window.Worker = class extends Plain { constructor(...all) { window.workerAtMs ??= performance.now(); super(...all); } };
</script>
<script async src="/tag/homebird.js" data-shop="large" data-consent="granted" data-catalogue="/catalogue/catalogue.json"></script>
<main>A large shop</main>`;
const SHELF = '<homebird-shelf placement="home" count="8"></homebird-shelf>';

/** Builds the catalogue and serves it on a free port of this machine. @param tagFolder - built files of the tag */
export async function serveLargeShop(products: readonly Product[], tagFolder: string): Promise<CatalogueSite> {
  const { files, manifest } = buildCatalogue(products);
  const bodies = new Map<string, { readonly body: Uint8Array; readonly headers: Readonly<Record<string, string>> }>();
  const add = (path: string, type: string, bytes: Uint8Array | string): void => {
    const isNamedByContent = /\/[0-9a-f]{64}\./.test(path);
    bodies.set(path, { body: gzipSync(bytes, { level: 1 }), headers: { ...HEADERS, 'content-type': type, 'content-encoding': 'gzip', 'cache-control': isNamedByContent ? IMMUTABLE : 'no-cache' } });
  };
  for (const [name, bytes] of files) add(`/catalogue/${name}`, 'application/octet-stream', bytes);
  for (const name of readdirSync(tagFolder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js'))) add(`/tag/${name.replaceAll('\\', '/')}`, 'text/javascript', readFileSync(join(tagFolder, name)));
  add('/', 'text/html', PAGE);
  add('/shelf', 'text/html', PAGE + SHELF);
  const server = createServer((request, response) => {
    const file = bodies.get(request.url ?? '');
    response.writeHead(file ? 200 : 404, file?.headers ?? HEADERS).end(file?.body);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    whole: { products: `/catalogue/${productsFile(manifest)}`, vectors: `/catalogue/${vectorsFile(manifest)}` },
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
