import type { Browser } from 'playwright-core';
import { buildCatalogue } from '#core/catalogue';
import { embedLine, readTagBuild, type TagBuild } from '#core/embed';
import { serveFixture, type FixtureFile, type FixtureSite } from './fixture-site.ts';
import { buildTag, SHOP_PRODUCTS } from './shop-site.ts';

/** As `homebird serve` sends the files of a build. */
const FOR_GOOD = { 'cache-control': 'public, max-age=31536000, immutable', 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin', 'cross-origin-embedder-policy': 'require-corp' };

/** Two origins: the one that serves the tag, and a shop's, whose pages come with the headers of a row. */
export interface LadderSites {
  readonly cdn: FixtureSite;
  readonly build: TagBuild;
  /** Names of the build's files. */
  readonly names: readonly string[];
  /** Files of the build by name, changed by a test to what a dishonest server would give. */
  readonly served: Map<string, string>;
  /** From now on the shop's page is that of `row`; gives its address, for a browser of the caller's own. */
  show(row: LadderRow): string;
  /** Opens a page of the shop and says how the worker came to run, and what the console said of us. */
  open(row: LadderRow): Promise<Landing>;
  close(): Promise<void>;
}

export interface LadderRow {
  /** Of the page; `CDN` stands for the tag's origin. */
  readonly csp?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Further attributes of the embed line. */
  readonly attributes?: string;
  /** Further body of the page. */
  readonly body?: string;
}

export interface Landing {
  readonly runs: 'same-origin' | 'blob' | 'lite';
  readonly said: readonly string[];
  /** Products in the shelf. */
  readonly cards: number;
  readonly errors: readonly string[];
}

/** Builds the tag as it ships and serves it on one origin for a shop on another. */
export async function serveLadder(browser?: Browser): Promise<LadderSites> {
  const tag = await buildTag();
  const build = readTagBuild(JSON.parse(String((tag['/tag/homebird.json'] as FixtureFile).body)));
  if (!build) throw new Error('The build has no record');
  const served = new Map<string, string>();
  const fromCdn = Object.entries(tag).map(([path, file]): [string, () => FixtureFile] => [path, () => ({ ...(file as FixtureFile), body: served.get(path.split('/').at(-1) ?? '') ?? (file as FixtureFile).body, headers: FOR_GOOD })]);
  const cdn = await serveFixture({ files: Object.fromEntries(fromCdn) });
  let row: LadderRow = {};
  const page = (): FixtureFile => {
    const data = { shop: 'ladder', catalogue: '/catalogue/catalogue.json', consent: 'granted' };
    const line = embedLine({ tagFolder: `${cdn.origin}/tag`, ...build, data }).replace('<script', '<script nonce="abc"').replace('></script>', ` ${row.attributes ?? ''}></script>`);
    const headers = { ...(row.csp !== undefined && { 'content-security-policy': row.csp.replaceAll('CDN', cdn.origin) }), ...row.headers };
    return { type: 'text/html', headers, body: `<!doctype html><html lang="en"><head><title>Shop</title>${line}</head><body><homebird-shelf placement="home" count="4"></homebird-shelf>${row.body ?? ''}</body></html>` };
  };
  const own = Object.fromEntries(Object.entries(tag).map(([path, file]) => [path.replace(`/tag/${build.build}/`, '/own/'), { ...(file as FixtureFile), headers: { 'cross-origin-embedder-policy': 'require-corp' } }]));
  const catalogue = Object.fromEntries([...buildCatalogue(SHOP_PRODUCTS).files].map(([name, body]) => [`/catalogue/${name}`, { type: 'application/octet-stream', body, headers: { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' } }]));
  // Pages of this shop bring their policy with them; a worker's file of its own origin has none.
  const shop = await serveFixture({ files: { ...own, ...catalogue, '/': page, '/favicon.ico': { type: 'image/x-icon', body: '' } }, csp: '' });
  const show = (wanted: LadderRow): string => {
    row = wanted;
    return shop.origin;
  };
  return {
    cdn, build, served, show, names: Object.keys(tag).filter((path) => path.includes(build.build)).map((path) => path.split('/').at(-1) ?? ''),
    async open(wanted) {
      show(wanted);
      if (!browser) throw new Error('Cannot open a page: serveLadder() was given no browser');
      const context = await browser.newContext();
      try {
        const tab = await context.newPage();
        const [said, errors]: [string[], string[]] = [[], []];
        tab.on('console', (message) => { if (/^homebird/i.test(message.text())) said.push(message.text()); });
        tab.on('pageerror', (error) => errors.push(error.message));
        await tab.goto(shop.origin);
        const cards = tab.locator('homebird-shelf .card[data-item]');
        await cards.first().waitFor({ timeout: 20_000 }).catch((error: unknown) => errors.push(String(error).slice(0, 200)));
        const [worker] = tab.workers();
        return { runs: worker === undefined ? 'lite' : worker.url().startsWith('blob:') ? 'blob' : 'same-origin', said, cards: await cards.count(), errors };
      } finally {
        await context.close();
      }
    },
    async close() {
      await cdn.close();
      await shop.close();
    },
  };
}
