import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Campaign, CampaignId, Experiment } from '#core/campaigns';
import { CAP_SPANS_MS } from '#core/campaigns';
import type { AdRequest, DeviceStores } from '#core/contract';
import { armOf, HELD_ARM } from '#core/experiment';
import { DAY_MS, fromHex, HOUR_MS, WEEK_MS } from '#core/units';
import { leaveAds, storesWithAds } from '#support/ads';
import { agreed, aSession, aShopOf, SESSION_NOW_MS } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { aCampaign, aCreative } from '#support/campaigns';
import { valueOf } from '#support/result';

const SHOP = aShopOf(aCatalogue({ items: 60 }).products);
const REQUEST: AdRequest = { slot: 'list-top', sizes: [{ width: 300, height: 250 }], locale: 'en', categories: [], isVisible: true };
const BOOTS = 'boots' as CampaignId;
const LIFT: Experiment = {
  id: 'lift', kind: 'holdout', campaign: BOOTS, salt: '5a'.repeat(16), startMs: SESSION_NOW_MS, endMs: SESSION_NOW_MS + WEEK_MS, arms: [{ name: 'shown', thousandths: 500 }, { name: HELD_ARM, thousandths: 500 }],
};
const running = (id: string, change: Partial<Campaign> = {}): Campaign => aCampaign(id, { startMs: 0, ...change });
const aTab = (stores: DeviceStores) => aSession(SHOP, { stores, grants: agreed('local', 'ads') });

/** A secret of a device in `arm`, found by trying. */
function secretIn(experiment: Experiment, arm: string): string {
  for (let i = 0; i < 100; i++) {
    const secret = i.toString(16).padStart(32, '0');
    if (armOf(experiment, fromHex(secret)) === arm) return secret;
  }
  throw new Error(`No secret of ${arm} among 100`);
}

async function storesOf(campaigns: readonly Campaign[], experiments: readonly Experiment[], secret: string): Promise<DeviceStores> {
  const stores = await storesWithAds(campaigns, { experiments });
  await stores.settings.write('adSecret', secret);
  return stores;
}

test('the held arm gets no ad of the campaign, and notes the ghost of each; the others see it', async () => {
  const held = await storesOf([running('boots')], [LIFT], secretIn(LIFT, HELD_ARM));
  expect(valueOf(await (await aTab(held)).api.ad(REQUEST))).toEqual({ ad: null, bars: { held: 1 } });
  expect(await held.events.all()).toMatchObject([{ type: 'ad_ghost', campaignId: 'boots', creativeId: 'boots-a', slot: 'list-top', propensity: 1, atMs: SESSION_NOW_MS }]);
  expect(valueOf(await (await aTab(held)).api.adHistory())).toEqual([]); // she saw none
  const shown = await storesOf([running('boots')], [LIFT], secretIn(LIFT, 'shown'));
  expect(valueOf(await (await aTab(shown)).api.ad(REQUEST)).ad?.campaignId).toBe('boots');
  expect((await shown.events.all()).map(({ type }) => type)).toEqual(['ad_impression']);
});

test('a ghost counts in pauses and caps as the ad would that was seen at once', async () => {
  const stores = await storesOf([running('boots', { caps: { day: 2 } })], [LIFT], secretIn(LIFT, HELD_ARM));
  const { api, state } = await aTab(stores);
  const bars = async (): Promise<unknown> => valueOf(await api.ad(REQUEST)).bars;
  expect(await bars()).toEqual({ held: 1 });
  expect(await bars()).toEqual({ 'campaign-again': 1 });
  state.nowMs += HOUR_MS;
  expect(await bars()).toEqual({ held: 1 });
  state.nowMs += HOUR_MS;
  expect(await bars()).toEqual({ 'cap-day': 1 });
});

test('an arm sees the creative that it is named after, and not those of other arms', async () => {
  const arms = [{ name: 'boots-blue', thousandths: 500 }, { name: 'boots-green', thousandths: 500 }];
  const style: Experiment = { ...LIFT, id: 'style', kind: 'ab', arms };
  const campaign = running('boots', { creatives: [aCreative('boots-blue'), aCreative('boots-green')] });
  for (const { name } of arms) {
    const { api } = await aTab(await storesOf([campaign], [style], secretIn(style, name)));
    expect(valueOf(await api.ad(REQUEST))).toMatchObject({ ad: { creativeId: name }, bars: { 'other-arm': 1 } });
  }
});

test('the secret is drawn once, kept, and another device has another', async () => {
  const secrets = new Set<string | undefined>();
  for (let device = 0; device < 3; device++) {
    const stores = await storesWithAds([running('boots')]);
    const { api, state } = await aTab(stores);
    valueOf(await api.ad(REQUEST));
    const first = await stores.settings.read('adSecret');
    state.nowMs += HOUR_MS;
    valueOf(await api.ad(REQUEST));
    expect(await stores.settings.read('adSecret')).toBe(first);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    secrets.add(first ?? undefined);
  }
  expect(secrets.size).toBe(3);
});

test('law: whatever she does and however time goes, a held device never sees an ad of the campaign, nor meets more ghosts than caps let others see', async () => {
  const secret = secretIn(LIFT, HELD_ARM);
  const steps = fc.array(fc.tuple(fc.constantFrom('list-top', 'home'), fc.integer({ min: 0, max: 30 * HOUR_MS }), fc.constantFrom('viewable' as const, 'click' as const, 'dismiss' as const, undefined)), { maxLength: 12 });
  await fc.assert(fc.asyncProperty(steps, fc.integer({ min: 1, max: 3 }), async (all, day) => {
    const campaigns = [running('boots', { bid: { kind: 'cpm', cents: 900 }, caps: { day } }), running('tents', { advertiser: 'Tarns' })];
    const stores = await storesOf(campaigns, [LIFT], secret);
    const { api, state } = await aTab(stores);
    for (const [slot, waitMs, act] of all) {
      state.nowMs += waitMs;
      await leaveAds(stores, campaigns, { experiments: [LIFT], issuedMs: state.nowMs });
      const { ad } = valueOf(await api.ad({ ...REQUEST, slot }));
      if (state.nowMs < LIFT.endMs) expect(ad?.campaignId).not.toBe('boots');
      if (ad && act) valueOf(await api.adEvent(ad.recId, act));
    }
    const ghostsMs = (await stores.events.all()).filter(({ type }) => type === 'ad_ghost').map(({ atMs }) => atMs);
    for (const untilMs of ghostsMs) expect(ghostsMs.filter((atMs) => atMs <= untilMs && untilMs - atMs < CAP_SPANS_MS.day).length).toBeLessThanOrEqual(day);
    expect(ghostsMs.every((atMs) => atMs < LIFT.endMs)).toBe(true);
  }), { numRuns: 25 });
});

test('after an experiment is over its held devices see the ads again', async () => {
  const stores = await storesOf([running('boots')], [LIFT], secretIn(LIFT, HELD_ARM));
  const { api, state } = await aTab(stores);
  state.nowMs = LIFT.endMs + DAY_MS;
  const long = running('boots', { endMs: LIFT.endMs + WEEK_MS });
  await leaveAds(stores, [long], { experiments: [LIFT], issuedMs: state.nowMs });
  expect(valueOf(await api.ad(REQUEST)).ad?.campaignId).toBe('boots');
});
