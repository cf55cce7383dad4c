import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { launchChromium } from './chromium.ts';
import type { FixtureSite } from './fixture-site.ts';

/** What the tests of a file have: one site and one browser, and each test a page in a profile of its own. */
export interface Stage {
  site: FixtureSite;
  browser: Browser;
  context: BrowserContext;
  page: Page;
}

export interface StageOptions {
  /** Of each profile. */
  readonly profile?: BrowserContextOptions;
  /** Whether a test fails for what the page throws or its console calls an error, but for lines with `but` in them. */
  readonly isQuiet?: true | { readonly but: string };
  /** Of the browser. */
  readonly launch?: Parameters<typeof launchChromium>[0];
}

/** Serves `serve` to the tests of the calling file. Its fields are there from `beforeEach` on, and other ones in each test. */
export function withSite(serve: () => Promise<FixtureSite>, { profile, isQuiet, launch }: StageOptions = {}): Stage {
  const stage = {} as Stage;
  /** What there is of it where its start failed. */
  const begun: Partial<Stage> = stage;
  const but = typeof isQuiet === 'object' ? isQuiet.but : undefined;
  let complaints: string[] = [];
  const hear = (line: string): void => {
    if (but === undefined || !line.includes(but)) complaints.push(line);
  };
  beforeAll(async () => {
    [stage.site, stage.browser] = await Promise.all([serve(), launchChromium(launch)]);
  });
  afterAll(async () => {
    await begun.browser?.close();
    await begun.site?.close();
  });
  beforeEach(async () => {
    complaints = [];
    stage.context = await stage.browser.newContext(profile);
    stage.page = await stage.context.newPage();
    if (!isQuiet) return;
    stage.page.on('pageerror', (error) => hear(error.message));
    stage.page.on('console', (message) => { if (message.type() === 'error') hear(message.text()); });
  });
  afterEach(async () => {
    await begun.context?.close();
    expect(complaints, 'errors and policy violations').toEqual([]);
  });
  return stage;
}
