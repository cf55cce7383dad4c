import { expect, test } from 'vitest';
import type { AdRequest } from '#core/contract';
import { HOUR_MS } from '#core/units';
import { storesWithAds } from '#support/ads';
import { agreed, aSession, aShopOf } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { aCampaign } from '#support/campaigns';
import { valueOf } from '#support/result';

const SHOP = aShopOf(aCatalogue({ items: 60 }).products);
const REQUEST: AdRequest = { slot: 'list-top', sizes: [{ width: 300, height: 250 }], locale: 'en', categories: [], isVisible: true };
const CAMPAIGNS = [aCampaign('boots', { startMs: 0 }), aCampaign('tents', { startMs: 0, advertiser: 'Tarns', caps: { total: 1 } })];
const aDevice = async () => aSession(SHOP, { stores: await storesWithAds(CAMPAIGNS), grants: agreed('local', 'ads') });

test('ads that were seen, what was said about them, and the secret move with her, are exported, and go with an erasure', async () => {
  const old = await aDevice();
  for (let i = 0; i < 2; i++) {
    old.state.nowMs += 1000;
    const { ad } = valueOf(await old.api.ad(REQUEST));
    valueOf(await old.api.adEvent(ad?.recId ?? '', 'viewable'));
    if (ad?.campaignId === 'boots') valueOf(await old.api.adEvent(ad.recId, 'hide'));
  }
  const secret = await old.stores.settings.read('adSecret');
  expect(JSON.parse(valueOf(await old.api.exportText()))).toMatchObject({ settings: { adWishes: { hidden: ['boots'], disliked: [] }, adSecret: secret } });

  const fresh = await aDevice();
  const packed = valueOf(await old.api.packMove());
  valueOf(await old.api.moveOut(packed));
  valueOf(await fresh.api.moveIn(packed, 0));
  expect(await fresh.stores.settings.read('adSecret')).toBe(secret);
  const rows = async ({ api }: typeof old) => valueOf(await api.adHistory()).map((row) => ({ ...row, events: [...row.events].sort() }));
  expect(await rows(fresh)).toEqual(await rows(old));
  fresh.state.nowMs += 2 * HOUR_MS;
  expect(valueOf(await fresh.api.ad(REQUEST))).toEqual({ ad: null, bars: { hidden: 1, 'cap-total': 1 } });

  valueOf(await fresh.api.erase());
  expect([await fresh.stores.settings.read('adSecret'), await fresh.stores.settings.read('adWishes'), await fresh.stores.events.all()]).toEqual([undefined, undefined, []]);
});

test('moveOut() refuses what was packed before she hid a campaign', async () => {
  const { api } = await aDevice();
  const { ad } = valueOf(await api.ad(REQUEST));
  const packed = valueOf(await api.packMove());
  valueOf(await api.adEvent(ad?.recId ?? '', 'hide'));
  expect(await api.moveOut(packed)).toMatchObject({ ok: false, fault: { kind: 'stale' } });
});
