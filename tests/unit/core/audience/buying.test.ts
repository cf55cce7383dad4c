import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BUYING_BOUND, buyingCells, buyingLayout, chanceOfBuying, countBuying, countOutcome, taxonomyOf, type Browse, type OutcomeSource } from '#core/audience';
import type { ItemId } from '#core/catalogue';
import type { EventId, ShopEvent, ShopEventType } from '#core/events';
import { decodeLayout, encodeLayout } from '#core/measurement';
import { DAY_MS } from '#core/units';
import { aCatalogue } from '#support/a-shop';

const glance: Browse = { views: 1, dwellMs: 3_000, isInCart: false, category: -1 };
const keen: Browse = { views: 3, dwellMs: 30_000, stars: 5, isInCart: true, category: -1 };
const browses = fc.record({ views: fc.integer({ min: 1, max: 9 }), dwellMs: fc.integer({ min: 0, max: 90_000 }), stars: fc.option(fc.double({ min: 0, max: 5, noNaN: true }), { nil: undefined }), isInCart: fc.boolean(), category: fc.integer({ min: -1, max: 3 }) });
const CATEGORIES = 3;
const aTable = (): Float64Array => new Float64Array(buyingCells(CATEGORIES).length);
const exact = (counts: ArrayLike<number>) => ({ counts, noiseStdDev: 0 });

test('chanceOfBuying() of an empty table is one half', () => {
  expect(chanceOfBuying(exact(aTable()), glance)).toBeCloseTo(0.5, 12);
});

test('chanceOfBuying() by hand: one bought, two left', () => {
  const table = aTable();
  countOutcome(table, keen, true);
  countOutcome(table, glance, false);
  countOutcome(table, glance, false);
  // odds (1+1)/(2+1), times for views, dwell, stars, cart: (1+1)/(1+size) over (0+1)/(2+size), sizes 4, 5, 4, 2; both are of category "other": (1+1)/(1+4) over (2+1)/(2+4)
  const odds = (2 / 3) * ((2 / 5) / (1 / 6)) * ((2 / 6) / (1 / 7)) * ((2 / 5) / (1 / 6)) * ((2 / 3) / (1 / 4)) * ((2 / 5) / (3 / 6));
  expect(chanceOfBuying(exact(table), keen)).toBeCloseTo(odds / (1 + odds), 12);
});

test('chanceOfBuying() of the worked example of docs/MODEL.md', () => {
  const cells = buyingCells(0);
  const counts = new Float64Array(cells.length);
  const said: Readonly<Record<string, number>> = {
    'bought/all': 99, 'bought/views/2': 39, 'bought/dwell/20s': 29, 'bought/stars/good': 59, 'bought/cart/yes': 79, 'bought/category/other': 99,
    'left/all': 899, 'left/views/2': 179, 'left/dwell/20s': 269, 'left/stars/good': 359, 'left/cart/yes': 44, 'left/category/other': 899,
  };
  cells.forEach((cell, i) => { counts[i] = said[cell] ?? 0; });
  // odds 100/900, times 40/103 : 180/903, 30/104 : 270/904, 60/103 : 360/903 and 80/101 : 45/901; the one category says nothing
  expect(chanceOfBuying(exact(counts), { views: 2, dwellMs: 12_000, stars: 4.5, isInCart: true, category: -1 })).toBeCloseTo(0.8289, 4);
});

test('tables add up: the sum of two devices is the table of both', () => {
  fc.assert(fc.property(fc.array(fc.tuple(browses, fc.boolean()), { maxLength: 30 }), fc.integer({ min: 0, max: 30 }), browses, (outcomes, cut, asked) => {
    const [first, second, both] = [aTable(), aTable(), aTable()];
    outcomes.forEach(([browse, isBought], i) => {
      countOutcome(i < cut ? first : second, browse, isBought);
      countOutcome(both, browse, isBought);
    });
    const sum = first.map((count, cell) => count + (second[cell] ?? 0));
    return chanceOfBuying(exact(sum), asked) === chanceOfBuying(exact(both), asked);
  }));
});

test('chanceOfBuying() stays a chance under any noise, and noise alone moves no odds further than 100 times', () => {
  const length = buyingCells(CATEGORIES).length;
  fc.assert(fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: length, maxLength: length }), fc.double({ min: 1, max: 1e4, noNaN: true }), browses, (noise, noiseStdDev, browse) => {
    const chance = chanceOfBuying({ counts: noise.map((x) => x * noiseStdDev), noiseStdDev }, browse);
    return chance > 0 && chance < 1 && Math.abs(Math.log(chance / (1 - chance))) < Math.log(100);
  }));
});

const catalogue = aCatalogue({ items: 100 });
const taxonomy = taxonomyOf(catalogue);
const endMs = 1_800_000_000_000;
let ids = 0;
const anEvent = (type: ShopEventType, item: number, agoDays: number, change: Partial<ShopEvent> = {}): ShopEvent => ({ id: `e${(ids += 1)}` as EventId, type, atMs: endMs - agoDays * DAY_MS, items: [{ itemId: `p${item}` as ItemId }], page: '/p', ...change });
const of = (events: readonly ShopEvent[]): OutcomeSource => ({ events, catalogue, taxonomy });

test('countBuying() counts what became certain within the day: bought after a look, or not bought a week after the last look', () => {
  const log = [
    anEvent('view_item', 1, 3, { dwellMs: 9_000 }), anEvent('view_item', 1, 2), anEvent('add_to_cart', 1, 1), anEvent('purchase', 1, 0.5), // bought today
    anEvent('view_item', 2, 7.5, { dwellMs: 70_000 }), // left since today
    anEvent('view_item', 3, 6.5), anEvent('view_item', 4, 8.5), // not certain yet, certain yesterday
    anEvent('purchase', 5, 0.2), // never looked at
  ];
  const { cells } = buyingLayout(taxonomy);
  const counted = countBuying(of(log), endMs);
  const ones = cells.filter((_, i) => counted[i] === 1);
  const category = (name: string) => taxonomy.tags.findIndex((tag) => tag.name === name);
  expect(ones).toEqual([
    'bought/all', 'bought/views/2', 'bought/dwell/20s', 'bought/stars/none', 'bought/cart/yes', `bought/category/${category('tents')}`,
    'left/all', 'left/views/1', 'left/dwell/longer', 'left/stars/none', 'left/cart/no', `left/category/${category('lamps')}`,
  ]);
});

test('countBuying() never exceeds its bound', () => {
  const types = fc.constantFrom<ShopEventType>('view_item', 'select_item', 'add_to_cart', 'purchase', 'review');
  fc.assert(fc.property(fc.array(fc.tuple(types, fc.integer({ min: 0, max: 99 }), fc.double({ min: 0, max: 10, noNaN: true })), { maxLength: 200 }), (rows) => {
    const counted = countBuying(of(rows.map(([type, item, ago]) => anEvent(type, item, ago))), endMs);
    return counted.every((count) => count >= 0) && counted.reduce((sum, count) => sum + count, 0) <= BUYING_BOUND;
  }), { numRuns: 60 });
});

test('countBuying() counts eight outcomes of a keener day, bought ones first', () => {
  const items = Array.from({ length: 12 }, (_, i) => i);
  const left = items.map((item) => anEvent('view_item', item, 7.5));
  const bought = items.slice(0, 6).flatMap((item) => [anEvent('view_item', 50 + item, 2), anEvent('purchase', 50 + item, 0.5)]);
  const counted = countBuying(of([...left, ...bought]), endMs);
  const { cells } = buyingLayout(taxonomy);
  const total = (cell: string): number | undefined => counted[cells.indexOf(cell)];
  expect([total('bought/all'), total('left/all')]).toEqual([6, 2]);
  expect(counted.reduce((sum, count) => sum + count, 0)).toBe(BUYING_BOUND);
});

test('buyingLayout() is a layout that its codec reads', () => {
  const layout = buyingLayout(taxonomy);
  expect(decodeLayout(encodeLayout(layout))).toEqual({ ok: true, value: layout });
});
