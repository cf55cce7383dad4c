import type { FeedIssue } from '#core/feed';

/** Issues shown one by one; the rest is counted, and `--report` has them all. */
const SHOWN_ISSUES = 20;

/** A table of the first issues, then how many more there are of each kind. */
export function issueTable(issues: readonly FeedIssue[]): string {
  if (issues.length === 0) return '';
  const shown = issues.slice(0, SHOWN_ISSUES).map((issue) => [String(issue.line), issue.id ?? '', issue.field, issue.isSkipped ? 'skipped' : 'loaded', issue.reason]);
  const rows = [['line', 'id', 'field', 'row', 'reason'], ...shown];
  const widths = [0, 1, 2, 3].map((column) => Math.min(40, Math.max(...rows.map((row) => row[column]?.length ?? 0))));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
  const hidden = issues.length - shown.length;
  return `${lines.join('\n')}\n${hidden > 0 ? `… and ${hidden.toLocaleString('en')} more; --report FILE writes them all\n` : ''}`;
}

/** All issues as CSV with a header. */
export function issueCsv(issues: readonly FeedIssue[]): string {
  const cell = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const rows = issues.map(({ line, id = '', field, isSkipped, reason }) => [String(line), id, field, isSkipped ? 'skipped' : 'loaded', reason]);
  return [['line', 'id', 'field', 'row', 'reason'], ...rows].map((row) => row.map(cell).join(',')).join('\n').concat('\n');
}
