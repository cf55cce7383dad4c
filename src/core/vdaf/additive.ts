import { concatBytes, fail, ok, sha256Bytes, utf8Encode, type Result } from '#core/units';
import type { SymmetricCrypto } from '#core/xof';
import type { Prepared, PrepareInit, PrepareState, Shards, Vdaf, VdafFault } from './vdaf.ts';

/** Name of additive sharing in a task. It has no proof: one device can send any vector. */
export const ADDITIVE32 = 'additive32';
/** Longest vector: its leader share (4 bytes an entry) and both seals must fit the 65,536 bytes of a report. */
export const MAX_ADDITIVE_LENGTH = 16_000;
/** AES-128 key that expands to the helper's share. */
const SEED_BYTES = 16;
/** Report id of DAP. */
const NONCE_BYTES = 16;
const NO_BYTES = new Uint8Array(0);
const NO_WORDS = new Uint32Array(0);
/** Separates our counter blocks from any other use of the same key. */
const DOMAIN = utf8Encode('homebird additive32 v1');

/**
 * Additive sharing over integers mod 2^32, behind the verbs of the VDAF draft.
 *
 * | share  | bytes   | value |
 * |--------|---------|-------|
 * | leader | 4·L     | measurement − keystream(seed), mod 2^32, little-endian |
 * | helper | 16      | seed of AES-128-CTR; the first counter block is SHA-256(domain ‖ context ‖ nonce)[0..16) |
 *
 * Context and nonce enter the counter, so a share opened under another task or report id is noise.
 * Preparation is empty: there is nothing to verify until a proof stands in its place.
 */
export function additive32(length: number, symmetric: SymmetricCrypto): Vdaf<Int32Array, Int32Array> {
  if (!Number.isInteger(length) || length < 1 || length > MAX_ADDITIVE_LENGTH) {
    throw new RangeError(`Cannot share ${length} entries: wanted an integer from 1 to ${MAX_ADDITIVE_LENGTH}`);
  }

  async function helperShare(seed: Uint8Array, nonce: Uint8Array, context: Uint8Array): Promise<Uint32Array> {
    const counter = sha256Bytes(concatBytes(DOMAIN, lengthPrefix(context), context, nonce)).subarray(0, 16);
    return wordsOf(await symmetric.keystream(seed, counter, 4 * length));
  }

  return {
    algorithm: `${ADDITIVE32}(${length})`,
    shares: 2,
    nonceBytes: NONCE_BYTES,
    randBytes: SEED_BYTES,
    verifyKeyBytes: 0,
    outputLength: length,

    async shard(measurement, nonce, rand, context): Promise<Shards> {
      if (measurement.length !== length) throw new RangeError(`Cannot shard ${measurement.length} entries: wanted ${length}`);
      if (nonce.length !== NONCE_BYTES) throw new RangeError(`Cannot shard with a nonce of ${nonce.length} bytes: wanted ${NONCE_BYTES}`);
      if (rand.length !== SEED_BYTES) throw new RangeError(`Cannot shard with ${rand.length} random bytes: wanted ${SEED_BYTES}`);
      const leader = (await helperShare(rand, nonce, context)).map((mask, i) => (measurement[i] ?? 0) - mask); // Uint32Array wraps mod 2^32
      return { publicShare: NO_BYTES, inputShares: [bytesOfWords(leader), rand.slice()] };
    },

    async prepareInit(init: PrepareInit): Promise<Result<Prepared, VdafFault>> {
      const wanted = init.aggregator === 0 ? 4 * length : SEED_BYTES;
      if (init.nonce.length !== NONCE_BYTES) return fail('malformed', `Cannot prepare: the nonce has ${init.nonce.length} bytes, wanted ${NONCE_BYTES}`);
      if (init.publicShare.length !== 0) return fail('malformed', `Cannot prepare: the public share has ${init.publicShare.length} bytes, wanted 0`);
      if (init.inputShare.length !== wanted) return fail('malformed', `Cannot prepare: the input share has ${init.inputShare.length} bytes, wanted ${wanted}`);
      const outputShare = init.aggregator === 0 ? wordsOf(init.inputShare) : await helperShare(init.inputShare, init.nonce, init.context);
      return ok({ state: { outputShare, expectedMessage: NO_BYTES }, share: NO_BYTES });
    },

    async prepareSharesToMessage(_context, shares): Promise<Result<Uint8Array, VdafFault>> {
      const extra = shares.reduce((sum, share) => sum + share.length, 0);
      return extra === 0 ? ok(NO_BYTES) : fail('malformed', `Cannot combine prepare shares: they hold ${extra} bytes, wanted 0`);
    },

    async prepareNext(state: PrepareState, message): Promise<Result<Uint32Array, VdafFault>> {
      return message.length === 0 ? ok(state.outputShare) : fail('malformed', `Cannot finish preparation: the message has ${message.length} bytes, wanted 0`);
    },

    encodeIntegers(values) {
      if (values.length !== length) throw new RangeError(`Cannot encode ${values.length} integers: wanted ${length}`);
      return Uint32Array.from(values);
    },

    aggregate(sum, outputShare) {
      if (sum.length !== length || outputShare.length !== length) throw new RangeError(`Cannot add ${outputShare.length} entries to ${sum.length}: wanted ${length} each`);
      for (let i = 0; i < length; i++) sum[i] = (sum[i] ?? 0) + (outputShare[i] ?? 0);
    },

    emptySum: () => new Uint32Array(length),

    encodeShare: bytesOfWords,

    decodeShare(bytes) {
      if (bytes.length !== 4 * length) return fail('malformed', `Cannot read an aggregate share: it has ${bytes.length} bytes, wanted ${4 * length}`);
      return ok(wordsOf(bytes));
    },

    unshard([leaderSum = NO_WORDS, helperSum = NO_WORDS]) {
      if (leaderSum.length !== length || helperSum.length !== length) throw new RangeError(`Cannot unshard ${leaderSum.length} and ${helperSum.length} entries: wanted ${length} each`);
      return Int32Array.from(leaderSum, (share, i) => (share + (helperSum[i] ?? 0)) | 0);
    },
  };
}

function lengthPrefix(bytes: Uint8Array): Uint8Array {
  const prefix = new Uint8Array(4);
  new DataView(prefix.buffer).setUint32(0, bytes.length);
  return prefix;
}

// Typed array views would read the platform's byte order and need aligned offsets; a message has neither.
function wordsOf(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = new Uint32Array(bytes.length >>> 2);
  for (let i = 0; i < words.length; i++) words[i] = view.getUint32(4 * i, true);
  return words;
}

function bytesOfWords(words: Uint32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 * words.length);
  const view = new DataView(bytes.buffer);
  for (const [i, word] of words.entries()) view.setUint32(4 * i, word, true);
  return bytes;
}
