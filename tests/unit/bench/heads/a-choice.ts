import type { Chance } from '#core/units';
import { DENSE_INPUTS, TASTE_DIMS, type Choice } from '#bench/heads';

/** A choice of random facts. */
export function someChoice(chance: Chance): Choice {
  const unit = (): Float32Array => {
    const row = Float32Array.from({ length: TASTE_DIMS }, () => chance.normal());
    const norm = Math.hypot(...row);
    return row.map((x) => x / norm);
  };
  return { dense: Float32Array.from({ length: DENSE_INPUTS }, () => chance.normal()), crosses: Int32Array.from({ length: 5 }, () => chance.below(2 ** 30)), taste: unit(), item: unit() };
}
