import type { Hono } from 'hono';
import { problem } from '#core/protocol';
import { utf8Decode, utf8Encode } from '#core/units';
import { createApp, problemResponse, type Logger, type Metrics } from '#server/http';
import { fileResponse, folderAt, prepareFile, type Folder, type ServedFile } from './files.ts';
import { pageHeaders, type Reach } from './headers.ts';

/** What a page reads instead of `%HOMEBIRD_NAME%`. */
export type PageVariables = Readonly<Record<'SHOP' | 'SHOP_URL' | 'CONSOLE_URL' | 'AUDIT_URL' | 'LEADER' | 'HELPER' | 'POLICY', string>> & {
  /** Address of the catalogue that the shop's pages load, where it is not the one served beside them. */
  readonly CATALOGUE?: string;
};

/** What one origin of the shop, the console or the auditor page serves. */
export interface SiteOptions {
  /** Absolute path of the built pages. */
  readonly folder: string;
  /** Absolute path of builds of the tag that were served before, where they are kept. */
  readonly keptTags?: string;
  /** Which page this origin shows: `index.html`, `console.html` or `audit.html`. */
  readonly entry: string;
  readonly variables: PageVariables;
  readonly reach: Reach;
  /** Absolute path of the built catalogue, where this origin offers it. */
  readonly catalogue?: string;
  /** SVG text of the drawn picture of a product, undefined for an unknown id. */
  readonly drawPicture?: (id: string) => string | undefined;
  /** Reviews of a product, as plain data, undefined for an unknown id. */
  readonly reviews?: (id: string) => readonly object[] | undefined;
  /** Live JSON of the demonstration, by name under `/demo/`; always labelled as simulated by its maker. */
  readonly demo?: Readonly<Record<string, () => unknown>>;
  /** Adds what this origin answers besides, before the pages. */
  readonly routes?: (app: Hono) => void;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Files that are public and the same for everyone. */
const OPEN_TO_ALL = { 'access-control-allow-origin': '*' };
/** Any shop may embed the tag: `integrity` needs CORS, an isolated page needs the second, and a worker of one the third. */
const TO_EMBED = { ...OPEN_TO_ALL, 'cross-origin-resource-policy': 'cross-origin', 'cross-origin-embedder-policy': 'require-corp' };

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A shop's name as the `data-shop` of its embed line: letters, digits and dashes, at most 64. */
export function shopIdOf(name: string): string {
  const id = name.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-+|-+$/g, '').slice(0, 64);
  return id === '' ? 'shop' : id;
}

/** Where this origin serves its catalogue. */
const OWN_CATALOGUE = '/catalogue/catalogue.json';

/** The entry page with its variables filled in; undefined where the pages are not built. */
async function entryPage(folder: Folder, entry: string, variables: PageVariables): Promise<ServedFile | undefined> {
  const file = await folder.file(`/${entry}`);
  if (!file) return undefined;
  let html = utf8Decode(file.bytes);
  const filled = { CATALOGUE: OWN_CATALOGUE, ...variables, SHOP_ID: shopIdOf(variables.SHOP) };
  for (const [name, value] of Object.entries(filled)) html = html.replaceAll(`%HOMEBIRD_${name}%`, () => escapeHtml(value));
  return prepareFile(entry, utf8Encode(html));
}

/** Path of the built file of a page of the documentation; its pages are named without their ending, folders by their index. */
function documentOf(path: string): string {
  if (path.endsWith('/')) return `${path}index.html`;
  return /\.(?:html|svg|json)$/.test(path) ? path : `${path}.html`;
}

function notFound(): Response {
  return problemResponse(problem('not-found', 'No such file'));
}

/**
 * A static site for one origin: one page for every path without a file ending (client-side routes), built files, catalogue,
 * drawn pictures and the demonstration's live figures.
 */
export function createSite(options: SiteOptions): Hono {
  const app = createApp({ metrics: options.metrics, logger: options.logger, openToAllOrigins: false });
  const built = folderAt(options.folder);
  const headers = pageHeaders(options.reach);
  const page = entryPage(built, options.entry, options.variables);

  if (options.catalogue !== undefined) {
    const catalogue = folderAt(options.catalogue);
    app.get('/catalogue/*', async (context) => {
      const file = await catalogue.file(new URL(context.req.url).pathname.slice('/catalogue'.length));
      // Public and the same for everyone, so any shop page may load it.
      return file ? fileResponse(file, context.req.raw, OPEN_TO_ALL) : notFound();
    });
  }
  options.routes?.(app);
  const { drawPicture, reviews, demo } = options;
  if (drawPicture) app.get('/product-pictures/:name{.+\\.svg}', (context) => pictureResponse(drawPicture(context.req.param('name').slice(0, -'.svg'.length))));
  if (reviews) app.get('/product-reviews/:name{.+\\.json}', (context) => reviewsResponse(reviews(context.req.param('name').slice(0, -'.json'.length))));
  if (demo) {
    for (const [name, value] of Object.entries(demo)) app.get(`/demo/${name}`, async (context) => context.json((await value()) as object, 200, { 'cache-control': 'no-store' }));
  }
  const keptTags = options.keptTags === undefined ? undefined : folderAt(options.keptTags);
  app.get('/tag/*', async (context) => {
    const path = new URL(context.req.url).pathname;
    const file = (await built.file(path)) ?? (await keptTags?.file(path.slice('/tag'.length)));
    return file ? fileResponse(file, context.req.raw, TO_EMBED) : notFound();
  });
  app.get('/docs', (context) => context.redirect('/docs/', 301));
  app.get('/docs/*', async (context) => {
    const path = new URL(context.req.url).pathname;
    const file = await built.file(documentOf(path));
    // Open to all origins for the auditor, as every built file is.
    return file ? fileResponse(file, context.req.raw, { ...headers, ...OPEN_TO_ALL }) : notFound();
  });
  app.get('*', async (context) => {
    const path = new URL(context.req.url).pathname;
    const isRoute = !/\.[a-z0-9]+$/i.test(path) || path.endsWith('.html');
    const file = isRoute ? await page : await built.file(path);
    if (!file) return isRoute ? problemResponse(problem('not-found', 'The pages are not built: run npm start, or node prepare.mjs build')) : notFound();
    // Open to all origins, as the tag is: an auditor's page on another origin compares these bytes with the log.
    return fileResponse(file, context.req.raw, isRoute ? { ...headers, ...OPEN_TO_ALL } : OPEN_TO_ALL);
  });
  return app;
}

function pictureResponse(svg: string | undefined): Response {
  if (svg === undefined) return notFound();
  // An SVG opened on its own is a document: nothing in it may run or load.
  return new Response(svg, { headers: { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=3600', 'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'` } });
}

function reviewsResponse(reviews: readonly object[] | undefined): Response {
  return reviews ? Response.json({ reviews }, { headers: { 'cache-control': 'public, max-age=3600' } }) : notFound();
}
