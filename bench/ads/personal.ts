import { OWN_STRENGTH, ownShift } from '#core/ctr';
import { hashPair } from './cells.ts';
import type { Field } from './fields.ts';

/** What a shopper's own past says beside a model: how much more she clicked than was expected of her. */
export interface PersonalHead {
  readonly width: number;
  /** Writes the features of `row`, its own label left out, from `at` on. */
  write(row: number, into: Float64Array, at: number): void;
}

/** Expected clicks that counts of one value of one fact weigh against. */
const VALUE_STRENGTH = 1;

/** Past moments: their labels and what was expected of them. */
export interface Past {
  readonly users: Int32Array;
  readonly labels: Uint8Array;
  /** shape [rows], chances. */
  readonly expected: Float64Array;
  /** Rows of the past. */
  readonly train: Int32Array;
  readonly isTrain: Uint8Array;
  /** Facts whose values are followed. */
  readonly fields: readonly Field[];
}

/**
 * ln((clicks + s) / (expected + s)) over her past, and over her past with the same value of each fact: what stands on her own
 * device and leaves it for nothing. A row of the past does not count itself.
 */
export function personalHead({ users, labels, expected, train, isTrain, fields }: Past): PersonalHead {
  const keys = fields.length + 1;
  const index = new Map<number, number>();
  const counts: number[] = [];
  const keyOf = (row: number, k: number): number => {
    const field = fields[k - 1];
    return (users[row] as number) * 4294967296 + (field ? hashPair(field.code(row), k) : 0);
  };
  const slotOf = (row: number, k: number): number => index.get(keyOf(row, k)) ?? -1;
  for (const row of train) {
    for (let k = 0; k < keys; k++) {
      const key = keyOf(row, k);
      let slot = index.get(key);
      if (slot === undefined) {
        slot = counts.length;
        index.set(key, slot);
        counts.push(0, 0);
      }
      counts[slot] = (counts[slot] as number) + (labels[row] as number);
      counts[slot + 1] = (counts[slot + 1] as number) + (expected[row] as number);
    }
  }
  return {
    width: keys,
    write(row, into, from) {
      const own = isTrain[row] === 1;
      let whole = 0;
      for (let k = 0; k < keys; k++) {
        const slot = slotOf(row, k);
        const clicks = slot < 0 ? 0 : (counts[slot] as number) - (own ? (labels[row] as number) : 0);
        const hoped = slot < 0 ? 0 : Math.max(0, (counts[slot + 1] as number) - (own ? (expected[row] as number) : 0));
        const strength = k === 0 ? OWN_STRENGTH : VALUE_STRENGTH;
        const scale = k === 0 ? 1 : Math.exp(whole); // of what is already expected of her as a whole
        const value = ownShift({ clicks, expected: hoped * scale }, strength);
        into[from + k] = value;
        if (k === 0) whole = value;
      }
    },
  };
}
