import { DataError } from '#bench/data';
import { seededChance, shuffled } from '#core/units';
import type { AdLog } from './table.ts';

/** How a log is parted. */
export type AdSplit = 'random' | 'time';

/** Rows to learn from and rows that are asked. */
export interface Parts {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Share of the rows that is asked. */
const TEST_SHARE = 0.2;
/** The cut by time moves to a change of the clock where one is within this share of the rows: rows of one moment stay together. */
const SLACK = 0.05;

/** Parts the rows 80 to 20: by chance, or the last by time. @throws DataError where a part lacks a class */
export function partRows(log: AdLog, split: AdSplit, seed: number): Parts {
  const parts = split === 'time' ? byTime(log) : byChance(log.rows, seed);
  for (const [name, rows] of Object.entries(parts)) {
    const ones = rows.reduce((sum: number, row: number) => sum + (log.labels[row] ?? 0), 0);
    if (ones === 0 || ones === rows.length) throw new DataError(`Cannot use ${log.name} as ctr: its ${name} part of ${rows.length} rows has ${ones} clicks; wanted both classes in either part`);
  }
  return parts;
}

function byChance(rows: number, seed: number): Parts {
  const order = shuffled(Array.from({ length: rows }, (_, row) => row), seededChance(seed));
  const tests = Math.round(TEST_SHARE * rows);
  return { test: Int32Array.from(order.slice(0, tests)).sort(), train: Int32Array.from(order.slice(tests)).sort() };
}

function byTime({ times, rows, name }: AdLog): Parts {
  if (!times) throw new DataError(`Cannot split ${name} by time: no column is one; name it with --time, or choose --split random`);
  const order = Int32Array.from(times.keys()).sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
  const wanted = Math.round((1 - TEST_SHARE) * rows);
  const isEdge = (i: number): boolean => times[order[i - 1] as number] !== times[order[i] as number];
  let cut = wanted;
  for (let away = 0; away <= SLACK * rows; away++) {
    const found = [wanted - away, wanted + away].find((i) => i > 0 && i < rows && isEdge(i));
    if (found === undefined) continue;
    cut = found;
    break;
  }
  return { train: order.slice(0, cut), test: order.slice(cut) };
}
