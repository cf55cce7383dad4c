/** A federated training that was measured: HR@20 with a number of users and an ε. */
export interface MeasuredPoint {
  readonly users: number;
  /** Most that the training may cost a device; null: no noise. */
  readonly epsilon: number | null;
  /** Most reports of one device in the training; 0 without noise, where none are counted. */
  readonly reports: number;
  /** Share of next clicks among the first 20 places, 0 to 1. */
  readonly mix: number;
  readonly popularity: number;
}

/** What `npm run evaluate -- --curve` wrote, less what nobody reads here. */
export interface MeasuredCurve {
  readonly dataset: string;
  readonly split: string;
  readonly seed: number;
  readonly cases: number;
  readonly items: number;
  /** Train users of the file; sizes above it are replicated users. */
  readonly realUsers: number;
  readonly points: readonly MeasuredPoint[];
}

/** What to expect with some number of browsers, as measured; or why nothing can be said. */
export type ExpectedQuality =
  | { readonly kind: 'measured'; /** The measured ε that was read, at most what was asked. */ readonly epsilon: number; /** HR@20 over that of popularity without noise. */ readonly ratio: number; readonly isReplicated: boolean }
  | { readonly kind: 'outside'; readonly why: string };

/** Reads the curve between its two nearest sizes, along a logarithmic scale; never beyond its ends. */
export function expectedQuality(curve: MeasuredCurve, { users, epsilon }: { readonly users: number; readonly epsilon: number }): ExpectedQuality {
  const sizes = sizesOf(curve);
  const [least = 0, most = 0] = [sizes[0], sizes.at(-1)];
  const lines = [...new Set(curve.points.flatMap((point) => (point.epsilon === null ? [] : [point.epsilon])))].sort((a, b) => a - b);
  const line = lines.filter((measured) => measured <= epsilon).at(-1);
  if (line === undefined) return { kind: 'outside', why: `measured from epsilon ${lines[0] ?? 0} on` };
  if (users < least) return { kind: 'outside', why: `measured from ${least} browsers on` };
  if (users > most) return { kind: 'outside', why: `measured up to ${most} browsers, where HR@20 was ${ratioAt(curve, most, line).toFixed(1)} times that of popularity` };
  const { below, above } = nearestSizes(sizes, users);
  const share = above > below ? Math.log(users / below) / Math.log(above / below) : 0;
  const ratio = (1 - share) * ratioAt(curve, below, line) + share * ratioAt(curve, above, line);
  return { kind: 'measured', epsilon: line, ratio, isReplicated: above > curve.realUsers };
}

/** Most reports one device sends in a training with so many browsers: the larger of the two nearest measured sizes. */
export function reportsOfTraining(curve: MeasuredCurve, users: number): number {
  const { below, above } = nearestSizes(sizesOf(curve), users);
  return Math.max(1, ...curve.points.filter((point) => point.users === below || point.users === above).map(({ reports }) => reports));
}

/** The measured sizes on either side, or the end that is nearer. */
function nearestSizes(sizes: readonly number[], users: number): { readonly below: number; readonly above: number } {
  const below = sizes.filter((size) => size <= users).at(-1);
  const above = sizes.find((size) => size >= users);
  return { below: below ?? above ?? 0, above: above ?? below ?? 0 };
}

function sizesOf({ points }: MeasuredCurve): number[] {
  return [...new Set(points.map(({ users }) => users))].sort((a, b) => a - b);
}

/** Against popularity without noise, which a shop knows of itself. */
function ratioAt({ points }: MeasuredCurve, users: number, epsilon: number): number {
  const there = points.filter((point) => point.users === users);
  const mix = there.find((point) => point.epsilon === epsilon)?.mix ?? 0;
  const popularity = there.find((point) => point.epsilon === null)?.popularity ?? 0;
  return popularity > 0 ? mix / popularity : 0;
}
