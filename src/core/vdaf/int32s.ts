/** A sum as 32-bit integers. @throws RangeError where one has more bits: no sum of a task of ours has */
export function int32s(integers: ArrayLike<number>): Int32Array {
  const narrow = Int32Array.from(integers);
  for (let i = 0; i < narrow.length; i++) if (narrow[i] !== integers[i]) throw new RangeError(`Cannot give the sum ${integers[i]} in 32 bits`);
  return narrow;
}
