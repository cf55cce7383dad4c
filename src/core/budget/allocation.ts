/** Value that spending brings, concave: value(s) = scale · ln(1 + s / knee). */
export interface Response {
  /** Value in cents; 0 for a campaign that brings nothing. */
  readonly scale: number;
  /** Cents at which the marginal value has fallen to a half; above 0. */
  readonly knee: number;
}

/** One noised observation of a campaign: what a period spent and what it brought. */
export interface ResponsePoint {
  readonly spentCents: number;
  readonly valueCents: number;
  /** Standard error of the value, noise of both servers in it; above 0. */
  readonly stdErrorCents: number;
}

/** Knees tried, as multiples of the mean spend: from almost straight to almost spent. */
const KNEES = Array.from({ length: 25 }, (_, index) => 10 ** (index / 8 - 1));

/** Value of the next cent at `spentCents`. */
export function marginalValue({ scale, knee }: Response, spentCents: number): number {
  return scale / (knee + spentCents);
}

/**
 * The concave response nearest to noised observations: weighted least squares in the scale for each of 25 knees. Where the
 * points do not tell knees apart (within one unit of chi-square), the largest of them stands: nearly straight, so that noise alone
 * does not move money.
 *
 * @throws RangeError if no point has spend and an error above 0
 */
export function fitResponse(points: readonly ResponsePoint[]): Response {
  const usable = points.filter(({ spentCents, stdErrorCents }) => spentCents > 0 && stdErrorCents > 0 && Number.isFinite(stdErrorCents));
  if (usable.length === 0) throw new RangeError('Cannot fit a response: no point has spend and an error');
  const meanCents = usable.reduce((sum, { spentCents }) => sum + spentCents, 0) / usable.length;
  const fits = KNEES.map((multiple) => {
    const knee = multiple * meanCents;
    let [xx, xy] = [0, 0];
    for (const { spentCents, valueCents, stdErrorCents } of usable) {
      const x = Math.log1p(spentCents / knee) / stdErrorCents;
      xx += x * x;
      xy += x * (valueCents / stdErrorCents);
    }
    const scale = Math.max(0, xy / xx);
    const misfit = usable.reduce((sum, { spentCents, valueCents, stdErrorCents }) => sum + ((valueCents - scale * Math.log1p(spentCents / knee)) / stdErrorCents) ** 2, 0);
    return { scale, knee, misfit };
  });
  const least = Math.min(...fits.map(({ misfit }) => misfit));
  const { scale = 0, knee = meanCents } = fits.findLast(({ misfit }) => misfit <= least + 1) ?? {};
  return { scale, knee };
}

/** A campaign that takes part in an allocation. */
export interface AllocationShare {
  readonly response: Response;
  /** Most it may get, cents: its own budget, or what its inventory can carry. */
  readonly mostCents: number;
}

/** Halvings of the price of a cent: far below a cent of any budget. */
const HALVINGS = 100;

/**
 * Splits `totalCents` over campaigns so that the next cent brings the same everywhere (water-filling): each gets
 * scale/λ − knee within 0 and its most, at the one λ that spends the total. Never above the total; more total never takes from
 * anyone.
 *
 * @returns shape [shares], cents
 */
export function allocate(totalCents: number, shares: readonly AllocationShare[]): number[] {
  const at = (price: number): number[] => shares.map(({ response: { scale, knee }, mostCents }) => Math.max(0, Math.min(mostCents, scale / price - knee)));
  const sum = (cents: readonly number[]): number => cents.reduce((total, one) => total + one, 0);
  const valued = shares.filter(({ response }) => response.scale > 0);
  if (!(totalCents > 0) || valued.length === 0) return shares.map(() => 0);
  let [low, high] = [0, Math.max(...valued.map(({ response }) => marginalValue(response, 0)))];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (sum(at(middle)) > totalCents) low = middle;
    else high = middle;
  }
  return at(high);
}
