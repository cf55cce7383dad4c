/**
 * **Knows** the estimators of `#core/offpolicy` and `#core/experiment` on real logs: Open Bandit, where both policies ran, and
 * Hillstrom's e-mail experiment, each from exact sums and from the sums that two servers release at ε 1/4 a report.
 * **Not here** the estimators; simulated markets (`#bench/market`).
 * **Trust** reads files of the person who runs it; both sets are small, and a table says how wide its intervals are.
 */
export { hillstromRows, type UpliftRow } from './hillstrom.ts';
export { release } from './noise.ts';
export { openBanditRows, type PolicyRow } from './open-bandit.ts';
