/** A value of a table. Absent ones are an empty cell. */
export type Cell = string | number | boolean | null | undefined;

/**
 * Places where a spreadsheet could find a formula: the beginning of a cell, and of what it takes for one where its separator
 * is a semicolon or a tab, as in most of Europe; quotes and spaces before the sign hide nothing. OWASP's list of signs, with
 * the full-width ones that some programs read alike. The apostrophe is among them, so that taking one away at each such
 * place always gives back what was there.
 */
const BEGINS_FORMULA = /^(?=["\s]*[=+\-@'＝＋－＠]|[\t\r\n])/;
const SPLIT_BEFORE_FORMULA = /([;\t\r\n])(?=["\s]*[=+\-@'＝＋－＠]|[\t\r\n])/g;

function cellText(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const harmless = value.replaceAll(SPLIT_BEFORE_FORMULA, "$1'").replace(BEGINS_FORMULA, "'");
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/**
 * `rows` as CSV (RFC 4180: commas, CRLF, a first line of names). Where a spreadsheet would begin a formula inside of text,
 * an apostrophe stands before it; numbers stay numbers.
 */
export function csvOf(names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [names, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}
