import type { Fault, Result } from '#core/units';

/**
 * A verifiable distributed aggregation function with one round of preparation, with the verbs of draft-irtf-cfrg-vdaf:
 * a client `shard`s, every aggregator `prepare`s and `aggregate`s, the collector `unshard`s. Byte layouts are the draft's.
 * `Measurement` is what a client holds, `AggregateResult` what the collector reads.
 * Bytes from the other side never throw: they are faults. Arguments of the wrong length from our side are RangeErrors.
 */
export interface Vdaf<Measurement, AggregateResult> {
  /** Name and parameters, for messages. */
  readonly algorithm: string;
  /** Aggregators, 2 to 255. Number 0 is the leader. */
  readonly shares: number;
  /** Bytes of the public nonce. */
  readonly nonceBytes: number;
  /** Bytes of client randomness `shard` consumes. */
  readonly randBytes: number;
  readonly verifyKeyBytes: number;
  /** Field elements of an output share and of an aggregate share. */
  readonly outputLength: number;

  /** Splits a measurement. @throws RangeError if it is outside the function's domain, or a length is wrong */
  shard(measurement: Measurement, nonce: Uint8Array, rand: Uint8Array, context: Uint8Array): Promise<Shards>;

  /** First step at each aggregator, on its own share. */
  prepareInit(init: PrepareInit): Promise<Result<Prepared, VdafFault>>;

  /** Combines the prepare shares of all aggregators, in their order, into the prepare message, or rejects the report. */
  prepareSharesToMessage(context: Uint8Array, shares: readonly Uint8Array[]): Promise<Result<Uint8Array, VdafFault>>;

  /**
   * Last step at each aggregator: the output share of the report, [outputLength] elements as words of the field.
   * Stricter than the draft: it also fails where the public share lied about this aggregator (docs/decisions/0011).
   */
  prepareNext(state: PrepareState, message: Uint8Array): Promise<Result<Uint32Array, VdafFault>>;

  /** Signed integers as field words, so that noise can be added to a share by `aggregate`. shape [outputLength] → words */
  encodeIntegers(values: Int32Array): Uint32Array;

  /** The sum of no reports: [outputLength] zero elements. */
  emptySum(): Uint32Array;

  /** Adds an output share or an aggregate share into `sum` in place. @throws RangeError if a length differs */
  aggregate(sum: Uint32Array, share: Uint32Array): void;

  /** An output or aggregate share as published: the field's canonical little-endian bytes, nothing before or after. */
  encodeShare(share: Uint32Array): Uint8Array<ArrayBuffer>;

  /** The share in `bytes`; another length, or an element that is not below the modulus, is `malformed`. */
  decodeShare(bytes: Uint8Array): Result<Uint32Array, VdafFault>;

  /** The aggregate of `reports` reports from one aggregate share of every aggregator. */
  unshard(sums: readonly Uint32Array[], reports: number): AggregateResult;
}

/** What a client uploads. */
export interface Shards {
  readonly publicShare: Uint8Array;
  /** One an aggregator: the leader's first. */
  readonly inputShares: readonly Uint8Array[];
}

/** What an aggregator begins with. */
export interface PrepareInit {
  /** Secret of the aggregators; a device that knew it could forge proofs. */
  readonly verifyKey: Uint8Array;
  readonly context: Uint8Array;
  /** 0 is the leader (VDAF draft, `agg_id`). */
  readonly aggregator: number;
  readonly nonce: Uint8Array;
  readonly publicShare: Uint8Array;
  readonly inputShare: Uint8Array;
}

/** Kept between the two steps of one report. Callers read nothing of it. */
export interface PrepareState {
  readonly outputShare: Uint32Array;
  /** The only message this aggregator accepts; null: none, the public share lied about it. */
  readonly expectedMessage: Uint8Array | null;
}

/** State to keep and the prepare share to send. */
export interface Prepared {
  readonly state: PrepareState;
  readonly share: Uint8Array;
}

/** Why a report was not accepted. `malformed`: wrong length or encoding. `invalid`: its proof does not hold. */
export type VdafFault = Fault<'malformed' | 'invalid'>;
