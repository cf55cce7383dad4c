import { join } from 'node:path';
import type { ProductCatalogue } from '#core/catalogue';
import { ok, toHex, utf8Decode, utf8Encode, type Fault, type Randomness, type Result } from '#core/units';
import { adPictures } from '#server/catalogue';
import { assortmentOf, consoleRoutes, createSignIn, linkOf } from '#server/console';
import { demoCampaigns, demoExperiment, demoOffers, drawProduct } from '#server/demoshop';
import { call, createLogger, createMetrics } from '#server/http';
import { keepAdsFresh, keepExperiments, keepOffersFresh, offersNow, publishAds, publishOffers } from '#server/leader';
import { createSite, imageOrigins, originsOf, type PageVariables } from '#server/site';
import type { LeaderStore } from '#server/store';
import { inTurns } from '#server/turns';
import { CONSOLE_SECRET, pairSecretAt } from './data-folder.ts';
import { systemClock } from './role.ts';

/** What `serve` tells the leader of the console that it serves on a port of its own. */
export interface ConsoleFile {
  readonly port: number;
  /** Where the world reaches it. */
  readonly url: string;
  /** Where this machine reaches the shop: the demonstration's figures are made there. */
  readonly demoFrom: string;
  /** Absolute paths of the catalogue, the built pages and the kept builds of the tag. */
  readonly catalogue: string;
  readonly folder: string;
  readonly keptTags: string;
  /** All but the policy's hash, which the leader makes. */
  readonly variables: Omit<PageVariables, 'POLICY'>;
  /** Whether the shop is the demonstration, whose console begins with campaigns to look at. */
  readonly isDemo: boolean;
}

/** A console that may listen. */
export interface OpenConsole {
  fetch(request: Request): Response | Promise<Response>;
  /** Address that signs the owner in, once. */
  readonly signInUrl: string;
  start(): void;
  stop(): Promise<void>;
}

/** How often it is looked whether a campaign is over or the delivery grew old, ms: an end may come this much late at the servers; devices go by their own clock. */
const FRESH_MS = 60_000;
const DEMO_TIMEOUT_MS = 3_000;
const MAX_DEMO_BYTES = 4_000_000;

/** What the demo shop begins with, in an empty store: offers, campaigns, and an experiment on the one that pays by view. */
async function firstCampaigns(store: LeaderStore, products: Parameters<typeof demoCampaigns>[0], { advertising, randomness }: { readonly advertising: Parameters<typeof demoOffers>[2]; readonly randomness: Randomness }): Promise<void> {
  const salt = new Uint8Array(16);
  randomness.fill(salt);
  const nowMs = systemClock.nowMs();
  await store.transact((tables) => {
    const { campaigns } = tables;
    if (!offersNow(tables)) publishOffers(tables, demoOffers(products, nowMs, advertising), nowMs);
    if (campaigns.all().length > 0) return;
    const begun = demoCampaigns(products, nowMs);
    for (const managed of begun) campaigns.add({ id: managed.campaign.id, bytes: utf8Encode(JSON.stringify(managed)), changedBy: 'command-line', changedMs: nowMs });
    const tried = begun.find(({ campaign }) => campaign.objective === 'views');
    if (tried) keepExperiments(tables, [demoExperiment(tried.campaign, nowMs, toHex(salt))]);
  });
}

/** Figures that the shop's process makes, under the console's own address. */
function demoOf(from: string): Readonly<Record<string, () => Promise<unknown>>> {
  const read = (name: string) => async (): Promise<unknown> => {
    const figures = await call(`${from}/demo/${name}`, { timeoutMs: DEMO_TIMEOUT_MS, maxBytes: MAX_DEMO_BYTES });
    return figures.ok ? (JSON.parse(utf8Decode(figures.value)) as unknown) : {};
  };
  return { 'quality.json': read('quality.json'), 'state.json': read('state.json'), 'truth.json': read('truth.json') };
}

/** Brings the console up over the leader's store: page, API and what its campaigns publish. */
export async function openConsole(file: ConsoleFile, { store, catalogue, data, shop, policy, randomness }: { readonly store: LeaderStore; readonly catalogue: ProductCatalogue; readonly data: string; readonly shop: string; readonly policy: string; readonly randomness: Randomness }): Promise<Result<OpenConsole, Fault>> {
  const secret = pairSecretAt(join(data, CONSOLE_SECRET));
  if (!secret.ok) return secret;
  const { products, indexById } = catalogue;
  const advertising = { shop, currency: products[0]?.currency ?? 'EUR' };
  if (file.isDemo) await firstCampaigns(store, products, { advertising, randomness });
  const freshen = async (): Promise<unknown> => Promise.all([keepAdsFresh(store, advertising, systemClock), keepOffersFresh(store, systemClock)]);
  await freshen();
  const signIn = createSignIn({ store, clock: systemClock, randomness });
  const shrink = await adPictures();
  const { variables, url } = file;
  const app = createSite({
    entry: 'console.html', folder: file.folder, keptTags: file.keptTags, catalogue: file.catalogue, variables: { ...variables, POLICY: policy }, demo: demoOf(file.demoFrom),
    reach: { connect: originsOf([variables.LEADER, variables.HELPER, variables.SHOP_URL, variables.AUDIT_URL, variables.CATALOGUE ?? '']), images: imageOrigins(products.map(({ image }) => image)) },
    metrics: createMetrics(), logger: createLogger('console'),
    drawPicture(id) {
      const product = products[indexById.get(id) ?? -1];
      return product && drawProduct(product);
    },
    routes: (routes) => consoleRoutes(routes, {
      store, signIn, clock: systemClock, randomness, url, secret: toHex(secret.value), publish: (tables, nowMs) => publishAds(tables, advertising, nowMs), assortment: assortmentOf(products), ...(shrink && { shrink }),
    }),
  });
  const fresh = inTurns(async () => freshen().then(() => undefined, () => undefined), FRESH_MS); // a failed write is tried again with the next
  const token = await signIn.link();
  return ok({ fetch: (request) => app.fetch(request), signInUrl: linkOf(url, token ?? ''), ...fresh });
}
