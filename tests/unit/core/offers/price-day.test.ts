import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import { decodeLayout, encodeLayout, type PublishedSum } from '#core/measurement';
import { basePrices, countParity, decodeOfferSet, encodeOfferSet, isPriceDue, LEAST_PRICE_DAY_MS, metRaised, offerFaults, PARITY_BOUND, parityGroups, parityLayout, priceAt, shopHourOf, unfairGap, type Pricing } from '#core/offers';
import { FLOORS } from '#core/privacy';
import { contentHash, DAY_MS, HOUR_MS, utf8Encode } from '#core/units';
import { anOfferSet } from '#support/offers';
import { valueOf } from '#support/result';

const BOOTS = 'boots' as ItemId;
const PRICING: Pricing = { timeZone: 'Europe/Berlin', segments: [{ name: 'Shoes', elasticity: 2, bands: [{ itemId: BOOTS, baseCents: 100, floorCents: 80, ceilingCents: 120 }] }] };
const SET = { ...anOfferSet(), pricing: PRICING };
const FILE = basePrices({ set: SET, offers: contentHash(utf8Encode('offers')), nowMs: 0 });

test('bands of prices come back as written, and offerFaults() names what is wrong with them', () => {
  expect(valueOf(decodeOfferSet(encodeOfferSet(SET)))).toEqual(SET);
  const [segment] = PRICING.segments;
  const [band] = segment?.bands ?? [];
  if (!segment || !band) throw new Error('There is a band');
  const wrong: Pricing = { timeZone: 'Moon/Base', segments: [{ ...segment, bands: [{ ...band, floorCents: 101 }, band] }, { ...segment, bands: [] }] };
  expect(offerFaults({ ...SET, pricing: wrong }).map(({ path }) => path)).toEqual(['pricing.timeZone', 'pricing.segments[0].bands[0].baseCents', 'pricing.segments[0].bands[1].itemId', 'pricing.segments[1].bands']);
  expect(offerFaults(SET)).toEqual([]);
  const inDaysOf = (dayMs: number) => decodeOfferSet(encodeOfferSet({ ...SET, pricing: { ...PRICING, dayMs } }));
  expect(valueOf(inDaysOf(LEAST_PRICE_DAY_MS)).pricing).toEqual({ ...PRICING, dayMs: LEAST_PRICE_DAY_MS });
  for (const dayMs of [LEAST_PRICE_DAY_MS - 1, DAY_MS + 1]) expect(inDaysOf(dayMs)).toMatchObject({ ok: false, fault: { message: expect.stringContaining('pricing.dayMs') as string } });
});

test('shopHourOf() is the hour of the shop, summer and winter, wherever the device is', () => {
  const of = (zone: string, at: string): number => shopHourOf(zone)(Date.parse(at));
  expect([of('Europe/Berlin', '2026-01-10T23:30:00Z'), of('Europe/Berlin', '2026-07-10T22:30:00Z'), of('Asia/Shanghai', '2026-07-10T22:30:00Z'), of('UTC', '2026-07-10T22:30:00Z')]).toEqual([0, 0, 6, 22]);
});

test('never an individual price: two devices at one moment see one price, whatever each of them did', () => {
  // The signature holds it: nothing of a device goes in. What two devices may differ in is when they ask.
  fc.assert(fc.property(fc.integer({ min: 0, max: 300 * DAY_MS }), fc.integer({ min: 0, max: HOUR_MS }), (atMs, apart) => {
    const hourOf = shopHourOf(PRICING.timeZone);
    const seen = (ms: number): number | undefined => priceAt(FILE, BOOTS, { atMs: ms, hour: hourOf(ms) });
    expect(seen(atMs)).toBe(seen(atMs));
    if (Math.floor(hourOf(atMs) / 6) === Math.floor(hourOf(atMs + apart) / 6)) expect(seen(atMs + apart)).toBe(seen(atMs));
  }));
});

test('isPriceDue() once a day, which is the published one where there is one', () => {
  expect([isPriceDue(PRICING, FILE, DAY_MS - 1), isPriceDue(PRICING, FILE, DAY_MS)]).toEqual([false, true]);
  const short: Pricing = { ...PRICING, dayMs: 180_000 };
  expect([isPriceDue(short, FILE, 179_999), isPriceDue(short, FILE, 180_000)]).toEqual([false, true]);
});

test('metRaised() is the mean of what was looked at in the span; without a band nothing is said', () => {
  const raised = { ...FILE, cents: { [BOOTS]: { night: 110, morning: 110, afternoon: 90, evening: 90 }, tea: { night: 1, morning: 1, afternoon: 1, evening: 1 } } };
  const look = (atMs: number, itemId = BOOTS) => ({ type: 'view_item' as const, atMs, items: [{ itemId }] });
  const of = (...events: ReturnType<typeof look>[]) => metRaised(SET, raised, { events, hourOf: (atMs) => atMs, sinceMs: 0, nowMs: 23 });
  expect([of(look(1)), of(look(13)), of(look(1), look(13), look(14)), of(look(1, 'tea' as ItemId)), of(look(24)), of(look(0)), of()]).toEqual([true, false, false, undefined, undefined, undefined, undefined]);
});

test('countParity() tells her portrait and third, each once, within the bound; parityGroups() reads the sum back', () => {
  const layout = parityLayout(3);
  expect(valueOf(decodeLayout(encodeLayout(layout)))).toEqual(layout);
  fc.assert(fc.property(fc.option(fc.nat(2), { nil: undefined }), fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }), fc.option(fc.boolean(), { nil: undefined }), (portrait, pricePosition, isRaised) => {
    const counts = countParity(layout, { ...(portrait !== undefined && { portrait }), ...(pricePosition !== undefined && { pricePosition }), ...(isRaised !== undefined && { isRaised }) });
    const ones = counts.reduce((sum, count) => sum + count, 0);
    const groups = Number(portrait !== undefined) + Number(pricePosition !== undefined);
    expect(ones).toBe(isRaised === undefined ? 0 : groups * (isRaised ? 2 : 1));
    expect(ones).toBeLessThanOrEqual(PARITY_BOUND);
  }));
  const { portraits, prices } = parityGroups(layout, countParity(layout, { portrait: 1, pricePosition: 1, isRaised: true }));
  expect([...portraits, ...prices].filter(({ devices }) => devices > 0)).toEqual([{ name: 'portrait-1', devices: 1, total: 1 }, { name: 'price-high', devices: 1, total: 1 }]);
});

test('unfairGap() compares like with like: portraits among each other, thirds among each other', () => {
  const layout = parityLayout(2);
  const published = (raised: Readonly<Record<string, number>>): PublishedSum => ({ layout, sum: layout.cells.map((cell) => (cell.endsWith('/devices') ? 2_000 : (raised[cell.split('/')[0] ?? ''] ?? 0))), noiseVariance: 400, reports: 4_000, closedMs: 0 });
  expect(unfairGap(published({ 'portrait-0': 1_000, 'portrait-1': 1_000 }))).toBeUndefined(); // half of each portrait, none of any third
  expect(unfairGap(published({ 'portrait-0': 1_000, 'portrait-1': 200 }))).toMatchObject({ first: 'portrait-0', second: 'portrait-1', difference: 0.4 });
  expect(unfairGap(published({ 'price-low': 100, 'price-middle': 150, 'price-high': 110 }))).toBeUndefined(); // within the bound
  // One pair of portraits; two judgements share 5 %: z = √(2 ln 40) = 2.716, error √(.114 + .112 + .080 + .104) / √1,000 = .0203: refused from .1 + .055 on. With 5 % each it would be from .150 on.
  expect(unfairGap(published({ 'portrait-0': 400 + 304, 'portrait-1': 400 }))).toBeUndefined(); // .152
  expect(unfairGap(published({ 'portrait-0': 400 + 316, 'portrait-1': 400 }))).toMatchObject({ difference: expect.closeTo(0.158, 9) as number });
});

test('unfairGap() judges no group of fewer than k devices', () => {
  const layout = parityLayout(2);
  const allOrNone = (devices: number): PublishedSum => ({ layout, sum: layout.cells.map((cell) => (!cell.startsWith('portrait') ? 0 : cell.endsWith('/devices') || cell.startsWith('portrait-0') ? devices : 0)), noiseVariance: 0, reports: 2 * devices, closedMs: 0 });
  expect(unfairGap(allOrNone(FLOORS.minBatch))).toMatchObject({ difference: 1 });
  expect(unfairGap(allOrNone(FLOORS.minBatch - 1))).toBeUndefined();
});
