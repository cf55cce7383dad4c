import type { Fault, Result } from '#core/units';

/** 0 is the leader, 1 the helper (VDAF draft, `agg_id`). */
export type AggregatorId = 0 | 1;

/**
 * A verifiable distributed aggregation function for two aggregators and one round of preparation, with the verbs of
 * draft-irtf-cfrg-vdaf: a client `shard`s, both aggregators `prepare`, `aggregate` and the collector `unshard`s.
 * All byte layouts are the draft's. `Measurement` is what a client holds, `AggregateResult` what the collector reads.
 */
export interface Vdaf<Measurement, AggregateResult> {
  /** Name and parameters as they stand in a task. */
  readonly algorithm: string;
  /** Bytes of the public nonce (report id). */
  readonly nonceBytes: number;
  /** Bytes of client randomness `shard` consumes. */
  readonly randBytes: number;
  readonly verifyKeyBytes: number;
  /** Entries of an aggregate share. */
  readonly outputLength: number;

  /** Splits a measurement. @throws RangeError if it is outside the function's domain */
  shard(measurement: Measurement, nonce: Uint8Array, rand: Uint8Array, context: Uint8Array): Promise<Shards>;

  /** First step at each aggregator, on its own share. */
  prepareInit(init: PrepareInit): Promise<Result<Prepared, VdafFault>>;

  /** Combines both aggregators' prepare shares into the prepare message, or rejects the report. */
  prepareSharesToMessage(context: Uint8Array, leaderShare: Uint8Array, helperShare: Uint8Array): Promise<Result<Uint8Array, VdafFault>>;

  /** Last step at each aggregator: an output share of the report, shape [outputLength]. */
  prepareNext(state: PrepareState, message: Uint8Array): Promise<Result<Uint32Array, VdafFault>>;

  /** Signed integers as ring or field elements, so that noise can be added to a share by `aggregate`. shape [L] → [L] */
  encodeIntegers(values: Int32Array): Uint32Array;

  /** Adds output shares into `sum` in place; start from a zeroed array of `outputLength`. */
  aggregate(sum: Uint32Array, outputShare: Uint32Array): void;

  /** The aggregate of `reports` reports from both aggregate shares. */
  unshard(leaderSum: Uint32Array, helperSum: Uint32Array, reports: number): AggregateResult;
}

export interface Shards {
  readonly publicShare: Uint8Array;
  /** [leader, helper]. */
  readonly inputShares: readonly [Uint8Array, Uint8Array];
}

export interface PrepareInit {
  readonly verifyKey: Uint8Array;
  readonly context: Uint8Array;
  readonly aggregator: AggregatorId;
  readonly nonce: Uint8Array;
  readonly publicShare: Uint8Array;
  readonly inputShare: Uint8Array;
}

/** Opaque to callers; kept between the two steps of one report. */
export interface PrepareState {
  readonly outputShare: Uint32Array;
  readonly bytes: Uint8Array;
}

export interface Prepared {
  readonly state: PrepareState;
  readonly share: Uint8Array;
}

/** Why a report was not accepted. `malformed`: wrong length or encoding. `invalid`: its proof does not hold. */
export type VdafFault = Fault<'malformed' | 'invalid'>;

/** AES-128 in counter mode as a stream: `length` bytes of keystream under `key` (16 bytes) from the 16-byte block `counter`. */
export interface AesCtr {
  keystream(key: Uint8Array, counter: Uint8Array, length: number): Promise<Uint8Array>;
}
