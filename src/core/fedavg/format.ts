import { equalBytes, utf8Encode, type Fault } from '#core/units';

/** First bytes of every model file, whatever its kind. */
export const MODEL_MAGIC = utf8Encode('HBMW');

/** Bytes that are no such file. `message` says what was wrong. */
export type FileFault = Fault<'malformed-model'>;

/** Whether `bytes` begin with `magic`. */
export function startsWith(bytes: Uint8Array, magic: Uint8Array): boolean {
  return equalBytes(bytes.subarray(0, magic.length), magic);
}
