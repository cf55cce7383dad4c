import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bootstrapInterval, directMethod, doublyRobust, importanceWeights, ipw, mayPublish, MIN_EFFECTIVE_CHOICES, snipw, switchDoublyRobust, type LoggedChoices } from '#core/offpolicy';
import { seededChance } from '#core/units';

/** Four choices; weights 2, 0, 1, ½. */
const LOG: LoggedChoices = { reward: [1, 0, 1, 0], propensity: [0.5, 0.5, 0.5, 0.5], target: [1, 0, 0.5, 0.25] };
/** A model that is always wrong by a half on what was logged. */
const MODEL = { ofChoice: [0.5, 0.5, 0.5, 0.5], ofPolicy: [0.6, 0.6, 0.6, 0.6] };

describe('four choices worked by hand', () => {
  test('importanceWeights() are target over propensity, clipped where asked', () => {
    expect([...importanceWeights(LOG)]).toEqual([2, 0, 1, 0.5]);
    expect([...importanceWeights(LOG, { clip: 1 })]).toEqual([1, 0, 1, 0.5]);
  });

  test('ipw() is (2 + 0 + 1 + 0) / 4, its error that of four terms', () => {
    const { value, stdError, effectiveChoices, maxWeight, tailShare } = ipw(LOG);
    expect(value).toBe(0.75);
    expect(stdError).toBeCloseTo(Math.sqrt(2.75 / 3 / 4), 12); // squares about .75: 1.5625 + .5625 + .0625 + .5625
    expect(effectiveChoices).toBeCloseTo(12.25 / 5.25, 12);
    expect(maxWeight).toBe(2);
    expect(tailShare).toBeCloseTo(2 / 3.5, 12);
    expect(ipw(LOG, { clip: 1 }).value).toBe(0.5);
  });

  test('snipw() is 3 / 3.5 with the error of a ratio', () => {
    const { value, stdError, low, high } = snipw(LOG);
    expect(value).toBeCloseTo(3 / 3.5, 12);
    expect(stdError).toBeCloseTo(0.152721, 6); // √(.081633 + 0 + .020408 + .183673) / 3.5
    expect((low + high) / 2).toBeCloseTo(value, 12);
    expect(high - low).toBeCloseTo(2 * 1.959964 * 0.152721, 5);
  });

  test('directMethod() is the model, doublyRobust() adds what it got wrong, switchDoublyRobust() only where weights are small', () => {
    expect(directMethod(LOG, MODEL).value).toBeCloseTo(0.6, 12);
    expect(doublyRobust(LOG, MODEL).value).toBeCloseTo((1.6 + 0.6 + 1.1 + 0.35) / 4, 12);
    expect(switchDoublyRobust(LOG, MODEL, 1).value).toBeCloseTo((0.6 + 0.6 + 1.1 + 0.35) / 4, 12);
    expect(switchDoublyRobust(LOG, MODEL, 0).value).toBeCloseTo(0.6, 12);
  });
});

const log = fc.array(fc.record({ reward: fc.double({ min: 0, max: 1, noNaN: true }), propensity: fc.double({ min: 0.05, max: 1, noNaN: true }), target: fc.double({ min: 0, max: 1, noNaN: true }) }), { minLength: 2, maxLength: 40 })
  .map((rows): LoggedChoices => ({ reward: rows.map(({ reward }) => reward), propensity: rows.map(({ propensity }) => propensity), target: rows.map(({ target }) => target) }));

test('a policy that chooses as the log did is worth the mean reward by every weighting', () => {
  fc.assert(fc.property(log, ({ reward, propensity }) => {
    const same = { reward, propensity, target: propensity };
    const mean = Array.from(reward).reduce((sum, one) => sum + one, 0) / reward.length;
    for (const { value, effectiveChoices } of [ipw(same), snipw(same)]) {
      expect(value).toBeCloseTo(mean, 9);
      expect(effectiveChoices).toBeCloseTo(reward.length, 6);
    }
  }));
});

test('snipw() never leaves the range of the rewards, and moves with them', () => {
  fc.assert(fc.property(log, (rows) => {
    const { value } = snipw(rows);
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1 + 1e-12);
    const raised = snipw({ ...rows, reward: Array.from(rows.reward, (reward) => reward + 7) });
    if (Array.from(rows.target).some((target) => target > 0)) expect(raised.value).toBeCloseTo(value + 7, 8);
  }));
});

test('doublyRobust() with a perfect model is the direct method, whatever the weights', () => {
  fc.assert(fc.property(log, (rows) => {
    const model = { ofChoice: rows.reward, ofPolicy: Array.from(rows.reward, (_, i) => i / 10) };
    expect(doublyRobust(rows, model).value).toBeCloseTo(directMethod(rows, model).value, 9);
  }));
});

test('the 95 % intervals hold a known value in 92 to 98 of 100 logs', () => {
  // Three arms with chances .1 .3 .5, logged evenly, judged .1 .2 .7: worth .01 + .06 + .35 = .42. 400 logs of 1,000: a share
  // of .95 has a deviation of .011, and the normal interval of such terms is right to about .01.
  const [chance, arms, target] = [seededChance(11), [0.1, 0.3, 0.5], [0.1, 0.2, 0.7]];
  let [ipwHolds, snipwHolds, bootstrapHolds] = [0, 0, 0];
  for (let run = 0; run < 400; run++) {
    const chosen = Array.from({ length: 1_000 }, () => chance.below(3));
    const rows: LoggedChoices = { reward: chosen.map((arm) => (chance.next() < (arms[arm] ?? 0) ? 1 : 0)), propensity: chosen.map(() => 1 / 3), target: chosen.map((arm) => target[arm] ?? 0) };
    const holds = ({ low, high }: { readonly low: number; readonly high: number }): number => (low <= 0.42 && 0.42 <= high ? 1 : 0);
    ipwHolds += holds(ipw(rows));
    snipwHolds += holds(snipw(rows));
    if (run < 60) bootstrapHolds += holds(bootstrapInterval(rows, (drawn) => ipw(drawn).value, chance, 200));
  }
  for (const share of [ipwHolds / 400, snipwHolds / 400]) {
    expect(share).toBeGreaterThan(0.92);
    expect(share).toBeLessThan(0.98);
  }
  expect(bootstrapHolds / 60).toBeGreaterThan(0.85); // 60 logs: a deviation of .028, and 200 resamples are rough
});

test('importanceWeights() refuses columns of different length and chances that are none', () => {
  expect(() => importanceWeights({ reward: [], propensity: [], target: [] })).toThrow(RangeError);
  expect(() => importanceWeights({ reward: [1], propensity: [0.5, 0.5], target: [1] })).toThrow(RangeError);
  expect(() => importanceWeights({ reward: [1], propensity: [0], target: [1] })).toThrow(RangeError);
  expect(() => importanceWeights({ reward: [1], propensity: [0.5], target: [1.5] })).toThrow(RangeError);
  expect(() => importanceWeights(LOG, { clip: 0 })).toThrow(RangeError);
});

test('snipw() of a log that never meets the policy knows nothing', () => {
  expect(snipw({ reward: [1, 1], propensity: [0.5, 0.5], target: [0, 0] })).toMatchObject({ value: 0, stdError: Infinity, effectiveChoices: 0 });
});

describe('mayPublish()', () => {
  const good = { value: 0.06, low: 0.055, choices: 10_000, effectiveChoices: 3_000 };

  test('lets a policy out whose interval lies above the present value', () => {
    expect(mayPublish(good, 0.05)).toEqual({ ok: true, value: { gainLow: 0.055 - 0.05 } });
  });

  test.each([
    ['not-better', good, 0.055],
    ['not-better', { ...good, low: -Infinity }, 0.05],
    ['few-choices', { ...good, effectiveChoices: MIN_EFFECTIVE_CHOICES - 1 }, 0.01],
    ['few-choices', { ...good, effectiveChoices: Number.NaN }, 0.01],
    ['policies-apart', { ...good, choices: 1_000_000 }, 0.01],
  ] as const)('refuses with the reason %s', (kind, estimate, present) => {
    expect(mayPublish(estimate, present)).toMatchObject({ ok: false, fault: { kind } });
  });
});
