import { expect, test } from 'vitest';
import { LIFE_CYCLES, type CampaignId, type Experiment } from '#core/campaigns';
import { armMoments, armOf, countExperiment, effectOf, EVERYBODY, experimentCells, experimentLayout, isByLifeCycle, observationOf, OUTCOME_WINDOW_MS, type Observation } from '#core/experiment';
import type { EventId, ShopEvent } from '#core/events';
import { decodeLayout, encodeLayout, exactMoments } from '#core/measurement';
import { DAY_MS, HOUR_MS, seededChance } from '#core/units';
import fc from 'fast-check';
import { totalsOfSteps } from '#support/measure';

const START_MS = 100 * DAY_MS;
const LIFT: Experiment = {
  id: 'lift', kind: 'holdout', campaign: 'boots' as CampaignId, salt: 'ab'.repeat(16), startMs: START_MS, endMs: START_MS + 20 * DAY_MS,
  arms: [{ name: 'shown', thousandths: 800 }, { name: 'held', thousandths: 200 }],
};
const SECRET = new Uint8Array(16).fill(5);
let serial = 0;
const event = (type: ShopEvent['type'], atMs: number, change: Partial<ShopEvent> = {}): ShopEvent => ({ id: `${serial++}` as EventId, type, atMs, items: [], page: '/', ...change });
const MET_MS = START_MS + 3 * DAY_MS;
const DUE_MS = MET_MS + OUTCOME_WINDOW_MS;

test('observationOf() tells in the first report after the window closed, of purchases in it and in the window before the experiment', () => {
  const events = [
    event('ad_impression', MET_MS, { campaignId: 'boots' }), event('ad_impression', MET_MS + DAY_MS, { campaignId: 'boots' }),
    event('purchase', MET_MS + HOUR_MS, { valueCents: 2_000, transactionId: 'a' }), event('purchase', MET_MS + 2 * HOUR_MS, { valueCents: 2_000, transactionId: 'a' }),
    event('purchase', MET_MS - HOUR_MS, { valueCents: 9_000 }), event('purchase', DUE_MS, { valueCents: 9_000 }),
    event('purchase', START_MS - DAY_MS, { valueCents: 500 }),
  ];
  const seen = observationOf(LIFT, events, SECRET, { sinceMs: DUE_MS - 1, nowMs: DUE_MS });
  expect(seen).toEqual({ experiment: 'lift', arm: armOf(LIFT, SECRET), outcome: 0.1, before: 0.025, metMs: MET_MS });
  expect(observationOf(LIFT, events, SECRET, { sinceMs: START_MS, nowMs: DUE_MS - 1 })).toBeUndefined();
  expect(observationOf(LIFT, events, SECRET, { sinceMs: START_MS, nowMs: DUE_MS + 5 * DAY_MS })).toEqual(seen);
  expect(observationOf(LIFT, events, SECRET, { sinceMs: DUE_MS, nowMs: DUE_MS + DAY_MS })).toBeUndefined();
});

test('observationOf() tells once over any cuts of time', () => {
  const events = [event('ad_impression', MET_MS, { campaignId: 'boots' })];
  fc.assert(fc.property(fc.array(fc.integer({ min: START_MS, max: DUE_MS + 9 * DAY_MS }), { maxLength: 9 }), (drawn) => {
    const cuts = [START_MS, ...drawn.sort((a, b) => a - b), DUE_MS + 10 * DAY_MS];
    expect(cuts.slice(1).filter((nowMs, i) => observationOf(LIFT, events, SECRET, { sinceMs: cuts[i] ?? 0, nowMs })).length).toBe(1);
  }));
});

test('observationOf() takes a ghost as an ad, and is silent where neither was met', () => {
  expect(observationOf(LIFT, [event('ad_ghost', MET_MS, { campaignId: 'boots' })], SECRET, { sinceMs: START_MS, nowMs: DUE_MS })).toMatchObject({ outcome: 0 });
  expect(observationOf(LIFT, [event('ad_impression', MET_MS, { campaignId: 'tents' })], SECRET, { sinceMs: 0, nowMs: DUE_MS })).toBeUndefined();
  expect(observationOf(LIFT, [event('ad_impression', START_MS - 1, { campaignId: 'boots' })], SECRET, { sinceMs: 0, nowMs: DUE_MS })).toBeUndefined();
});

test('observationOf() counts no more than the largest value', () => {
  const events = [event('ad_impression', MET_MS, { campaignId: 'boots' }), event('purchase', MET_MS, { valueCents: 99_999 })];
  expect(observationOf(LIFT, events, SECRET, { sinceMs: START_MS, nowMs: DUE_MS })?.outcome).toBe(1);
});

const { layout, bound } = experimentLayout([LIFT, { id: 'style', arms: [{ name: 'a', thousandths: 500 }, { name: 'b', thousandths: 500 }] }], ['new', 'loyal']);
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const observation = fc.record<Observation>({ experiment: fc.constantFrom('lift', 'style', 'other'), arm: fc.constantFrom('shown', 'held', 'a', 'b'), segment: fc.constantFrom('new', 'loyal', 'x'), outcome: unit, before: unit });

test('countExperiment() never adds more than the bound, whatever it is told', () => {
  fc.assert(fc.property(fc.array(observation, { maxLength: 8 }), fc.integer(), (observations, seed) => {
    const entries = countExperiment(layout, observations, seededChance(seed));
    expect(entries.every((entry) => Number.isInteger(entry) && entry >= 0)).toBe(true);
    expect(entries.reduce((sum, entry) => sum + entry, 0)).toBeLessThanOrEqual(bound);
  }));
});

test('experimentLayout() is a layout file; armMoments() finds what was counted, by segment and together', () => {
  expect(decodeLayout(encodeLayout(layout))).toEqual({ ok: true, value: layout });
  const sums = layout.cells.map(() => 0);
  for (const segment of ['new', 'loyal', 'loyal']) {
    countExperiment(layout, [{ experiment: 'lift', arm: 'shown', segment, outcome: 0.5, before: 1 }], seededChance(1)).forEach((entry, at) => { sums[at] = (sums[at] ?? 0) + entry; });
  }
  expect(armMoments(totalsOfSteps(layout, sums), { experiment: 'lift', arm: 'shown' })).toMatchObject({ n: 3, y: 1.5, x: 3 });
  expect(armMoments(totalsOfSteps(layout, sums, 9), { experiment: 'lift', arm: 'shown', segment: 'loyal' })).toMatchObject({ n: 2, y: 1, x: 2, noise: { y: 9 / 64 } });
  expect(armMoments(totalsOfSteps(layout, sums), { experiment: 'lift', arm: 'held' }).n).toBe(0);
  expect(armMoments(totalsOfSteps(layout, sums), { experiment: 'lift', arm: 'nobody' })).toEqual(exactMoments([], []));
  expect(effectOf(exactMoments([], []), exactMoments([1], [0])).plain.stdError).toBe(Infinity);
});

test('experimentLayout() of one experiment without segments names everybody, and refuses more than 256 cells', () => {
  expect(experimentLayout([LIFT]).layout.cells[0]).toBe(`lift/shown/${EVERYBODY}/n`);
  expect(() => experimentLayout([LIFT], Array.from({ length: 22 }, (_, index) => `q${index}`))).toThrow(RangeError);
});

test('experimentLayout() splits those by life cycle that ask for it, for no more of a report’s bound', () => {
  const style = { id: 'style', arms: LIFT.arms };
  const { layout: split, bound: most } = experimentLayout([{ ...LIFT, byLifeCycle: true }, style]);
  expect(split.cells.filter((cell) => cell.startsWith('lift/shown/') && cell.endsWith('/n'))).toEqual(LIFE_CYCLES.map((segment) => `lift/shown/${segment}/n`));
  expect(split.cells.filter((cell) => cell.startsWith('style/') && cell.endsWith('/n'))).toEqual(LIFT.arms.map(({ name }) => `style/${name}/${EVERYBODY}/n`));
  expect(split.cells.length).toBe(experimentCells({ ...LIFT, byLifeCycle: true }) + experimentCells(style));
  expect(most).toBe(experimentLayout([LIFT, style]).bound);
  expect(['lift', 'style', 'lif'].map((id) => isByLifeCycle(split, id))).toEqual([true, false, false]);
});
