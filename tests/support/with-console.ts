import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { adPictures } from '#server/catalogue';
import { assortmentOf } from '#server/console';
import { demoProducts, drawProduct } from '#server/demoshop';
import { publishAds } from '#server/leader';
import { startConsole, type TestConsole } from './a-console.ts';
import { launchChromium } from './chromium.ts';
import { buildPages, removeFolder, writeCatalogueFiles } from './page-site.ts';
import { startPair, type TestPair } from './pair.ts';

/** A page that came in by a link, and what its console called an error. */
export interface SignedIn {
  readonly page: Page;
  readonly complaints: string[];
}

/** What the tests of a file have: a pair, the console of its leader over the demo shop's products, one browser. */
export interface ConsoleStage {
  pair: TestPair;
  merchant: TestConsole;
  browser: Browser;
  /** @param prepare - runs before the page goes anywhere */
  open(options?: BrowserContextOptions, prepare?: (page: Page) => Promise<void>): Promise<SignedIn>;
}

/** Sells what the stage's campaigns advertise. */
export const CONSOLE_PRODUCTS = demoProducts();
/** A minute: tries of signing in come back. */
const BETWEEN_TESTS_MS = 60_000;

/** Serves a console to the tests of the calling file. Its fields are there from `beforeAll` on. */
export function withConsole(): ConsoleStage {
  const stage = {
    async open(options = {}, prepare) {
      const context = await stage.browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await prepare?.(page);
      await page.goto(`${stage.merchant.url}/sign-in#${await stage.merchant.link()}`);
      await page.getByRole('heading', { name: 'Campaigns', level: 1 }).waitFor();
      return { page, complaints };
    },
  } as ConsoleStage;
  /** What there is of it where its start failed. */
  const begun: Partial<ConsoleStage> = stage;
  let folder = '';
  beforeAll(async () => {
    folder = await buildPages();
    stage.pair = await startPair();
    await stage.pair.turns();
    const { leaderUrl, helperUrl } = stage.pair;
    const shrink = await adPictures();
    stage.merchant = await startConsole({
      over: stage.pair, publish: (tables, nowMs) => publishAds(tables, { shop: 'Test shop', currency: 'EUR' }, nowMs), assortment: assortmentOf(CONSOLE_PRODUCTS), ...(shrink && { shrink }),
      page: {
        folder, catalogue: writeCatalogueFiles(folder, CONSOLE_PRODUCTS), reach: { connect: [leaderUrl], images: [] },
        variables: { SHOP: 'Test shop', SHOP_URL: '', CONSOLE_URL: '', AUDIT_URL: '', LEADER: leaderUrl, HELPER: helperUrl, POLICY: '' },
        demo: { 'truth.json': () => ({}) }, // this pair says that its shoppers are simulated, and nobody counts what they did
        drawPicture(id) {
          const product = CONSOLE_PRODUCTS.find((each) => each.id === id);
          return product && drawProduct(product);
        },
      },
    });
    stage.browser = await launchChromium();
  });
  afterAll(async () => {
    await begun.browser?.close();
    await begun.merchant?.close();
    await begun.pair?.close();
    if (folder !== '') removeFolder(folder);
  });
  beforeEach(() => stage.pair.clock.forward(BETWEEN_TESTS_MS));
  return stage;
}
