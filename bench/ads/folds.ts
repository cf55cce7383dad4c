import { rowsByUser, type RowsByUser } from './by-user.ts';
import type { AdLog } from './table.ts';

/** Parts of the counted rows. A row is told counts without its own part's, so that no label stands in its own features, and none is said backwards by leaving out the row alone. */
export interface Folds {
  readonly count: number;
  /** shape [rows], the fold that a row is told without; −1: told all counts. */
  readonly ofRow: Int8Array;
}

/** How rows are put into folds. */
export interface FoldPlan {
  readonly count: number;
  /** Whether rows of a user who has many are dealt over all folds; else each user is in one, as a device is. */
  readonly dealsLarge: boolean;
}

/** Users with more rows than this, or with a larger share of all, are large: to leave out all rows of such a user would leave out much of the log. */
const LARGE_ROWS = 200;
const LARGE_SHARE = 0.05;

/** Folds by user. Rows that were not counted belong to their user's fold, or to none where she is large or was not counted. */
export function foldsOf({ rows, users, userCount }: AdLog, counted: Int32Array, { count, dealsLarge }: FoldPlan): Folds {
  const rowsOf = new Int32Array(userCount);
  for (const row of counted) rowsOf[users[row] as number] = (rowsOf[users[row] as number] as number) + 1;
  const large = dealsLarge ? Math.min(LARGE_ROWS, LARGE_SHARE * counted.length) : Number.POSITIVE_INFINITY;
  const ofRow = new Int8Array(rows);
  for (let row = 0; row < rows; row++) {
    const user = users[row] as number;
    const own = rowsOf[user] as number;
    ofRow[row] = own === 0 || own > large ? -1 : user % count;
  }
  const dealt = new Int32Array(userCount);
  for (const row of counted) {
    const user = users[row] as number;
    if (ofRow[row] !== -1) continue;
    ofRow[row] = (dealt[user] as number) % count;
    dealt[user] = (dealt[user] as number) + 1;
  }
  return { count, ofRow };
}

/** `rows` by their fold; those of none come last. */
export function rowsByFold(rows: Int32Array, { count, ofRow }: Folds): RowsByUser {
  return rowsByUser(rows, Int32Array.from(ofRow, (fold) => (fold < 0 ? count : fold)), count + 1);
}
