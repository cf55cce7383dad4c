import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

/** The policy of a strict shop: nothing inline, nothing from elsewhere. Fixture pages are served under it. */
export const STRICT_CSP = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'; base-uri 'none'; worker-src 'self'; connect-src 'self'; require-trusted-types-for 'script'";

/** A request that reached the fixture's server. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** What a fixture serves at one path. */
export interface FixtureFile {
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FixtureSite {
  readonly origin: string;
  /** All requests so far, in order. */
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

export interface FixtureOptions {
  /** Served files by path; `/` and the rest. A function answers each request itself. */
  readonly files: Readonly<Record<string, FixtureFile | ((request: SeenRequest) => FixtureFile | Promise<FixtureFile>)>>;
  readonly csp?: string;
}

/** An HTML page of a fixture. */
export function aPage(head: string, body = '', language = 'en'): FixtureFile {
  return { type: 'text/html', body: `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Fixture</title>${head}</head><body>${body}</body></html>` };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

/** Serves `files` over real HTTP on a free port. */
export async function serveFixture({ files, csp = STRICT_CSP }: FixtureOptions): Promise<FixtureSite> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void read(request).then(async (body) => {
      const seen: SeenRequest = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      requests.push(seen);
      const file = files[seen.url.split('?', 1)[0] ?? ''];
      const answer: FixtureFile = typeof file === 'function' ? await file(seen) : (file ?? { type: 'text/plain', body: 'not here', status: 404 });
      response.writeHead(answer.status ?? 200, { 'content-type': answer.type, 'content-length': Buffer.byteLength(answer.body), 'content-security-policy': csp, 'cache-control': 'no-store', 'access-control-allow-origin': '*', ...answer.headers });
      response.end(answer.body);
      return undefined;
    }).catch(() => response.destroy());
  });
  const port = await portOf(server);
  return {
    origin: `http://127.0.0.1:${port}`, requests,
    close: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(() => done());
    }),
  };
}

export interface BundleOptions {
  /** Entry module by output name, paths from the repository root. */
  readonly entries: Readonly<Record<string, string>>;
  readonly format?: 'es' | 'iife';
  /** Folder the files are served under. */
  readonly under?: string;
}

/** Bundles entries with Vite's build, as the product is bundled, into files to serve. */
export async function bundle({ entries, format = 'es', under = '/' }: BundleOptions): Promise<Record<string, FixtureFile>> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const built = await build({
    configFile: false, root, logLevel: 'warn', publicDir: false, base: './',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false, target: 'es2022', modulePreload: false, minify: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, `${root}${path}`])),
        preserveEntrySignatures: format === 'es' ? 'strict' : false,
        output: { format, entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
      },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]) as readonly Rolldown.RolldownOutput[];
  const files: Record<string, FixtureFile> = {};
  for (const part of outputs.flatMap((output) => output.output)) {
    const isCode = part.type === 'chunk';
    files[`${under}${part.fileName}`] = { type: isCode ? 'text/javascript' : 'application/octet-stream', body: isCode ? part.code : part.source };
  }
  return files;
}
