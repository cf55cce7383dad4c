import { expect, test } from 'vitest';
import type { EventId } from '#core/events';
import { memoryStores } from '#page/store';
import { anEvent, aSession, aShopOf } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { valueOf } from '#support/result';
import { createShopper } from '../../../../worker/session/shopper.ts';

const shop = aShopOf(aCatalogue({ items: 60 }).products);
const [earlier, view] = [anEvent(shop, 0, 10), anEvent(shop, 1, 0)];
const itemId = view.items[0]?.itemId ?? ('' as never);
const later = { ...view, dwellMs: 5_000 };

test.each([
  ['deleteEvents(ids)', { erase: [view.id] }], ['deleteEvents(itemId)', { erase: { itemId } }], ['steer(forget)', { erase: undefined }],
] as const)('record() does not bring back what %s took, here or in another tab; restoreEvents() does', async (_name, { erase }) => {
  const { api, stores } = await aSession(shop);
  const { api: otherTab } = await aSession(shop, { stores });
  valueOf(await otherTab.record([earlier, view]));
  const left = erase && 'itemId' in erase ? [earlier] : undefined;
  if (erase) valueOf(await api.deleteEvents(erase));
  else valueOf(await api.steer({ kind: 'category', name: shop.products[0]?.category.at(-1) ?? '' }, 'forget'));
  const after = await stores.events.all();
  expect(after.map(({ id }) => id)).not.toContain(view.id);
  if (left) expect(after).toEqual(left);
  for (const tab of [api, otherTab]) {
    valueOf(await tab.record([later]));
    expect(await stores.events.all()).toEqual(after);
  }
  valueOf(await api.restoreEvents([view]));
  valueOf(await otherTab.record([later])); // she took it back: it lasts on
  expect((await stores.events.all()).find(({ id }) => id === view.id)).toEqual(later);
});

test('record() keeps an event without the lines that were taken out of it', async () => {
  const { api, stores } = await aSession(shop);
  const bought = anEvent(shop, 2, [0, 1, 2], 'purchase');
  valueOf(await api.record([bought]));
  valueOf(await api.deleteEvents({ itemId }));
  const short = { ...bought, items: bought.items.slice(1) };
  expect(await stores.events.all()).toEqual([short]);
  valueOf(await api.record([bought]));
  expect(await stores.events.all()).toEqual([short]);
});

test('record() still corrects which product a view was of', async () => {
  const { api, stores } = await aSession(shop);
  const corrected = anEvent(shop, 1, 7);
  valueOf(await api.record([view]));
  valueOf(await api.record([corrected]));
  expect(await stores.events.all()).toEqual([corrected]);
});

test('record() takes away again what another tab deleted between its look and its write', async () => {
  const stores = memoryStores();
  const racing: typeof stores = {
    ...stores,
    events: {
      ...stores.events, put: async (events) => {
        await stores.settings.write('erasedEvents', [view.id]);
        await stores.events.delete([view.id]);
        await stores.events.put(events);
      },
    },
  };
  const shopper = createShopper(racing, shop.catalogue, { nowMs: () => 0 });
  await shopper.record([earlier, view]);
  expect((await shopper.events()).map(({ id }) => id)).toEqual([earlier.id] satisfies EventId[]);
  expect(await stores.events.all()).toEqual([earlier]);
});

test('record([]) says whether it is paused, and changes nothing', async () => {
  const { api, notices } = await aSession(shop);
  expect([await api.record([]), notices]).toEqual([{ ok: true, value: 0 }, []]);
  valueOf(await api.pause('resumed'));
  expect(await api.record([])).toMatchObject({ ok: false, fault: { kind: 'paused' } });
});
