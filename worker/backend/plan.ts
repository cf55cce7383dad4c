import { MAX_SEQUENCE, type SequenceInput, type TrainingExample } from '#core/features';
import { FACTS_PER_STEP, writeFacts } from '#worker/models';

/** Most steps of a history. */
export const STEPS = MAX_SEQUENCE;

/** Where a shader finds what it computes of one example: whole numbers in one row. */
export const PLAN = { steps: 0, target: 1, items: 2, facts: 2 + STEPS, length: 2 + STEPS + FACTS_PER_STEP * STEPS } as const;

/**
 * Rows of B examples, [B, PLAN.length].
 *
 * @throws RangeError if a history is longer than STEPS or names an item the catalogue of `count` items lacks: a shader would not notice
 */
export function planOf(examples: readonly TrainingExample[], count: number): Int32Array {
  const plan = new Int32Array(examples.length * PLAN.length);
  examples.forEach(({ input, target }, b) => {
    requireInput(input, count);
    requireItem(target, count);
    const row = plan.subarray(b * PLAN.length, (b + 1) * PLAN.length);
    row[PLAN.steps] = input.items.length;
    row[PLAN.target] = target;
    row.set(input.items, PLAN.items);
    writeFacts(input, row.subarray(PLAN.facts));
  });
  return plan;
}

function requireInput(input: SequenceInput, count: number): void {
  if (input.items.length > STEPS) throw new RangeError(`Cannot encode ${input.items.length} steps: wanted at most ${STEPS}`);
  for (const item of input.items) requireItem(item, count);
}

/** @throws RangeError if the catalogue of `count` items lacks the item */
export function requireItem(item: number, count: number): void {
  if (!(item >= 0 && item < count)) throw new RangeError(`Cannot use item ${item}: the catalogue holds ${count}`);
}
