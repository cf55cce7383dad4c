import type { Field } from '#core/field';
import { mainOutput, mainRows, normOutput, normRows, type PineStatement, type SignedDots } from '#core/flp';
import { concatBytes } from '#core/units';
import { deriveSeed, expandVector, type Xof } from '#core/xof';
import type { PineLayout } from './pine-parameters.ts';

/** What client and aggregators of one PINE share. */
export interface PineEngine extends PineLayout {
  /** `xof` on this platform. */
  readonly stream: Xof;
  readonly signedDots: SignedDots;
}

/** `VERSION` of draft-chen-cfrg-vdaf-pine-02. */
const VERSION = 1;
/** Nonce of the draft. */
export const PINE_NONCE_BYTES = 16;

/** What a stream is for (draft, `USAGE_*`). */
export const USAGE = {
  measurementShare: 1, proofShare: 2, jointRandomness: 3, proveRandomness: 4, queryRandomness: 5, jointRandSeed: 6, jointRandPart: 7,
  checkRandomness: 8, checkRandSeed: 9, checkRandPart: 10,
} as const;
type Usage = (typeof USAGE)[keyof typeof USAGE];

/** Both kinds of joint randomness: of wraparound checks, made of gradient and norm, and of proofs, made of the whole measurement. */
export const CHECK_RAND = { part: USAGE.checkRandPart, seed: USAGE.checkRandSeed } as const;
export const PROOF_RAND = { part: USAGE.jointRandPart, seed: USAGE.jointRandSeed } as const;

/** Version byte, 32-bit code point, 16-bit usage. */
function tag(engine: PineEngine, usage: Usage): Uint8Array {
  const bytes = new Uint8Array(7);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  view.setUint32(1, engine.id);
  view.setUint16(5, usage);
  return bytes;
}

/** A helper's share of the first `length` elements of the measurement. */
export function helperMeasurement(engine: PineEngine, aggregator: number, seed: Uint8Array, length = engine.measurementLength): Promise<Uint32Array> {
  return expandVector(engine.stream, engine.field, { seed, dst: tag(engine, USAGE.measurementShare), binder: Uint8Array.of(aggregator) }, length);
}

/** A helper's share of all proofs. */
export function helperProofs(engine: PineEngine, aggregator: number, seed: Uint8Array): Promise<Uint32Array> {
  const binder = Uint8Array.of(engine.normProofs, engine.proofs, aggregator);
  return expandVector(engine.stream, engine.field, { seed, dst: tag(engine, USAGE.proofShare), binder }, engine.proofsLength);
}

/** Randomness of a kind that is drawn for all proofs at once: prover's or verifiers'. */
export function proofRandomness(engine: PineEngine, usage: Usage, seed: Uint8Array, { extra = new Uint8Array(0), length }: { readonly extra?: Uint8Array; readonly length: number }): Promise<Uint32Array> {
  const binder = concatBytes(Uint8Array.of(engine.normProofs, engine.proofs), extra);
  return expandVector(engine.stream, engine.field, { seed, dst: tag(engine, usage), binder }, length);
}

/** Joint randomness of the main proofs. */
export function jointRandomness(engine: PineEngine, seed: Uint8Array, length: number): Promise<Uint32Array> {
  return expandVector(engine.stream, engine.field, { seed, dst: tag(engine, USAGE.jointRandomness), binder: Uint8Array.of(engine.proofs) }, length);
}

/** What an aggregator's share contributes to joint randomness. */
export function jointRandPart(engine: PineEngine, usage: Usage, { aggregator, blind, nonce, share }: { readonly aggregator: number; readonly blind: Uint8Array; readonly nonce: Uint8Array; readonly share: Uint32Array }): Promise<Uint8Array> {
  const binder = concatBytes(Uint8Array.of(aggregator), nonce, engine.field.encode(share));
  return deriveSeed(engine.stream, { seed: blind, dst: tag(engine, usage), binder });
}

/** The seed that all parts make. */
export function jointRandSeed(engine: PineEngine, usage: Usage, parts: readonly Uint8Array[]): Promise<Uint8Array> {
  return deriveSeed(engine.stream, { seed: new Uint8Array(engine.seedBytes), dst: tag(engine, usage), binder: concatBytes(...parts) });
}

/** Dot products of a gradient with the random vectors of `seed`: [checks] elements. */
export async function checkDots(engine: PineEngine, gradient: Uint32Array, seed: Uint8Array): Promise<Uint32Array> {
  const { field, shape } = engine;
  const stream = await engine.stream.open({ seed, dst: tag(engine, USAGE.checkRandomness), binder: new Uint8Array(0) }).next(shape.checks * Math.ceil(shape.length / 4));
  return engine.signedDots(field, gradient, stream, shape.checks);
}

/** The two circuits. */
export type ProofKind = 'norm' | 'main';

/** Kinds of proof in the order they have in proofs, verifiers and randomness. */
export function proofKinds({ normProofs, proofs }: PineLayout): readonly ProofKind[] {
  return [...Array.from({ length: normProofs }, () => 'norm' as const), ...Array.from({ length: proofs }, () => 'main' as const)];
}

/** The circuit of one proof: what its gadget is called with, and what comes out where the gadget gave `outputs`. */
export function circuitOf({ field, shape }: PineEngine, kind: ProofKind, statement: PineStatement, joint: Uint32Array) {
  return kind === 'norm'
    ? { gadget: shape.normGadget, rows: normRows(statement), output: (outputs: Uint32Array) => normOutput(field, statement, outputs) }
    : { gadget: shape.mainGadget, rows: mainRows(shape, statement, joint), output: (outputs: Uint32Array) => mainOutput(field, shape, statement, { jointRandomness: joint, outputs }) };
}

/** Hands out a vector's elements front to back. */
export function reader(field: Field, vector: Uint32Array): (length: number) => Uint32Array {
  let at = 0;
  return (length) => vector.subarray(at, (at += length * field.words));
}
