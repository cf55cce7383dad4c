import type { FeedIssue } from './issue.ts';

/** One column, element or key of a row. */
export interface FeedCell {
  /** As the feed spells it. */
  readonly name: string;
  /** Trimmed, none empty; several where the feed repeats the field. */
  readonly values: readonly string[];
}

/** One record of a feed, whatever its format: cells by {@link cellKey}. */
export interface FeedRow {
  /** Line where it starts, counted from 1. */
  readonly line: number;
  readonly cells: ReadonlyMap<string, FeedCell>;
}

/** What a reader of one format gives: rows one by one, and issues, complete once the rows have been read. */
export interface FeedReader {
  readonly rows: Iterable<FeedRow>;
  readonly issues: readonly FeedIssue[];
}

/** Most values kept of one field: a product with a thousand variants should not cost a thousand times its row. */
const MAX_VALUES = 64;

/**
 * One spelling for all of a field's spellings: `g:image_link`, `Image Link`, `imageLink` and `image[0].link` become `image_link`.
 */
export function cellKey(name: string): string {
  return name
    .replace(/^[gc]:/, '')
    .replace(/\[\d*\]/g, '')
    .replace(/^@/, 'at_')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
}

/** Collects the cells of one row. */
export class RowBuilder {
  readonly #cells = new Map<string, { name: string; values: string[] }>();

  /** Adds a value; an empty one only makes the column known. */
  add(key: string, name: string, value: string): void {
    let cell = this.#cells.get(key);
    if (!cell) this.#cells.set(key, (cell = { name, values: [] }));
    const trimmed = value.trim();
    if (trimmed !== '' && cell.values.length < MAX_VALUES) cell.values.push(trimmed);
  }

  row(line: number): FeedRow {
    return { line, cells: this.#cells };
  }
}
