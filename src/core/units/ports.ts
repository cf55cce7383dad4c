/** Source of time. The page gives `Date.now`; a test holds it still. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z; may jump either way, as a shopper's clock does. */
  nowMs(): number;
}

/** Source of secrets. The page gives `crypto`; a test gives a counter. */
export interface Randomness {
  /** Fills `out` with bytes nobody can predict. */
  fill(out: Uint8Array): void;
}
