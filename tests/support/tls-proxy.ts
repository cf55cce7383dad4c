import { request as httpRequest } from 'node:http';
import { createServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from './self-signed.ts';

export interface TlsProxy {
  readonly port: number;
  /** Where a path goes, longest prefix first: `/leader` to the leader, without the prefix. */
  route(targets: Readonly<Record<string, string>>): void;
  close(): Promise<void>;
}

/** A reverse proxy with TLS, as Caddy or nginx stand in front of a deployment: one https origin, a path for each role. */
export async function tlsProxy(): Promise<TlsProxy> {
  let routes: readonly (readonly [string, string])[] = [];
  const server = createServer(selfSigned(), (incoming, outgoing) => {
    const path = incoming.url ?? '/';
    const [prefix, target] = routes.find(([each]) => path === each || path.startsWith(`${each}/`) || each === '') ?? ['', ''];
    const url = new URL(target + (path.slice(prefix.length) || '/'));
    const passed = httpRequest(url, { method: incoming.method, headers: { ...incoming.headers, host: url.host } }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(passed);
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    route: (targets) => void (routes = Object.entries(targets).sort(([a], [b]) => b.length - a.length)),
    close: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(() => done());
    }),
  };
}

/** GET over TLS without asking who signed the certificate. */
export function getInsecurely(url: string): Promise<{ readonly status: number; readonly body: Buffer }> {
  return new Promise((resolve, reject) => {
    httpsRequest(url, { rejectUnauthorized: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => void chunks.push(chunk)).on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks) }));
    }).on('error', reject).end();
  });
}
