import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate, dayTargetCents, drifted, fitResponse, HELD_DEVIATIONS, learned, marginalValue, mayServe, opportunitiesLeft, overDeliveryBoundCents, passThroughOf, type AllocationShare, type Belief, type Flight } from '#core/budget';
import { DAY_MS, HOUR_MS, seededChance } from '#core/units';

const positive = (max: number): fc.Arbitrary<number> => fc.double({ min: 0.01, max, noNaN: true });

describe('belief', () => {
  test('learned() weighs a sighting by its noise, worked by hand', () => {
    // 10 ± 2 and a count of 48 over 4 (12 each) with variance 64, 4 a unit: equal trust, so 11 ± √2
    const { mean, variance } = learned({ mean: 10, variance: 4 }, { seen: 48, times: 4, variance: 64 });
    expect(mean).toBeCloseTo(11, 12);
    expect(variance).toBeCloseTo(2, 12);
  });

  test('learned() never grows less sure, never falls below 0, and is moved by nothing that tells nothing', () => {
    fc.assert(fc.property(positive(100), positive(100), fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true }), positive(1e4), (mean, variance, seen, times, noise) => {
      const after = learned({ mean, variance }, { seen, times, variance: noise });
      expect(after.variance).toBeLessThanOrEqual(variance);
      expect(after.mean).toBeGreaterThanOrEqual(0);
      if (times === 0) expect(after).toEqual({ mean, variance });
    }));
    expect(() => learned({ mean: 1, variance: 1 }, { seen: 1, times: 1, variance: 0 })).toThrow(RangeError);
  });

  test('drifted() and learned() follow a rate that wanders through noise ten times its step', () => {
    const chance = seededChance(8);
    let belief: Belief = { mean: 0.5, variance: 1 };
    let [rate, error, count] = [1, 0, 0];
    for (let round = 0; round < 400; round++) {
      rate *= 1 + 0.02 * chance.normal();
      belief = learned(drifted(belief, 0.02), { seen: rate * 100 + 20 * chance.normal(), times: 100, variance: 400 });
      if (round >= 50) [error, count] = [error + (belief.mean / rate - 1) ** 2, count + 1];
    }
    // Steady state: variance v = (−q + √(q² + 4qr)) / 2 after prediction, q = .0004, r = .04: an error of .061 of the rate.
    expect(Math.sqrt(error / count)).toBeGreaterThan(0.04);
    expect(Math.sqrt(error / count)).toBeLessThan(0.085);
  });
});

describe('dayTargetCents()', () => {
  const flight: Flight = { dailyCents: 500, totalCents: 3_000, startMs: 0, endMs: 10 * DAY_MS };

  test('spreads what is left over the days left, within the daily budget', () => {
    expect(dayTargetCents(flight, 0, 0)).toBe(300);
    expect(dayTargetCents(flight, 1_000, 8 * DAY_MS)).toBe(500);
    expect(dayTargetCents(flight, 2_900, 8 * DAY_MS)).toBe(50);
    expect(dayTargetCents({ ...flight, endMs: 9.5 * DAY_MS }, 2_900, 9 * DAY_MS)).toBeCloseTo(100, 9);
  });

  test('is 0 outside the flight and once all is spent', () => {
    expect(dayTargetCents(flight, 0, 10 * DAY_MS)).toBe(0);
    expect(dayTargetCents(flight, 0, -DAY_MS)).toBe(0);
    expect(dayTargetCents(flight, 3_000, 0)).toBe(0);
    expect(dayTargetCents(flight, 3_100, 0)).toBe(0);
  });

  test('never lets the sum of days pass the total, whatever a day spends of its target', () => {
    fc.assert(fc.property(positive(1e6), positive(1e5), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 10, maxLength: 10 }), (totalCents, dailyCents, shares) => {
      let spent = 0;
      shares.forEach((share, day) => { spent += share * dayTargetCents({ ...flight, totalCents, dailyCents }, spent, day * DAY_MS); });
      expect(spent).toBeLessThanOrEqual(totalCents * (1 + 1e-9));
    }));
  });
});

describe('passThroughOf()', () => {
  const sure = (mean: number): Belief => ({ mean, variance: 0 });
  const state = { targetCents: 1_000, spentCents: sure(400), rate: sure(0.2), opportunitiesLeft: 6_000 };

  test('spends what is left over what is to come, worked by hand', () => {
    expect(passThroughOf(state)).toBeCloseTo(600 / 1_200, 12);
    expect(passThroughOf({ ...state, opportunitiesLeft: 2_000 })).toBe(1);
    expect(passThroughOf({ ...state, spentCents: { mean: 400, variance: 1_600 } })).toBeCloseTo((600 - HELD_DEVIATIONS * 40) / 1_200, 12);
  });

  test('moves by half at most, and falls to 0 at once where all is spent', () => {
    expect(passThroughOf({ ...state, previous: 0.2 })).toBeCloseTo(0.3, 12);
    expect(passThroughOf({ ...state, previous: 0.9 })).toBeCloseTo(0.6, 12);
    expect(passThroughOf({ ...state, previous: 0.9, spentCents: sure(1_000) })).toBe(0);
    expect(passThroughOf({ ...state, previous: 0 })).toBeCloseTo(0.075, 12);
  });

  test('is a chance for any state, and never rises with what is spent', () => {
    fc.assert(fc.property(positive(1e6), positive(1e6), positive(10), positive(1e6), (targetCents, spent, rate, left) => {
      const at = (spentCents: number): number => passThroughOf({ targetCents, spentCents: sure(spentCents), rate: sure(rate), opportunitiesLeft: left });
      expect(at(spent)).toBeGreaterThanOrEqual(0);
      expect(at(spent)).toBeLessThanOrEqual(1);
      expect(at(spent + 1)).toBeLessThanOrEqual(at(spent));
    }));
  });
});

test('opportunitiesLeft() scales the profile by how today goes, and trusts a quiet night little', () => {
  expect(opportunitiesLeft([10, 40, 50], [])).toBe(100);
  expect(opportunitiesLeft([10, 40, 50], [20])).toBeCloseTo(180, 12);
  expect(opportunitiesLeft([10, 40, 50], [5, 20])).toBeCloseTo(25, 12);
  expect(opportunitiesLeft([5, 45, 50], [10])).toBeCloseTo(95 * 1.5, 12);
  expect(opportunitiesLeft([10, 40, 50], [1, 1, 1])).toBe(0);
  expect(opportunitiesLeft([0, 0], [3])).toBe(0);
});

test('no crowd of devices spends more after a stop than overDeliveryBoundCents(), whatever they try and whenever', () => {
  const attempt = fc.record({ device: fc.integer({ min: 0, max: 6 }), atMs: fc.integer({ min: -HOUR_MS, max: 5 * HOUR_MS }) });
  fc.assert(fc.property(fc.array(attempt, { maxLength: 200 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 100 }), (attempts, events, priceCents) => {
    const lease = { events, ageMs: 2 * HOUR_MS };
    const served = new Map<number, number>();
    let spentAfterCents = 0;
    for (const { device, atMs } of attempts) { // in any order: clocks jump; the stop is at 0, every device holds the file issued then
      if (!mayServe(lease, served.get(device) ?? 0, 0, atMs)) continue;
      served.set(device, (served.get(device) ?? 0) + 1);
      expect(atMs).toBeLessThan(2 * HOUR_MS);
      spentAfterCents += priceCents;
    }
    expect(spentAfterCents).toBeLessThanOrEqual(overDeliveryBoundCents(lease, 7, priceCents));
  }));
});

describe('allocate()', () => {
  // Nothing, or cents that a double can divide: below 1e-300 a quotient has no digits left.
  const scale = fc.oneof(fc.constant(0), positive(1e5));
  const share = fc.record<AllocationShare>({ response: fc.record({ scale, knee: positive(1e5) }), mostCents: fc.double({ min: 0, max: 1e6, noNaN: true }) });
  const shares = fc.array(share, { minLength: 1, maxLength: 8 });

  test('splits 900 cents so that the next cent brings the same, worked by hand', () => {
    // 200/(100 + s) = 400/(100 + t), s + t = 900: t = 100 + 2s, so s = 800/3
    const [first = 0, second = 0] = allocate(900, [{ response: { scale: 200, knee: 100 }, mostCents: 10_000 }, { response: { scale: 400, knee: 100 }, mostCents: 10_000 }]);
    expect(first).toBeCloseTo(800 / 3, 6);
    expect(second).toBeCloseTo(100 + 1600 / 3, 6);
  });

  test('never gives more than the total, nor more than anyone may have; more total takes from nobody', () => {
    fc.assert(fc.property(shares, fc.oneof(fc.constant(0), positive(1e6)), fc.double({ min: 0, max: 1e6, noNaN: true }), (all, total, more) => {
      const [some, rich] = [allocate(total, all), allocate(total + more, all)];
      expect(some.reduce((sum, cents) => sum + cents, 0)).toBeLessThanOrEqual(total * (1 + 1e-9) + 1e-9);
      some.forEach((cents, index) => {
        expect(cents).toBeGreaterThanOrEqual(0);
        expect(cents).toBeLessThanOrEqual(all[index]?.mostCents ?? 0);
        expect(rich[index] ?? 0).toBeGreaterThanOrEqual(cents - 1e-6 * (1 + cents));
      });
    }));
  });

  test('leaves no cent where it brings less than elsewhere', () => {
    fc.assert(fc.property(shares, positive(1e6), (all, total) => {
      const given = allocate(total, all);
      const inner = all.flatMap(({ response, mostCents }, index) => {
        const cents = given[index] ?? 0;
        return cents > 1e-3 && cents < mostCents - 1e-3 ? [marginalValue(response, cents)] : [];
      });
      for (const value of inner) expect(value / (inner[0] ?? 1)).toBeCloseTo(1, 5);
    }));
  });
});

describe('fitResponse()', () => {
  const points = (scale: number, knee: number, stdErrorCents: number, noise: () => number) =>
    [100, 200, 400, 800, 1_600, 3_200].map((spentCents) => ({ spentCents, valueCents: scale * Math.log1p(spentCents / knee) + stdErrorCents * noise(), stdErrorCents }));

  test('finds the marginal value of a known response within the noise', () => {
    const chance = seededChance(2);
    const fit = fitResponse(points(1_000, 400, 10, () => chance.normal()));
    for (const spent of [200, 800, 3_000]) expect(marginalValue(fit, spent) / (1_000 / (400 + spent))).toBeCloseTo(1, 0.5);
  });

  test('takes noise alone for nearly straight, and a campaign that brings nothing for nothing', () => {
    const flat = fitResponse([{ spentCents: 1_000, valueCents: 500, stdErrorCents: 100 }, { spentCents: 1_100, valueCents: 600, stdErrorCents: 100 }]);
    expect(marginalValue(flat, 0) / marginalValue(flat, 1_000)).toBeLessThan(1.05);
    expect(fitResponse([{ spentCents: 10, valueCents: -5, stdErrorCents: 1 }]).scale).toBe(0);
    expect(() => fitResponse([])).toThrow(RangeError);
  });
});
