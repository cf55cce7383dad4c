import { proofLengths, type Circuit, type ProofLengths } from '#core/flp';
import { concatBytes } from '#core/units';
import { deriveSeed, domainTag, expandVector, xofTurboShake128 as xof } from '#core/xof';

/** What makes an instance of Prio3. */
export interface Prio3Instance<Measurement, AggregateResult> {
  /** Name and parameters, for messages. */
  readonly algorithm: string;
  /** Code point. */
  readonly id: number;
  readonly circuit: Circuit<Measurement, AggregateResult>;
  /** Aggregators, 2 to 255. */
  readonly shares: number;
  /** Proofs a report carries, 1 to 255; more than one where the field is small. */
  readonly proofs: number;
}

/** What client and aggregators of one Prio3 share. */
export interface Prio3Engine<Measurement> extends Prio3Instance<Measurement, unknown> {
  readonly lengths: ProofLengths;
  /** Bytes of a blind, of a joint randomness part and of its seed: 0 where the circuit wants no joint randomness. */
  readonly jointBytes: number;
  /** Bytes of the leader's shares of measurement and proofs. */
  readonly leaderBytes: number;
  /** Bytes of a share of all verifiers. */
  readonly verifiersBytes: number;
}

/** Wire version of VDAF drafts 18 to 20. */
const VERSION = 18;
export const PRIO3_NONCE_BYTES = 16;
/** Bytes of every seed. */
export const PRIO3_SEED_BYTES = xof.seedBytes;
/** What a derived stream is for (VDAF-20, section 7.2). */
const USAGE = { measurementShare: 1, proofShare: 2, jointRandomness: 3, proveRandomness: 4, queryRandomness: 5, jointSeed: 6, jointPart: 7 } as const;
const NO_ELEMENTS = new Uint32Array(0);

/** The engine of an instance. */
export function prio3Engine<Measurement>(instance: Prio3Instance<Measurement, unknown>): Prio3Engine<Measurement> {
  const { circuit, proofs } = instance;
  const lengths = proofLengths(circuit);
  return {
    ...instance,
    lengths,
    jointBytes: circuit.jointRandomnessLength > 0 ? PRIO3_SEED_BYTES : 0,
    leaderBytes: (circuit.measurementLength + proofs * lengths.proof) * circuit.field.encodedBytes,
    verifiersBytes: proofs * lengths.verifier * circuit.field.encodedBytes,
  };
}

type Engine = Prio3Engine<never>;

/** Where the streams of a report start from besides a seed: the application, and who or what it is for. */
interface Origin {
  readonly context: Uint8Array;
  readonly binder: Uint8Array;
}

function expand(engine: Engine, usage: number, seed: Uint8Array, { context, binder, length }: Origin & { readonly length: number }): Promise<Uint32Array> {
  return expandVector(xof, engine.circuit.field, { seed, dst: domainTag(VERSION, engine.id, usage, context), binder }, length);
}

function derive(engine: Engine, usage: number, seed: Uint8Array, { context, binder }: Origin): Promise<Uint8Array> {
  return deriveSeed(xof, { seed, dst: domainTag(VERSION, engine.id, usage, context), binder });
}

/** A helper's shares of measurement and proofs. */
export async function helperShares(engine: Engine, context: Uint8Array, aggregator: number, seed: Uint8Array): Promise<{ measurement: Uint32Array; proofs: Uint32Array }> {
  const { circuit, proofs, lengths } = engine;
  return {
    measurement: await expand(engine, USAGE.measurementShare, seed, { context, binder: Uint8Array.of(aggregator), length: circuit.measurementLength }),
    proofs: await expand(engine, USAGE.proofShare, seed, { context, binder: Uint8Array.of(proofs, aggregator), length: proofs * lengths.proof }),
  };
}

/** Randomness of the prover, for all proofs. */
export function proveRandomness(engine: Engine, context: Uint8Array, seed: Uint8Array): Promise<Uint32Array> {
  return expand(engine, USAGE.proveRandomness, seed, { context, binder: Uint8Array.of(engine.proofs), length: engine.proofs * engine.lengths.proveRandomness });
}

/** Randomness of the verifiers, for all proofs: secret from the client, the same at all aggregators. */
export function queryRandomness(engine: Engine, context: Uint8Array, verifyKey: Uint8Array, nonce: Uint8Array): Promise<Uint32Array> {
  return expand(engine, USAGE.queryRandomness, verifyKey, { context, binder: concatBytes(Uint8Array.of(engine.proofs), nonce), length: engine.proofs * engine.lengths.queryRandomness });
}

/** What an aggregator's measurement share contributes to joint randomness. */
export function jointPart(engine: Engine, context: Uint8Array, { aggregator, blind, nonce, share }: { readonly aggregator: number; readonly blind: Uint8Array; readonly nonce: Uint8Array; readonly share: Uint32Array }): Promise<Uint8Array> {
  return derive(engine, USAGE.jointPart, blind, { context, binder: concatBytes(Uint8Array.of(aggregator), nonce, engine.circuit.field.encode(share)) });
}

/** The seed that the parts of all aggregators make. */
export function jointSeed(engine: Engine, context: Uint8Array, parts: readonly Uint8Array[]): Promise<Uint8Array> {
  return derive(engine, USAGE.jointSeed, new Uint8Array(PRIO3_SEED_BYTES), { context, binder: concatBytes(...parts) });
}

/** Joint randomness of all proofs; none without a seed. */
export async function jointRandomness(engine: Engine, context: Uint8Array, seed: Uint8Array | null): Promise<Uint32Array> {
  if (!seed) return NO_ELEMENTS;
  return expand(engine, USAGE.jointRandomness, seed, { context, binder: Uint8Array.of(engine.proofs), length: engine.proofs * engine.circuit.jointRandomnessLength });
}

/** Part `index` of `parts` equal parts; a view. */
export function partOf(whole: Uint32Array, index: number, parts: number): Uint32Array {
  return whole.subarray((index * whole.length) / parts, ((index + 1) * whole.length) / parts);
}
