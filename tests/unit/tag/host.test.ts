import { expect, test } from 'vitest';
import type { ConsentRecord } from '#core/consent';
import { keeper, openConsent } from '#page/consent';
import { anEvent, aSession, aShopOf, SESSION_NOW_MS } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { valueOf } from '#support/result';
import { asker, changes, elementHost } from '../../../src/tag/host.ts';

const shop = aShopOf(aCatalogue({ items: 40 }).products);

/** The tag's host over a worker in memory, and consent over a store in memory; nobody has chosen. */
async function aHost() {
  const { api } = await aSession(shop);
  const kept = new Map<string, string>();
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) };
  const state = { nowMs: 1_000 };
  const consent = openConsent({ mode: 'auto', keeper: keeper(storage), clock: { nowMs: () => state.nowMs }, hasGpc: () => false, isActing: () => false });
  const host = elementHost({
    config: { shop: 'test', pictures: 'auto', offersFederate: true } as never, consent, collector: { record: () => undefined }, ask: asker(Promise.resolve(api)), changes: changes(),
    forget: () => api.erase(), pause: (until) => api.pause(until),
  });
  return { host, consent, state };
}
const exported = async ({ host }: Awaited<ReturnType<typeof aHost>>) => (JSON.parse(valueOf(await host.exportText())) as { readonly consent: ConsentRecord | null }).consent;

test('exportText() holds the record of consent with its log, and null where none is kept', async () => {
  const page = await aHost();
  expect(await exported(page)).toBeNull();
  page.consent.choose({ local: true }, { by: 'shopper', ownSwitches: [] });
  page.state.nowMs = 2_000;
  page.consent.choose({ local: true, federate: true }, { by: 'shopper', ownSwitches: ['federate'] });
  expect(await exported(page)).toEqual({
    version: 2, timeMs: 2_000, choice: 'yes', purposes: ['local', 'federate'], despiteGpc: [], heard: {},
    log: [{ version: 1, timeMs: 1_000, by: 'shopper', on: ['local'], off: [] }, { version: 2, timeMs: 2_000, by: 'shopper', on: ['federate'], off: [] }],
  });
});

/** A package with one event, from another device. */
async function aPackage(): Promise<string> {
  const { api } = await aSession(shop);
  valueOf(await api.record([anEvent(shop, 0, 3)]));
  return valueOf(await api.packMove());
}
const YES = { local: 'yes' } as const;
const NO = { local: 'no' } as const;

test('moveIn() brings no history that was packed before her last no to us, however many yeses followed', async () => {
  const page = await aHost();
  page.state.nowMs = SESSION_NOW_MS + 1;
  page.consent.choose({}, { by: 'shopper', ownSwitches: [] });
  page.consent.choose({ local: true }, { by: 'shopper', ownSwitches: [] });
  page.consent.choose({ local: true, federate: true }, { by: 'shopper', ownSwitches: ['federate'] });
  expect(valueOf(await page.host.moveIn(await aPackage()))).toMatchObject({ events: 0, isOlderThanNo: true });
});

test('limitation: a no that only a consent tool heard is kept nowhere here, so a package from before it brings its history', async () => {
  const page = await aHost();
  page.state.nowMs = SESSION_NOW_MS + 1;
  page.consent.hear('tcf', YES, true);
  page.consent.hear('tcf', NO, true);
  expect(page.consent.record()).toBeUndefined();
  page.consent.hear('tcf', YES, true);
  expect(valueOf(await page.host.moveIn(await aPackage()))).toMatchObject({ events: 1, isOlderThanNo: false });
});
