/** What somebody wrote, in the words and units of its form: each value under its field's label. */
export type InWords = Readonly<Record<string, string>>;

/** A field in which two differ. */
export interface Difference {
  readonly field: string;
  /** `–` where there is none. */
  readonly mine: string;
  readonly theirs: string;
}

/** Fields in which two differ, for a person who has to choose. */
export function differences(mine: InWords, theirs: InWords): readonly Difference[] {
  const fields = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  return fields.map((field) => ({ field, mine: mine[field] ?? '–', theirs: theirs[field] ?? '–' })).filter((row) => row.mine !== row.theirs);
}
