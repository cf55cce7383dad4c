import { expect, test } from 'vitest';
import { shoppersOf } from '#bench/shoppers';
import { couponDigest } from '#core/events';
import { historyOf } from '#core/features';
import { demandLayout, offersLayout, type OfferSet } from '#core/offers';
import { catalogueOf, contentVectors } from '#core/catalogue';
import { contentHash, seededChance, WEEK_MS } from '#core/units';
import { memoryStores } from '#page/store';
import { demoOffers, demoProducts } from '#server/demoshop';
import { countersOf } from '#worker/session';
import { heldOfferFiles, storesWithOffers } from '../../../../bench/simulate/offer-files.ts';
import { meetOffers } from '../../../../bench/simulate/offer-week.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const FROM_MS = NOW_MS - 2 * WEEK_MS;
const products = demoProducts();
const catalogue = catalogueOf(contentHash(new Uint8Array()), products, contentVectors(products));
/** Issued after the weeks that are lived, as in a running demonstration. */
const SET: OfferSet = demoOffers(products, NOW_MS, { shop: 'larkfield', currency: 'EUR' });

test('meetOffers() gives shoppers of the demonstration a coupon, some use theirs, and their devices count what happened, demand too', async () => {
  const offers = heldOfferFiles(SET);
  const [layout, demand] = [offersLayout(SET.coupons), demandLayout(1)];
  const all: Record<string, number> = {};
  for (let index = 0; index < 40; index++) {
    const [stores, person] = [memoryStores(), shoppersOf(products, 1)(index)];
    for (let week = 0; week < 2; week++) await stores.events.put(person.week(week, FROM_MS + week * WEEK_MS));
    const before = await stores.events.all();
    await meetOffers({ stores, catalogue, offers, chance: seededChance(index) }, FROM_MS);
    const events = await stores.events.all();
    expect(events.map(({ coupon: _coupon, ...event }) => event)).toEqual(before);
    const held = await stores.settings.read('heldOffer');
    for (const { coupon, type } of events.filter((event) => event.coupon !== undefined)) {
      expect(type).toBe('purchase');
      expect([held, ...(held?.earlier ?? [])].map((each) => SET.coupons.find(({ id }) => id === each?.couponId)?.code ?? '').map(couponDigest)).toContain(coupon);
    }
    const counters = countersOf({ stores: storesWithOffers(stores, offers, () => NOW_MS), catalogue, history: async () => historyOf(await stores.events.all(), catalogue), chance: seededChance(1), hasAds: () => true });
    for (const of of [layout, demand]) {
      const counts = Array.from((await counters[of.subject]?.(of, { sinceMs: NOW_MS - WEEK_MS, nowMs: NOW_MS })) ?? []);
      of.cells.forEach((cell, i) => (all[cell] = (all[cell] ?? 0) + (counts[i] ?? 0)));
    }
  }
  const [shown, redeemed] = [all['table-tenth/shown'] ?? 0, all['table-tenth/redeemed'] ?? 0];
  expect(shown).toBeGreaterThan(10);
  expect(redeemed).toBeGreaterThan(0);
  expect(redeemed).toBeLessThan(shown);
  expect(Object.entries(all).filter(([cell, count]) => cell.startsWith('segment-0/') && count > 0).length).toBeGreaterThan(0);
});

test('meetOffers() leaves everything as it was where the shop publishes no coupon', async () => {
  const stores = memoryStores();
  await stores.events.put(shoppersOf(products, 1)(0).week(0, FROM_MS));
  const before = await stores.events.all();
  await meetOffers({ stores, catalogue, offers: heldOfferFiles({ ...SET, coupons: [] }), chance: seededChance(1) }, FROM_MS);
  expect([await stores.events.all(), await stores.settings.read('heldOffer')]).toEqual([before, undefined]);
});
