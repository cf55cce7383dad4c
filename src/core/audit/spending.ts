import { analyticGaussianEpsilon, epsilonOf, FLOORS, floorsUnder } from '#core/privacy';
import type { PolicyFile, Task } from '#core/protocol';
import { WEEK_MS, YEAR_MS } from '#core/units';
import type { AuditedRound } from './check.ts';

/** What a run of rounds can have cost one device. */
export interface Spending {
  /** zCDP ρ, counting one server's noise only. */
  readonly rho: number;
  /** The claim: CKS20 corollary 13. */
  readonly epsilon: number;
  /** Analytic Gaussian value at the same δ, for the continuous Gaussian only: beside the claim, never instead of it. Undefined once a measurement, whose noise is Laplace, is in it. */
  readonly analytic: number | undefined;
}

/** Privacy spent up to and with a round. */
export interface Spent {
  readonly round: number;
  /** A device that took part in every round so far: more than any device can. */
  readonly everyRound: Spending;
  /** The most that a device's own budget of a week and a year let it give since the first round opened. */
  readonly oneDevice: Spending;
  readonly delta: number;
}

/** ρ by what it was spent on. */
type RhoByKind = Readonly<Record<Task['kind'], number>>;

function spendingOf({ model, measure }: RhoByKind, delta: number, most = Infinity): Spending {
  const rho = Math.min(model + measure, most);
  const gaussian = rho > 0 ? analyticGaussianEpsilon(1 / Math.sqrt(2 * rho), delta) : 0;
  return { rho, epsilon: epsilonOf(rho, delta), analytic: measure > 0 ? undefined : gaussian };
}

/**
 * Privacy spent so far after rounds in the order of the log, the last one always; rounds whose task could not be read count
 * by their record. A device spends at most a week's budget in any seven days: in a span of s it is `⌊s/week⌋ + 1` windows.
 *
 * @param most - rounds to tell of, evenly chosen: converting ρ takes a tenth of a millisecond, and a long log has thousands
 */
export function spentSoFar(rounds: readonly AuditedRound[], policy: Pick<PolicyFile, 'floors'>, most = Infinity): readonly Spent[] {
  const { weekRho, measureWeekRho, yearRho } = floorsUnder(policy);
  const firstMs = rounds.reduce((least, { record }) => Math.min(least, record.openedMs), Infinity);
  const every = Math.max(1, Math.ceil(rounds.length / most));
  const rho = { model: 0, measure: 0 };
  return rounds.flatMap(({ kind, record, task }, i) => {
    rho[kind] += record.rho;
    if ((rounds.length - 1 - i) % every !== 0) return [];
    const delta = task?.kind === 'model' ? task.dpDelta : FLOORS.maxDelta;
    const spanMs = Math.max(0, record.closedMs - firstMs);
    const weeks = Math.floor(spanMs / WEEK_MS) + 1;
    const within = { model: Math.min(rho.model, weeks * weekRho), measure: Math.min(rho.measure, weeks * measureWeekRho) };
    return [{ round: record.round, everyRound: spendingOf(rho, delta), oneDevice: spendingOf(within, delta, (Math.floor(spanMs / YEAR_MS) + 1) * yearRho), delta }];
  });
}
