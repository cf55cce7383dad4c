import type { Randomness } from '#core/units';

/** Bytes asked of the source at a time: one call a byte would cost more than the sampling. */
const BUFFER_BYTES = 4096;

/** Random bits, taken from `randomness` in blocks. Not shared between samplers: each owns its buffer. */
export function bitSource(randomness: Randomness): () => 0 | 1 {
  const buffer = new Uint8Array(BUFFER_BYTES);
  let at = 8 * BUFFER_BYTES;
  return () => {
    if (at === 8 * BUFFER_BYTES) {
      randomness.fill(buffer);
      at = 0;
    }
    const byte = buffer[at >>> 3] ?? 0;
    const bit = (byte >>> (at & 7)) & 1;
    at++;
    return bit as 0 | 1;
  };
}
