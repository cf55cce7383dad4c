import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'vite';
import { ROOT } from '#support/rooms';

/** What the production site server sends with every page: a page that needs more is broken there. */
const CSP = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'", "connect-src 'self' http://127.0.0.1:*",
  "worker-src 'self' blob:", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "object-src 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json', '.woff2': 'font/woff2', '.bin': 'application/octet-stream',
};

/** Answer to one path: its body, or undefined for "not found". */
export type Route = (path: string) => Uint8Array | string | undefined;

export interface PageSite {
  readonly url: string;
  /** Paths asked for, in order. */
  readonly requests: readonly string[];
  /** Changes what is served from now on. */
  setRoute(route: Route): void;
  close(): Promise<void>;
}

/** Builds the three pages as production does; the caller removes the folder with {@link removeSite}. */
export async function buildPages(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'homebird-pages-'));
  await build({ root: ROOT, configFile: join(ROOT, 'vite.config.ts'), mode: 'site', logLevel: 'error', build: { outDir, emptyOutDir: true } });
  return outDir;
}

/** Deletes what {@link buildPages} made. */
export function removeSite(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function fileIn(folder: string, path: string): Uint8Array | undefined {
  if (path.includes('..')) return undefined;
  try {
    return readFileSync(join(folder, path));
  } catch {
    return undefined;
  }
}

/** Fills in the `%HOMEBIRD_…%` variables of a page. */
function filled(html: string, variables: Readonly<Record<string, string>>): string {
  return html.replace(/%HOMEBIRD_(\w+)%/g, (_whole, name: string) => variables[name] ?? '');
}

function answer(response: ServerResponse, status: number, body: Uint8Array | string, type: string): void {
  response.writeHead(status, { 'content-type': type, 'content-security-policy': CSP, 'cache-control': 'no-store', 'access-control-allow-origin': '*' });
  response.end(body);
}

/** Serves one of the built pages under the production's content security policy, and `route` for everything around it. */
export async function servePage(folder: string, entry: 'index' | 'console' | 'audit', route: Route): Promise<PageSite> {
  const requests: string[] = [];
  let current = route;
  let variables: Record<string, string> = {};
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    requests.push(path);
    const found = current(path) ?? (path.endsWith('.html') ? undefined : path === '/' ? undefined : fileIn(folder, path));
    if (found !== undefined) return answer(response, 200, found, TYPES[extname(path)] ?? 'application/octet-stream');
    const isPage = extname(path) === '' && !path.startsWith('/v1/') && !path.startsWith('/log/');
    if (isPage) return answer(response, 200, filled(readFileSync(join(folder, `${entry}.html`), 'utf8'), variables), 'text/html; charset=utf-8');
    return answer(response, 404, '{"title":"not found"}', 'application/problem+json');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  variables = { SHOP: 'larkfield', SHOP_URL: url, CONSOLE_URL: url, AUDIT_URL: url, LEADER: url, HELPER: url, POLICY: 'a'.repeat(64) };
  return {
    url,
    requests,
    setRoute: (next) => (current = next),
    close: () => new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}
