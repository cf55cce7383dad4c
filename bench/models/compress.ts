import type { Chance } from '#core/units';
import type { Layout } from './layout.ts';

/** Weights as they would be stored, and what they are worth again once read. */
export interface Compressed {
  /** [P] float32 again. */
  readonly weights: Float32Array;
  readonly bytes: number;
}

/** Largest int8 magnitude used: symmetric, so that 0 stays 0. */
const MOST = 127;
const FLOAT_BYTES = 4;

/**
 * int8 with one scale a tensor. With `chance`, a value between two integers goes up as often as it is near the upper one:
 * the sum of many rounded updates is then right on average, as uploads want; without, to the nearest, as downloads want.
 */
export function toInt8({ places }: Layout, weights: Float32Array, chance?: Chance): Compressed {
  const out = new Float32Array(weights.length);
  let bytes = 0;
  for (const { offset, rows, columns } of places.values()) {
    const end = offset + rows * columns;
    const largest = weights.subarray(offset, end).reduce((most, w) => Math.max(most, Math.abs(w)), 0);
    const scale = largest > 0 ? largest / MOST : 1;
    for (let i = offset; i < end; i++) {
      const x = (weights[i] ?? 0) / scale;
      const low = Math.floor(x);
      out[i] = scale * (chance ? low + (chance.next() < x - low ? 1 : 0) : Math.round(x));
    }
    bytes += end - offset + FLOAT_BYTES;
  }
  return { weights: out, bytes };
}

/** Which weights stay when the smallest `share` of each matrix goes; biases and single numbers always stay. [P] of 0 and 1 */
export function pruningMask({ places, parameters }: Layout, weights: Float32Array, share: number): Uint8Array {
  const mask = new Uint8Array(parameters).fill(1);
  for (const { offset, rows, columns } of places.values()) {
    if (rows === 1 || columns === 1) continue;
    const sizes = weights.slice(offset, offset + rows * columns).map(Math.abs).sort();
    const bound = sizes[Math.floor(share * sizes.length)] ?? 0;
    for (let i = offset; i < offset + rows * columns; i++) if (Math.abs(weights[i] ?? 0) < bound) mask[i] = 0;
  }
  return mask;
}

/** Weights times a mask, stored as one bit each and the kept ones as float32. */
export function pruned(weights: Float32Array, mask: Uint8Array): Compressed {
  const kept = mask.reduce((sum, bit) => sum + bit, 0);
  return { weights: weights.map((w, i) => w * (mask[i] ?? 0)), bytes: Math.ceil(weights.length / 8) + FLOAT_BYTES * kept };
}
