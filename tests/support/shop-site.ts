import { buildCatalogue, type ItemId, type Product } from '../../src/core/catalogue/index.ts';
import { builtFiles } from './builds.ts';
import { aPage, serveFixture, type FixtureFile, type FixtureSite } from './fixture-site.ts';

/** What a shop embeds, built as it ships, by path: the moving `/tag/homebird.js`, and the folder of its build. */
export async function buildTag(): Promise<Record<string, FixtureFile>> {
  return Object.fromEntries([...await builtFiles('tag')].map(([path, body]) => [`/tag/${path}`, { type: path.endsWith('.js') ? 'text/javascript' : 'application/json', body }]));
}

const KINDS = ['Kettle', 'Mug', 'Grinder', 'Pan', 'Socks', 'Jacket'] as const;
const BRANDS = ['Aarhus', 'Tollund', 'Nordlys'] as const;

/** Eighteen products of six kinds, the most rated first. */
export const SHOP_PRODUCTS: readonly Product[] = KINDS.flatMap((kind, k) => BRANDS.map((brand, b) => ({
  id: `${kind}-${brand}`.toLowerCase() as ItemId, title: `${brand} ${kind.toLowerCase()} for every day`, description: `A ${kind.toLowerCase()} by ${brand}.`, brand,
  category: ['Shop', kind], url: `/p/${kind}-${brand}`.toLowerCase(), image: '', priceCents: 1000 + 700 * k + 130 * b, currency: 'EUR', available: true, rating: 4, ratingCount: 200 - 20 * k - 5 * b, aliases: [], labels: [],
})));

function jsonLd(product: Product): string {
  const value = { '@context': 'https://schema.org', '@type': 'Product', sku: product.id, name: product.title, offers: { '@type': 'Offer', price: product.priceCents / 100, priceCurrency: product.currency } };
  return `<script type="application/ld+json">${JSON.stringify(value)}</script>`;
}

/** What the shop's own script does, so that tests can act as a page under a strict policy. */
const SHOP_SCRIPT = `
window.dataLayer = window.dataLayer || [];
window.gtag = function () { dataLayer.push(arguments); };
window.homebird = window.homebird || function () { (homebird.q = homebird.q || []).push(arguments); };
window.pageErrors = [];
addEventListener('error', (event) => pageErrors.push(String(event.message)));
addEventListener('unhandledrejection', (event) => pageErrors.push(String(event.reason)));
`;

export interface ShopOptions {
  /** Further attributes of the embed line. */
  readonly attributes?: string;
  /** Script run by each page before the tag. */
  readonly script?: string;
  /** Address of the catalogue in the embed line, where it is not the right one. */
  readonly catalogue?: string;
  /** Picture files by product, for packs. */
  readonly thumbnails?: ReadonlyMap<number, Uint8Array>;
  /** Address of the leader and hash of its policy, where it is not the one at `/leader`, which answers 404 but for `files`. */
  readonly endpoint?: string;
  readonly policy?: string;
  readonly csp?: string;
  /** Further files, by path; the leader is at `/leader`. */
  readonly files?: Readonly<Record<string, FixtureFile>>;
  /** Bodies of further pages of the shop, by path. */
  readonly pages?: Readonly<Record<string, string>>;
  /** Further headers of every page. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A small shop with the real tag, page part and worker, under a strict content security policy. Its leader answers 404 but for `files`. */
export async function serveShop({ attributes = '', script = '', catalogue: address = '/catalogue/catalogue.json', files: more = {}, pages: bodies = {}, thumbnails = new Map(), headers = {}, endpoint = '/leader', policy = 'ab'.repeat(32), csp }: ShopOptions = {}): Promise<FixtureSite> {
  const catalogue = buildCatalogue(SHOP_PRODUCTS, { thumbnails });
  const line = `<script src="/shop.js"></script><script async src="/tag/homebird.js" data-shop="fixture" data-catalogue="${address}" data-endpoint="${endpoint}" data-policy="${policy}" ${attributes}></script>`;
  const cart = (id: string): string => `<button type="button" data-homebird-event="add_to_cart" data-homebird-item="${id}">Add to basket</button>`;
  const shopPage = (head: string, body: string): FixtureFile => ({ ...aPage(head, body), headers });
  const further = Object.entries(bodies).map(([path, body]) => [path, shopPage(line, body)]);
  const products = SHOP_PRODUCTS.map((product) => [
    product.url, shopPage(line + jsonLd(product), `<main><h1>${product.title}</h1>${cart(product.id)}<a href="/">Home</a><homebird-shelf placement="product-related" item="${product.id}" count="6"></homebird-shelf></main>`),
  ]);
  const pages = Object.fromEntries([...products, ...further]) as Record<string, FixtureFile>;
  const files = Object.fromEntries([...catalogue.files].map(([name, body]) => [`/catalogue/${name}`, { type: 'application/octet-stream', body }]));
  return serveFixture({
    ...(csp !== undefined && { csp }),
    files: {
      ...(await buildTag()), ...files, ...pages, ...more,
      '/shop.js': { type: 'text/javascript', body: SHOP_SCRIPT + script }, '/favicon.ico': { type: 'image/x-icon', body: '' },
      '/': shopPage(line, `<main><h1>Shop</h1><form role="search" action="/" data-homebird-event="search"><input type="search" name="find" aria-label="Search"></form><a href="${SHOP_PRODUCTS[4]?.url ?? ''}">A grinder</a><homebird-shelf placement="home" count="8"></homebird-shelf></main>`),
      '/account': shopPage(line, '<main><h1>Account</h1><homebird-privacy></homebird-privacy></main>'),
      '/frame': aPage('<script src="/shop.js"></script>', '<iframe title="Sandboxed shop" sandbox="allow-scripts" src="/"></iframe>'),
    },
  });
}
