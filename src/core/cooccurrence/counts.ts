import type { ItemIndex } from '#core/catalogue';
import type { Slices } from '#core/units';
import { forEachPair, type PairSource } from './pairs.ts';

type PairVisit = (from: ItemIndex, to: ItemIndex, units: number) => void;

/** Sums of ordered pairs, in units of 1/64; only pairs that were seen take room. */
export interface PairCounts {
  /** N. */
  readonly items: number;
  /** Distinct ordered pairs. */
  readonly size: number;
  add(from: ItemIndex, to: ItemIndex, units: number): void;
  /** Units of one pair; 0 where it was never seen. */
  at(from: ItemIndex, to: ItemIndex): number;
  forEach(visit: PairVisit): void;
  /** {@link forEach} in slices; nothing may be added meanwhile. */
  inSlices(visit: PairVisit): Slices<void>;
}

const FIRST_SLOTS = 1 << 12;
/** Slots in use at which the table doubles: above two thirds, linear probing slows down. */
const MAX_LOAD = 0.66;
/** Knuth's multiplier, 2³² ÷ golden ratio. */
const SPREAD = 0x9e3779b1;
const EMPTY = -1;
/** Slots looked at in one slice: some 5 ms where each pair is added to another table. */
const SLICE_SLOTS = 1 << 15;

/**
 * An empty count over N items: an open-addressed table, because five million pairs in maps of maps take a gigabyte.
 *
 * @param expected - pairs it has room for at once: doubling a large table takes longer than a slice of work may
 */
export function newPairCounts(items: number, expected = 0): PairCounts {
  let slots = FIRST_SLOTS;
  while (expected > MAX_LOAD * slots) slots *= 2;
  let keys = new Float64Array(slots).fill(EMPTY);
  let sums = new Float64Array(slots);
  let size = 0;
  const visitSlots = (start: number, end: number, visit: PairVisit): void => {
    for (let slot = start; slot < end; slot++) {
      const key = keys[slot] ?? EMPTY;
      if (key !== EMPTY) visit(Math.floor(key / items), key % items, sums[slot] ?? 0);
    }
  };
  return {
    items,
    get size() {
      return size;
    },
    add(from, to, units) {
      const key = from * items + to;
      let slot = slotOf(keys, key);
      if (keys[slot] === EMPTY) {
        if (size + 1 > MAX_LOAD * keys.length) {
          ({ keys, sums } = doubled(keys, sums));
          slot = slotOf(keys, key);
        }
        keys[slot] = key;
        size += 1;
      }
      sums[slot] = (sums[slot] ?? 0) + units;
    },
    at: (from, to) => {
      const slot = slotOf(keys, from * items + to);
      return keys[slot] === EMPTY ? 0 : (sums[slot] ?? 0);
    },
    forEach: (visit) => visitSlots(0, keys.length, visit),
    *inSlices(visit) {
      for (let slot = 0; slot < keys.length; slot += SLICE_SLOTS) {
        visitSlots(slot, Math.min(slot + SLICE_SLOTS, keys.length), visit);
        yield;
      }
    },
  };
}

/** Where `key` stands, or the free slot it would take. */
function slotOf(keys: Float64Array, key: number): number {
  const mask = keys.length - 1;
  let slot = (Math.imul(key % 4294967296 | 0, SPREAD) ^ Math.imul(Math.floor(key / 4294967296), SPREAD)) >>> 8 & mask;
  for (;;) {
    const found = keys[slot];
    if (found === key || found === EMPTY) return slot;
    slot = (slot + 1) & mask;
  }
}

/** The same table with twice the slots. */
function doubled(oldKeys: Float64Array, oldSums: Float64Array): { keys: Float64Array<ArrayBuffer>; sums: Float64Array<ArrayBuffer> } {
  const keys = new Float64Array(2 * oldKeys.length).fill(EMPTY);
  const sums = new Float64Array(keys.length);
  for (let old = 0; old < oldKeys.length; old++) {
    const key = oldKeys[old] ?? EMPTY;
    if (key === EMPTY) continue;
    const slot = slotOf(keys, key);
    keys[slot] = key;
    sums[slot] = oldSums[old] ?? 0;
  }
  return { keys, sums };
}

/** Adds all pairs of one history, without bounds: what central counting sees. Pairs of one moment count both ways. */
export function countPairs(counts: PairCounts, interactions: readonly PairSource[]): void {
  forEachPair(interactions, (from, to, units, isSameMoment) => {
    counts.add(from, to, units);
    if (isSameMoment) counts.add(to, from, units);
  });
}
