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

/** Draws of a part by chance until both classes are in either: a few clicks may all fall into one. */
const MOST_DRAWS = 100;
/** Seeds between two draws: a prime, far from what --seeds runs. */
const DRAW_SEEDS = 7919;

/** Parts the rows 80 to 20: by chance, or the last by time. @throws DataError where a part lacks a class */
export function partRows(log: AdLog, split: AdSplit, seed: number): Parts {
  const draws = split === 'time' ? 1 : MOST_DRAWS;
  let parts = split === 'time' ? byTime(log) : byChance(log.rows, seed);
  for (let draw = 1; draw < draws && lacking(log, parts); draw++) parts = byChance(log.rows, seed + draw * DRAW_SEEDS);
  const bad = lacking(log, parts);
  if (bad) throw new DataError(`Cannot use ${log.name} as ctr: its ${bad.name} part of ${bad.rows} rows has ${bad.ones} clicks; wanted both classes in either part${split === 'time' ? ', which --split random may give' : ''}`);
  return parts;
}

/** The part that lacks a class, if any. */
function lacking({ labels }: AdLog, parts: Parts): { readonly name: string; readonly rows: number; readonly ones: number } | undefined {
  return Object.entries(parts).map(([name, rows]: [string, Int32Array]) => ({ name, rows: rows.length, ones: rows.reduce((sum, row) => sum + (labels[row] ?? 0), 0) })).find(({ rows, ones }) => ones === 0 || ones === rows);
}

/** Share of train that is held out; where the log is split by time it is the last, since heads, their mix and its calibration are judged on what comes later. */
const HELD_SHARE = 0.15;

/** Every device's own draw of its train rows. */
export function heldByChance(train: Int32Array, seed: number): Parts {
  const chance = seededChance(seed);
  const isHeld = Uint8Array.from(train, () => (chance.next() < HELD_SHARE ? 1 : 0));
  return { train: train.filter((_, i) => isHeld[i] === 0), test: train.filter((_, i) => isHeld[i] === 1) };
}

/** The last of train by time. @param train - in order of time */
export function heldByTime(log: AdLog, train: Int32Array): Parts {
  const cut = cutNear(log, train, Math.round((1 - HELD_SHARE) * train.length));
  return { train: train.slice(0, cut), test: train.slice(cut) };
}

function byChance(rows: number, seed: number): Parts {
  const order = shuffled(Array.from({ length: rows }, (_, row) => row), seededChance(seed));
  const tests = Math.round(TEST_SHARE * rows);
  return { test: Int32Array.from(order.slice(0, tests)).sort(), train: Int32Array.from(order.slice(tests)).sort() };
}

function byTime(log: AdLog): Parts {
  const { times, rows, name } = log;
  if (!times) throw new RangeError(`Cannot split ${name} by time: it was read without one`);
  const order = Int32Array.from(times.keys()).sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
  const cut = cutNear(log, order, Math.round((1 - TEST_SHARE) * rows));
  return { train: order.slice(0, cut), test: order.slice(cut) };
}

/** The cut next to `wanted` between two moments, or `wanted` where none is near. */
function cutNear({ times }: AdLog, order: Int32Array, wanted: number): number {
  const isEdge = (i: number): boolean => times?.[order[i - 1] as number] !== times?.[order[i] as number];
  for (let away = 0; away <= SLACK * order.length; away++) {
    const found = [wanted - away, wanted + away].find((i) => i > 0 && i < order.length && isEdge(i));
    if (found !== undefined) return found;
  }
  return wanted;
}
