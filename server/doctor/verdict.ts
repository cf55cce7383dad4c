/** `fine`, `told` worth knowing, `weak` works but should be mended, `broken` does not work. */
export type Grade = 'fine' | 'told' | 'weak' | 'broken';

/** One thing that was looked at. */
export interface Verdict {
  /** Stable name for programs, e.g. `tag.integrity`. */
  readonly id: string;
  readonly grade: Grade;
  /** Where: a page, a file, a header, a directive. */
  readonly place: string;
  readonly finding: string;
  /** How to mend it; there is one for everything weak or broken. */
  readonly mend?: string;
}

/** Makes verdicts of one place. */
export function verdictsAt(place: string) {
  return {
    fine: (id: string, finding: string): Verdict => ({ id, grade: 'fine', place, finding }),
    told: (id: string, finding: string): Verdict => ({ id, grade: 'told', place, finding }),
    weak: (id: string, finding: string, mend: string): Verdict => ({ id, grade: 'weak', place, finding, mend }),
    broken: (id: string, finding: string, mend: string): Verdict => ({ id, grade: 'broken', place, finding, mend }),
  };
}

/** One verdict for all places of which the same is said: it is told once what to change, and nothing else drowns in it. */
export function grouped(verdicts: readonly Verdict[]): readonly Verdict[] {
  const alike = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    const key = `${verdict.id} ${verdict.finding}`;
    alike.set(key, [...(alike.get(key) ?? []), verdict]);
  }
  return [...alike.values()].flatMap(([first, ...more]) => (first ? [more.length === 0 ? first : { ...first, place: `${first.place} and ${more.length} more` }] : []));
}
