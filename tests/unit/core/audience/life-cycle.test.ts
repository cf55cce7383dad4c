import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lifeCycleOf, mediansOf, rfmOf, type Rfm } from '#core/audience';
import { LIFE_CYCLES } from '#core/campaigns';
import type { ItemId } from '#core/catalogue';
import type { EventId, ShopEvent, ShopEventType } from '#core/events';
import { DAY_MS } from '#core/units';
import { aCatalogue } from '#support/a-shop';

const nowMs = 1_800_000_000_000;
const medians = { gapMs: 30 * DAY_MS, orderCents: 2_000 };
const nobody: Rfm = { recencyMs: undefined, frequency: 0, spendCents: 0, visits: 1, hasWanted: false };
let events = 0;
const anEvent = (type: ShopEventType, agoDays: number, change: Partial<ShopEvent> = {}): ShopEvent => ({ id: `e${(events += 1)}` as EventId, type, atMs: nowMs - agoDays * DAY_MS, items: [{ itemId: 'p1' as ItemId }], page: '/p', ...change });

test.each([
  ['new', nobody],
  ['new', { ...nobody, visits: 2 }],
  ['potential', { ...nobody, visits: 3 }],
  ['potential', { ...nobody, hasWanted: true }],
  ['potential', { ...nobody, recencyMs: 90 * DAY_MS, frequency: 1, spendCents: 90_000 }],
  ['potential', { ...nobody, recencyMs: 0, frequency: 2, spendCents: 5_999 }],
  ['loyal', { ...nobody, recencyMs: 0, frequency: 2, spendCents: 6_000 }],
  ['loyal', { ...nobody, recencyMs: 90 * DAY_MS, frequency: 3, spendCents: 1 }],
  ['lapsing', { ...nobody, recencyMs: 90 * DAY_MS + 1, frequency: 3, spendCents: 90_000 }],
  ['lapsing', { ...nobody, recencyMs: 900 * DAY_MS }],
] as const)('lifeCycleOf() is %s for %o', (segment, rfm) => {
  expect(lifeCycleOf(rfm, medians)).toBe(segment);
});

test('lifeCycleOf() puts everybody into exactly one segment', () => {
  const rfms = fc.record({
    recencyMs: fc.option(fc.integer({ min: 0, max: 400 * DAY_MS }), { nil: undefined }), frequency: fc.integer({ min: 0, max: 9 }), spendCents: fc.integer({ min: 0, max: 100_000 }),
    visits: fc.integer({ min: 0, max: 9 }), hasWanted: fc.boolean(),
  });
  fc.assert(fc.property(rfms, fc.record({ gapMs: fc.integer({ min: DAY_MS, max: 200 * DAY_MS }), orderCents: fc.integer({ min: 0, max: 10_000 }) }), (rfm, shop) => {
    // Each segment by itself, as the table of docs/MODEL.md says it without "the first that holds".
    const isLapsing = rfm.recencyMs !== undefined && rfm.recencyMs > 3 * shop.gapMs;
    const isLoyal = !isLapsing && (rfm.frequency >= 3 || (rfm.frequency === 2 && shop.orderCents > 0 && rfm.spendCents >= 3 * shop.orderCents));
    const isPotential = !isLapsing && !isLoyal && (rfm.recencyMs !== undefined || rfm.hasWanted || rfm.visits >= 3);
    const isNew = !isLapsing && !isLoyal && !isPotential;
    const held = [isNew, isPotential, isLoyal, isLapsing];
    return held.filter(Boolean).length === 1 && lifeCycleOf(rfm, shop) === LIFE_CYCLES[held.indexOf(true)];
  }));
});

test('rfmOf() counts a transaction once, leaves out what was returned, and adds up what was spent', () => {
  const log = [
    anEvent('purchase', 10, { transactionId: 'a', valueCents: 1_500 }), anEvent('purchase', 10, { transactionId: 'a', valueCents: 1_500 }),
    anEvent('purchase', 5, { transactionId: 'b', valueCents: 9_000 }), anEvent('refund', 2, { transactionId: 'b' }),
    anEvent('purchase', 20, { items: [{ itemId: 'p1' as ItemId, priceCents: 300, quantity: 2 }] }),
    anEvent('purchase', 500, { valueCents: 7_000 }),
  ];
  expect(rfmOf(log, nowMs)).toEqual({ recencyMs: 10 * DAY_MS, frequency: 2, spendCents: 2_100, visits: 5, hasWanted: false });
});

test('rfmOf() counts a visit where half an hour passed, and nothing that an ad did', () => {
  const log = [anEvent('view_item', 1), anEvent('view_item', 1 - 20 / 1440), anEvent('add_to_cart', 1 - 55 / 1440), { ...anEvent('view_item', 0), type: 'ad_impression' } as ShopEvent];
  expect(rfmOf(log, nowMs)).toEqual({ ...nobody, visits: 2, hasWanted: true });
});

test('mediansOf() takes an order for one thing of middling price', () => {
  expect(mediansOf({ priceCents: Uint32Array.of(0, 500, 100, 300, 0) }).orderCents).toBe(300);
  expect(mediansOf(aCatalogue({ items: 3, change: (product) => ({ ...product, priceCents: 0 }) })).orderCents).toBe(0);
});
