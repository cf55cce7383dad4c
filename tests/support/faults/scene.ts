import { expect } from 'vitest';
import type { Browser, BrowserContext, CDPSession, ConsoleMessage, Page, Worker } from 'playwright-core';
import type { FixtureSite } from '../fixture-site.ts';
import { untilKept } from '../page-state.ts';
import type { FixtureLeader } from './leader.ts';

/** A shop that a shopper has agreed in, in a browser profile of its own. */
export interface Scene {
  readonly browser: Browser;
  readonly site: FixtureSite;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly cdp: CDPSession;
  /** Where the row wants one; she has agreed to reports then. */
  readonly leader?: FixtureLeader;
  /** What all pages of the profile wrote to their consoles. */
  readonly said: readonly string[];
}

/** One fault in a real browser: what is done, and what was seen. */
export interface Fault {
  /** As the issue names the kinds. */
  readonly kind: 'IndexedDB killed' | 'quota full' | 'version upgrade with two tabs' | 'clock jumps' | 'storage evicted' | 'worker crash' | 'WebGPU device lost' | 'offline for a week';
  readonly title: string;
  /** The row of its kind that `npm test` runs. */
  readonly isSample?: true;
  /** Needs a leader that counts reports. */
  readonly hasLeader?: true;
  /** Rejects where a promise is broken; gives what was seen otherwise. */
  run(scene: Scene): Promise<string>;
}

declare global {
  /** Kept by the fixture shop's own script. */
  var pageErrors: readonly string[];
  var homebird: ((...command: unknown[]) => Promise<unknown>) & Record<'consentState' | 'recommend' | 'forget' | 'export', (...parts: unknown[]) => Promise<unknown>>;
}

/** Products that the rows turn to, by their number in the fixture's catalogue. */
export const ITEMS = ['kettle-aarhus', 'mug-tollund', 'grinder-nordlys', 'pan-aarhus', 'socks-tollund', 'jacket-nordlys'] as const;

/** Opens `path` and waits for its shelf. */
export async function visit(page: Page, origin: string, path = '/'): Promise<void> {
  await page.goto(origin + path);
  await page.locator('homebird-shelf .card[data-item]').first().waitFor();
}

/** Says yes in the banner, to reports too where `federate` says so. */
export async function agree(page: Page, federate = false): Promise<void> {
  const banner = page.locator('homebird-consent .banner');
  if (federate) await banner.getByRole('switch').click();
  await banner.getByRole('button', { name: 'Accept', exact: true }).click();
  await banner.waitFor({ state: 'detached' }).catch(() => undefined);
}

/** A scene in a fresh profile, with consent given on the home page. */
export async function openScene(browser: Browser, site: FixtureSite, leader?: FixtureLeader): Promise<Scene> {
  const context = await browser.newContext();
  const said: string[] = [];
  context.on('console', (message: ConsoleMessage) => void said.push(message.text()));
  const page = await context.newPage();
  await visit(page, site.origin);
  await agree(page, leader !== undefined);
  return { ...(leader && { leader }), browser, site, context, page, cdp: await context.newCDPSession(page), said };
}

/** Adds one product to the basket, as a shop's script tells it. */
export async function add(page: Page, item: string): Promise<void> {
  expect(await page.evaluate((id) => homebird('track', 'add_to_cart', { items: [{ item_id: id }] }), item)).toBe(true);
}

/** Products put in the basket, as they are kept, in the order they are kept in. */
export async function basket(page: Page, count: number): Promise<readonly unknown[]> {
  const added = (events: readonly Readonly<Record<string, unknown>>[]): unknown[] =>
    events.filter(({ type }) => type === 'add_to_cart').flatMap(({ items }) => (items as { itemId: string }[]).map(({ itemId }) => itemId));
  return added(await untilKept(page, (events) => added(events).length >= count));
}

/** What the API recommends now, as `recommend` answers a shop. */
export async function recommended(page: Page, count = 6): Promise<readonly { readonly id: string; readonly reason: string }[]> {
  const answer = await page.evaluate((count) => homebird.recommend({ placement: 'home', count }), count);
  return (answer as { readonly items?: readonly { readonly id: string; readonly reason: string }[] } | undefined)?.items ?? [];
}

/** Shelves go on: a full one now, and another on the next page. */
export async function expectShelves({ page, site }: Scene): Promise<void> {
  expect(await recommended(page)).toHaveLength(6);
  await visit(page, site.origin);
}

/** Nothing reached the shop's page, in any of its tabs. */
export async function expectQuiet({ context }: Scene): Promise<void> {
  for (const page of context.pages()) expect(await page.evaluate(() => globalThis.pageErrors ?? []), `errors in ${page.url()}`).toEqual([]);
}

/** The worker of `page`, once it runs. */
export async function workerOf(page: Page): Promise<Worker> {
  return page.workers()[0] ?? page.waitForEvent('worker');
}

/** Waits for a console line. @throws Error with what was said instead */
export async function untilSaid({ said }: Scene, pattern: RegExp): Promise<string> {
  await expect.poll(() => said.find((line) => pattern.test(line)) ?? said.join('\n'), { timeout: 45_000 }).toMatch(pattern);
  return said.find((line) => pattern.test(line)) ?? '';
}

/** A second tab of the same profile. */
export async function otherTab({ context, site }: Scene, path = '/'): Promise<Page> {
  const page = await context.newPage();
  await visit(page, site.origin, path);
  return page;
}
