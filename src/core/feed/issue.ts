/** What was wrong with one row of a feed. */
export interface FeedIssue {
  /** Line of the file where the row starts, counted from 1. */
  readonly line: number;
  /** Column, element or key as the feed spells it; '' where the whole row is meant. */
  readonly field: string;
  /** What was found and what was wanted. */
  readonly reason: string;
  /** Id of the product, where it could be read. */
  readonly id?: string;
  /** Whether the row is left out; otherwise it is loaded without this field. */
  readonly isSkipped: boolean;
}

/** How much of a wrong value an issue quotes: enough to find it, not enough to flood a report. */
const QUOTED_CHARS = 60;

/** `value` as an issue quotes it. */
export function quoted(value: string): string {
  return JSON.stringify(value.length > QUOTED_CHARS ? `${value.slice(0, QUOTED_CHARS)}…` : value);
}
