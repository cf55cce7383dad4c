import type { SequenceInput } from '#core/features';
import { FACTS, FACTS_PER_STEP, writeFacts } from '#worker/models';
import { constant, type Value } from './tape.ts';
import type { Ranges } from './segments.ts';

// B examples, S steps of all of them one after the other, F facts of a step.

/** Several histories, packed without padding. */
export interface Batch {
  /** B. */
  readonly size: number;
  /** [S] item of every step. */
  readonly items: Int32Array;
  /** [S × 3] type, gap and position of every step, as numbers of facts. */
  readonly facts: Int32Array;
  /** [B] rows of every example. */
  readonly ranges: Ranges;
  /** [B] row of the last step, −1 of an empty history. */
  readonly last: Int32Array;
}

/** Packs histories of at least one step; an empty one encodes to nothing and is answered without an encoder. */
export function batchOf(inputs: readonly SequenceInput[]): Batch {
  const total = inputs.reduce((sum, { items }) => sum + items.length, 0);
  const items = new Int32Array(total);
  const facts = new Int32Array(total * FACTS_PER_STEP);
  const from = new Int32Array(inputs.length);
  const to = new Int32Array(inputs.length);
  let row = 0;
  for (const [b, input] of inputs.entries()) {
    from[b] = row;
    items.set(input.items, row);
    writeFacts(input, facts.subarray(row * FACTS_PER_STEP));
    row += input.items.length;
    to[b] = row;
  }
  return { size: inputs.length, items, facts, ranges: { from, to }, last: to.map((end, b) => (end > (from[b] ?? 0) ? end - 1 : -1)) };
}

/** [S, F] 1 where a step has a fact, three of them a row. */
export function factRows({ items, facts }: Batch): Value {
  const data = new Float32Array(items.length * FACTS);
  for (const [i, fact] of facts.entries()) data[Math.floor(i / FACTS_PER_STEP) * FACTS + fact] = 1;
  return constant(items.length, FACTS, data);
}

/** [S] index of every step's type. */
export function typesOf({ items, facts }: Batch): Int32Array {
  return Int32Array.from(items, (_, s) => facts[s * FACTS_PER_STEP] ?? 0);
}
