import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { ItemId } from '#core/catalogue';
import { recordOf } from '#core/consent';
import type { DeviceStores, WorkerApi } from '#core/contract';
import { EVENT_TYPES, type ShopEvent } from '#core/events';
import { isMovedOutMark, movedOutUntilMs, spentRho } from '#core/privacy';
import { HOUR_MS, WEEK_MS, YEAR_MS } from '#core/units';
import { browserNetwork } from '#page/network';
import { memoryStores } from '#page/store';
import { anEvent, aSession, aShopOf, SESSION_NOW_MS } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { schemaFaults } from '#support/json-schema';
import { readCsv } from '#support/read-csv';
import { ROOT } from '#support/rooms';
import { valueOf } from '#support/result';
import { anEntry } from '#support/store-contract';

const shop = aShopOf(aCatalogue({ items: 120 }).products);
const idOf = (item: number): ItemId => shop.products[item]?.id as ItemId;
const boots = { kind: 'category', name: 'boots' } as const;
const SCHEMA = JSON.parse(readFileSync(join(ROOT, 'docs/shops/export.schema.json'), 'utf8')) as Record<string, unknown>;
const A_CHOICE = { before: undefined, timeMs: SESSION_NOW_MS, gpc: false, ownSwitches: [], by: 'shopper', heard: {} } as const;
const aReport = (number: number, more = {}) => anEntry(number, { baseModel: 'b'.repeat(64), atMs: SESSION_NOW_MS - number * HOUR_MS, ...more });

/** A device that did everything there is: history, wishes, a pause, reports. */
async function aUsedDevice(stores: DeviceStores = memoryStores()) {
  const session = await aSession(shop, { stores });
  const { api } = session;
  valueOf(await api.record([anEvent(shop, 0, 0), anEvent(shop, 1, [10, 20], 'purchase'), { ...anEvent(shop, 2, [], 'search'), query: '=cmd|calc' }, anEvent(shop, 3, 30), anEvent(shop, 4, 31, 'rec_impression')]));
  valueOf(await api.steer(idOf(3), 'hide'));
  valueOf(await api.steer(idOf(4), 'less'));
  valueOf(await api.steer(boots, 'pin'));
  await stores.ledger.spend(aReport(1, { state: 'acked', ackedAtMs: SESSION_NOW_MS }), () => undefined);
  await stores.ledger.spend(aReport(2), () => undefined);
  return session;
}
/** Packs and hands out, as the panel does. */
async function movedOut(api: WorkerApi): Promise<string> {
  const packed = valueOf(await api.packMove());
  valueOf(await api.moveOut(packed));
  return packed;
}
const eventsOf = async (api: WorkerApi): Promise<{ id: string; items: { itemId: string }[] }[]> => (JSON.parse(valueOf(await api.exportText())) as { events: never }).events;

describe('exportText()', () => {
  test('is as its published schema says, on a fresh device and on a used one', async () => {
    expect(schemaFaults(SCHEMA, JSON.parse(valueOf(await (await aSession(shop)).api.exportText())))).toEqual([]);
    const { api, stores } = await aUsedDevice();
    await stores.settings.write('engineChoice', { key: 'k', engine: 'wasm', ms: 3 });
    await stores.settings.write('liveRanks', { untilMs: 5, pairs: [1, 2] });
    await stores.settings.write('verifiedModels', { mix: { hash: 'ab'.repeat(32) as never, round: 3 } });
    valueOf(await api.pause('visit'));
    valueOf(await api.deleteEvents([anEvent(shop, 3, 30).id]));
    await movedOut(api);
    const refusal = recordOf({}, A_CHOICE);
    const consent = recordOf({ local: true, federate: true }, { ...A_CHOICE, before: refusal, ownSwitches: ['federate'], gpc: true, heard: { tcf: { local: 'yes', ads: 'no' } } });
    const exported = JSON.parse(valueOf(await api.exportText(undefined, consent))) as Record<string, unknown>;
    expect(schemaFaults(SCHEMA, exported)).toEqual([]);
    expect(schemaFaults(SCHEMA, { ...exported, uploads: [{}], spy: 1 })).toEqual(['$: has spy besides', '$.uploads[0]: fits none of its forms']);
    expect(exported).toMatchObject({ consent, movedOutAtMs: SESSION_NOW_MS, titles: { [idOf(10)]: shop.products[10]?.title }, settings: { hiddenItems: [idOf(3)], interestWishes: [{ ...boots, wish: 'pin' }], isPausedForVisit: true } });
  });
  test('has every type and every field of an event in its schema', () => {
    const fields: Readonly<Record<keyof ShopEvent, true>> = {
      id: true, type: true, atMs: true, items: true, page: true, title: true, dwellMs: true, scrollShare: true, query: true, transactionId: true, valueCents: true, rating: true, recId: true,
      coupon: true, placement: true, position: true, listId: true, promotionId: true, creativeSlot: true, campaignId: true, creativeId: true, slot: true, propensity: true, clickChance: true, buyChance: true, policyId: true, target: true,
    };
    expect(SCHEMA).toMatchObject({ $defs: { event: { properties: { type: { enum: EVENT_TYPES } } } } });
    const { $defs: { event: { properties } } } = SCHEMA as unknown as { readonly $defs: { readonly event: { readonly properties: object } } };
    expect(Object.keys(properties).sort()).toEqual(Object.keys(fields).sort());
  });
  test('as CSV names every event and runs no formula', async () => {
    const { api } = await aUsedDevice();
    const [names = [], ...rows] = readCsv(valueOf(await api.exportText('events')));
    expect(rows.map((row) => row[names.indexOf('item_id')])).toEqual([idOf(0), idOf(10), idOf(20), '', idOf(30), idOf(31)]);
    expect(rows.map((row) => row[names.indexOf('query')]).join('')).toBe("'=cmd|calc");
    expect(readCsv(valueOf(await api.exportText('wishes'))).slice(1).map(([kind, name, , wish]) => [kind, name, wish])).toEqual([['item', idOf(3), 'hide'], ['item', idOf(4), 'less'], ['category', 'boots', 'pin']]);
    expect(readCsv(valueOf(await api.exportText('uploads')))).toHaveLength(3);
    expect(readCsv(valueOf(await api.exportText('interests'))).length).toBeGreaterThan(1);
  });
});

describe('deleteEvents() and restoreEvents()', () => {
  test('take events away and bring them back as they were', async () => {
    const { api } = await aUsedDevice();
    const before = await eventsOf(api);
    const gone = valueOf(await api.deleteEvents([anEvent(shop, 0, 0).id, anEvent(shop, 3, 30).id]));
    expect(gone.map(({ id }) => id)).toEqual([before[0]?.id, before[3]?.id]);
    expect(await eventsOf(api)).toHaveLength(3);
    valueOf(await api.restoreEvents(gone));
    expect(await eventsOf(api)).toEqual(before);
  });
  test('take one product out of everything and leave what was with it', async () => {
    const { api } = await aUsedDevice();
    const before = await eventsOf(api);
    const gone = valueOf(await api.deleteEvents({ itemId: idOf(10) }));
    expect(gone).toEqual([before[1]]);
    expect((await eventsOf(api))[1]?.items.map(({ itemId }) => itemId)).toEqual([idOf(20)]);
    valueOf(await api.restoreEvents(gone));
    expect(await eventsOf(api)).toEqual(before);
  });
  test('refuse what is no event', async () => {
    const { api } = await aUsedDevice();
    expect(await api.restoreEvents([{ id: 'x' } as never])).toMatchObject({ ok: false, fault: { kind: 'bad-request' } });
  });
});

describe('moveOut() and moveIn()', () => {
  test('bring history, wishes and what was spent to another device', async () => {
    const [old, fresh] = [await aUsedDevice(), await aSession(shop)];
    const text = await movedOut(old.api);
    expect(await fresh.api.moveIn(text, 0)).toEqual({ ok: true, value: { events: 5, reports: 2, isOlderThanNo: false } });
    expect(await eventsOf(fresh.api)).toEqual(await eventsOf(old.api));
    const [profile, before] = [valueOf(await fresh.api.profile()), valueOf(await old.api.profile())];
    expect(profile.wishes).toEqual(before.wishes);
    expect(profile.budget).toEqual(before.budget);
    expect(profile.movedOutUntilMs).toBeNull();
    expect(profile.uploads.map(({ body, isFromElsewhere, state }) => [body.length, isFromElsewhere, state])).toEqual([[0, true, 'acked'], [0, true, 'refused']]);
  });
  test('a second time, and back, change nothing more', async () => {
    const [old, fresh] = [await aUsedDevice(), await aSession(shop)];
    const text = await movedOut(old.api);
    valueOf(await fresh.api.moveIn(text, 0));
    const [events, profile] = [await eventsOf(fresh.api), valueOf(await fresh.api.profile())];
    expect(valueOf(await fresh.api.moveIn(text, 0))).toEqual({ events: 0, reports: 0, isOlderThanNo: false });
    expect([await eventsOf(fresh.api), valueOf(await fresh.api.profile())]).toEqual([events, profile]);
    expect(valueOf(await old.api.moveIn(await movedOut(fresh.api), 0))).toEqual({ events: 0, reports: 0, isOlderThanNo: false });
    expect(spentRho(await old.stores.ledger.entries(), SESSION_NOW_MS, WEEK_MS)).toBe(profile.budget.weekRho);
  });
  test('the old device keeps its mark through an erasure, and sends nothing that it had sealed', async () => {
    const { api, stores } = await aUsedDevice();
    await movedOut(api);
    const profile = valueOf(await api.profile());
    expect(profile.movedOutUntilMs).toBe(SESSION_NOW_MS + YEAR_MS);
    expect(profile.uploads.map(({ state, refusal, body }) => [state, refusal, body.length])).toEqual([['acked', undefined, 3], ['refused', 'moved', 0]]);
    await expect(stores.ledger.update(aReport(2, { state: 'sent' }))).rejects.toThrow('given up');
    valueOf(await api.erase());
    expect(movedOutUntilMs(await stores.ledger.entries())).toBe(SESSION_NOW_MS + YEAR_MS);
  });
  test('a report that was on its way is stopped too, in the transaction of the mark: no tab can begin to send it after', async () => {
    const { api, stores } = await aUsedDevice();
    await stores.ledger.update(aReport(2, { state: 'sent' }));
    await stores.ledger.spend(aReport(3, { state: 'draft', body: new Uint8Array(0), reportId: '' }), () => undefined);
    const moved = aReport(2);
    await movedOut(api);
    expect((await stores.ledger.entries()).filter((entry) => !isMovedOutMark(entry)).map(({ state, refusal, body, rho }) => [state, refusal, body.length, rho])).toEqual([
      ['refused', 'moved', 0, 1 / 32], ['refused', 'moved', 0, 1 / 32], ['acked', undefined, 3, 1 / 32],
    ]);
    let posts = 0;
    vi.stubGlobal('fetch', () => Promise.reject(new Error(`post ${++posts}`)));
    const { send } = browserNetwork({ ledger: stores.ledger, grants: () => ({ version: 1, purposes: ['local', 'federate'], gpc: false }) });
    expect(await send({ purpose: 'federate', version: 1 }, moved)).toMatchObject({ ok: false, fault: { kind: 'storage' } });
    vi.unstubAllGlobals();
    expect(posts).toBe(0);
    await stores.ledger.update(aReport(2, { state: 'acked', ackedAtMs: SESSION_NOW_MS })); // the answer to a POST that had begun before
    expect(valueOf(await api.profile()).uploads.map(({ state }) => state)).toEqual(['acked', 'acked', 'refused']);
  });
  test('packMove() alone changes nothing: a file that never left does not silence the device', async () => {
    const { api, stores } = await aUsedDevice();
    const before = await stores.ledger.entries();
    valueOf(await api.packMove());
    expect(await stores.ledger.entries()).toEqual(before);
    expect(valueOf(await api.profile()).movedOutUntilMs).toBeNull();
  });
  test('moveOut() refuses what was packed before something more was spent, and takes the same spending in a later state', async () => {
    const { api, stores } = await aUsedDevice();
    const packed = valueOf(await api.packMove());
    await stores.ledger.spend(aReport(3), () => undefined);
    expect(await api.moveOut(packed)).toMatchObject({ ok: false, fault: { kind: 'stale' } });
    expect((await stores.ledger.entries()).map(({ state }) => state)).toEqual(['sealed', 'sealed', 'acked']);
    const newer = valueOf(await api.packMove());
    await stores.ledger.update(aReport(2, { state: 'sent' }));
    expect(await api.moveOut(newer)).toMatchObject({ ok: true });
    expect(valueOf(await api.profile()).movedOutUntilMs).toBe(SESSION_NOW_MS + YEAR_MS);
    expect(await api.moveOut('{}')).toMatchObject({ ok: false, fault: { kind: 'damaged' } });
  });
  test('moveOut() refuses what was packed before she took something away, by whichever way, and takes what only lacks the newest', async () => {
    const ways: readonly ((api: WorkerApi) => Promise<unknown>)[] = [
      (api) => api.deleteEvents([anEvent(shop, 0, 0).id]), (api) => api.deleteEvents({ itemId: idOf(10) }), (api) => api.steer(idOf(5), 'hide'), (api) => api.steer(idOf(3), 'none'),
      (api) => api.steer(boots, 'never'), (api) => api.pause('resumed'),
    ];
    for (const takeAway of ways) {
      const { api, stores } = await aUsedDevice();
      const packed = valueOf(await api.packMove());
      await takeAway(api);
      expect(await api.moveOut(packed), String(takeAway)).toMatchObject({ ok: false, fault: { kind: 'stale' } });
      expect((await stores.ledger.entries()).some(isMovedOutMark)).toBe(false);
      expect(await api.moveOut(valueOf(await api.packMove()))).toMatchObject({ ok: true });
    }
    const { api } = await aUsedDevice();
    const packed = valueOf(await api.packMove());
    valueOf(await api.record([anEvent(shop, 5, 40)]));
    expect(await api.moveOut(packed)).toMatchObject({ ok: true });
    valueOf(await api.deleteEvents([anEvent(shop, 0, 0).id]));
    expect(await api.moveOut(packed)).toMatchObject({ ok: false, fault: { kind: 'stale' } }); // also the second time that a file leaves
  });
  test('the mark stands before anything moves: where the ledger cannot be written, nothing does', async () => {
    const stores = memoryStores();
    const { api } = await aUsedDevice({ ...stores, ledger: { ...stores.ledger, revise: () => Promise.reject(Object.assign(new Error('full'), { name: 'StorageError' })) } });
    expect(await api.moveOut(valueOf(await api.packMove()))).toMatchObject({ ok: false, fault: { kind: 'storage' } });
    expect((await stores.ledger.entries()).some(isMovedOutMark)).toBe(false);
  });
  test('what she deleted on the one device does not come back from the other, in either direction', async () => {
    const [one, other] = [await aUsedDevice(), await aUsedDevice()];
    valueOf(await one.api.deleteEvents([anEvent(shop, 0, 0).id]));
    valueOf(await other.api.deleteEvents({ itemId: idOf(10) }));
    const [fromOne, fromOther] = [await movedOut(one.api), await movedOut(other.api)];
    valueOf(await other.api.moveIn(fromOne, 0));
    valueOf(await one.api.moveIn(fromOther, 0));
    expect((await eventsOf(one.api)).map(({ id }) => id)).not.toContain(anEvent(shop, 0, 0).id);
    expect((await eventsOf(one.api)).flatMap(({ items }) => items.map(({ itemId }) => itemId))).not.toContain(idOf(10));
    expect(await eventsOf(other.api)).toEqual(await eventsOf(one.api));
  });
  test('of what was packed before her last no here, only what was spent comes', async () => {
    const [old, fresh] = [await aUsedDevice(), await aSession(shop)];
    expect(valueOf(await fresh.api.moveIn(await movedOut(old.api), SESSION_NOW_MS))).toEqual({ events: 0, reports: 2, isOlderThanNo: true });
    const profile = valueOf(await fresh.api.profile());
    expect([profile.events, profile.wishes.items.length, profile.uploads.length]).toEqual([0, 0, 2]);
  });
  test('what cannot be taken in says why and changes nothing', async () => {
    const [old, fresh] = [await aUsedDevice(), await aSession(shop)];
    const text = await movedOut(old.api);
    for (const [bad, kind] of [[text.slice(0, -1), 'damaged'], [text.replace('"shop":"test"', '"shop":"other"'), 'other-shop'], [text.replace('"version":1', '"version":9'), 'newer-version']] as const) {
      expect(await fresh.api.moveIn(bad, 0)).toMatchObject({ ok: false, fault: { kind } });
    }
    expect([await eventsOf(fresh.api), await fresh.stores.ledger.entries()]).toEqual([[], []]);
  });
});

test('pause(visit) goes on while she looks around, and ends half an hour after', async () => {
  const { api, state } = await aSession(shop);
  valueOf(await api.pause('visit'));
  const until = async (): Promise<unknown> => valueOf(await api.profile()).pausedUntilMs;
  expect(await until()).toBe(SESSION_NOW_MS + HOUR_MS / 2);
  state.nowMs += HOUR_MS / 4;
  expect(await api.record([anEvent(shop, 0, 0)])).toMatchObject({ ok: false, fault: { kind: 'paused' } });
  expect(await until()).toBe(state.nowMs + HOUR_MS / 2);
  state.nowMs += HOUR_MS / 2;
  expect(await until()).toBeNull();
  expect(await api.record([anEvent(shop, 1, 0)])).toEqual({ ok: true, value: 1 });
});
