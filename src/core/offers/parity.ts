/** Noised sums of one group: a price band, a portrait, a life cycle. */
export interface GroupSums {
  readonly name: string;
  /** Devices that were asked. */
  readonly devices: number;
  /** Of these, devices that have what is asked for: were shown an offer, met raised prices. */
  readonly total: number;
}

/** How much two groups may differ. */
export interface ParityRule {
  /** Largest difference of the shares that have it. */
  readonly bound: number;
  /** Chance that groups which are equal are called different, over all pairs together. */
  readonly falseAlarm: number;
  /** Of the noise in each sum, both servers together. */
  readonly noiseStdDev: number;
  /** k: a group that may be smaller is not judged. */
  readonly leastDevices: number;
}

/** Two groups, and by how much the share of the first is above that of the second. */
export interface ParityGap {
  readonly first: string;
  readonly second: string;
  readonly difference: number;
  /** Half the width of an interval that holds for all pairs together. */
  readonly margin: number;
}

/** What the release gate goes by. */
export interface ParityVerdict {
  /** Whether two groups surely differ beyond the bound: then what is to be released is not. */
  readonly isRefused: boolean;
  /** The pair that is surest to differ; absent where fewer than two groups are known. */
  readonly widest?: ParityGap;
  /** Groups too small to be judged. */
  readonly unknown: readonly string[];
}

/** Deviations of noise by which a count of devices must stand above k. */
const SURE_DEVIATIONS = 2;

/**
 * Whether groups have alike of what is released, from noised sums. An interval for all pairs at once: z = √(2 ln(pairs / α)), since
 * P(|Z| > z) ≤ exp(−z² / 2), so that no table of quantiles is needed and more groups do not raise false alarms.
 *
 * @throws RangeError if `falseAlarm` is not between 0 and 1
 */
export function parityOf(groups: readonly GroupSums[], { bound, falseAlarm, noiseStdDev, leastDevices }: ParityRule): ParityVerdict {
  if (!(falseAlarm > 0 && falseAlarm < 1)) throw new RangeError(`Cannot judge parity with a chance of false alarm of ${falseAlarm}: wanted one between 0 and 1`);
  const isKnown = ({ devices }: GroupSums): boolean => devices - SURE_DEVIATIONS * noiseStdDev >= leastDevices;
  const known = groups.filter(isKnown).map((group) => ({ ...meanOf(group, noiseStdDev), name: group.name }));
  const pairs = (known.length * (known.length - 1)) / 2;
  const z = Math.sqrt(2 * Math.log(Math.max(1, pairs) / falseAlarm));
  const gaps = known.flatMap((first, i) => known.slice(i + 1).map((second): ParityGap => ({ first: first.name, second: second.name, difference: first.mean - second.mean, margin: z * Math.sqrt(first.variance + second.variance) })));
  const sureness = ({ difference, margin }: ParityGap): number => Math.abs(difference) - margin;
  const widest = gaps.reduce<ParityGap | undefined>((top, gap) => (top === undefined || sureness(gap) > sureness(top) ? gap : top), undefined);
  return { isRefused: widest !== undefined && sureness(widest) > bound, ...(widest && { widest }), unknown: groups.filter((group) => !isKnown(group)).map(({ name }) => name) };
}

/** Share of a group and its variance by the delta method: people differ, and both sums carry noise. */
function meanOf({ devices, total }: GroupSums, noiseStdDev: number): { readonly mean: number; readonly variance: number } {
  const mean = total / devices;
  // A share of 0 or 1 among few is not known without doubt: one half of a device is added to either side.
  const share = Math.min(1, Math.max(0, (Math.max(0, total) + 0.5) / (devices + 1)));
  return { mean, variance: (share * (1 - share)) / devices + (noiseStdDev ** 2 * (1 + mean ** 2)) / devices ** 2 };
}
