import { fail, ok, type Result } from '#core/units';
import type { ProtocolFault } from './fault.ts';

/** Reads the TLS presentation language (RFC 8446 §3): big-endian integers and length-prefixed bytes. */
export interface WireReader {
  u8(field: string): number;
  u16(field: string): number;
  u32(field: string): number;
  /** An unsigned 64-bit integer up to 2^53 − 1: nothing here counts further. */
  u64(field: string): number;
  /** A view of the next `length` bytes of the message: a report is too large to be copied at every step. */
  bytes(length: number, field: string): Uint8Array<ArrayBuffer>;
  /** Bytes after a 16-bit length. */
  opaque16(field: string): Uint8Array<ArrayBuffer>;
  /** Bytes after a 32-bit length. */
  opaque32(field: string): Uint8Array<ArrayBuffer>;
  /** Whether every byte was read. */
  readonly atEnd: boolean;
  /** Bytes not read yet. */
  readonly remaining: number;
  /** Refuses the message at the current offset. */
  refuse(why: string): never;
}

/** Hostile bytes inside one decoder; never leaves this room. */
class WireError extends Error {}

/** Runs `read` over all of `bytes`; a short, long or refused message is a fault that names the offset. */
export function decodeWire<Message>(what: string, bytes: Uint8Array, read: (reader: WireReader) => Message): Result<Message, ProtocolFault> {
  try {
    const reader = wireReader(bytes);
    const message = read(reader);
    if (!reader.atEnd) reader.refuse('bytes are left over');
    return ok(message);
  } catch (error) {
    if (error instanceof WireError) return fail('malformed', `Cannot decode ${what}: ${error.message}`);
    throw error;
  }
}

function wireReader(source: Uint8Array): WireReader {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  const whole = new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength); // a Buffer's parts would be Buffers
  let at = 0;
  const refuse = (why: string): never => {
    throw new WireError(`${why} at offset ${at} of ${source.length}`);
  };
  const take = (length: number, field: string): number => {
    if (length > source.length - at) refuse(`${field} wants ${length} bytes, ${source.length - at} are left`);
    const from = at;
    at += length;
    return from;
  };
  const bytes = (length: number, field: string): Uint8Array<ArrayBuffer> => {
    const from = take(length, field);
    return whole.subarray(from, from + length);
  };
  const u16 = (field: string): number => view.getUint16(take(2, field));
  const u32 = (field: string): number => view.getUint32(take(4, field));
  return {
    u8: (field) => view.getUint8(take(1, field)),
    u16,
    u32,
    u64(field) {
      const value = u32(field) * 4294967296 + u32(field);
      return Number.isSafeInteger(value) ? value : refuse(`${field} is above 2^53 − 1`);
    },
    bytes,
    opaque16: (field) => bytes(u16(`length of ${field}`), field),
    opaque32: (field) => bytes(u32(`length of ${field}`), field),
    get atEnd() {
      return at === source.length;
    },
    get remaining() {
      return source.length - at;
    },
    refuse,
  };
}

/** One byte. */
export const u8 = (value: number): Uint8Array => integer(value, 1);
/** Two bytes, big-endian. */
export const u16 = (value: number): Uint8Array => integer(value, 2);
/** Four bytes, big-endian. */
export const u32 = (value: number): Uint8Array => integer(value, 4);
/** Eight bytes, big-endian. */
export const u64 = (value: number): Uint8Array => integer(value, 8);

function integer(value: number, length: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** length) throw new RangeError(`Cannot encode ${value} in ${length} bytes: wanted an integer from 0`);
  const bytes = new Uint8Array(length);
  let rest = value;
  for (let i = length - 1; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

/** `bytes` after their 16-bit length, as two parts. */
export const opaque16 = (bytes: Uint8Array): readonly [Uint8Array, Uint8Array] => [u16(bytes.length), bytes];
/** `bytes` after their 32-bit length, as two parts. */
export const opaque32 = (bytes: Uint8Array): readonly [Uint8Array, Uint8Array] => [u32(bytes.length), bytes];
