import { fail, ok, type Fault, type Randomness, type Result } from '#core/units';
import { clipToNorm, sumOfSquares } from './clip.ts';

/** How model units and the integers of a report relate: C and B of a task. */
export interface UpdateScale {
  /** C, L2 bound in model units. */
  readonly clipNorm: number;
  /** B, L2 bound of the integer vector. */
  readonly integerNorm: number;
}

/** Draws at one scale before it shrinks: about half of the draws of a clipped vector are too long. */
const DRAWS_PER_SCALE = 4;
/** Keeps 99 % of the vector each time no draw fits. */
const SHRINK = 0.99;
/** Values of one draw of randomness. */
const WORD_SPAN = 4294967296;

/**
 * Turns a local update into the integers a device shares: clip to C, scale by B/C, round stochastically (unbiased),
 * draw again until the INTEGER L2 norm is at most B. That bound is the sensitivity the noise is measured against.
 *
 * @param delta - shape [P]; not modified
 * @returns shape [P], ‖·‖ ≤ B exactly; a fault if `delta` holds NaN or Infinity, so that nothing of it is encoded
 */
export function encodeUpdate(delta: Float32Array, scale: UpdateScale, randomness: Randomness): Result<Int32Array<ArrayBuffer>, Fault<'non-finite-update'>> {
  if (!Number.isFinite(sumOfSquares(delta))) return fail('non-finite-update', 'Cannot encode the update: it holds NaN or Infinity');
  const clipped = clipToNorm(delta, scale.clipNorm);
  const words = new Uint32Array(delta.length);
  const bytes = new Uint8Array(words.buffer);
  const bound = scale.integerNorm * scale.integerNorm;
  for (let factor = firstFactor(clipped, scale); ; factor *= SHRINK) {
    for (let draw = 0; draw < DRAWS_PER_SCALE; draw++) {
      randomness.fill(bytes);
      const rounded = roundStochastically(clipped, factor, words);
      if (sumOfSquares(rounded) <= bound) return ok(rounded);
    }
  }
}

/**
 * B/C, less what rounding is expected to add: Σ f(1 − f) over the fractions f, which for 11,000 entries of a clipped
 * vector is 3 % of B², so that B/C itself would hardly ever fit.
 */
function firstFactor(clipped: Float32Array, { clipNorm, integerNorm }: UpdateScale): number {
  const factor = integerNorm / clipNorm;
  let added = 0;
  for (const x of clipped) added += (x * factor - Math.floor(x * factor)) * (1 - x * factor + Math.floor(x * factor));
  const squared = factor * factor * sumOfSquares(clipped);
  const bound = integerNorm * integerNorm;
  return squared + added > bound && added < bound ? factor * Math.sqrt((bound - added) / squared) : factor;
}

/** Each entry times `factor`, up or down to an integer: up with the probability of its fraction, against one word each. */
function roundStochastically(values: Float32Array, factor: number, words: Uint32Array): Int32Array<ArrayBuffer> {
  const rounded = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const scaled = (values[i] ?? 0) * factor;
    const below = Math.floor(scaled);
    rounded[i] = below + ((words[i] ?? 0) < (scaled - below) * WORD_SPAN ? 1 : 0);
  }
  return rounded;
}

/**
 * Mean update in model units from the noised sum of a batch: C/(B·n) a unit.
 *
 * @param sum - shape [P], as `unshard` gives it
 * @param reports - n, at least 1
 * @returns shape [P]
 */
export function meanUpdate(sum: Int32Array, reports: number, scale: UpdateScale): Float32Array<ArrayBuffer> {
  if (!(Number.isSafeInteger(reports) && reports >= 1)) throw new RangeError(`Cannot average over ${reports} reports: wanted an integer of at least 1`);
  const unit = scale.clipNorm / (scale.integerNorm * reports);
  return Float32Array.from(sum, (x) => x * unit);
}
