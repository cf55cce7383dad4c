import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '#support/chromium';
import { serveLeader, type FixtureLeader } from '#support/faults/leader';
import { add, expectQuiet, ITEMS, openScene, otherTab, workerOf } from '#support/faults/scene';
import { STRICT_CSP, type FixtureSite } from '#support/fixture-site';
import { comeTo } from '#support/page-state';
import { serveShop } from '#support/shop-site';

const [KETTLE, MUG, GRINDER, PAN] = ITEMS;
/** What a turn of idle work is done under (`worker/session/tending.ts`). */
const LOCK = 'homebird fixture';

let browser: Browser;
let leader: FixtureLeader;
let site: FixtureSite;

beforeAll(async () => {
  [leader, browser] = await Promise.all([serveLeader(), launchChromium()]);
  site = await serveShop({ endpoint: leader.url, policy: leader.policy, csp: STRICT_CSP.replace("connect-src 'self'", `connect-src 'self' ${leader.url}`) });
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await leader?.close();
});

/** How many hold the lock, among all tabs of the shop. */
const holders = (page: Page): Promise<number> => page.evaluate(async (name) => ((await navigator.locks.query()).held ?? []).filter((lock) => lock.name === name).length, LOCK);

/** Has the tab's worker note each time it asks for the lock whether it got it; gives what it noted. */
async function asksOf(page: Page): Promise<() => Promise<readonly boolean[]>> {
  const worker = await workerOf(page);
  await worker.evaluate(() => {
    const noted: boolean[] = [];
    const request = navigator.locks.request.bind(navigator.locks) as (name: string, options: LockOptions, act: (lock: Lock | null) => unknown) => Promise<unknown>;
    Object.assign(globalThis, { noted });
    Object.assign(navigator.locks, {
      request: (name: string, options: LockOptions, act: (lock: Lock | null) => unknown) => request(name, options, (lock) => {
        noted.push(lock !== null);
        return act(lock);
      }),
    });
  });
  return () => worker.evaluate(() => [...(globalThis as unknown as { readonly noted: readonly boolean[] }).noted]);
}

/** Products put in the basket, as this tab's own export has them. */
const basketOf = (page: Page): Promise<readonly string[]> => page.evaluate(async () => {
  const { events } = JSON.parse(String(await homebird.export())) as { readonly events: readonly { readonly type: string; readonly items: readonly { readonly itemId: string }[] }[] };
  return events.filter(({ type }) => type === 'add_to_cart').flatMap(({ items }) => items.map(({ itemId }) => itemId)).sort();
});

/** States of what was sent, as this tab's own export has them. */
const uploadsOf = (page: Page): Promise<readonly string[]> => page.evaluate(async () => (JSON.parse(String(await homebird.export())) as { readonly uploads: readonly { readonly state: string }[] }).uploads.map(({ state }) => state));

test('of two tabs one trains; both see one history; when it is closed in the middle the other takes over, and one report comes of both', async () => {
  const letGo = leader.hold();
  const scene = await openScene(browser, site, leader);
  const first = scene.page;
  await expect.poll(() => leader.asked.length).toBeGreaterThan(0); // it is in its turn, and will not come to its end
  const askedByFirst = leader.asked.length;

  const second = await otherTab(scene);
  const asks = await asksOf(second);
  await add(first, KETTLE);
  await add(second, MUG); // what happens makes a tab look whether it is its turn
  await expect.poll(asks).toContain(false);
  expect([await holders(first), await holders(second)]).toEqual([1, 1]); // the same one
  expect([leader.asked.length, leader.reports.length]).toEqual([askedByFirst, 0]);
  for (const tab of [first, second]) await expect.poll(() => basketOf(tab)).toEqual([KETTLE, MUG]);

  await first.close();
  letGo();
  await expect.poll(() => holders(second)).toBe(0); // the browser has let go for it: whoever looks now finds its turn
  await add(second, GRINDER);
  await expect.poll(asks).toContain(true);
  await expect.poll(() => leader.reports.length, { timeout: 120_000 }).toBe(1);

  await expect.poll(() => uploadsOf(second)).toEqual(['acked']); // the third tab hears nothing of what the second does after it has looked
  const third = await scene.context.newPage();
  await third.goto(`${site.origin}/account`);
  for (const tab of [second, third]) await expect.poll(() => basketOf(tab)).toEqual([KETTLE, MUG, GRINDER].sort());
  const uploads = third.locator('homebird-privacy .upload .state');
  await comeTo(third, uploads);
  await expect.poll(() => uploads.allTextContents()).toEqual(['Received']);
  await add(third, PAN);
  await expect.poll(() => holders(third)).toBe(0);
  expect(leader.reports).toHaveLength(1); // a task gets one report of a device, whichever tab it is
  await expectQuiet(scene);
  await scene.context.close();
});
