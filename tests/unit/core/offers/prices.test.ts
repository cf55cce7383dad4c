import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import { countDemand, decodePriceFile, demandCell, demandLayout, encodePriceFile, priceAt, type PriceFile, DEMAND_BOUND, elasticityFrom, MAX_DAILY_STEP, MAX_SEGMENTS, PARTS_OF_DAY, pricesFrom, type DayPrices, type PriceSegment } from '#core/offers';
import { decodeLayout, encodeLayout } from '#core/measurement';
import { contentHash, seededChance, utf8Encode } from '#core/units';
import { valueOf } from '#support/result';

const BOOTS = { itemId: 'boots' as ItemId, baseCents: 10_000, floorCents: 8_000, ceilingCents: 11_000 };
const SEGMENTS: readonly PriceSegment[] = [{ name: 'Shoes', elasticity: 2, bands: [BOOTS] }];
const LAYOUT = demandLayout(1);
const AT = demandCell(0, 'evening');
const sumsOf = (evening: number, others = 100): number[] => LAYOUT.cells.map((cell) => (cell === AT ? evening : cell.startsWith('spare') ? 0 : others));
const day = (evening: number, before?: DayPrices, noiseStdDev = 5): DayPrices => pricesFrom(LAYOUT, { sums: sumsOf(evening), noiseStdDev }, SEGMENTS, before);
const evening = (prices: DayPrices): number | undefined => prices.cents[BOOTS.itemId]?.evening;

describe('demandLayout() and countDemand()', () => {
  test('lay out up to 64 segments as a layout that everybody can read', () => {
    for (const segments of [1, 3, MAX_SEGMENTS]) expect(decodeLayout(encodeLayout(demandLayout(segments)))).toMatchObject({ ok: true });
    expect(() => demandLayout(0)).toThrow(RangeError);
    expect(() => demandLayout(MAX_SEGMENTS + 1)).toThrow(RangeError);
  });

  test('count an item once a part of the day, in its segment, within the span', () => {
    const view = (itemId: string, atMs: number, type: 'view_item' | 'page_view' = 'view_item') => ({ type, atMs, items: [{ itemId: itemId as ItemId }] });
    const counts = countDemand(demandLayout(2), {
      events: [view('a', 10), view('a', 11), view('a', 20), view('b', 12), view('c', 12), view('a', 0), view('a', 99), view('a', 12, 'page_view')],
      segmentOf: (id) => ({ a: 0, b: 1 })[String(id)], hourOf: (atMs) => atMs, sinceMs: 5, nowMs: 23,
    });
    expect(Object.fromEntries(demandLayout(2).cells.map((cell, i) => [cell, counts[i]] as const).filter(([, count]) => count !== 0))).toEqual({ 'segment-0/morning': 1, 'segment-0/evening': 1, 'segment-1/afternoon': 1 });
  });

  test('never count more than the bound', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(200), fc.nat(23)), { maxLength: 300 }), (views) => {
      const counts = countDemand(demandLayout(8), { events: views.map(([item, atMs]) => ({ type: 'view_item', atMs, items: [{ itemId: `i${item}` as ItemId }] })), segmentOf: (id) => Number(String(id).slice(1)) % 8, hourOf: (atMs) => atMs, sinceMs: -1, nowMs: 24 });
      expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(DEMAND_BOUND);
    }));
  });
});

describe('pricesFrom()', () => {
  test('by hand: the first day shows base prices; twice the demand moves a price up by its step, half down, the usual not at all', () => {
    const first = day(100);
    expect(evening(first)).toBe(10_000);
    expect([evening(day(200, first)), evening(day(40, first)), evening(day(100, first)), evening(day(110, first))]).toEqual([10_500, 9_524, 10_000, 10_000]);
    expect(day(200, first).cents[BOOTS.itemId]?.morning).toBe(10_000);
  });

  test('by hand: one and the noise are added to demand and to the usual, and two deviations come off', () => {
    // Usual 100, demand 200, noise 20: ln(221 / 121) − 2 √(100 + 20²) / 121 = .2329, over an elasticity of 6: .0388; 10,000 e^.0388 = 10,396.
    const of = (demand: number, before?: DayPrices): DayPrices => pricesFrom(LAYOUT, { sums: sumsOf(demand), noiseStdDev: 20 }, [{ name: 'Shoes', elasticity: 6, bands: [BOOTS] }], before);
    expect(evening(of(200, of(100)))).toBe(10_396);
  });

  test('by hand: each product stops at its own floor and ceiling, where the others of its segment go on', () => {
    const bands = [BOOTS, { itemId: 'socks' as ItemId, baseCents: 1_000, floorCents: 990, ceilingCents: 1_010 }];
    const of = (demand: number, before?: DayPrices): DayPrices => pricesFrom(LAYOUT, { sums: sumsOf(demand), noiseStdDev: 5 }, [{ name: 'Shoes', elasticity: 2, bands }], before);
    const at = ({ cents }: DayPrices) => bands.map(({ itemId }) => cents[itemId]?.evening);
    expect([at(of(40, of(100))), at(of(200, of(100)))]).toEqual([[9_524, 990], [10_500, 1_010]]);
  });

  test('a price that moved one way cools for two days before it moves the other', () => {
    const up = day(200, day(100));
    const [one, two, three] = [day(30, up), day(30, day(30, up)), day(30, day(30, day(30, up)))];
    expect([evening(one), evening(two)]).toEqual([10_500, 10_500]);
    expect(evening(three)).toBeLessThan(10_500);
  });

  test('prices come back to the base where demand does', () => {
    let prices = day(200, day(100));
    for (let i = 0; i < 10; i++) prices = day(105, prices);
    expect(evening(prices)).toBe(10_000);
  });

  test('never leave the bands nor step too far in a day, over any sums, even of noise alone or hostile', () => {
    const sums = fc.array(fc.oneof(fc.integer({ min: -1_000, max: 100_000 }), fc.constantFrom(Number.MAX_SAFE_INTEGER, 0)), { minLength: LAYOUT.cells.length, maxLength: LAYOUT.cells.length });
    const bands = fc.array(fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.nat(3_000), fc.nat(3_000)).map(([floor, a, b]) => ({ floorCents: floor, baseCents: floor + a, ceilingCents: floor + a + b })), { minLength: 1, maxLength: 4 });
    fc.assert(fc.property(bands, fc.array(sums, { minLength: 2, maxLength: 12 }), fc.integer({ min: 1, max: 200 }), fc.double({ min: 1.2, max: 6, noNaN: true }), (list, days, noiseStdDev, elasticity) => {
      const segments: readonly PriceSegment[] = [{ name: 'A', elasticity, bands: list.map((band, i) => ({ ...band, itemId: `i${i}` as ItemId })) }];
      let before: DayPrices | undefined;
      for (const each of days) {
        const prices = pricesFrom(LAYOUT, { sums: each, noiseStdDev }, segments, before);
        for (const { itemId, floorCents, baseCents, ceilingCents } of segments[0]?.bands ?? []) {
          for (const part of PARTS_OF_DAY) {
            const [now = 0, was = baseCents] = [prices.cents[itemId]?.[part], before?.cents[itemId]?.[part]];
            expect(now >= floorCents && now <= ceilingCents && Number.isInteger(now)).toBe(true);
            expect(now).toBeLessThanOrEqual(was * (1 + MAX_DAILY_STEP) + 1.03); // a cent of rounding in each
            expect(now).toBeGreaterThanOrEqual(was / (1 + MAX_DAILY_STEP) - 1.03);
          }
        }
        before = prices;
      }
    }), { numRuns: 100 });
  });

  test('more demand never lowers a price', () => {
    fc.assert(fc.property(fc.tuple(fc.nat(500), fc.nat(500)), fc.nat(500), fc.nat(500), fc.integer({ min: 1, max: 60 }), ([start, then], a, b, noise) => {
      const before = day(then, day(start, undefined, noise), noise);
      const [less, more] = [Math.min(a, b), Math.max(a, b)];
      expect(evening(day(more, before, noise))).toBeGreaterThanOrEqual(evening(day(less, before, noise)) ?? Infinity);
    }));
  });

  test('steady demand under noise leaves prices within a step of the base nearly always', () => {
    const chance = seededChance(7);
    let [prices, away, cells] = [day(100, undefined, 10), 0, 0];
    for (let i = 0; i < 400; i++) {
      prices = pricesFrom(LAYOUT, { sums: sumsOf(100).map((sum) => sum + Math.sqrt(100) * chance.normal() + 10 * chance.normal()), noiseStdDev: 10 }, SEGMENTS, prices);
      for (const part of PARTS_OF_DAY) {
        cells += 1;
        away += Number(Math.abs((prices.cents[BOOTS.itemId]?.[part] ?? 0) / 10_000 - 1) > MAX_DAILY_STEP);
      }
    }
    expect(away / cells).toBeLessThan(0.05); // a move needs two deviations, and is taken back: seen .00 with this seed
  });

  test('one device that gives all of its bound to one cell moves no price where demand and noise are usual', () => {
    // With 100 devices and noise of 5, sixteen more items in one cell stay under two deviations of the cell: the price stays.
    const first = day(100);
    expect(evening(day(100 + DEMAND_BOUND, first))).toBe(evening(day(100, first)));
  });

  test('a band that does not hold its base is refused', () => {
    expect(() => pricesFrom(LAYOUT, { sums: sumsOf(1), noiseStdDev: 1 }, [{ name: 'A', elasticity: 2, bands: [{ ...BOOTS, floorCents: 10_001 }] }])).toThrow(RangeError);
  });
});

test('elasticityFrom() stays with the prior for nothing or noise, finds a true one, and never leaves its bounds', () => {
  expect(elasticityFrom([])).toBe(2.62);
  expect(Math.abs(elasticityFrom([{ logPrice: 0.05, logDemand: 0.8, stdError: 2 }]) - 2.62)).toBeLessThan(0.01);
  const chance = seededChance(11);
  const points = Array.from({ length: 2_000 }, () => { const logPrice = 0.1 * chance.normal(); return { logPrice, logDemand: -1.8 * logPrice + 0.05 * chance.normal(), stdError: 0.05 }; });
  expect(elasticityFrom(points)).toBeCloseTo(1.8, 1); // deviation .05 / (.1 √2000) = .011
  fc.assert(fc.property(fc.array(fc.record({ logPrice: fc.double({ min: -1, max: 1, noNaN: true }), logDemand: fc.double({ min: -9, max: 9, noNaN: true }), stdError: fc.double({ min: 0.01, max: 9, noNaN: true }) })), (some) => {
    const elasticity = elasticityFrom(some);
    expect(elasticity >= 1.2 && elasticity <= 6).toBe(true);
  }));
});

describe('price file', () => {
  const file: PriceFile = { version: 1, shop: 'test', currency: 'EUR', fromMs: 1_000, untilMs: 2_000, offers: contentHash(utf8Encode('offers')), measured: contentHash(utf8Encode('sums')), ...day(200, day(100)) };

  test('reads as it was written, and the next day can be made from it', () => {
    const read = valueOf(decodePriceFile(encodePriceFile(file)));
    expect(read).toEqual(file);
    expect(day(200, read)).toEqual(day(200, day(200, day(100))));
  });

  test('refuses a price of nothing, another direction, and what it does not know', () => {
    const wrong = (change: object) => decodePriceFile(encodePriceFile({ ...file, ...change }));
    expect(wrong({ cents: { boots: { night: 0, morning: 1, afternoon: 1, evening: 1 } } })).toMatchObject({ ok: false, fault: { message: 'Cannot read price file.cents.boots.night: wanted a number from 1 to 100000000000' } });
    expect(wrong({ states: { a: { offset: 0, usual: 1, direction: 2, daysSinceMove: 0 } } })).toMatchObject({ ok: false });
    expect(wrong({ shopper: 'x' })).toMatchObject({ ok: false });
  });

  test('priceAt() is the price of the part of the day while the file holds, and nothing else', () => {
    const at = (atMs: number, hour: number, item = BOOTS.itemId) => priceAt(file, item, { atMs, hour });
    expect([at(1_000, 18), at(1_999, 17), at(2_000, 18), at(999, 18), at(1_500, 18, 'toString' as ItemId)]).toEqual([10_500, 10_000, undefined, undefined, undefined]);
  });
});
