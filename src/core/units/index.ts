/**
 * **Knows** the words every room shares: brands, bytes, hashes, spans of time, results, and the ports for time and chance.
 * **Not here** anything that belongs to one concept: an id, a limit or a price lives with the concept that owns it.
 * **Trust** holds no state and reaches nothing; an attacker who controls its input gets a thrown RangeError at worst.
 */
export type { Brand } from './brand.ts';
export { fromBase64, toBase64 } from './base64.ts';
export { concatBytes, equalBytes, fromHex, toHex, utf8Decode, utf8Encode, utf8TextOf } from './bytes.ts';
export { seededChance, shuffled, type Chance } from './chance.ts';
export { HASH_PATTERN, isContentHash, parseContentHash, type ContentHash } from './content-hash.ts';
export { DAY_MS, HOUR_MS, WEEK_MS, YEAR_MS } from './duration.ts';
export { contentHash, keptFile, sha256Bytes } from './hash.ts';
export type { Clock, Randomness } from './ports.ts';
export { fail, ok, type Fault, type Result } from './result.ts';
export { atOnce, inSlices, SLICE_STEPS, sliceMeter, type Slices } from './slices.ts';
