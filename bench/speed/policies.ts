import { join } from 'node:path';
import { hillstromRows, openBanditRows, type PolicyRow, type UpliftRow } from '#bench/offpolicy';
import { figure, type Figure } from './figure.ts';

/** Off-policy estimates on Open Bandit and the Hillstrom experiment, as figures; none where the data is not beside the checkout. */
export function measurePolicies(data: string): readonly Figure[] {
  const [policies, uplifts] = [openBanditRows(join(data, 'open_bandit')) ?? [], hillstromRows(join(data, 'hillstrom/hillstrom.csv.gz')) ?? []];
  return [...policies.map(policyFigure), ...uplifts.map(upliftFigure)];
}

const thousandths = (value: number): string => (Number.isFinite(value) ? (1000 * value).toFixed(2) : 'unknown');

function policyFigure({ campaign, direction, estimator, estimate, truth, effectiveChoices, maxWeight, verdict }: PolicyRow): Figure {
  const how = `${direction}, ${estimator}: 95 % ${thousandths(estimate.low)} to ${thousandths(estimate.high)}, ${Math.round(effectiveChoices)} effective choices, largest weight ${maxWeight.toPrecision(3)}, gate: ${verdict}; the baseline is the policy's own log`;
  return figure(`policy-${campaign}`, 'per mille', 1000 * estimate.value, 1000 * truth, how);
}

function upliftFigure({ figure: name, central, noised, note }: UpliftRow): Figure {
  const shown = (value: number): string => (Number.isFinite(value) ? value.toPrecision(3) : 'unknown');
  const how = `noised ${shown(noised.low)} to ${shown(noised.high)}, central ${shown(central.low)} to ${shown(central.high)}; ${note}; the baseline is from exact sums`;
  return figure(`hillstrom ${name}`, 'effect', noised.value, central.value, how);
}
