import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Purpose } from '#core/consent';
import type { DeviceStores, OfferRequest } from '#core/contract';
import { couponDigest } from '#core/events';
import { historyOf } from '#core/features';
import { basePrices, demandLayout, MAX_OFFERS_AGE_MS, offersLayout, offerDisclosure, parityLayout, priceDisclosure, type PriceFile } from '#core/offers';
import { contentHash, DAY_MS, seededChance, utf8Encode, WEEK_MS } from '#core/units';
import { memoryStores } from '#page/store';
import { agreed, anEvent, aSession, aShopOf, inOrder, SESSION_NOW_MS } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { aPurchase } from '#support/ad-facts';
import { aCoupon, anOfferSet, aPricing, confirmOffers, storesWithOffers } from '#support/offers';
import { valueOf } from '#support/result';
import { countersOf } from '#worker/session';

const SHOP = aShopOf(aCatalogue({ items: 60 }).products);
const ITEM = SHOP.products[3]?.id as NonNullable<(typeof SHOP.products)[number]>['id'];
const SET = { ...anOfferSet([aCoupon('tenth', { startMs: 0 }), aCoupon('loyal', { startMs: 0, earnedCents: 10_000, audience: { tags: [], categories: [], clusters: [], lifeCycles: ['loyal'] } })]), pricing: aPricing(ITEM) };
/** Prices of a day on which the evening is asked for most. */
const PRICES: PriceFile = { ...basePrices({ set: SET, offers: contentHash(utf8Encode('set')), nowMs: SESSION_NOW_MS - DAY_MS }), cents: { [ITEM]: { night: 9_500, morning: 9_900, afternoon: 10_100, evening: 10_500 } } };

const asked = (itemId?: string, locale = 'en'): OfferRequest => ({ locale, ...(itemId !== undefined && { itemId }) });
const aTab = (stores: DeviceStores, turns = inOrder(), ...purposes: Purpose[]) => aSession(SHOP, { stores, turns, grants: agreed('local', ...purposes) });

test('a coupon is chosen under ads alone, with its disclosure in the page’s language, and is hers for a week in every tab', async () => {
  const set = anOfferSet(['a1', 'a2', 'a3'].map((id) => aCoupon(id, { startMs: 0, endMs: SESSION_NOW_MS + 9 * WEEK_MS })));
  const stores = await storesWithOffers(set);
  expect(await (await aTab(stores)).api.offer(asked())).toMatchObject({ ok: false, fault: { kind: 'no-consent' } });
  expect(await stores.settings.read('heldOffer')).toBeUndefined();
  const turns = inOrder();
  const tabs = await Promise.all([aTab(stores, turns, 'ads'), aTab(stores, turns, 'ads')]);
  const answers = await Promise.all(tabs.map(async ({ api }) => valueOf(await api.offer(asked(undefined, 'zh-Hans')))));
  expect(answers[0]).toMatchObject({ price: null, coupon: { terms: 'A tenth off your basket', currency: 'EUR', disclosure: offerDisclosure('everybody', 'zh') } });
  expect(answers[1]).toEqual(answers[0]);
  const [{ state, api }] = tabs;
  state.nowMs += WEEK_MS - 1;
  await confirmOffers(stores, state.nowMs);
  expect(valueOf(await api.offer(asked(undefined, 'zh')))).toEqual(answers[0]);
  state.nowMs += 1;
  await api.offer(asked());
  expect(await stores.settings.read('heldOffer')).toMatchObject({ sinceMs: state.nowMs });
  expect(await stores.events.all()).toEqual([]);
});

test('a coupon that was redeemed is hers no more', async () => {
  const stores = await storesWithOffers(SET);
  const { api } = await aTab(stores, inOrder(), 'ads');
  expect(valueOf(await api.offer(asked())).coupon?.code).toBe('TENTH');
  valueOf(await api.record([{ ...aPurchase([ITEM]), coupon: couponDigest('tenth') }]));
  expect(valueOf(await api.offer(asked())).coupon).toBeNull();
});

test('while she has paused there is no offer; without files there is none', async () => {
  const { api } = await aTab(await storesWithOffers(SET), inOrder(), 'ads');
  await api.pause(SESSION_NOW_MS + DAY_MS);
  expect(await api.offer(asked())).toMatchObject({ ok: false, fault: { kind: 'paused' } });
  expect(valueOf(await (await aTab(memoryStores(), inOrder(), 'ads')).api.offer(asked(ITEM)))).toEqual({ coupon: null, price: null });
});

test('never an individual price: devices with any histories see one price at one time', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(59), { maxLength: 8 }), fc.array(fc.nat(59), { maxLength: 8 }), fc.integer({ min: 0, max: 5 * DAY_MS }), async (one, other, laterMs) => {
    const prices = await Promise.all([one, other].map(async (looked) => {
      const stores = await storesWithOffers(SET, PRICES);
      await stores.events.put(looked.map((item, n) => anEvent(SHOP, n, item, n % 2 === 0 ? 'view_item' : 'purchase')));
      const { api, state } = await aTab(stores, inOrder(), 'ads');
      state.nowMs += laterMs;
      await confirmOffers(stores, state.nowMs);
      return valueOf(await api.offer(asked(ITEM)));
    }));
    expect(prices[0]).toEqual(prices[1]);
    expect(prices[0]).toMatchObject({ coupon: null, price: { baseCents: 10_000, floorCents: 8_000, ceilingCents: 12_000, currency: 'EUR', disclosure: priceDisclosure('en') } });
  }), { numRuns: 8 }); // each run starts two workers
});

test('neither a price nor a coupon is shown by files that the log has not confirmed for a day', async () => {
  const { api, state } = await aTab(await storesWithOffers(SET, PRICES), inOrder(), 'ads');
  const shown = async (): Promise<readonly boolean[]> => [valueOf(await api.offer(asked(ITEM))).price !== null, valueOf(await api.offer(asked())).coupon !== null];
  state.nowMs += MAX_OFFERS_AGE_MS;
  expect(await shown()).toEqual([true, true]);
  state.nowMs += 1;
  expect(await shown()).toEqual([false, false]);
});

test('a price follows the shop’s clock and no product without a band has one', async () => {
  const stores = await storesWithOffers(SET, PRICES);
  const { api, state } = await aTab(stores, inOrder(), 'ads');
  const at = async (time: string, item: string = ITEM): Promise<number | undefined> => {
    state.nowMs = Date.parse(time);
    await confirmOffers(stores, state.nowMs);
    return valueOf(await api.offer(asked(item))).price?.cents;
  };
  // 1,800,000,000,000 ms is 15 January 2027, 08:00 UTC; Berlin is an hour ahead.
  expect([await at('2027-01-15T22:59:00Z'), await at('2027-01-15T23:01:00Z'), await at('2027-01-16T11:01:00Z'), await at('2027-01-16T05:30:00Z')]).toEqual([10_500, 9_500, 10_100, 9_900]);
  expect([await at('2027-01-16T11:01:00Z', SHOP.products[4]?.id ?? ''), await at('2030-01-16T11:01:00Z')]).toEqual([undefined, undefined]);
});

test('demand and parity are counted under ads alone, of products with a band', async () => {
  const stores = await storesWithOffers(SET, PRICES);
  await stores.events.put([anEvent(SHOP, 0, 3), anEvent(SHOP, 1, 3), anEvent(SHOP, 2, 4)]);
  const span = { sinceMs: SESSION_NOW_MS - DAY_MS, nowMs: SESSION_NOW_MS };
  const counted = async (layout: ReturnType<typeof demandLayout>, hasAds: boolean): Promise<Record<string, number>> => {
    const counters = countersOf({ stores, catalogue: SHOP.catalogue, history: async () => historyOf(await stores.events.all(), SHOP.catalogue), chance: seededChance(3), hasAds: () => hasAds });
    const counts = Array.from((await counters[layout.subject]?.(layout, span)) ?? []);
    expect(counts).toHaveLength(layout.cells.length);
    return Object.fromEntries(layout.cells.map((cell, i) => [cell, counts[i] ?? 0] as const).filter(([, count]) => count > 0));
  };
  // 100 minutes before 09:00 in Berlin: morning, whose price stands below its base.
  expect(await counted(demandLayout(1), true)).toEqual({ 'segment-0/morning': 1 });
  const parity = await counted(parityLayout(12), true);
  expect(Object.keys(parity).filter((cell) => cell.endsWith('/raised'))).toEqual([]);
  expect(Object.keys(parity).filter((cell) => /^portrait-\d+\/devices$/.test(cell))).toHaveLength(1);
  expect([await counted(demandLayout(1), false), await counted(parityLayout(12), false)]).toEqual([{}, {}]);
});

test('offers are counted under ads alone: hers, those before it, and what she redeemed; those before are remembered under measure alone', async () => {
  const set = anOfferSet(['a1', 'a2'].map((id) => aCoupon(id, { startMs: 0, endMs: SESSION_NOW_MS + 9 * WEEK_MS })));
  const layout = offersLayout(set.coupons);
  for (const purposes of [['ads', 'measure'], ['ads']] as const) {
    const stores = await storesWithOffers(set);
    const { api, state } = await aTab(stores, inOrder(), ...purposes);
    const first = valueOf(await api.offer(asked())).coupon?.id ?? '';
    valueOf(await api.record([{ ...aPurchase([ITEM]), coupon: couponDigest(first) }]));
    state.nowMs += DAY_MS;
    const second = valueOf(await api.offer(asked())).coupon?.id ?? '';
    expect(new Set([first, second])).toEqual(new Set(['a1', 'a2']));
    const counted = async (hasAds: boolean): Promise<readonly string[]> => {
      const counters = countersOf({ stores, catalogue: SHOP.catalogue, history: async () => historyOf(await stores.events.all(), SHOP.catalogue), chance: seededChance(3), hasAds: () => hasAds });
      const counts = Array.from((await counters.offers?.(layout, { sinceMs: SESSION_NOW_MS - DAY_MS, nowMs: state.nowMs })) ?? []);
      expect(counts).toHaveLength(layout.cells.length);
      return layout.cells.filter((_, i) => counts[i] === 1);
    };
    expect(await counted(true)).toEqual(purposes.length === 2 ? [`${first}/shown`, `${first}/redeemed`] : [`${second}/shown`]);
    expect(await counted(false)).toEqual([]);
  }
});

test('coupons before hers are remembered for four weeks, sixteen at most', async () => {
  const set = anOfferSet([aCoupon('a1', { startMs: 0, endMs: SESSION_NOW_MS + 9 * WEEK_MS })]);
  const stores = await storesWithOffers(set);
  const earlier = Array.from({ length: 20 }, (_, i) => ({ couponId: `old-${i}`, sinceMs: SESSION_NOW_MS - 5 * WEEK_MS + i * 2 * DAY_MS }));
  await stores.settings.write('heldOffer', { couponId: 'gone', sinceMs: SESSION_NOW_MS - DAY_MS, earlier });
  const { api } = await aTab(stores, inOrder(), 'ads', 'measure');
  await api.offer(asked());
  const kept = await stores.settings.read('heldOffer');
  expect(kept?.earlier?.map(({ couponId }) => couponId)).toEqual([...Array.from({ length: 15 }, (_, i) => `old-${i + 5}`), 'gone']);
  expect(kept?.couponId).toBe('a1');
});

test('coupons before hers are forgotten once she takes her yes to measuring back, hers is not', async () => {
  const stores = await storesWithOffers(anOfferSet([aCoupon('a1', { startMs: 0, endMs: SESSION_NOW_MS + 9 * WEEK_MS })]));
  const own = { couponId: 'a1', sinceMs: SESSION_NOW_MS - DAY_MS };
  const earlier = [{ couponId: 'old', sinceMs: SESSION_NOW_MS - WEEK_MS }];
  await stores.settings.write('heldOffer', { ...own, earlier });
  await (await aTab(stores, inOrder(), 'ads', 'measure')).api.offer(asked());
  expect(await stores.settings.read('heldOffer')).toEqual({ ...own, earlier });
  expect(valueOf(await (await aTab(stores, inOrder(), 'ads')).api.offer(asked())).coupon?.id).toBe('a1');
  expect(await stores.settings.read('heldOffer')).toEqual(own);
});

test('the measured share decides between coupons, the same for every device', async () => {
  const coupons = [aCoupon('a1', { startMs: 0 }), aCoupon('a2', { startMs: 0, earnedCents: 150 })];
  const chosen = async (redeemed?: Readonly<Record<string, number>>): Promise<number> => {
    const ids = await Promise.all(Array.from({ length: 24 }, async () => {
      const { api } = await aTab(await storesWithOffers({ ...anOfferSet(coupons), ...(redeemed && { redeemed }) }), inOrder(), 'ads');
      return valueOf(await api.offer(asked())).coupon?.id;
    }));
    return ids.filter((id) => id === 'a1').length;
  };
  // One draw in twenty is the other: more than 8 of 24 come once in 10⁵ times.
  expect(await chosen()).toBeLessThan(9);
  expect(await chosen({ a1: 0.04 })).toBeGreaterThan(15);
});
