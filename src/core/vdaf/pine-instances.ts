import { field128, field40, field64 } from '#core/field';
import { xofHmacSha256Aes128, xofTurboShake128Draft11 } from '#core/xof';
import { TASK_PINES, type PineInstances, type PineName } from './pine-parameters.ts';

/** The reference code's code point where a PINE has none of its own. */
const NO_ID = 0xffffffff;

/** Every PINE of draft-chen-cfrg-vdaf-pine-02, so that all its vectors can be held against the engine. */
export const ALL_PINES = {
  ...TASK_PINES,
  Pine40HmacSha256Aes128: { field: field40, xof: xofHmacSha256Aes128, seedBytes: 32, id: 0xffff1006 },
  Pine64HmacSha256Aes128: { field: field64, xof: xofHmacSha256Aes128, seedBytes: 32, id: 0xffff1004 },
  Pine64: { field: field64, xof: () => xofTurboShake128Draft11, seedBytes: 16, id: NO_ID },
  Pine128: { field: field128, xof: () => xofTurboShake128Draft11, seedBytes: 16, id: NO_ID },
} as const satisfies Required<PineInstances> & Readonly<Record<PineName, unknown>>;
