import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibrated, calibratedLogit, calibrationFrom, calibrationLayout, countCalibration, fitCalibration, PLAIN_CALIBRATION } from '#core/ctr';
import { totalsOfSteps } from '#support/measure';
import { decodeLayout, encodeLayout, MAX_CELLS } from '#core/measurement';
import { seededChance } from '#core/units';

const layout = calibrationLayout();

test('calibrationLayout() is a layout that a measurement takes', () => {
  expect(layout.cells.length).toBeLessThanOrEqual(MAX_CELLS);
  expect(decodeLayout(encodeLayout(layout))).toEqual({ ok: true, value: layout });
});

test('countCalibration() of all devices is the sum of each one’s', () => {
  const chance = seededChance(1);
  const pairs = Array.from({ length: 40 }, () => ({ name: 'ctr' as const, predicted: 0.01 + 0.9 * chance.next(), happened: chance.next() < 0.5 }));
  const [a, b] = [countCalibration(layout, pairs.slice(0, 15)), countCalibration(layout, pairs.slice(15))];
  countCalibration(layout, pairs).forEach((count, i) => expect(count).toBeCloseTo((a[i] ?? 0) + (b[i] ?? 0), 9));
});

test('calibrationFrom() brings back a chance that is twice what was predicted', () => {
  const chance = seededChance(2);
  const pairs = Array.from({ length: 60_000 }, () => {
    const predicted = 0.02 + 0.1 * chance.next();
    return { name: 'ctr' as const, predicted, happened: chance.next() < 2 * predicted };
  });
  const { ctr, cvr } = calibrationFrom(totalsOfSteps(layout, countCalibration(layout, pairs)));
  expect(cvr).toEqual(PLAIN_CALIBRATION.cvr);
  for (const predicted of [0.04, 0.06, 0.1]) expect(Math.abs(calibrated(ctr, predicted) / predicted - 2)).toBeLessThan(0.15); // bins of 2,000 and more rows: 5 % each, and half a bin's width
});

test('fitCalibration() never turns a higher prediction into a lower one, whatever was counted', () => {
  const bins = fc.array(fc.record({ shown: fc.nat(10_000), share: fc.double({ min: 0.01, max: 0.99, noNaN: true }), rate: fc.double({ min: 0, max: 1, noNaN: true }) }), { minLength: 24, maxLength: 24 });
  fc.assert(fc.property(bins, fc.double({ min: 0, max: 100, noNaN: true }), (drawn, noise) => {
    const map = fitCalibration(drawn.map(({ shown, rate }, bin) => ({ shown, expected: shown / (1 + Math.exp(7.75 - bin / 2)), happened: shown * rate })), noise);
    let before = Number.NEGATIVE_INFINITY;
    for (let logit = -10; logit <= 6; logit += 0.25) {
      const now = calibratedLogit(map, logit);
      expect(now).toBeGreaterThanOrEqual(before - 1e-9);
      before = now;
    }
  }), { numRuns: 200 });
});

test('fitCalibration() believes no bin that noise could have made', () => {
  expect(fitCalibration([{ shown: 90, expected: 9, happened: 60 }], 50)).toEqual(PLAIN_CALIBRATION.ctr);
});
