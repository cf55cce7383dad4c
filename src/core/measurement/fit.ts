/**
 * Scales `counts` down to a sum of at most `bound`, whole numbers again: the parts below one that rounding leaves go to the
 * entries that lost most of one, the first of those that lost alike. What fits stays as it is.
 *
 * @param counts - whole numbers of 0 or more; not modified
 * @param bound - a whole number of 1 or more
 * @returns always a new array, whose sum is `bound` where that of `counts` was more
 * @throws RangeError if a count is no whole number of 0 or more, or `bound` is none of 1 or more
 */
export function fitToBound(counts: ArrayLike<number>, bound: number): Int32Array {
  if (!Number.isSafeInteger(bound) || bound < 1) throw new RangeError(`Cannot fit to a bound of ${bound}: it must be a whole number of 1 or more`);
  const values = Array.from(counts);
  const wrong = values.find((count) => !Number.isSafeInteger(count) || count < 0);
  if (wrong !== undefined) throw new RangeError(`Cannot fit a count of ${wrong}: it must be a whole number of 0 or more`);
  const sum = values.reduce((total, count) => total + count, 0);
  if (sum <= bound) return Int32Array.from(values);
  const scaled = values.map((count) => (count / sum) * bound);
  const fitted = Int32Array.from(scaled, Math.floor);
  let left = bound - fitted.reduce((total, count) => total + count, 0);
  const byLoss = scaled.map((exact, i) => ({ i, lost: exact - Math.floor(exact) })).sort((a, b) => b.lost - a.lost || a.i - b.i);
  for (const { i } of byLoss) {
    if (left <= 0) break; // floors of floats may leave one more or less than there are remainders
    fitted[i] = (fitted[i] ?? 0) + 1;
    left -= 1;
  }
  return fitted;
}
