/** Rows of the users, by user. */
export interface RowsByUser {
  /** shape [rows], row numbers, one user's after the other's. */
  readonly order: Int32Array;
  /** shape [users + 1], where each user's begin. */
  readonly starts: Int32Array;
}

/** Rows of `rows`, by user. */
export function rowsByUser(rows: Int32Array, users: Int32Array, userCount: number): RowsByUser {
  const starts = new Int32Array(userCount + 1);
  for (const row of rows) starts[(users[row] ?? 0) + 1] = (starts[(users[row] ?? 0) + 1] ?? 0) + 1;
  for (let u = 0; u < userCount; u++) starts[u + 1] = (starts[u + 1] ?? 0) + (starts[u] ?? 0);
  const next = starts.slice();
  const order = new Int32Array(rows.length);
  for (const row of rows) {
    const user = users[row] ?? 0;
    order[next[user] ?? 0] = row;
    next[user] = (next[user] ?? 0) + 1;
  }
  return { order, starts };
}
