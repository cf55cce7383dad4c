/**
 * Rank of `target` among the items that are not excluded, 1 for the best; ties count half, so that a scorer
 * that gives everything the same score lands in the middle and never at the top.
 *
 * @param scores - shape [N]
 * @param target - index below N; ranked even where `isExcluded` names it
 * @throws RangeError if there is no such item
 */
export function rankOf(scores: Float32Array, target: number, isExcluded: (index: number) => boolean = () => false): number {
  const wanted = scores[target];
  if (wanted === undefined) throw new RangeError(`Cannot rank item ${target}: there are ${scores.length} scores`);
  let above = 0;
  let level = 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? NaN;
    if (score < wanted || i === target || isExcluded(i)) continue;
    if (score > wanted) above += 1;
    else level += 1; // NaN counts as level: a broken score must not look like a good rank
  }
  return 1 + above + level / 2;
}
