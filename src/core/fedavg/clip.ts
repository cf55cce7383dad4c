/**
 * Scales `delta` down to L2 norm `maxNorm`; a shorter vector keeps its values.
 *
 * @param delta - shape [P], weights after training minus weights before; not modified
 * @param maxNorm - L2, in model units; finite and above 0
 * @returns shape [P], always a new array
 * @throws RangeError if `maxNorm` is not finite and above 0, or if `delta` holds NaN or Infinity
 * @see docs/PRIVACY.md, "Clipping" (McMahan et al. 2018, flat clipping)
 */
export function clipToNorm(delta: Float32Array, maxNorm: number): Float32Array<ArrayBuffer> {
  if (!(maxNorm > 0 && maxNorm < Infinity)) throw new RangeError(`Cannot clip to maxNorm ${maxNorm}: it must be finite and above 0`);
  const norm = Math.sqrt(sumOfSquares(delta));
  if (!Number.isFinite(norm)) throw new RangeError('Cannot clip delta: it holds NaN or Infinity, which no scale can bound');
  const scale = Math.min(1, maxNorm / norm); // all zeros: min(1, Infinity) = 1
  return delta.map((x) => x * scale);
}

/** ‖values‖², in float64: 11,000 float32 terms would lose the last digits. NaN or Infinity if any entry is. */
export function sumOfSquares(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) * (values[i] ?? 0);
  return sum;
}
