import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** An answer on its way to the browser. */
export interface Passing {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

export interface ShopBehind {
  readonly origin: string;
  close(): Promise<void>;
}

/** Names that carry a hash of their content. */
const HASHED = /(?:-[A-Za-z0-9_-]{8}\.js|\b[0-9a-f]{64}\.\w+)$/;

/** What a good server adds: caching by name, compression, a time for the catalogue. */
function served(path: string, passing: Passing): void {
  passing.headers['cache-control'] = HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
  // The fixture's build leaves the tensors out; a chunk that offers no engine is taken for a browser without one.
  if (path.endsWith('/homebird-tensors.js')) Object.assign(passing, { status: 200, body: Buffer.from('export {};') }).headers['content-type'] = 'text/javascript';
  if (path.endsWith('catalogue.json')) passing.headers['last-modified'] = new Date().toUTCString();
}

/**
 * The shop at `origin` as another server hands it on, over real HTTP: without a leader, cached and compressed as it should be,
 * and then spoilt by `spoil`.
 */
export async function shopBehind(origin: string, spoil: (path: string, passing: Passing) => void = () => undefined): Promise<ShopBehind> {
  const server = createServer((request, response) => {
    const pass = async (): Promise<void> => {
      const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
      const answer = await fetch(origin + (request.url ?? '/'));
      const passing: Passing = { status: answer.status, headers: { 'content-type': answer.headers.get('content-type') ?? '', 'content-security-policy': answer.headers.get('content-security-policy') ?? '', 'access-control-allow-origin': '*' }, body: Buffer.from(await answer.arrayBuffer()) };
      if (/html/.test(passing.headers['content-type'] ?? '')) passing.body = Buffer.from(passing.body.toString().replace(/ data-endpoint="[^"]*"/, '').replace(/ data-policy="[^"]*"/, ''));
      served(path, passing);
      spoil(path, passing);
      const body = gzipSync(passing.body, { level: 1 });
      if (passing.headers['content-security-policy'] === '') delete passing.headers['content-security-policy'];
      response.writeHead(passing.status, { ...passing.headers, 'content-encoding': 'gzip', 'content-length': body.length }).end(body);
    };
    pass().catch(() => response.destroy());
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(() => done());
    }),
  };
}
