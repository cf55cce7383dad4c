import { drawProduct, demoReviews } from '#server/demoshop';
import { createLogger, createMetrics, listen, type Listening } from '#server/http';
import { createSite, imageOrigins, originsOf, type PageVariables, type SiteOptions } from '#server/site';
import { tillRoutes, type Till } from '#server/till';
import { fail, ok, type Fault, type Result } from '#core/units';
import { SERVE_PORTS, type ServeOptions } from './serve-options.ts';
import type { ShopFiles } from './shop-files.ts';

/** The pages that this process serves, each on its own origin; the console's is the leader's (`console-site.ts`). */
const SITES = [['shop', 'index.html'], ['audit', 'audit.html']] as const;

/** Sites of a deployment: they listen at once and show the pages as soon as `open` is called. */
export interface Sites {
  /** @param built - absolute paths of the built pages, and of builds of the tag that were served before */
  open(variables: PageVariables, shop: ShopFiles, built: Pick<SiteOptions, 'folder' | 'keptTags'>, live: { readonly demo: NonNullable<SiteOptions['demo']>; readonly till: Till }): void;
  close(): Promise<void>;
}

function isDemoShop({ feed }: ServeOptions): boolean {
  return feed === undefined;
}

/** Takes the page ports at once, so that a busy one is known before anything is built. */
export async function reserveSites(options: ServeOptions): Promise<Result<Sites, Fault<'port-busy' | 'cannot-listen'>>> {
  const starting = (): Response => new Response('starting\n', { status: 503, headers: { 'retry-after': '1' } });
  const answers = SITES.map((): ((request: Request) => Response | Promise<Response>) => starting);
  const listening: Listening[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(listening.map((server) => server.close()));
  };
  for (const [i, [name]] of SITES.entries()) {
    const server = await listen({ fetch: (request) => (answers[i] ?? starting)(request), host: options.host, port: options.port + SERVE_PORTS.indexOf(name) });
    if (!server.ok) {
      await close();
      return server;
    }
    listening.push(server.value);
  }
  return ok({
    close,
    open(variables, { catalogue, folder: catalogueFolder }, built, { demo, till }) {
      const logger = createLogger('site');
      const productOf = (id: string) => catalogue.products[catalogue.indexById.get(id) ?? -1];
      const reach = { connect: originsOf([variables.LEADER, variables.HELPER, variables.SHOP_URL, variables.CONSOLE_URL, variables.AUDIT_URL, variables.CATALOGUE ?? '']), images: imageOrigins(catalogue.products.map(({ image }) => image)) };
      for (const [i, [, entry]] of SITES.entries()) {
        const app = createSite({
          ...built, entry, variables, reach, logger, demo, metrics: createMetrics(), catalogue: catalogueFolder, ...(entry === 'index.html' && { routes: (app) => tillRoutes(app, till) }),
          drawPicture(id) {
            const product = productOf(id);
            return product && drawProduct(product);
          },
          reviews(id) {
            const product = productOf(id);
            // A feed says how a product is rated, never in which words.
            return product && (isDemoShop(options) ? demoReviews(product) : []);
          },
        });
        answers[i] = (request) => app.fetch(request);
      }
    },
  });
}

/** Whether a port is free on `host`; the fault says what to do when it is not. */
export async function checkPort(host: string, port: number): Promise<Result<void, Fault<'port-busy' | 'cannot-listen'>>> {
  const server = await listen({ fetch: () => new Response(null, { status: 503 }), host, port });
  if (!server.ok) return fail(server.fault.kind, server.fault.message);
  await server.value.close();
  return ok(undefined);
}
