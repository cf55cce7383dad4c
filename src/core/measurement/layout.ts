import { decodeJson, encodeJson, type FieldFault } from '#core/fields';
import type { Result } from '#core/units';

/**
 * What a measurement is about, and with it who counts its cells on the device. `ads`: impressions to value by campaign and
 * creative. `experiment`: sufficient statistics by arm. `reach`: devices by tag and portrait. `calibration`: predicted and
 * happened by bin. `bandit`: sums of a linear model. `demand`: interest by segment and time. `quality`: ranks of what was turned to, served and by popularity. `policy`: value of a new policy by logged choices. `buying`: looks that led to a purchase and that did not. `parity`: devices, and those met by raised prices, by portrait and by third of prices. `offers`: coupons shown and redeemed.
 */
export const SUBJECTS = ['ads', 'experiment', 'reach', 'calibration', 'bandit', 'demand', 'quality', 'policy', 'buying', 'parity', 'offers'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** Entries of a report, least and most (PRIVATE_AGGREGATION.md §2): a shorter one hides nothing, a longer one wants another carrier. */
export const MIN_CELLS = 16;
export const MAX_CELLS = 256;
/** How one cell is named: words between slashes, from the wide to the narrow, as `summer-sale/red-shoe/click`. */
const CELL_PATTERN = /^[a-z0-9][a-z0-9.-]*(?:\/[a-z0-9][a-z0-9.-]*){0,5}$/;
/** Longest name of a cell: two ids of 64 and what is counted. */
const MAX_CELL_LENGTH = 200;

/**
 * What each entry of a measurement's reports counts, in order: public, content-addressed, named by the task, the same for
 * everyone. A device counts what its cells name and nothing else.
 */
export interface Layout {
  readonly version: 1;
  readonly subject: Subject;
  /** Distinct names; `spare-1`, `spare-2`, … fill up to {@link MIN_CELLS} and always count 0. */
  readonly cells: readonly string[];
  /** shape [cells]: how much one whole step of the entry stands for, in the unit of the cell (1 event, cents, …); above 0. */
  readonly units: readonly number[];
}

/** A layout of `cells`, filled up to {@link MIN_CELLS}. @param unitOf - 1 for every cell where left out */
export function filledLayout(subject: Subject, cells: readonly string[], unitOf: (cell: string) => number = () => 1): Layout {
  const spare = Array.from({ length: Math.max(0, MIN_CELLS - cells.length) }, (_, i) => `spare-${i + 1}`);
  return { version: 1, subject, cells: [...cells, ...spare], units: [...cells.map(unitOf), ...spare.map(() => 1)] };
}

/** The one text of a layout file: canonical JSON, so that its hash names it. */
export function encodeLayout(layout: Layout): Uint8Array<ArrayBuffer> {
  return encodeJson(layout);
}

/** Reads a layout file from hostile bytes. */
export function decodeLayout(bytes: Uint8Array): Result<Layout, FieldFault> {
  const read = decodeJson('layout', bytes, (fields): Layout => ({
    version: fields.oneOf('version', [1]),
    subject: fields.oneOf('subject', SUBJECTS),
    cells: fields.patterns('cells', MAX_CELLS, CELL_PATTERN),
    units: fields.numbers('units', MAX_CELLS, Number.MIN_VALUE, Number.MAX_VALUE),
  }));
  if (!read.ok) return read;
  const { cells, units } = read.value;
  const refuse = (why: string): Result<Layout, FieldFault> => ({ ok: false, fault: { kind: 'malformed', message: `Cannot read layout.cells: ${why}` } });
  if (cells.length < MIN_CELLS || cells.length !== units.length) return refuse(`wanted ${MIN_CELLS} to ${MAX_CELLS}, and as many units`);
  if (new Set(cells).size !== cells.length) return refuse('one stands there twice');
  return cells.some((cell) => cell.length > MAX_CELL_LENGTH) ? refuse(`one is longer than ${MAX_CELL_LENGTH}`) : read;
}
