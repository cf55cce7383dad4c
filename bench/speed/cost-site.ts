import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { buildCatalogue } from '#core/catalogue';
import { largeShop } from './large-shop.ts';

/** What a page of the comparison carries. */
export const CARRIED = ['nothing', 'homebird', 'homebird-shelf', 'snowplow', 'plausible'] as const;
export type Carried = (typeof CARRIED)[number];

/** Products of the shop: an ordinary size. */
const ITEMS = 2_000;
/** Cards that the page itself draws, so that there is a page to be slow. */
const CARDS = 48;

/** Trackers that everyone knows, as their makers' guides have them started; what they send is answered here. */
const TRACKERS: Readonly<Record<'snowplow' | 'plausible', string>> = {
  snowplow: `import { newTracker, trackPageView, enableActivityTracking, trackStructEvent } from '@snowplow/browser-tracker';
    newTracker('sp', location.origin, { appId: 'shop', postPath: '/collect/snowplow', contexts: { session: true, webPage: true } });
    enableActivityTracking({ minimumVisitLength: 10, heartbeatDelay: 10 });
    trackPageView();
    window.tell = (n) => trackStructEvent({ category: 'shop', action: 'add_to_cart', label: 'SKU-' + (100000 + n % ${ITEMS}), value: 1 });`,
  plausible: `import { init, track } from '@plausible-analytics/tracker';
    init({ domain: 'shop.example', endpoint: location.origin + '/collect/plausible', captureOnLocalhost: true, outboundLinks: true, fileDownloads: true, formSubmissions: true });
    window.tell = (n) => track('add_to_cart', { props: { item: 'SKU-' + (100000 + n % ${ITEMS}) } });`,
};

async function bundled(root: string, code: string): Promise<string> {
  const built = await build({
    root, configFile: false, logLevel: 'error', publicDir: false,
    plugins: [{ name: 'tracker', resolveId: (id) => (id === 'virtual:tracker' ? join(root, 'tracker.js') : undefined), load: (id) => (id === join(root, 'tracker.js') ? code : undefined) }],
    build: { write: false, target: 'es2022', rolldownOptions: { input: 'virtual:tracker', output: { format: 'iife' } } },
  });
  const script = 'output' in built ? built.output[0] : undefined;
  if (!script) throw new Error('The tracker could not be bundled');
  return script.code;
}

const HOMEBIRD = `<script>window.homebird = window.homebird || function () { (homebird.q = homebird.q || []).push(arguments); }; window.tell = (n) => homebird('track', 'add_to_cart', { items: [{ item_id: 'SKU-' + (100000 + n % ${ITEMS}) }] });</script>
<script async src="/tag/homebird.js" data-shop="costs" data-consent="granted" data-catalogue="/catalogue/catalogue.json"></script>`;

/** What stands in the head of each page. */
const HEADS: Readonly<Record<Carried, string>> = {
  nothing: '<script>window.tell = () => undefined;</script>', homebird: HOMEBIRD, 'homebird-shelf': HOMEBIRD,
  snowplow: '<script async src="/snowplow.js"></script>', plausible: '<script async src="/plausible.js"></script>',
};

/** The shop's own work when a button is pressed: a few ms of making strings and nodes, and the event told. */
const SHOP = `<script>
  addEventListener('click', ({ target }) => {
    if (!target.matches('button')) return;
    target.textContent = Array.from({ length: 3000 }, (_, i) => String(i).padStart(4, '0')).join('').length + ' in the basket';
    window.tell?.(performance.now() | 0);
  });
</script>`;

function pageOf(carried: Carried): string {
  const cards = Array.from({ length: CARDS }, (_, i) => `<article><h3>Product ${i}</h3><p>A made-up product for a page of some length.</p><button type="button">Add to basket</button></article>`).join('');
  const shelf = carried === 'homebird-shelf' ? '<homebird-shelf placement="home" count="8"></homebird-shelf>' : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title>${HEADS[carried]}${SHOP}</head><body><main>${shelf}${cards}</main></body></html>`;
}

/** Pages that differ in what they carry, and nothing else; what any of them sends is taken and forgotten. */
export interface CostSite {
  readonly url: (carried: Carried) => string;
  /** Gzip bytes of the scripts of trackers. */
  readonly bytes: Readonly<Record<'snowplow' | 'plausible', number>>;
  close(): Promise<void>;
}

/** Serves them on a free port. @param root - of the repository; @param tagFolder - built files of the tag */
export async function serveCosts(root: string, tagFolder: string): Promise<CostSite> {
  const bodies = new Map<string, { readonly type: string; readonly body: Uint8Array }>();
  const add = (path: string, type: string, bytes: Uint8Array | string): void => void bodies.set(path, { type, body: gzipSync(bytes, { level: 9 }) });
  for (const [name, bytes] of buildCatalogue(largeShop(ITEMS)).files) add(`/catalogue/${name}`, 'application/octet-stream', bytes);
  for (const name of readdirSync(tagFolder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js'))) add(`/tag/${name.replaceAll('\\', '/')}`, 'text/javascript', readFileSync(join(tagFolder, name)));
  for (const [name, code] of Object.entries(TRACKERS)) add(`/${name}.js`, 'text/javascript', await bundled(root, code));
  for (const carried of CARRIED) add(`/${carried}`, 'text/html', pageOf(carried));
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const file = bodies.get(path);
    request.resume(); // what trackers send
    if (file) response.writeHead(200, { 'content-type': file.type, 'content-encoding': 'gzip', 'cache-control': 'no-cache' }).end(file.body);
    else response.writeHead(path.startsWith('/collect/') ? 202 : 404, { 'content-type': 'text/plain' }).end(path.startsWith('/collect/') ? 'ok' : '');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sizeOf = (name: string): number => bodies.get(`/${name}.js`)?.body.length ?? 0;
  return {
    url: (carried) => `${origin}/${carried}`, bytes: { snowplow: sizeOf('snowplow'), plausible: sizeOf('plausible') },
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
