/** From this length on two errors are forgiven. */
const TWO_ERRORS_FROM = 9;

/** How many letters were left out, put in, changed or swapped with their neighbour between `a` and `b` (optimal string alignment), or Infinity where more than `most`. */
export function typingErrors(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      row[j] = least;
    }
    if (Math.min(...row) > most) return Infinity;
    [beforeLast, last] = [last, row];
  }
  const errors = last[b.length] ?? Infinity;
  return errors <= most ? errors : Infinity;
}

/** The word that `typed` most likely was meant to be; undefined where none begins with its letter and is near enough. */
export function nearestWord(typed: string, words: Iterable<string>): string | undefined {
  const most = typed.length < TWO_ERRORS_FROM ? 1 : 2;
  let [nearest, fewest]: [string | undefined, number] = [undefined, most + 1];
  for (const word of words) {
    if (word.length < 4 || word[0] !== typed[0]) continue;
    const errors = typingErrors(typed, word, most);
    if (errors < fewest) [nearest, fewest] = [word, errors];
  }
  return nearest;
}
