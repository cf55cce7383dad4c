import { concatBytes } from '#core/units';
import type { Field } from '#core/field';

/** What an extendable output function starts from. */
export interface XofInput {
  /** [seedBytes] */
  readonly seed: Uint8Array;
  /** Domain separation tag, at most 65,535 bytes. */
  readonly dst: Uint8Array;
  readonly binder: Uint8Array;
}

/** An extendable output function of the VDAF drafts. */
export interface Xof {
  /** Bytes of a seed, both going in and derived. */
  readonly seedBytes: number;
  /** The output stream of `input`, from its start. @throws RangeError if the seed has another length */
  open(input: XofInput): XofStream;
}

/** One output stream, read front to back; calls may not overlap. */
export interface XofStream {
  /** The next `length` bytes; the caller owns them. */
  next(length: number): Promise<Uint8Array>;
}

/** A new seed from `input` (VDAF draft, `derive_seed`). */
export async function deriveSeed(xof: Xof, input: XofInput): Promise<Uint8Array> {
  return xof.open(input).next(xof.seedBytes);
}

/** The first `length` field elements of the stream of `input` (VDAF draft, `expand_into_vec`). */
export async function expandVector(xof: Xof, field: Field, input: XofInput, length: number): Promise<Uint32Array> {
  return nextVector(xof.open(input), field, length);
}

/** The next `length` field elements of `stream`: elements not below the modulus are skipped, none is read too far. */
export async function nextVector(stream: XofStream, field: Field, length: number): Promise<Uint32Array> {
  const vector = field.zeros(length);
  for (let filled = 0; filled < length; ) {
    filled = field.sample(await stream.next((length - filled) * field.encodedBytes), vector, filled);
  }
  return vector;
}

/** Version byte, class, algorithm and usage of a domain separation tag, then the context. shape [8 + context] */
export function domainTag(version: number, algorithm: number, usage: number, context: Uint8Array): Uint8Array {
  const head = new Uint8Array(8);
  const view = new DataView(head.buffer);
  view.setUint8(0, version);
  view.setUint8(1, 0); // class 0: a VDAF
  view.setUint32(2, algorithm);
  view.setUint16(6, usage);
  return concatBytes(head, context);
}
