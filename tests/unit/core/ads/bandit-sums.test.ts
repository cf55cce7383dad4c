import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BANDIT_AT_ONCE, BANDIT_BOUND, banditLayout, BASE_CLICK_CHANCE, countBandit, NOBODY_KNOWN, posteriorOf, showingsOf, type AudienceFacts } from '#core/ads';
import { BANDIT_DIMS, decodeDelivery, encodeDelivery, type Campaign } from '#core/campaigns';
import { decodeLayout, encodeLayout, MAX_CELLS } from '#core/measurement';
import { HOUR_MS, seededChance } from '#core/units';
import { anAdEvent } from '#support/ad-facts';
import { aCampaign, aCreative, aDelivery, CAMPAIGN_START_MS } from '#support/campaigns';
import { totalsOfSteps } from '#support/measure';

const AT = CAMPAIGN_START_MS;
const campaigns: readonly Campaign[] = [aCampaign('boots', { audience: { tags: ['Boots'], categories: [], clusters: [], lifeCycles: [] }, creatives: [aCreative('a', { style: 'price' }), aCreative('b')] }), aCampaign('tents')];
const layout = banditLayout({ campaigns });

function counted(events: Parameters<typeof showingsOf>[0], shopper: AudienceFacts = NOBODY_KNOWN): Readonly<Record<string, number>> {
  const counts = countBandit(layout, { showings: showingsOf(events), campaigns, shopper, categoriesOf: () => [], sinceMs: AT, nowMs: AT + 100 * HOUR_MS, chance: seededChance(1) });
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(BANDIT_BOUND);
  return Object.fromEntries([...counts].flatMap((count, i): [string, number][] => (count === 0 ? [] : [[layout.cells[i] ?? '', count * (layout.units[i] ?? 1)]])));
}

/** Events of one showing of `boots/a`. */
const seen = (hour: number, isClicked = false): Parameters<typeof showingsOf>[0] => (['ad_impression', 'ad_viewable', ...(isClicked ? ['ad_click' as const] : [])] as const)
  .map((type, i) => anAdEvent(type, { atMs: AT + hour * HOUR_MS + i, recId: hour.toString(16).padStart(32, '0'), campaignId: 'boots', creativeId: 'a' }));

test('banditLayout() is a layout file of views and clicks of each creative by who saw it, for as many as fit', () => {
  expect(decodeLayout(encodeLayout(layout))).toEqual({ ok: true, value: layout });
  expect(layout.cells.slice(0, 3)).toEqual(['boots/a/taste-first/viewables', 'boots/a/taste-first/clicks', 'boots/a/taste-again/viewables']);
  const many = { campaigns: Array.from({ length: 90 }, (_, i) => aCampaign(`c${i}`)) };
  expect(banditLayout(many).cells).toHaveLength(MAX_CELLS);
  expect(new Set([0, 1, 2].flatMap((turn) => banditLayout(many, turn * BANDIT_AT_ONCE).cells.map((cell) => cell.split('/')[0]))).size).toBe(90);
});

test('countBandit() tells first sights from later ones, and hers from others', () => {
  const events = [...seen(1, true), ...seen(3), ...seen(5)];
  expect(counted(events)).toEqual({ 'boots/a/other-first/viewables': 1, 'boots/a/other-first/clicks': 1, 'boots/a/other-again/viewables': 2 });
  expect(counted(events, { tags: ['Boots'], categories: [] })).toEqual({ 'boots/a/taste-first/viewables': 1, 'boots/a/taste-first/clicks': 1, 'boots/a/taste-again/viewables': 2 });
});

test('countBandit() stays within its bound whatever was seen, and many views cost no click', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 90 }), (views) => {
    const found = counted([...seen(1, true), ...Array.from({ length: views }, (_, i) => seen(i + 2)).flat()]);
    expect(found['boots/a/other-first/clicks']).toBe(1);
  }), { numRuns: 30 });
});

/** Sums without noise whose cells hold these events. */
const sums = (events: Readonly<Record<string, number>>, noiseVariance = 0): ReturnType<typeof totalsOfSteps> => totalsOfSteps(layout, layout.cells.map((cell, i) => (events[cell] ?? 0) / (layout.units[i] ?? 1)), noiseVariance);

/** A of the triangle, and its least pivot by elimination: above 0 where A is positive definite. */
function leastPivot(triangle: readonly number[]): number {
  const a = Array.from({ length: BANDIT_DIMS }, () => new Float64Array(BANDIT_DIMS));
  let next = 0;
  for (let i = 0; i < BANDIT_DIMS; i++) for (let j = i; j < BANDIT_DIMS; j++) {
    const value = triangle[next++] ?? 0;
    (a[i] ?? [])[j] = value;
    (a[j] ?? [])[i] = value;
  }
  let least = Infinity;
  for (let k = 0; k < BANDIT_DIMS; k++) {
    const pivot = a[k]?.[k] ?? 0;
    least = Math.min(least, pivot);
    for (let i = k + 1; i < BANDIT_DIMS; i++) for (let j = k + 1; j < BANDIT_DIMS; j++) (a[i] ?? [])[j] = (a[i]?.[j] ?? 0) - ((a[i]?.[k] ?? 0) * (a[k]?.[j] ?? 0)) / pivot;
  }
  return least;
}

test('posteriorOf() knows nothing where no count of views stands out of its noise', () => {
  expect(posteriorOf(sums({}), { campaigns })).toBeUndefined();
  expect(posteriorOf(sums({ 'boots/a/other-first/viewables': 30, 'boots/a/other-first/clicks': 9 }, 100), { campaigns })).toBeUndefined();
});

test('posteriorOf() by hand: one rate adds its precision to every pair of features that it has', () => {
  const posterior = posteriorOf(sums({ 'boots/a/other-first/viewables': 1_000, 'boots/a/other-first/clicks': 50 }), { campaigns });
  const weight = 1_000 / (0.05 * 0.95);
  // Base: prior 1/.02² and b = .02 of it; the creative has the base feature once.
  expect(posterior?.precision[0]).toBeCloseTo(1 / BASE_CLICK_CHANCE ** 2 + weight, 6);
  expect(posterior?.b[0]).toBeCloseTo(1 / BASE_CLICK_CHANCE + weight * 0.05, 6);
  expect(posterior?.precision[3]).toBeCloseTo(weight, 6); // base × style price
});

test('posteriorOf() is finite where noise makes every view a click', () => {
  const posterior = posteriorOf(sums({ 'boots/a/other-first/viewables': 1_000, 'boots/a/other-first/clicks': 5_000 }), { campaigns });
  expect(posterior?.precision.every(Number.isFinite)).toBe(true);
});

test('posteriorOf() is positive definite, and a delivery that devices read, whatever the noise was', () => {
  const cell = fc.tuple(fc.constantFrom(...layout.cells), fc.integer({ min: -100_000, max: 1_000_000 }));
  fc.assert(fc.property(fc.array(cell, { maxLength: 24 }), fc.integer({ min: 0, max: 1_000_000 }), (drawn, noiseVariance) => {
    const bandit = posteriorOf(sums(Object.fromEntries(drawn), noiseVariance), { campaigns });
    if (!bandit) return;
    expect(leastPivot(bandit.precision)).toBeGreaterThan(0);
    const delivery = aDelivery(campaigns, { bandit });
    expect(decodeDelivery(encodeDelivery(delivery))).toEqual({ ok: true, value: delivery });
  }), { numRuns: 100 });
});
