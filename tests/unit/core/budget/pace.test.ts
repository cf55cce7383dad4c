import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daySpend, nextPace, pacedUntil, spentCents, startedPace, toldPace, type Pace } from '#core/budget';
import { DAY_MS, HOUR_MS, seededChance } from '#core/units';

const START_MS = 20_000 * DAY_MS;
const flight = { dailyCents: 24_000, totalCents: 240_000, startMs: START_MS, endMs: START_MS + 20 * DAY_MS };
const TELL_MS = 12 * HOUR_MS;

test('startedPace() guesses that the budget lasts: 1,000 cents an hour of 24,000 a day', () => {
  expect(startedPace(flight, START_MS)).toMatchObject({ rate: { mean: 500 }, passThrough: 1, atMs: START_MS }); // 240,000 over 20 days: 12,000 a day
  expect(startedPace(flight, START_MS - DAY_MS).atMs).toBe(START_MS);
});

test('pacedUntil() by hand: of an hour served, 1 − e^(−1/12) of it is told an hour of twelve later', () => {
  const hour = pacedUntil({ ...startedPace(flight, START_MS), passThrough: 0.5 }, START_MS + HOUR_MS, TELL_MS);
  expect(hour.untoldHours).toBeCloseTo(6 * (1 - Math.exp(-1 / 12)), 12);
  expect(hour.untoldHours + hour.toldHours).toBeCloseTo(0.5, 12);
  expect(hour.dayHours).toBeCloseTo(0.5, 12);
  const idle = pacedUntil({ ...hour, passThrough: 0 }, START_MS + 25 * HOUR_MS, TELL_MS);
  expect(idle.untoldHours).toBeCloseTo(hour.untoldHours * Math.exp(-2), 12);
  expect([idle.dayMs, idle.dayHours]).toEqual([START_MS + DAY_MS, 0]);
});

const spans = fc.array(fc.record({ hours: fc.double({ min: -1, max: 30, noNaN: true }), passThrough: fc.double({ min: 0, max: 1, noNaN: true }) }), { maxLength: 20 });

test('pacedUntil() loses no hour: what was served is told or to be told, in any cut of time', () => {
  fc.assert(fc.property(spans, (drawn) => {
    let pace = startedPace(flight, START_MS);
    let [served, nowMs] = [0, START_MS];
    for (const { hours, passThrough } of drawn) {
      pace = { ...pace, passThrough };
      nowMs += Math.max(0, hours) * HOUR_MS;
      served += passThrough * Math.max(0, hours);
      pace = pacedUntil(pace, hours < 0 ? nowMs - HOUR_MS : nowMs, TELL_MS);
    }
    expect(pace.untoldHours + pace.toldHours).toBeCloseTo(served, 5);
    expect(pace.toldHours).toBeGreaterThanOrEqual(0);
  }));
});

test('nextPace() stays within 0 and 1, is 0 after the flight and where the budget is believed gone, whatever was told', () => {
  const told = fc.array(fc.record({ cents: fc.double({ min: -1e6, max: 1e6, noNaN: true }), variance: fc.double({ min: 1, max: 1e12, noNaN: true }), share: fc.double({ min: 0, max: 1, noNaN: true }), hours: fc.double({ min: 0.1, max: 60, noNaN: true }) }), { maxLength: 30 });
  fc.assert(fc.property(told, (drawn) => {
    let pace = startedPace(flight, START_MS);
    let nowMs = START_MS;
    for (const { hours, ...sighting } of drawn) {
      nowMs += hours * HOUR_MS;
      pace = nextPace(toldPace(pacedUntil(pace, nowMs, TELL_MS), sighting), flight, nowMs);
      expect(pace.passThrough).toBeGreaterThanOrEqual(0);
      expect(pace.passThrough).toBeLessThanOrEqual(1);
      if (nowMs >= flight.endMs || spentCents(pace).mean >= flight.totalCents) expect(pace.passThrough).toBe(0);
      expect(spentCents(pace).mean).toBeGreaterThanOrEqual(0);
    }
  }));
});

test('toldPace() takes what rounds did not count as believed, and learns nothing from it', () => {
  const pace: Pace = { ...startedPace(flight, START_MS), toldHours: 10 };
  const passed = toldPace(pace, { cents: 0, variance: 0, share: 0 });
  expect(passed.rate).toEqual(pace.rate);
  expect(passed.toldCents.mean).toBeCloseTo(5_000, 9);
  expect(toldPace(pace, { cents: 20_000, variance: 1, share: 1 }).rate.mean).toBeCloseTo(2_000, -2);
});

describe('a flight of twenty days, served by a world that the pace only hears of', () => {
  /** Cents spent each day, of a campaign that brings `rate` an hour and is told of with noise. */
  function flown(rate: number, noiseCents: number): readonly number[] {
    const chance = seededChance(11);
    let pace = startedPace(flight, START_MS);
    let untold = 0;
    const days = Array.from({ length: 20 }, () => 0);
    for (let hour = 1; hour <= 20 * 24; hour++) {
      const cents = rate * pace.passThrough;
      days[Math.floor((hour - 1) / 24)] = (days[Math.floor((hour - 1) / 24)] ?? 0) + cents;
      const left = Math.exp(-HOUR_MS / TELL_MS);
      const after = untold * left + cents * (TELL_MS / HOUR_MS) * (1 - left);
      const told = untold + cents - after;
      untold = after;
      const nowMs = START_MS + hour * HOUR_MS;
      pace = nextPace(toldPace(pacedUntil(pace, nowMs, TELL_MS), { cents: told + noiseCents * chance.normal(), variance: noiseCents ** 2 + 1, share: 1 }), flight, nowMs);
    }
    return days;
  }
  const total = (days: readonly number[]): number => days.reduce((sum, day) => sum + day, 0);

  test('spends the total within 2 % where noise is small, though the campaign could spend four times as much', () => {
    const days = flown(2_000, 20);
    expect(Math.abs(total(days) / flight.totalCents - 1)).toBeLessThan(0.02);
    for (const day of days.slice(3)) expect(day).toBeLessThan(1.1 * 12_000);
  });

  test('and no further off than noise explains, where each hour’s sum is noised by as much as it tells', () => {
    const deviation = (500 * Math.sqrt(20 * 24)) / flight.totalCents; // 4.6 % of the total: what adding 480 sums up leaves unknown
    expect(Math.abs(total(flown(2_000, 500)) / flight.totalCents - 1)).toBeLessThan(3 * deviation);
  });

  test('limitation: a campaign that cannot spend its budget is served whole and spends what it can', () => {
    const days = flown(300, 20);
    expect(total(days)).toBeGreaterThan(0.97 * 300 * 24 * 20);
  });
});

test('daySpend() by hand: six hours served at 500 an hour, of a day that should cost 12,000', () => {
  const spend = daySpend(pacedUntil(startedPace(flight, START_MS), START_MS + 6 * HOUR_MS, TELL_MS), flight);
  expect(spend.today.mean).toBeCloseTo(3_000, 6);
  expect(spend.inAll.mean).toBeCloseTo(3_000, 6);
  expect(spend.targetCents).toBeCloseTo(12_000, 6);
});
