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
