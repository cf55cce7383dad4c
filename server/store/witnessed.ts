/** The newest checkpoint that a cosigner has signed of one log. */
export interface WitnessedRow {
  readonly origin: string;
  /** Text of the checkpoint. */
  readonly text: string;
  /** Signature lines: the log's own that were verified, then the cosignature. */
  readonly signatures: string;
}

/** What a cosigner must never forget: of each log, the tree that it vouched for last. */
export interface WitnessedTable {
  get(origin: string): WitnessedRow | undefined;
  /** By SHA-256 of the origin, lower-case hex. */
  byOriginHash(hash: string): WitnessedRow | undefined;
  /** Adds a log or moves it on; the caller has checked that the new tree continues the old one. */
  set(row: WitnessedRow): void;
  /** By origin. */
  all(): readonly WitnessedRow[];
}
