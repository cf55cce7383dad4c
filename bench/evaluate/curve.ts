/** Quality of one federated training. */
export interface CurvePoint {
  readonly users: number;
  /** Whether real users stand several times among them. */
  readonly isReplicated: boolean;
  /** The ε asked for; null without noise. */
  readonly epsilon: number | null;
  /** The ε spent by the most active device; null without noise. */
  readonly epsilonSpent: number | null;
  /** z of each server; 0 without noise. */
  readonly noiseMultiplier: number;
  /** Most reports a device sends in the whole training, as noise was planned for them; 0 without noise. */
  readonly reports: number;
  /** HR@20 of the shared mix as reports carry it. */
  readonly mix: number;
  /** HR@20 of popularity, noised too where there is noise. */
  readonly popularity: number;
}

/** What `--json` holds of a curve. `homebird plan` reads this form. */
export interface Curve {
  readonly dataset: string;
  readonly split: string;
  readonly seed: number;
  readonly figure: 'hr@20';
  readonly cases: number;
  readonly items: number;
  /** Train users of the file; above it users are replicated. */
  readonly realUsers: number;
  readonly points: readonly CurvePoint[];
}
