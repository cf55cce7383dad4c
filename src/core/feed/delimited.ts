import { quoted, type FeedIssue } from './issue.ts';
import { cellKey, RowBuilder, type FeedReader, type FeedRow } from './row.ts';

// Own reader rather than csv-parse: that one needs Node's Buffer, and an unclosed quote costs it the rest of the file.

/** Longest quoted cell, in UTF-16 units: ten times the longest description Google takes. A longer one is a quote never closed. */
const MAX_QUOTED_CHARS = 50_000;
/** What separates cells, likeliest first: it wins where two stand in a header equally often. */
const DELIMITERS = ['\t', ',', ';', '|'] as const;

/** One line of cells, as written. */
interface Record {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Reads comma, tab, semicolon or bar separated text whose first line, comments aside, names the columns. */
export function readDelimited(text: string): FeedReader & { readonly delimiter: string } {
  const delimiter = delimiterOf(firstLine(text));
  const issues: FeedIssue[] = [];
  return { rows: readRows(text, delimiter, issues), issues, delimiter };
}

function* readRows(text: string, delimiter: string, issues: FeedIssue[]): Generator<FeedRow> {
  let columns: readonly { readonly name: string; readonly key: string }[] | undefined;
  for (const { line, cells } of readRecords(text, delimiter, issues)) {
    if (isComment(cells, columns === undefined)) continue;
    if (columns === undefined) {
      columns = cells.map((name) => ({ name: name.trim(), key: cellKey(name) }));
      continue;
    }
    const extra = cells.slice(columns.length).find((cell) => cell.trim() !== '');
    if (extra !== undefined) {
      issues.push({ line, field: '', reason: `has ${cells.length} cells, the header names ${columns.length}: ${quoted(extra)} belongs nowhere`, isSkipped: true });
      continue;
    }
    const builder = new RowBuilder();
    columns.forEach(({ key, name }, i) => builder.add(key, name, cells[i] ?? ''));
    yield builder.row(line);
  }
}

/** Meta's `# ref_…` lines anywhere, and any line that starts with # above the header. */
function isComment([first = '']: readonly string[], isBeforeHeader: boolean): boolean {
  return isBeforeHeader ? first.trimStart().startsWith('#') : /^\s*#\s*ref/i.test(first);
}

function firstLine(text: string): string {
  for (let start = 0; start < text.length; ) {
    const end = lineEnd(text, start);
    const line = text.slice(start, end);
    if (line.trim() !== '' && !line.trimStart().startsWith('#')) return line;
    start = end + 1;
  }
  return '';
}

function delimiterOf(header: string): string {
  const unquoted = header.replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** Index of the line's end: of its \n or \r, or the end of the text. */
function lineEnd(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  const end = feed < 0 ? text.length : feed;
  const carriage = text.slice(from, end).indexOf('\r');
  return carriage < 0 ? end : from + carriage;
}

function* readRecords(text: string, delimiter: string, issues: FeedIssue[]): Generator<Record> {
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const start = at;
    const record = readRecord(text, start, delimiter);
    if (record === undefined) {
      issues.push({ line, field: '', reason: 'a quote is opened in this row and not closed where a cell ends', isSkipped: true });
      at = afterBreak(text, lineEnd(text, start));
      line++;
      continue;
    }
    if (record.cells.length > 1 || record.cells[0]?.trim() !== '') yield { line, cells: record.cells };
    at = record.end;
    line += breaksBetween(text, start, at);
  }
}

/** Cells from `start` to the end of their row, and where the next row starts; undefined where a quote does not close. */
function readRecord(text: string, start: number, delimiter: string): { readonly cells: readonly string[]; readonly end: number } | undefined {
  const cells: string[] = [];
  for (let at = start; ; ) {
    const cell = text[at] === '"' ? readQuoted(text, at) : { value: '', end: at };
    if (!cell) return undefined;
    const end = cellEnd(text, cell.end, delimiter);
    const rest = text.slice(cell.end, end);
    // A quote that closes on a later line and in the middle of a word has closed at another cell's opening quote.
    if (rest.trim() !== '' && cell.value.includes('\n')) return undefined;
    cells.push(cell.value + rest);
    if (text[end] !== delimiter) return { cells, end: afterBreak(text, end) };
    at = end + 1;
  }
}

function readQuoted(text: string, start: number): { readonly value: string; readonly end: number } | undefined {
  let value = '';
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0 || quote - start > MAX_QUOTED_CHARS) return undefined;
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}

function cellEnd(text: string, from: number, delimiter: string): number {
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === delimiter || char === '\n' || char === '\r') return at;
  }
  return text.length;
}

/** Index after the line break at `at`: \r\n counts as one. */
function afterBreak(text: string, at: number): number {
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1;
}

function breaksBetween(text: string, from: number, to: number): number {
  let breaks = 0;
  for (let at = from; at < to && at < text.length; at++) {
    if (text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n')) breaks++;
  }
  return breaks;
}
