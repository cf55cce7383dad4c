import { fail, ok, type Fault, type Result } from '#core/units';

const ENTRY_BYTES = 4;

/** The one file of a noised sum: [cells] signed integers of 32 bits, little-endian. */
export function encodeSum(sum: Int32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(ENTRY_BYTES * sum.length);
  const view = new DataView(bytes.buffer);
  sum.forEach((count, i) => view.setInt32(ENTRY_BYTES * i, count, true));
  return bytes;
}

/** Reads the file of a sum over `cells` entries. */
export function decodeSum(bytes: Uint8Array, cells: number): Result<Int32Array, Fault<'malformed'>> {
  if (bytes.length !== ENTRY_BYTES * cells) return fail('malformed', `Cannot read a sum of ${bytes.length} bytes: wanted ${ENTRY_BYTES * cells}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return ok(Int32Array.from({ length: cells }, (_, i) => view.getInt32(ENTRY_BYTES * i, true)));
}
