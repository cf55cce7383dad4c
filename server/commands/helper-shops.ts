import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '#core/protocol';
import { fail, ok, type Fault, type Result } from '#core/units';
import { problemResponse, type Logger, type Metrics } from '#server/http';
import { addressOf } from './address.ts';
import { makeFolder, pairSecretAt, readIfThere, writeWhole } from './data-folder.ts';
import { openShop, type OpenShop } from './helper-shop.ts';

/** A shop's name: its folder, the first part of its addresses and its metrics label. */
const SHOP_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;
/** Addresses that belong to the process or to the pages, so that no shop may have them as its name. */
const TAKEN = new Set(['assets', 'healthz', 'metrics', 'log', 'v1']);
/** What one shop's folder says of it, beside its keys. */
const SHOP_FILE = 'shop.json';

/** A shop's folder, read. */
export interface ShopFolder {
  readonly name: string;
  readonly data: string;
  readonly leaderUrl: string;
}

/** Opens a folder for another shop and gives the path of the secret that its leader needs too. */
export function addShop(shops: string, { name, leaderUrl }: { readonly name: string; readonly leaderUrl: string }): Result<string, Fault> {
  if (!SHOP_NAME.test(name) || TAKEN.has(name)) return fail('usage', `Cannot name a shop "${name}": wanted small letters, digits and dashes, and none of ${[...TAKEN].join(', ')}`);
  const folder = join(shops, name);
  if (existsSync(join(folder, SHOP_FILE))) return fail('usage', `There is a shop "${name}" already: ${folder}`);
  const made = makeFolder(folder);
  if (!made.ok) return made;
  const secretPath = join(folder, 'pair-secret');
  const secret = pairSecretAt(secretPath);
  if (!secret.ok) return secret;
  writeWhole(join(folder, SHOP_FILE), `${JSON.stringify({ leader: leaderUrl }, null, 2)}\n`);
  return ok(secretPath);
}

/** All shops below a folder, by name; one that cannot be read is a fault, so that no shop is left out unnoticed. */
export function readShops(shops: string): Result<readonly ShopFolder[], Fault> {
  if (!existsSync(shops)) return fail('usage', `There is no folder ${shops}: homebird helper --shops ${shops} --add NAME --leader URL makes it`);
  const names = readdirSync(shops).filter((name) => statSync(join(shops, name)).isDirectory()).sort();
  const read: ShopFolder[] = [];
  for (const name of names) {
    const leaderUrl = leaderIn(readIfThere(join(shops, name, SHOP_FILE)));
    if (!SHOP_NAME.test(name) || TAKEN.has(name) || !leaderUrl.ok) return fail('usage', `Cannot read the shop in ${join(shops, name)}: wanted ${SHOP_FILE} with {"leader": "https://…"}, and a name of small letters, digits and dashes`);
    read.push({ name, data: join(shops, name), leaderUrl: leaderUrl.value });
  }
  return read.length > 0 ? ok(read) : fail('usage', `There is no shop in ${shops}`);
}

function leaderIn(text: string | undefined): Result<string, Fault> {
  try {
    const { leader } = JSON.parse(text ?? '{}') as { leader?: unknown };
    return addressOf(typeof leader === 'string' ? leader : '');
  } catch (error) {
    return fail('usage', String(error));
  }
}

/** Several shops behind one address, each below its own name. */
export interface OpenShops {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly keys: Readonly<Record<string, string>>;
  start(): void;
  close(): Promise<void>;
}

/** Gives `/NAME/rest` to the shop NAME as `/rest`; files of the page are the same for all shops and have no name before them. */
function routed(shops: ReadonlyMap<string, OpenShop>, metrics: Metrics): OpenShops['fetch'] {
  const notFound = (): Response => problemResponse(problem('not-found', 'No such shop or endpoint'));
  return async (request) => {
    const url = new URL(request.url);
    if (url.pathname === '/healthz') return new Response('ok\n', { headers: { 'cache-control': 'no-store' } });
    if (url.pathname === '/metrics') return new Response(await metrics.text(), { headers: { 'cache-control': 'no-store', 'content-type': 'text/plain; version=0.0.4' } });
    const [any] = shops.values();
    if (url.pathname.startsWith('/assets/') || url.pathname === '/favicon.svg') return any ? any.fetch(request) : notFound();
    const [, name = '', rest] = /^\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? [];
    const shop = shops.get(name);
    if (!shop) return notFound();
    if (rest === undefined) return new Response(null, { status: 308, headers: { location: `/${name}/` } });
    url.pathname = rest;
    return shop.fetch(new Request(url, request));
  };
}

/** Opens every shop; if one cannot be opened none is, and the fault names it. */
export async function openShops(folders: readonly ShopFolder[], { pages, isRestored, metrics, logger }: { readonly pages: string; readonly isRestored: boolean; readonly metrics: Metrics; readonly logger: (name: string) => Logger }): Promise<Result<OpenShops, Fault>> {
  const open = new Map<string, OpenShop>();
  const close = async (): Promise<void> => {
    for (const shop of open.values()) await shop.close();
  };
  for (const { name, data, leaderUrl } of folders) {
    const shop = await openShop({ data, secretPath: join(data, 'pair-secret'), leaderUrl, pages, isRestored, metrics: metrics.ofShop(name), showsMetrics: false, logger: logger(name) });
    if (!shop.ok) {
      await close();
      return fail(shop.fault.kind, `Shop ${name}: ${shop.fault.message}`);
    }
    open.set(name, shop.value);
  }
  return ok({
    fetch: routed(open, metrics), close, keys: Object.fromEntries([...open].map(([name, { key }]) => [name, key])),
    start() {
      for (const shop of open.values()) shop.start();
    },
  });
}
