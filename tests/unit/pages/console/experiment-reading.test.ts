import { expect, test } from 'vitest';
import type { PlannedExperiment } from '#core/campaigns';
import { countExperiment, experimentLayout } from '#core/experiment';
import type { PublishedSum } from '#core/measurement';
import { seededChance } from '#core/units';
import { CAMPAIGN_START_MS } from '#support/campaigns';
import { bothNoises } from '#support/measured';
import { SEED } from '#support/seed';
import { readExperiment } from '../../../../src/pages/console/experiment-reading.ts';

const experiment: PlannedExperiment = {
  id: 'worth', kind: 'holdout', salt: '0'.repeat(32), arms: [{ name: 'shown', thousandths: 500 }, { name: 'held', thousandths: 500 }], startMs: CAMPAIGN_START_MS, endMs: CAMPAIGN_START_MS + 1, plannedDevices: 4_000,
};

/** Rounds of devices that spend nothing or half of the most, more often where ads are shown; noised. */
function rounds(count: number, lift: number, segments?: readonly string[]): readonly PublishedSum[] {
  const chance = seededChance(SEED);
  const { layout } = experimentLayout([experiment], segments);
  return Array.from({ length: count }, (_, round) => {
    const sum = layout.cells.map(() => bothNoises(4, chance));
    for (let device = 0; device < 400; device++) {
      const arm = device % 2 === 0 ? 'shown' : 'held';
      const segment = segments?.[Math.floor(device / 2) % segments.length] ?? 'all';
      const observed = { experiment: experiment.id, arm, segment, outcome: chance.next() < (arm === 'shown' ? 0.2 + lift : 0.2) ? 0.5 : 0, before: 0 };
      countExperiment(layout, [observed], chance).forEach((steps, cell) => (sum[cell] = (sum[cell] ?? 0) + steps));
    }
    return { layout, sum, noiseVariance: 64, reports: 400, closedMs: round };
  });
}

test('readExperiment() decides for an effect that is there, by an interval that holds it', () => {
  const reading = readExperiment(rounds(10, 0.15), experiment);
  expect(reading?.decision.kind).toBe('better');
  const [comparison] = reading?.comparisons ?? [];
  expect(comparison).toMatchObject({ arm: 'shown', against: 'held' });
  // 15 % of devices spend 100.00 more: half of the 200.00 that count at most.
  expect(comparison?.alwaysValid.low).toBeLessThan(1_500);
  expect(comparison?.alwaysValid.high).toBeGreaterThan(1_500);
  expect(reading?.arms.map(({ devices }) => Math.round(devices.value / 100))).toEqual([20, 20]);
  expect(reading?.reports).toBe(4_000);
});

test('readExperiment() says what is open, what was not found, and what noise still covers', () => {
  expect(readExperiment(rounds(2, 0), experiment)?.decision.kind).toBe('open');
  expect(readExperiment(rounds(12, 0), experiment)?.decision.kind).toBe('none');
  const [one] = rounds(1, 0.5);
  expect(one && readExperiment([{ ...one, noiseVariance: 1e6 }], experiment)?.decision.kind).toBe('waiting');
  expect(readExperiment([], experiment)).toBeUndefined();
  expect(readExperiment(rounds(1, 0), { ...experiment, id: 'another' })).toBeUndefined();
});

test('readExperiment() tells segments apart where the layout does', () => {
  const reading = readExperiment(rounds(10, 0.2, ['new', 'loyal']), experiment);
  expect(reading?.segments.map(({ segment, arm }) => [segment, arm])).toEqual([['new', 'shown'], ['loyal', 'shown']]);
  for (const { adjusted } of reading?.segments ?? []) expect(adjusted.low).toBeGreaterThan(0);
});

test('readExperiment() draws whom an arm moves: the segment of the larger difference first, the area with its interval', () => {
  const split = { ...experiment, byLifeCycle: true as const };
  const { layout } = experimentLayout([split]);
  // Of 1,000 devices of each arm in each segment so many spend half of the most, where ads are shown and where they are not.
  const spends: Readonly<Record<string, readonly [number, number]>> = { new: [300, 200], potential: [600, 200], loyal: [200, 200], lapsing: [400, 200] };
  const sum = layout.cells.map((cell, i) => {
    const [, arm, segment = '', moment = ''] = cell.split('/');
    const spending = spends[segment]?.[arm === 'shown' ? 0 : 1] ?? 0;
    return ({ n: 1_000, y: spending / 2, yy: spending / 4 }[moment] ?? 0) / (layout.units[i] ?? 1);
  });
  const read = (noiseVariance: number) => readExperiment([{ layout, sum, noiseVariance, reports: 8_000, closedMs: 0 }], split)?.qini[0];
  const qini = read(64);
  expect(qini?.points.map(({ segment, share }) => [segment, share])).toEqual([[undefined, 0], ['potential', 0.25], ['lapsing', 0.5], ['new', 0.75], ['loyal', 1]]);
  // Differences of 4,000, 2,000, 1,000 and 0 cents, a quarter of the devices each.
  qini?.points.forEach(({ cents }, i) => expect(cents).toBeCloseTo([0, 1_000, 1_500, 1_750, 1_750][i] ?? NaN, 6));
  // Trapezes 125 + 312.5 + 406.25 + 437.5 less the triangle 875.
  expect(qini?.coefficient.value).toBeCloseTo(406.25, 6);
  expect(qini?.coefficient.low).toBeGreaterThan(0);
  expect(read(1e6)).toMatchObject({ covered: ['new', 'potential', 'loyal', 'lapsing'], points: [] });
  const without = sum.map((steps, cell) => (layout.cells[cell]?.includes('/lapsing/') ? 0 : steps)); // a young shop: nobody lapsed
  const young = readExperiment([{ layout, sum: without, noiseVariance: 64, reports: 6_000, closedMs: 0 }], split)?.qini[0];
  expect(young?.covered).toEqual(['lapsing']);
  expect(young?.points.map(({ segment }) => segment)).toEqual([undefined, 'potential', 'new', 'loyal']);
  expect(readExperiment(rounds(1, 0), experiment)?.qini).toEqual([]);
});
