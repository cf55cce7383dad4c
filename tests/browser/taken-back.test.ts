import { beforeEach, expect, test } from 'vitest';
import { keptEvents, untilKept } from '#support/page-state';
import { serveShop } from '#support/shop-site';
import { withSite } from '#support/with-site';

const on = withSite(() => serveShop());
beforeEach(async () => {
  await on.page.goto(`${on.site.origin}/p/mug-tollund`);
  await on.page.evaluate('homebird.consent(true)');
  await untilKept(on.page, (kept) => kept.some(isView));
});

type Kept = Awaited<ReturnType<typeof keptEvents>>[number];
const isView = ({ type }: Kept): boolean => type === 'view_item';
/** Has the page tell of its view for the last time. */
const leave = (): Promise<void> => on.page.evaluate(() => {
  dispatchEvent(new PageTransitionEvent('pagehide'));
});

test('what is deleted in one tab does not come back from the tab that still shows the product', async () => {
  const panel = await on.context.newPage();
  await panel.goto(`${on.site.origin}/account`);
  const before = await keptEvents(panel);
  await panel.locator('homebird-privacy').getByRole('button', { name: 'Delete all', exact: true }).click();
  const gone = before.filter(isView).map(({ id }) => id);
  await untilKept(panel, (kept) => !kept.some(isView));
  await on.page.bringToFront();
  await leave();
  expect(await on.page.evaluate('homebird.track("search", { search_term: "after" })')).toBe(true); // told, and kept, after it
  const kept = await untilKept(on.page, (events) => events.some(({ type }) => type === 'search'));
  expect(kept.filter(({ id }) => gone.includes(id))).toEqual([]);
});

test('nothing of a pause is remembered: calls answer false, and a view that lasts over it counts nothing of it', async () => {
  expect(await on.page.evaluate('homebird.pause()')).toBe(true);
  expect(await on.page.evaluate('homebird.track("search", { search_term: "in the pause" })')).toBe(false);
  const before = (await keptEvents(on.page)).filter(isView);
  expect(await on.page.evaluate('homebird.pause(null)')).toBe(true);
  expect(await on.page.evaluate('homebird.track("search", { search_term: "after it" })')).toBe(true);
  await leave();
  expect(await on.page.evaluate('homebird.track("search", { search_term: "at last" })')).toBe(true);
  const kept = await untilKept(on.page, (events) => events.some(({ query }) => query === 'at last'));
  expect(kept.map(({ query }) => query).filter((query) => query !== undefined)).toEqual(['after it', 'at last']);
  expect(kept.filter(({ id }) => before.some((view) => view.id === id))).toEqual(before); // with the dwell it had
});
