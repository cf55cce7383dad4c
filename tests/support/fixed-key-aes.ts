import { createCipheriv } from 'node:crypto';
import { turboshake128 } from '@noble/hashes/sha3-addons.js';
import type { Xof } from '#core/xof';
import { concatBytes } from '#core/units';

const BLOCK_BYTES = 16;

/** XofFixedKeyAes128 of VDAF-20, which only Poplar1 uses: here so that its published vector is run. */
export const xofFixedKeyAes128: Xof = {
  seedBytes: BLOCK_BYTES,
  open({ seed, dst, binder }) {
    const key = turboshake128(concatBytes(Uint8Array.of(dst.length & 0xff, dst.length >>> 8), dst, binder), { D: 2, dkLen: BLOCK_BYTES });
    let taken = 0;
    return {
      async next(length) {
        const first = Math.floor(taken / BLOCK_BYTES);
        const blocks = Array.from({ length: Math.ceil((taken + length) / BLOCK_BYTES) - first }, (_, i) => hashedBlock(key, counterBlock(seed, first + i)));
        const from = taken - first * BLOCK_BYTES;
        taken += length;
        return concatBytes(...blocks).subarray(from, from + length);
      },
    };
  },
};

function counterBlock(seed: Uint8Array, counter: number): Uint8Array {
  return seed.map((byte, i) => byte ^ (i < 4 ? (counter >>> (8 * i)) & 0xff : 0));
}

/** AES(σ(x)) ⊕ σ(x) with σ(low ‖ high) = high ‖ high ⊕ low. */
function hashedBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
  const high = block.subarray(8);
  const sigma = concatBytes(high, high.map((byte, i) => byte ^ (block[i] ?? 0)));
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return cipher.update(sigma).map((byte, i) => byte ^ (sigma[i] ?? 0));
}
