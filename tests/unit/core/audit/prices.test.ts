import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AuditCheck } from '#core/audit';
import type { ItemId } from '#core/catalogue';
import { basePrices, demandCell, demandLayout, encodeOfferSet, encodePriceFile, parityLayout, PARTS_OF_DAY, pricesAfter, type PricedSet, type PriceFile } from '#core/offers';
import { contentHash, DAY_MS } from '#core/units';
import { auditPrices } from '../../../../src/core/audit/prices.ts';
import { AuditStory } from '#support/audit-story';
import { aHash } from '#support/federation';
import { anOfferSet, aPricing } from '#support/offers';

const BOOTS = 'boots' as ItemId;
const SET = { ...anOfferSet(), pricing: aPricing(BOOTS) };

const checksOf = async (story: AuditStory, withoutLeader?: string): Promise<readonly AuditCheck[]> => (await story.audited(auditPrices, withoutLeader)).checks;

const demand = (evening: number) => (cell: string): number => (cell === demandCell(0, 'evening') ? evening : 20_000);

/** Bands, their base, a usual day, a busy evening, and the prices raised by it: what the last file is made from, and that file. @param dayMs - published with the bands; absent: a day */
function raised(dayMs?: number): { readonly story: AuditStory; readonly last: PriceFile; readonly priced: PricedSet } {
  const story = new AuditStory();
  const set = { ...SET, pricing: { ...SET.pricing, ...(dayMs !== undefined && { dayMs }) } };
  const offers = story.publish('offers', encodeOfferSet(set));
  const [pricedAt, eachMs] = [(nowMs: number): PricedSet => ({ set, offers, nowMs }), dayMs ?? DAY_MS];
  let last = basePrices(pricedAt(0));
  story.publish('prices', encodePriceFile(last));
  for (const [day, evening] of [[1, 20_000], [2, 40_000]] as const) {
    story.measure(demandLayout(1), day * eachMs - 5, demand(evening));
    story.measure(parityLayout(2), day * eachMs - 4, () => 0);
    const next = pricesAfter(pricedAt(day * eachMs), last, story.sums);
    if (!next) throw new Error('Prices are due');
    last = next.file;
    if (day === 1) story.publish('prices', encodePriceFile(last));
  }
  return { story, last, priced: pricedAt(2 * eachMs) };
}

test('every file of prices that follows from what stood in the log holds: base, usual day, busy evening', async () => {
  const { story, last } = raised();
  expect(last.cents[BOOTS]?.evening).toBe(10_500);
  story.publish('prices', encodePriceFile(last));
  expect((await checksOf(story)).map(({ ok: holds, detail }) => [holds, detail.replace(/[0-9a-f]{12}/, 'HASH')])).toEqual([
    [true, 'entry 1: every price at its base'], [true, 'entry 4: from sum HASH, as published'], [true, 'entry 7: from sum HASH, as published'],
  ]);
});

test('a shorter day is the one that was published with the bands: its prices follow within minutes, hold two of it, and a file before it is over is found', async () => {
  const dayMs = 180_000;
  const { story, last } = raised(dayMs);
  expect([last.fromMs, last.untilMs, last.cents[BOOTS]?.evening]).toEqual([2 * dayMs, 4 * dayMs, 10_500]);
  story.publish('prices', encodePriceFile(last));
  expect((await checksOf(story)).map(({ ok: holds, detail }) => [holds, detail.replace(/[0-9a-f]{12}/, 'HASH')])).toEqual([
    [true, 'entry 1: every price at its base'], [true, 'entry 4: from sum HASH, as published, in days of 180 s'], [true, 'entry 7: from sum HASH, as published, in days of 180 s'],
  ]);
  const early = raised(dayMs);
  early.story.publish('prices', encodePriceFile({ ...early.last, fromMs: 2 * dayMs - 1 }));
  expect((await checksOf(early.story)).filter((check) => !check.ok)).toMatchObject([{ id: 'prices', detail: 'entry 7: nothing that was published by then moves a price' }]);
});

test('any changed cent is found and named, and the files after it are judged on their own', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom(...PARTS_OF_DAY), fc.integer({ min: 8_000, max: 12_000 }), async (part, cents) => {
    const { story, last } = raised();
    const [prices, charged] = [last.cents[BOOTS] ?? { night: 0, morning: 0, afternoon: 0, evening: 0 }, last.cents[BOOTS]?.[part]];
    fc.pre(cents !== charged);
    story.publish('prices', encodePriceFile({ ...last, cents: { [BOOTS]: { ...prices, [part]: cents } } }));
    expect((await checksOf(story)).filter((check) => !check.ok)).toMatchObject([{ id: 'prices', detail: `entry 7: boots, ${part}: ${cents} cents published, ${charged} recomputed` }]);
  }), { numRuns: 30 });
});

test.each<[string, (file: PriceFile) => PriceFile, string]>([
  ['a state that the next prices would rest on', (file) => ({ ...file, states: { ...file.states, [demandCell(0, 'night')]: { offset: 0, usual: 1, direction: 0, daysSinceMove: 9 } } }), 'the prices agree, and what the next are made from does not'],
  ['a longer hold', (file) => ({ ...file, untilMs: file.untilMs + 1 }), 'the prices agree, and what the next are made from does not'],
  ['a product without a band', (file) => ({ ...file, cents: { ...file.cents, tea: { night: 1, morning: 1, afternoon: 1, evening: 1 } } }), 'the prices agree, and what the next are made from does not'],
  ['another sum', (file) => ({ ...file, measured: aHash('another') }), 'the prices agree, and what the next are made from does not'],
  ['a day that is not over', (file) => ({ ...file, fromMs: 2 * DAY_MS - 1 }), 'nothing that was published by then moves a price'],
])('a file with %s is found', async (_, bend, detail) => {
  const { story, last } = raised();
  story.publish('prices', encodePriceFile(bend(last)));
  expect((await checksOf(story)).filter((check) => !check.ok)).toMatchObject([{ id: 'prices', detail: `entry 7: ${detail}` }]);
});

test('a round that came into the log after the prices is not what they rest on, whenever it closed', async () => {
  const { story, last } = raised();
  story.publish('prices', encodePriceFile(last));
  story.measure(demandLayout(1), 2 * DAY_MS - 3, demand(50_000));
  expect((await checksOf(story)).every((check) => check.ok)).toBe(true);
});

test('the gate: prices that met groups unlike must go back to the base, and nothing follows until other bands', async () => {
  const { story, last, priced } = raised();
  story.publish('prices', encodePriceFile(last));
  story.measure(parityLayout(2), 2 * DAY_MS + 5, (cell) => (cell.endsWith('/devices') ? 20_000 : cell === 'price-low/raised' ? 15_000 : 0));
  story.measure(demandLayout(1), 3 * DAY_MS - 5, demand(40_000));
  const at = (day: number): PricedSet => ({ ...priced, nowMs: day * DAY_MS });
  const before = pricesAfter(at(3), last, story.sums.filter(({ closedMs }) => closedMs !== 2 * DAY_MS + 5));
  expect(before).toBeUndefined(); // nobody had looked at them otherwise
  story.publish('prices', encodePriceFile(basePrices(at(3))));
  story.measure(demandLayout(1), 4 * DAY_MS - 5, demand(40_000));
  story.publish('offers', encodeOfferSet({ ...SET, coupons: [] })); // the same bands
  story.publish('prices', encodePriceFile(basePrices({ ...at(5), offers: contentHash(encodeOfferSet({ ...SET, coupons: [] })) })));
  const others = { ...SET, pricing: aPricing(BOOTS, 20_000) };
  const hash = story.publish('offers', encodeOfferSet(others));
  story.publish('prices', encodePriceFile(basePrices({ set: others, offers: hash, nowMs: 6 * DAY_MS })));
  expect((await checksOf(story)).slice(3).map(({ detail }) => detail.replace(/^entry \d+: /, ''))).toEqual([
    'back to the base, since two groups met raised prices unlike', 'prices follow although the gate had put these bands back to their base', 'every price at its base',
  ]);
});

test('prices before any bands, of bands that hold no base, and of missing files are wrong, never a throw; without the leader they are a note', async () => {
  const story = new AuditStory();
  story.publish('prices', encodePriceFile(basePrices({ set: SET, offers: aHash('none'), nowMs: 0 })));
  const [segment] = SET.pricing.segments;
  if (!segment) throw new Error('There is a segment');
  const unpriceable = { ...SET, pricing: { ...SET.pricing, segments: [{ ...segment, bands: [{ itemId: BOOTS, baseCents: 5, floorCents: 6, ceilingCents: 7 }] }] } };
  const offers = story.publish('offers', encodeOfferSet(unpriceable));
  story.publish('prices', encodePriceFile({ ...basePrices({ set: SET, offers, nowMs: 1 }) }));
  story.files.delete(`/v1/prices/${story.publish('prices', encodePriceFile(basePrices({ set: SET, offers, nowMs: 2 })))}`);
  const checks = await checksOf(story);
  expect(checks.map((check) => check.ok)).toEqual([false, false, false]);
  expect(checks.map(({ detail }) => detail).join('\n')).toMatch(/^entry 0: no offers.*\nentry 2: .*boots.*\nentry 3: .*missing/);
  expect(await checksOf(story, 'away')).toMatchObject([{ id: 'prices', ok: false, advisory: true }]);
  expect(await checksOf(new AuditStory(), 'away')).toEqual([]);
});
