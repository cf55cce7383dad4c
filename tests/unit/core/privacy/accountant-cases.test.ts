import { expect, test } from 'vitest';
import { analyticGaussianEpsilon, epsilonOf, rhoOfPureEpsilon } from '#core/privacy';
import { composedLoss, deltaOfLoss, discreteGaussianLoss, discreteLaplaceLoss, epsilonOfLoss, type PrivacyLoss } from '#support/exact-loss';
import { publishedVectors } from '#support/vectors';

interface Case {
  readonly id: string;
  readonly mechanism: string;
  readonly params: Readonly<Record<string, number>>;
  readonly expect: Readonly<Record<string, number>>;
  readonly tolerance?: number;
}

const CASES = publishedVectors<{ readonly cases: readonly Case[] }>('.', /^accountant-cases\.json$/).flatMap(({ content }) => content.cases);

/** Widest step by which dp_accounting's tables round a loss up (its `value_discretization_interval`), a release. */
const TABLE_STEP = 1e-4;

/** Mechanisms we have none of: devices are not sampled secretly, so nothing is amplified. */
const NOT_OURS = /^(?:poisson-sampled-gaussian|calibration\/|gaussian-DP CLT|RDP->)/;

/** The number `name` of a case; a case without it fails. */
const numberOf = (values: Readonly<Record<string, number>>, name: string): number => {
  const value = values[name];
  if (value === undefined) throw new Error(`The case has no ${name}`);
  return value;
};

/** The exact ε of a release on the integers is at most what the tables say, and less by at most their rounding. */
function expectUnderTable(loss: PrivacyLoss, delta: number, { table, releases, tolerance }: { readonly table: number; readonly releases: number; readonly tolerance: number }): void {
  const epsilon = epsilonOfLoss(loss, delta);
  expect(epsilon).toBeLessThan(table + tolerance);
  expect(epsilon).toBeGreaterThan(table - releases * TABLE_STEP);
}

/** What each mechanism's case must be equal to. */
const CHECKS: Readonly<Record<string, (one: Case) => void>> = {
  'gaussian-composition'({ params, expect: wanted, tolerance = 1e-6 }) {
    const [z, rounds, delta] = [numberOf(params, 'noise_multiplier'), numberOf(params, 'rounds'), numberOf(params, 'delta')];
    const rho = rounds / (2 * z * z);
    expect(Math.abs(rho - numberOf(wanted, 'rho_zcdp'))).toBeLessThan(1e-12);
    const claim = epsilonOf(rho, delta);
    expect(Math.abs(claim - numberOf(wanted, 'eps_zcdp_cks20'))).toBeLessThan(tolerance);
    expect(claim).toBeLessThan(numberOf(wanted, 'eps_zcdp_bs16'));
    expect(claim).toBeLessThan(numberOf(wanted, 'eps_rdp') + tolerance); // the same bound over a coarse grid of orders
    const exact = analyticGaussianEpsilon(z, delta, rounds);
    expect(Math.abs(exact - numberOf(wanted, 'eps_analytic_gaussian'))).toBeLessThan(tolerance);
    expect(Math.abs(exact - numberOf(wanted, 'eps_pld'))).toBeLessThan(tolerance);
  },
  'zcdp-to-approx'({ params, expect: wanted, tolerance = 1e-6 }) {
    const claim = epsilonOf(numberOf(params, 'rho'), numberOf(params, 'delta'));
    expect(Math.abs(claim - numberOf(wanted, 'eps_cks20'))).toBeLessThan(tolerance);
    expect(claim).toBeLessThan(numberOf(wanted, 'eps_standard'));
  },
  'sigma-calibration'({ params, expect: wanted, tolerance = 1e-6 }) {
    const [epsilon, delta] = [numberOf(params, 'epsilon'), numberOf(params, 'delta')];
    expect(Math.abs(epsilonOf(1 / (2 * numberOf(wanted, 'sigma_zcdp') ** 2), delta) - epsilon)).toBeLessThan(tolerance);
    expect(Math.abs(analyticGaussianEpsilon(numberOf(wanted, 'sigma_analytic'), delta) - epsilon)).toBeLessThan(tolerance);
  },
  'discrete-gaussian-1d'({ params, expect: wanted, tolerance = 1e-6 }) {
    const [sigma, sensitivity, delta] = [numberOf(params, 'sigma'), numberOf(params, 'sensitivity'), numberOf(params, 'delta')];
    expect(Math.abs(epsilonOf(sensitivity ** 2 / (2 * sigma * sigma), delta) - numberOf(wanted, 'eps_zcdp_cks20'))).toBeLessThan(tolerance);
    expect(Math.abs(analyticGaussianEpsilon(sigma / sensitivity, delta) - numberOf(wanted, 'eps_continuous'))).toBeLessThan(tolerance);
    expectUnderTable(discreteGaussianLoss(sigma, sensitivity), delta, { table: numberOf(wanted, 'eps_pld'), releases: 1, tolerance });
  },
  'discrete-gaussian-1d-delta'({ params, expect: wanted, tolerance = 1e-6 }) {
    const delta = deltaOfLoss(discreteGaussianLoss(numberOf(params, 'sigma'), numberOf(params, 'sensitivity')), numberOf(params, 'epsilon'));
    expect(Math.abs(delta - numberOf(wanted, 'delta_exact_cks20_thm7'))).toBeLessThan(tolerance * delta);
  },
  'truncated discrete-gaussian delta(eps) (exact)'({ params, expect: wanted, tolerance = 1e-6 }) {
    const loss = discreteGaussianLoss(numberOf(params, 'sigma'), numberOf(params, 'sensitivity'), numberOf(params, 'truncation_bound'));
    expect(Math.abs(deltaOfLoss(loss, numberOf(params, 'epsilon')) - numberOf(wanted, 'delta'))).toBeLessThan(tolerance);
  },
  'discrete-gaussian 1-D calibration (exact)'({ params, expect: wanted, tolerance = 1e-6 }) {
    const [sensitivity, epsilon, delta] = [numberOf(params, 'sensitivity'), numberOf(params, 'epsilon'), numberOf(params, 'delta')];
    const deltaAt = (sigma: number): number => deltaOfLoss(discreteGaussianLoss(sigma, sensitivity), epsilon);
    expect(deltaAt(numberOf(wanted, 'sigma') - tolerance)).toBeGreaterThan(delta);
    expect(deltaAt(numberOf(wanted, 'sigma') + tolerance)).toBeLessThan(delta);
  },
  'laplace-composition'({ params, expect: wanted, tolerance = 1e-6 }) {
    const [scale, sensitivity, rounds, delta] = [numberOf(params, 'scale'), numberOf(params, 'sensitivity'), numberOf(params, 'rounds'), numberOf(params, 'delta')];
    const pure = (rounds * sensitivity) / scale;
    expect(Math.abs(pure - numberOf(wanted, 'pure_eps'))).toBeLessThan(tolerance);
    const exact = epsilonOfLoss(composedLoss(discreteLaplaceLoss(scale, sensitivity), rounds), delta);
    expectUnderTable(composedLoss(discreteLaplaceLoss(scale, sensitivity), rounds), delta, { table: numberOf(wanted, 'eps_pld'), releases: rounds, tolerance });
    expect(exact).toBeLessThan(Math.min(pure, epsilonOf(rounds * rhoOfPureEpsilon(sensitivity / scale), delta)) + tolerance); // either claim is a bound
  },
  'gaussian x2/RDP': ({ params, expect: wanted }) => { expectUnderRenyi(params, wanted, 0.01); }, // orders in steps of a tenth and coarser
  'gaussian x2/PLD (= analytic)'({ params, expect: wanted, tolerance = 1e-6 }) {
    expect(Math.abs(analyticGaussianEpsilon(numberOf(params, 'noise_multiplier'), numberOf(params, 'delta'), numberOf(params, 'steps')) - numberOf(wanted, 'epsilon'))).toBeLessThan(tolerance);
  },
  'gaussian/RDP': ({ params, expect: wanted, tolerance = 1e-6 }) => { expectUnderRenyi(params, wanted, tolerance); },
};

/** Rényi orders on a grid give our claim or a little more. */
function expectUnderRenyi(params: Case['params'], wanted: Case['expect'], slack: number): void {
  const claim = epsilonOf((params['steps'] ?? 1) / (2 * numberOf(params, 'noise_multiplier') ** 2), numberOf(params, 'delta'));
  expect(claim).toBeLessThan(numberOf(wanted, 'epsilon') + 1e-7);
  expect(claim).toBeGreaterThan(numberOf(wanted, 'epsilon') - slack);
}

test.each(CASES.filter(({ mechanism }) => !NOT_OURS.test(mechanism)))('$id: $mechanism', (one) => {
  const check = CHECKS[one.mechanism];
  if (!check) throw new Error(`There is no check for the mechanism "${one.mechanism}"`);
  check(one);
});
