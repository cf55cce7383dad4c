/**
 * Choices that were made and what came of them, beside what another policy would have chosen. Columns of the same length N.
 * Every array is owned by the caller and not modified.
 */
export interface LoggedChoices {
  /** shape [N]: what came of the choice, in the unit of the value (clicks, cents). */
  readonly reward: ArrayLike<number>;
  /** shape [N]: chance with which the logging policy made it, above 0, at most 1. */
  readonly propensity: ArrayLike<number>;
  /** shape [N]: chance with which the judged policy would have made the same choice in the same place, 0 to 1. */
  readonly target: ArrayLike<number>;
}

/** What a reward model says of the same choices. */
export interface RewardModel {
  /** shape [N]: expected reward of the choice that was made. */
  readonly ofChoice: ArrayLike<number>;
  /** shape [N]: expected reward of the judged policy's own choice in the same place, Σ_a target(a)·model(a). */
  readonly ofPolicy: ArrayLike<number>;
}

/** How weights are tamed. */
export interface Weighting {
  /** Weights above it count as this much: less variance, and a bias downward where rewards are not negative. Absent: none. */
  readonly clip?: number;
}

/**
 * Importance weights target / propensity, clipped.
 *
 * @returns shape [N], a new array
 * @throws RangeError if the log is empty, its columns differ in length, a propensity is not in (0, 1] or a target not in [0, 1]
 */
export function importanceWeights(log: LoggedChoices, { clip = Infinity }: Weighting = {}): Float64Array {
  const n = log.reward.length;
  if (n === 0 || log.propensity.length !== n || log.target.length !== n) {
    throw new RangeError(`Cannot weight ${n} rewards, ${log.propensity.length} propensities and ${log.target.length} targets: wanted as many of each, and some`);
  }
  if (!(clip > 0)) throw new RangeError(`Cannot clip weights to ${clip}: wanted a number above 0`);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const [propensity, target] = [log.propensity[i] ?? 0, log.target[i] ?? 0];
    if (!(propensity > 0 && propensity <= 1)) throw new RangeError(`Cannot weight choice ${i} by propensity ${propensity}: wanted above 0, at most 1`);
    if (!(target >= 0 && target <= 1)) throw new RangeError(`Cannot weight choice ${i} by target ${target}: wanted 0 to 1`);
    weights[i] = Math.min(clip, target / propensity);
  }
  return weights;
}
