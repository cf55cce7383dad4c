import type { Campaign, CampaignId } from '#core/campaigns';
import type { AdAct, AdRequest, DeviceStores, SettingValues } from '#core/contract';
import type { Purpose } from '#core/consent';
import { DAY_MS, HOUR_MS } from '#core/units';
import { memoryStores } from '#page/store';
import { dropHeldAds, keptAds } from '../../../../worker/adserver/files.ts';
import { expect, test } from 'vitest';
import { agreed, anEvent, aSession, aShopOf, inOrder, SESSION_NOW_MS } from '#support/a-session';
import { leaveAds, storesWithAds } from '#support/ads';
import { aCampaign, aCreative } from '#support/campaigns';
import { aCatalogue } from '#support/a-shop';
import { valueOf } from '#support/result';

const SHOP = aShopOf(aCatalogue({ items: 60 }).products);
const REQUEST: AdRequest = { slot: 'list-top', sizes: [{ width: 300, height: 250 }], locale: 'en', categories: [], isVisible: true };

const running = (change: Partial<Campaign> = {}): Campaign => aCampaign('boots', { startMs: 0, ...change });
const aTab = (stores: DeviceStores, turns = inOrder(), ...purposes: Purpose[]) => aSession(SHOP, { stores, turns, grants: agreed('local', ...purposes) });

test('an ad is drawn under ads alone, and noted before it is answered', async () => {
  const stores = await storesWithAds([running()]);
  const without = await aTab(stores);
  expect(await without.api.ad(REQUEST)).toMatchObject({ ok: false, fault: { kind: 'no-consent' } });
  const { api } = await aTab(stores, inOrder(), 'ads');
  const { ad } = valueOf(await api.ad(REQUEST));
  expect(ad).toMatchObject({ campaignId: 'boots', creativeId: 'boots-a', currency: 'USD', landing: '/products/boots', why: { propensity: 1, matched: [] } });
  expect(await stores.events.all()).toMatchObject([{ type: 'ad_impression', recId: ad?.recId, campaignId: 'boots', creativeId: 'boots-a', slot: 'list-top', propensity: 1 }]);
});

test('files of ads that were harmed in store show nothing, though they can be read', async () => {
  const stores = await storesWithAds([running()]);
  const other = await storesWithAds([aCampaign('hats', { startMs: 0 })]);
  const [kept, harmed] = [await stores.settings.read('verifiedAds'), await other.settings.read('verifiedAds')];
  if (!kept || !harmed) throw new Error('storesWithAds() leaves verified files');
  await stores.files.write(kept.ads, (await other.files.read(harmed.ads)) ?? new Uint8Array());
  const { api } = await aTab(stores, inOrder(), 'ads');
  expect(valueOf(await api.ad(REQUEST))).toEqual({ ad: null, bars: { files: 1 } });
});

test('two tabs that ask at once get one ad of a campaign capped at one', async () => {
  const turns = inOrder();
  const stores = await storesWithAds([running({ caps: { total: 1 } })]);
  const tabs = await Promise.all([aTab(stores, turns, 'ads'), aTab(stores, turns, 'ads')]);
  const answers = await Promise.all(tabs.map(async ({ api }) => valueOf(await api.ad(REQUEST))));
  expect(answers.filter(({ ad }) => ad)).toHaveLength(1);
  expect(answers.find(({ ad }) => !ad)?.bars).toEqual({ 'cap-total': 1 });
});

test('what became of an ad is noted once, of a showing that was given, and too late not at all', async () => {
  const stores = await storesWithAds([running()]);
  const { api, state } = await aTab(stores, inOrder(), 'ads');
  const { recId = '' } = valueOf(await api.ad(REQUEST)).ad ?? {};
  const types = async () => (await stores.events.all()).map(({ type }) => type).sort();
  for (const act of ['viewable', 'viewable', 'click', 'click'] as const) valueOf(await api.adEvent(recId, act));
  expect(await types()).toEqual(['ad_click', 'ad_impression', 'ad_viewable']);
  expect(await api.adEvent('f'.repeat(32), 'click')).toMatchObject({ ok: false, fault: { kind: 'bad-request' } });
  expect(await api.adEvent(recId, 'anything' as AdAct)).toMatchObject({ ok: false, fault: { kind: 'bad-request' } });
  state.nowMs += 2 * HOUR_MS;
  const late = valueOf(await api.ad(REQUEST)).ad?.recId ?? '';
  state.nowMs += 61_000;
  expect(await api.adEvent(late, 'viewable')).toMatchObject({ ok: false, fault: { kind: 'stale' } });
});

test('what was kept of ads goes with the yes to them, what she hid stays hidden, and nothing else goes', async () => {
  const stores = await storesWithAds([running(), aCampaign('hats', { startMs: 0 })]);
  const { api, state } = await aTab(stores, inOrder(), 'ads');
  const { recId = '', campaignId } = valueOf(await api.ad(REQUEST)).ad ?? {};
  valueOf(await api.adEvent(recId, 'hide'));
  await api.record([{ ...anEvent(SHOP, 0, 3), atMs: state.nowMs }]);
  await stores.settings.write('heldOffer', { couponId: 'hello', sinceMs: state.nowMs });
  const asked = [api.ad(REQUEST), api.adEvent(recId, 'click')]; // meanwhile
  await api.setGrants(agreed('local'));
  await Promise.all(asked);
  expect((await stores.events.all()).map(({ type }) => type)).toEqual(['view_item']);
  for (const kept of ['adSecret', 'heldOffer', 'verifiedAds', 'verifiedOffers'] as const) expect((await stores.settings.read(kept)) ?? null, kept).toBeNull();
  expect(await stores.settings.read('adWishes')).toEqual({ hidden: [campaignId], disliked: [] });
  await leaveAds(stores, [running(), aCampaign('hats', { startMs: 0 })]);
  await api.setGrants(agreed('local', 'ads'));
  expect(valueOf(await api.ad(REQUEST)).ad?.campaignId).not.toBe(campaignId);
  expect(await stores.settings.read('adSecret')).toMatch(/^[0-9a-f]{32}$/);
});

test.each<readonly [keyof SettingValues, unknown]>([['adSecret', 'zz'], ['adSecret', 7], ['adSecret', 'abcd'], ['adWishes', {}], ['adWishes', 5], ['verifiedAds', { ads: 'x', delivery: 5 }], ['heldOffer', 3], ['verifiedOffers', {}]])('a kept %s of %j stops no ad for longer than until the next look', async (key, value) => {
  const experiments = [{ id: 'hold', kind: 'ab', campaign: 'boots' as CampaignId, salt: '0'.repeat(32), arms: [{ name: 'boots-a', thousandths: 1000 }], startMs: 1, endMs: 2 * SESSION_NOW_MS }] as const;
  const stores = await storesWithAds([running()], { experiments });
  await stores.settings.write(key, value as never);
  const { api } = await aTab(stores, inOrder(), 'ads');
  const { ad, bars } = valueOf(await api.ad(REQUEST));
  expect(ad?.campaignId ?? bars).toEqual(key === 'verifiedAds' ? { files: 1 } : 'boots');
});

test('a hidden campaign never comes again, and comes again once that is taken back', async () => {
  const stores = await storesWithAds([running()]);
  const { api, state } = await aTab(stores, inOrder(), 'ads');
  const { recId = '' } = valueOf(await api.ad(REQUEST)).ad ?? {};
  valueOf(await api.adEvent(recId, 'hide'));
  state.nowMs += 3 * HOUR_MS;
  expect(valueOf(await api.ad(REQUEST))).toEqual({ ad: null, bars: { hidden: 1 } });
  expect(valueOf(await api.adHistory())).toMatchObject([{ recId, advertiser: 'Fellworks', title: 'Boots for wet hills', isHidden: true, isDisliked: false, dismissedMs: SESSION_NOW_MS }]);
  valueOf(await api.adEvent(recId, 'undo'));
  expect(valueOf(await api.ad(REQUEST)).ad?.campaignId).toBe('boots');
});

test('a clock that was years ahead keeps no cap from ending, nor an ad from being followed, once it is right again', async () => {
  const campaign = running({ caps: { day: 1 } });
  const stores = await storesWithAds([campaign]);
  const { api, state } = await aTab(stores, inOrder(), 'ads');
  const { recId = '' } = valueOf(await api.ad(REQUEST)).ad ?? {};
  valueOf(await api.adEvent(recId, 'viewable'));
  state.nowMs += 5 * 365 * DAY_MS;
  valueOf(await api.adEvent(recId, 'click'));
  state.nowMs = SESSION_NOW_MS + HOUR_MS;
  expect(valueOf(await api.ad(REQUEST)).bars).toEqual({ 'cap-day': 1 });
  expect(Math.max(...(await stores.events.all()).map(({ atMs }) => atMs))).toBe(state.nowMs);
  state.nowMs = SESSION_NOW_MS + DAY_MS;
  await leaveAds(stores, [campaign], { issuedMs: state.nowMs });
  const again = valueOf(await api.ad(REQUEST)).ad?.recId ?? '';
  expect(await api.adEvent(again, 'viewable')).toMatchObject({ ok: true });
  expect(valueOf(await api.adHistory())).toMatchObject([{ recId: again, viewedMs: state.nowMs }, { recId, clickedMs: SESSION_NOW_MS + HOUR_MS }]);
});

test('a clock that is years behind for a moment moves no ad back, so that its caps hold once it is right', async () => {
  const campaign = running({ caps: { total: 9, day: 1 } });
  const stores = await storesWithAds([campaign]);
  await leaveAds(stores, [campaign], { issuedMs: SESSION_NOW_MS });
  const { api, state } = await aTab(stores, inOrder(), 'ads');
  const { recId = '' } = valueOf(await api.ad(REQUEST)).ad ?? {};
  valueOf(await api.adEvent(recId, 'viewable'));
  const before = await stores.events.all();
  state.nowMs = SESSION_NOW_MS - 5 * 365 * DAY_MS;
  expect(valueOf(await api.ad(REQUEST)).ad).toBeNull();
  valueOf(await api.adEvent(recId, 'viewable'));
  expect(await stores.events.all()).toEqual(before);
  state.nowMs = SESSION_NOW_MS + HOUR_MS;
  expect(valueOf(await api.ad(REQUEST)).bars).toEqual({ 'cap-day': 1 });
});

test.each<Readonly<Record<string, unknown>>>([{ items: undefined }, { items: 7 }, { items: [null] }, { type: 5 }, { type: undefined }, { campaignId: 7 }, { slot: {} }, { recId: null }, { page: 3 }])('an event of an ad that a store gives back as %j costs no ad and no history', async (harm) => {
  const stores = await storesWithAds([running()]);
  const { api, state } = await aTab(stores, inOrder(), 'ads');
  valueOf(await api.ad(REQUEST));
  const [event] = await stores.events.all();
  await stores.events.put([{ ...event, id: 'f'.repeat(32), ...harm } as never]);
  state.nowMs += 2 * HOUR_MS;
  const { recId = '' } = valueOf(await api.ad(REQUEST)).ad ?? {};
  valueOf(await api.adEvent(recId, 'click'));
  expect(valueOf(await api.adHistory()).map((row) => row.recId)).toContain(recId);
  await api.setGrants(agreed('local'));
  expect((await stores.events.all()).filter(({ recId: own, type }) => own === recId && type)).toEqual([]);
});

test('keptAds() decodes a catalogue once while it is the same, and dropHeldAds() lets it go', async () => {
  const stores = await storesWithAds([running()]);
  const first = await keptAds(stores);
  const again = await keptAds(stores);
  expect(again?.catalogue).toBe(first?.catalogue);
  expect(again?.delivery).toBe(first?.delivery);
  await leaveAds(stores, [running({ caps: { day: 2 } })]);
  const next = await keptAds(stores);
  expect(next?.catalogue.campaigns[0]?.caps).toEqual({ day: 2 });
  dropHeldAds(stores);
  const anew = await keptAds(stores);
  expect(anew?.catalogue).toEqual(next?.catalogue);
  expect(anew?.catalogue).not.toBe(next?.catalogue);
});

test('a yes that is taken back lets what was decoded go, so that files that were harmed since show nothing after the next one', async () => {
  const stores = await storesWithAds([running()]);
  const { api } = await aTab(stores, inOrder(), 'ads');
  const kept = await stores.settings.read('verifiedAds');
  if (!kept) throw new Error('storesWithAds() leaves verified files');
  expect(valueOf(await api.ad(REQUEST)).ad).not.toBeNull();
  await stores.files.write(kept.ads, new Uint8Array(7));
  expect(valueOf(await api.ad(REQUEST)).bars).not.toHaveProperty('files'); // held, and verified when it was read
  await api.setGrants(agreed('local'));
  await stores.settings.write('verifiedAds', kept);
  await api.setGrants(agreed('local', 'ads'));
  expect(valueOf(await api.ad(REQUEST))).toEqual({ ad: null, bars: { files: 1 } });
});

test('history tells of ads, and what is deleted from it counts no more', async () => {
  const stores = await storesWithAds([running({ caps: { total: 1 } })]);
  const { api, state } = await aTab(stores, inOrder(), 'ads');
  const { recId = '' } = valueOf(await api.ad(REQUEST)).ad ?? {};
  valueOf(await api.adEvent(recId, 'viewable'));
  valueOf(await api.adEvent(recId, 'dislike'));
  const [row] = valueOf(await api.adHistory());
  expect(row).toMatchObject({ viewedMs: SESSION_NOW_MS, isDisliked: true, propensity: 1 });
  state.nowMs += HOUR_MS;
  expect(valueOf(await api.ad(REQUEST)).bars).toEqual({ 'cap-total': 1 });
  const deleted = valueOf(await api.deleteEvents(row?.events ?? []));
  expect(deleted).toHaveLength(3);
  expect(valueOf(await api.ad(REQUEST)).ad?.campaignId).toBe('boots');
  valueOf(await api.restoreEvents(deleted));
  expect(valueOf(await api.adHistory())).toHaveLength(2);
});

test('without verified files there is no ad, and no page can write one into the log', async () => {
  const { api } = await aTab(memoryStores(), inOrder(), 'ads');
  expect(valueOf(await api.ad(REQUEST))).toEqual({ ad: null, bars: { files: 1 } });
  expect(await api.record([{ id: '1'.repeat(32) as never, type: 'ad_click', atMs: 1, items: [], page: '/', recId: '2'.repeat(32) }])).toMatchObject({ ok: false, fault: { kind: 'bad-request' } });
});

test('what the policy on trial would have drawn stands beside the draw, which it does not change', async () => {
  const campaigns = [running({ creatives: [aCreative('boots-a'), aCreative('boots-b', { style: 'price' })] })];
  const precise = { b: Array.from({ length: 16 }, (_, i) => (i === 3 ? 9e5 : 0)), precision: Array.from({ length: 136 }, (_, i) => ([0, 16, 31, 45, 58, 70, 81, 91, 100, 108, 115, 121, 126, 130, 133, 135].includes(i) ? 1e6 : 0)) };
  const stores = await storesWithAds(campaigns, { candidate: { id: 'next', bandit: precise } });
  const { api, state } = await aTab(stores, inOrder(), 'ads');
  for (let draw = 0; draw < 4; draw++) {
    const { ad } = valueOf(await api.ad(REQUEST));
    const [event] = (await stores.events.all()).slice(-1);
    // It is sure that the style "price" is followed: all but the random share goes there.
    expect(event).toMatchObject({ policyId: 'next', propensity: ad?.why.propensity });
    expect(event?.target).toBeCloseTo(ad?.creativeId === 'boots-b' ? 0.975 : 0.025, 12);
    expect(ad?.why.propensity).not.toBe(event?.target);
    state.nowMs += HOUR_MS;
  }
});
