import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adsLayout, banditLayout } from '#core/ads';
import { reachLayout, taxonomyOf } from '#core/audience';
import type { Experiment } from '#core/campaigns';
import type { DeviceStores, SettingValues } from '#core/contract';
import { calibrationLayout } from '#core/ctr';
import { experimentLayout, OUTCOME_WINDOW_MS } from '#core/experiment';
import { historyOf } from '#core/features';
import { basePrices, demandLayout, encodeOfferSet, encodePriceFile, offersLayout, parityLayout } from '#core/offers';
import { contentHash, DAY_MS, HOUR_MS, seededChance, utf8Encode, WEEK_MS, type ContentHash } from '#core/units';
import { agreed, anEvent, aSession, aShopOf, SESSION_NOW_MS } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { anAdEvent } from '#support/ad-facts';
import { storesWithAds } from '#support/ads';
import { aCampaign, anAdCatalogue } from '#support/campaigns';
import { aCoupon, anOfferSet, aPricing } from '#support/offers';
import { countersOf } from '#worker/session';
import { guardedStores } from '../../../../worker/session/guarded-stores.ts';

const SHOP = aShopOf(aCatalogue({ items: 60 }).products);
const ITEM = SHOP.products[3]?.id as NonNullable<(typeof SHOP.products)[number]>['id'];
const SET = { ...anOfferSet(['a1', 'a2'].map((id) => aCoupon(id, { startMs: 0, endMs: SESSION_NOW_MS + 9 * WEEK_MS }))), pricing: aPricing(ITEM) };
const CAMPAIGN = aCampaign('boots', { startMs: 0 });
const LIFT: Experiment = { id: 'lift', kind: 'ab', salt: '01'.repeat(16), startMs: 0, endMs: SESSION_NOW_MS, arms: [{ name: 'a', thousandths: 1000 }] };

/** Settings of ads, offers and portraits, as whole records. */
const WHOLE = {
  heldOffer: { couponId: 'a1', sinceMs: SESSION_NOW_MS - DAY_MS, earlier: [{ couponId: 'a2', sinceMs: SESSION_NOW_MS - WEEK_MS }] },
  verifiedOffers: null, verifiedAds: null,
  adWishes: { hidden: ['hats'], disliked: ['Acme'] },
  adSecret: '0123456789abcdef'.repeat(2),
  hiddenItems: ['gone'], lessItems: ['gone'], erasedEvents: ['f'.repeat(32)],
  interestWishes: [{ kind: 'category', name: 'Boots', wish: 'pin' }, { kind: 'fact', name: 'words', wish: 'never' }],
} as const satisfies Partial<SettingValues>;

/** Stores of a device that has had ads and offers; keys are asked for as IndexedDB asks, which takes no object for one. */
async function aDevice(): Promise<DeviceStores> {
  const stores = await storesWithAds([CAMPAIGN], { experiments: [LIFT] });
  const ads = await stores.settings.read('verifiedAds');
  if (ads) await stores.settings.write('verifiedAds', { ...ads, models: { ctr: { hash: contentHash(utf8Encode('gone')), round: 1 }, portraits: { hash: contentHash(utf8Encode('gone')), round: 2 } } });
  const [set, prices] = [encodeOfferSet(SET), encodePriceFile(basePrices({ set: SET, offers: contentHash(utf8Encode('set')), nowMs: SESSION_NOW_MS - DAY_MS }))];
  const kept = Object.fromEntries(Object.entries(WHOLE).filter(([, value]) => value !== null)) as Partial<SettingValues>;
  for (const bytes of [set, prices]) await stores.files.write(contentHash(bytes), bytes);
  await stores.settings.write('verifiedOffers', { offers: contentHash(set), prices: contentHash(prices), confirmedMs: SESSION_NOW_MS });
  for (const [key, value] of Object.entries(kept)) await stores.settings.write(key as keyof SettingValues, value);
  await stores.events.put([anEvent(SHOP, 0, 3), anEvent(SHOP, 1, 4, 'purchase'), anAdEvent('ad_impression', { atMs: SESSION_NOW_MS - OUTCOME_WINDOW_MS - HOUR_MS })]);
  return {
    ...stores,
    files: {
      ...stores.files,
      read: (hash) => (typeof hash === 'string' ? stores.files.read(hash) : Promise.reject(new Error('DataError: the key is no valid key'))),
    },
  };
}

/** Anything that a store can hold. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, 0, -1, NaN, Infinity, '', 'a1', '0'.repeat(64), true, [], {}, [null], [{}], new Map(), new Uint8Array(3), 12n),
  fc.anything({ maxDepth: 2, withBigInt: true, withDate: true, withTypedArray: true, withMap: true, withSet: true }),
);
/** A value at any place of a record in place of what stands there. */
const harm = fc.record({ path: fc.array(fc.nat({ max: 7 }), { maxLength: 3 }), value: anything });

function harmed(whole: unknown, [at, ...rest]: readonly number[], value: unknown): unknown {
  if (at === undefined || typeof whole !== 'object' || whole === null) return value;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(whole) ? [...(whole as unknown[])] : { ...whole };
  const keys = Object.keys(copy);
  const key = keys[at % Math.max(1, keys.length)] ?? 'other';
  return Object.assign(copy, { [key]: harmed((copy as Record<string, unknown>)[key], rest, value) });
}

const LAYOUTS = [offersLayout(SET.coupons), demandLayout(1), parityLayout(12), adsLayout(anAdCatalogue([CAMPAIGN])), experimentLayout([LIFT]).layout, banditLayout(anAdCatalogue([CAMPAIGN])), calibrationLayout(), reachLayout(taxonomyOf(SHOP.catalogue), 12)];

/** All that ads, offers and portraits of a device answer. */
async function answers(stores: DeviceStores) {
  const { api } = await aSession(SHOP, { stores, grants: agreed('local', 'ads', 'measure') });
  const asked = [
    await api.offer({ locale: 'en' }), await api.offer({ locale: 'en', itemId: ITEM }),
    await api.ad({ slot: 'list-top', sizes: [{ width: 300, height: 250 }], locale: 'en', isVisible: true }),
    await api.adHistory(), await api.audience(),
  ];
  const counters = countersOf({ stores: guardedStores(stores, () => true), catalogue: SHOP.catalogue, history: async () => historyOf(await stores.events.all(), SHOP.catalogue), chance: seededChance(3), hasAds: () => true });
  const counts = await Promise.all(LAYOUTS.map(async (layout) => (await counters[layout.subject]?.(layout, { sinceMs: SESSION_NOW_MS - DAY_MS, nowMs: SESSION_NOW_MS }))?.length === layout.cells.length));
  return { asked, counts };
}

test.each(Object.keys(WHOLE) as (keyof typeof WHOLE)[])('whatever stands in the record of %s, ads, offers and portraits answer, and count', async (key) => {
  await fc.assert(fc.asyncProperty(harm, async ({ path, value }) => {
    const stores = await aDevice();
    await stores.settings.write(key, harmed(await stores.settings.read(key), path, value) as SettingValues[typeof key]);
    const { asked, counts } = await answers(stores);
    expect(asked.map(({ ok }) => ok)).toEqual(asked.map(() => true));
    expect(counts).toEqual(LAYOUTS.map(() => true));
  }), { numRuns: 40 });
});

test('whatever stands where a file of ads, offers or prices stood, they answer', async () => {
  const { ads, delivery } = (await (await aDevice()).settings.read('verifiedAds')) ?? {};
  const { offers, prices } = (await (await aDevice()).settings.read('verifiedOffers')) ?? {};
  await fc.assert(fc.asyncProperty(fc.constantFrom(ads, delivery, offers, prices), anything, async (hash, value) => {
    const stores = await aDevice();
    const { read } = stores.files;
    const { asked } = await answers({ ...stores, files: { ...stores.files, read: async (asked: ContentHash) => (asked === hash ? (value as Uint8Array) : read(asked)) } });
    expect(asked.map(({ ok }) => ok)).toEqual(asked.map(() => true));
  }), { numRuns: 40 });
});
