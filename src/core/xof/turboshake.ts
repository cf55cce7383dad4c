import { turboshake128 } from '@noble/hashes/sha3-addons.js';
import type { Xof, XofInput } from './xof.ts';

/** Domain byte of TurboSHAKE128 in both layouts. */
const DOMAIN = 1;

/** What is hashed, in its order, and how long a tag its length field can count. */
interface Layout {
  readonly seedBytes: number;
  readonly maxTagBytes: number;
  parts(input: XofInput): readonly Uint8Array[];
}

function turboShake({ seedBytes, maxTagBytes, parts }: Layout): Xof {
  return {
    seedBytes,
    open(input) {
      if (input.seed.length !== seedBytes) throw new RangeError(`Cannot start XofTurboShake128 from ${input.seed.length} bytes: wanted ${seedBytes}`);
      if (input.dst.length > maxTagBytes) throw new RangeError(`Cannot start XofTurboShake128 with a tag of ${input.dst.length} bytes: wanted at most ${maxTagBytes}`);
      const hash = turboshake128.create({ D: DOMAIN });
      for (const part of parts(input)) hash.update(part);
      return { next: async (length) => hash.xof(length) };
    },
  };
}

/** XofTurboShake128 of VDAF drafts 13 to 20: tag length (2, little-endian) ‖ tag ‖ seed length (1) ‖ seed ‖ binder. */
export const xofTurboShake128: Xof = turboShake({
  seedBytes: 32,
  maxTagBytes: 65_535,
  parts: ({ seed, dst, binder }) => [Uint8Array.of(dst.length & 0xff, dst.length >>> 8), dst, Uint8Array.of(seed.length), seed, binder],
});

/** XofTurboShake128 of VDAF draft 11, under the PINE draft: tag length (1) ‖ tag ‖ seed ‖ binder. */
export const xofTurboShake128Draft11: Xof = turboShake({
  seedBytes: 16,
  maxTagBytes: 255,
  parts: ({ seed, dst, binder }) => [Uint8Array.of(dst.length), dst, seed, binder],
});
