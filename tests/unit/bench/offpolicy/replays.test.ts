import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hillstromRows, openBanditRows } from '#bench/offpolicy';
import { ROOT } from '#support/rooms';

const [BANDIT, HILLSTROM] = [join(ROOT, '../shared/data/open_bandit'), join(ROOT, '../shared/data/hillstrom/hillstrom.csv.gz')];
const isThere = existsSync(join(BANDIT, 'random/men/men.csv.gz')) && existsSync(HILLSTROM);

describe.skipIf(!isThere)('real logs (needs ../shared/data/open_bandit and hillstrom)', () => {
  // The reference: numpy over the same files with the definitions of obp 0.5 (mean of w·r; Σwr / Σw; (Σw)²/Σw²).
  test.each([
    ['men', 'bts from random', 'ipw', 0.005656266700835], ['men', 'bts from random', 'snipw', 0.005739864701951],
    ['women', 'bts from random', 'ipw', 0.00580569178295], ['women', 'bts from random', 'snipw', 0.005833036087191],
    ['men', 'random from bts', 'ipw', 0.003008626327256], ['men', 'random from bts', 'snipw', 0.003189423162277], ['men', 'random from bts', 'snipw, clipped', 0.003489628447946],
    ['women', 'random from bts', 'ipw', 0.007437577541923], ['women', 'random from bts', 'snipw', 0.002373046143448], ['women', 'random from bts', 'snipw, clipped', 0.006533750350215],
  ] as const)('openBanditRows() of %s, %s: %s as numpy has it', (campaign, direction, estimator, value) => {
    expect(rowOf(campaign, direction, estimator)?.estimate.value).toBeCloseTo(value, 12);
  });

  test('the interval of every weighted estimate of BTS holds what BTS itself earned', () => {
    for (const campaign of ['men', 'women']) {
      for (const estimator of ['ipw', 'snipw', 'dr', 'snipw, bootstrap']) {
        const row = rowOf(campaign, 'bts from random', estimator);
        expect(row?.estimate.low).toBeLessThan(row?.truth ?? 0);
        expect(row?.estimate.high).toBeGreaterThan(row?.truth ?? 1);
      }
    }
  });

  test('limitation: weights of 10⁻⁶ propensities leave two effective choices of 10,000, and the gate refuses', () => {
    expect(rowOf('women', 'random from bts', 'snipw')).toMatchObject({ verdict: 'few-choices' });
    expect(rowOf('women', 'random from bts', 'snipw')?.effectiveChoices).toBeLessThan(3);
  });

  test('limitation: 10,000 devices at ε 1/4 cannot tell a click rate of 5 in 1,000, a million can', () => {
    const [few, many] = [rowOf('men', 'bts from random', 'private sums, 10000 devices'), rowOf('men', 'bts from random', 'private sums, 100 × 10000 devices')];
    expect((few?.estimate.high ?? 0) - (few?.estimate.low ?? 0)).toBeGreaterThan(0.1);
    expect((many?.estimate.high ?? 0) - (many?.estimate.low ?? 0)).toBeLessThan(0.003);
  });

  test('hillstromRows() finds the effect that the file holds, and its noised intervals hold the exact figures', () => {
    const rows = hillstromRows(HILLSTROM) ?? [];
    expect(rows).toHaveLength(6);
    // 42,694 mailed with 7,132 visits and 21,306 held with 2,262: .16705 − .10617
    expect(rows[0]?.central.value).toBeCloseTo(7_132 / 42_694 - 2_262 / 21_306, 12);
    for (const { noised, central } of rows) {
      expect(noised.low).toBeLessThan(central.value);
      expect(noised.high).toBeGreaterThan(central.value);
    }
  });
});

const rows = isThere ? (openBanditRows(BANDIT) ?? []) : [];
function rowOf(campaign: string, direction: string, estimator: string): (typeof rows)[number] | undefined {
  return rows.find((row) => row.campaign === campaign && row.direction === direction && row.estimator === estimator);
}

test('openBanditRows() and hillstromRows() are absent where the data is', () => {
  expect(openBanditRows('/nowhere')).toBeUndefined();
  expect(hillstromRows('/nowhere.csv.gz')).toBeUndefined();
});
