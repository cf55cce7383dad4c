import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { encodePolicy, policyHashOf } from '#core/protocol';
import { launchChromium } from './chromium.ts';
import { buildPages, removeFolder, servePage, type PageSite, type PageSiteOptions } from './page-site.ts';
import { startPair, type TestPair } from './pair.ts';

/** What the tests of a file have: a pair, a page that reads it, one browser. */
export interface PairPage {
  /** The built pages. */
  folder: string;
  pair: TestPair;
  site: PageSite;
  browser: Browser;
}

export interface PairPageOptions extends Omit<PageSiteOptions, 'folder'> {
  readonly started?: Parameters<typeof startPair>[0];
  /** What happened before anybody looks. */
  readonly prepare?: (pair: TestPair) => Promise<void>;
}

/** Serves a page over a pair to the tests of the calling file. Its fields are there from `beforeAll` on. */
export function withPairPage({ started, prepare, variables, ...page }: PairPageOptions): PairPage {
  const stage = {} as PairPage;
  /** What there is of it where its start failed. */
  const begun: Partial<PairPage> = stage;
  beforeAll(async () => {
    stage.folder = await buildPages();
    stage.pair = await startPair(started);
    const { pair, folder } = stage;
    await pair.turns();
    await prepare?.(pair);
    stage.site = await servePage({ ...page, folder, variables: { LEADER: pair.leaderUrl, HELPER: pair.helperUrl, POLICY: policyHashOf(encodePolicy(pair.policy)), ...variables } });
    stage.browser = await launchChromium();
  });
  afterAll(async () => {
    await begun.browser?.close();
    await begun.site?.close();
    await begun.pair?.close();
    if (begun.folder !== undefined) removeFolder(begun.folder);
  });
  return stage;
}
