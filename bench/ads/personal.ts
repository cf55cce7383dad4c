import { ownOdds } from '#core/ctr';
import { hashPair } from './cells.ts';
import type { Field } from './fields.ts';
import { keyNumbers } from './keys.ts';

/** What a shopper's own past says beside a model: how much more she clicked than was expected of her, as a whole and by facts. */
export interface PersonalHead {
  /** Keys of her past: the whole, then one a fact. */
  readonly keys: number;
  /** Writes the shift of every key for `row`, its own label left out, from `at` on. @param strengths - shape [keys], expected clicks that her counts weigh against */
  write(row: number, strengths: readonly number[], into: Float64Array, at: number): void;
}

/** Counts of a key: shown, clicks, expected. */
const COUNTED = 3;

/** Past moments: their labels and what was expected of them. */
export interface Past {
  readonly users: Int32Array;
  readonly labels: Uint8Array;
  /** shape [rows], chances. */
  readonly expected: Float64Array;
  /** Rows of the past. */
  readonly train: Int32Array;
  /** Facts whose values are followed. */
  readonly fields: readonly Field[];
}

/**
 * Her shift over her past, and over her past with the same value of each fact: what stands on her own device and leaves it for
 * nothing. A row of the past does not count itself; what is expected by fact is scaled by what she does as a whole.
 */
export function personalHead({ users, labels, expected, train, fields }: Past): PersonalHead {
  const keys = fields.length + 1;
  const index = keyNumbers();
  const keyOf = (row: number, k: number): number => {
    const field = fields[k - 1];
    return (users[row] as number) * 4294967296 + (field ? hashPair(field.code(row), k) : 0);
  };
  const slots = new Int32Array(expected.length * keys).fill(-1);
  const isPast = new Uint8Array(expected.length);
  for (const row of train) {
    isPast[row] = 1;
    for (let k = 0; k < keys; k++) slots[row * keys + k] = index.add(keyOf(row, k));
  }
  for (let row = 0; row < isPast.length; row++) if (isPast[row] === 0) for (let k = 0; k < keys; k++) slots[row * keys + k] = index.find(keyOf(row, k));
  const kept = new Float64Array(COUNTED * index.count());
  for (const row of train) {
    for (let k = 0; k < keys; k++) {
      const from = COUNTED * (slots[row * keys + k] as number);
      kept[from] = (kept[from] as number) + 1;
      kept[from + 1] = (kept[from + 1] as number) + (labels[row] as number);
      kept[from + 2] = (kept[from + 2] as number) + (expected[row] as number);
    }
  }
  return {
    keys,
    write(row, strengths, into, from) {
      const own = isPast[row] as number;
      let whole = 0;
      for (let k = 0; k < keys; k++) {
        const slot = COUNTED * (slots[row * keys + k] as number);
        if (slot < 0) {
          into[from + k] = 0;
          continue;
        }
        const shown = (kept[slot] as number) - own;
        const clicks = (kept[slot + 1] as number) - own * (labels[row] as number);
        const plain = Math.max(0, (kept[slot + 2] as number) - own * (expected[row] as number));
        const hoped = k === 0 ? plain : shifted(plain, shown, whole);
        const value = shown > hoped && hoped > 0 ? ownOdds({ shown, clicks, expected: hoped }, strengths[k] ?? 1) : 0;
        into[from + k] = value;
        if (k === 0) whole = value;
      }
    },
  };
}

/** What is expected of `shown` rows once the logit is moved by `shift`. */
function shifted(expected: number, shown: number, shift: number): number {
  const rate = Math.min(1 - 1e-9, expected / shown);
  const odds = (rate / (1 - rate)) * Math.exp(shift);
  return (shown * odds) / (1 + odds);
}
