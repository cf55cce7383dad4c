import { FACTS, FACTS_PER_STEP, negativesShift, TYPE_SLOTS, writeFacts } from '#worker/models';
import { MAX_SEQUENCE, type SequenceInput, type TrainingExample } from '#core/features';

/** T, steps of every row: shorter histories are padded at the front, so that the last step is always in the last column. */
export const STEPS = MAX_SEQUENCE;

/** Taken from the logit of a padded step or of a negative that is the target: e^−1e9 is 0 in float32, and finite stays finite. */
const LEFT_OUT = -1e9;

/** B histories as plain arrays, ready to become tensors. */
export interface PackedInputs {
  readonly count: number;
  /** [B, T] item indices, 0 where padded. */
  readonly items: Int32Array;
  /** [B · T, F] 1 for each fact of a step. */
  readonly facts: Float32Array;
  /** [B · T, TYPE_SLOTS] the facts that choose a gate. */
  readonly types: Float32Array;
  /** [B, T] 0 or LEFT_OUT. */
  readonly padding: Float32Array;
  /** [B, 1] 0 for an empty history. */
  readonly present: Float32Array;
}

/** Pads histories to T steps. @throws RangeError if one is longer or names an item the catalogue of `count` items lacks */
export function packInputs(inputs: readonly SequenceInput[], count: number): PackedInputs {
  const B = inputs.length;
  const packed = {
    count: B,
    items: new Int32Array(B * STEPS),
    facts: new Float32Array(B * STEPS * FACTS),
    types: new Float32Array(B * STEPS * TYPE_SLOTS),
    padding: new Float32Array(B * STEPS).fill(LEFT_OUT),
    present: new Float32Array(B),
  };
  const factsOfSteps = new Int32Array(STEPS * FACTS_PER_STEP);
  inputs.forEach((input, b) => {
    const length = input.items.length;
    if (length > STEPS) throw new RangeError(`Cannot encode ${length} steps: wanted at most ${STEPS}`);
    packed.present[b] = length > 0 ? 1 : 0;
    writeFacts(input, factsOfSteps);
    input.items.forEach((item, t) => {
      requireItem(item, count);
      const row = b * STEPS + STEPS - length + t;
      packed.items[row] = item;
      packed.padding[row] = 0;
      packed.types[row * TYPE_SLOTS + (input.types[t] ?? 0)] = 1;
      for (const fact of factsOfSteps.subarray(t * FACTS_PER_STEP, (t + 1) * FACTS_PER_STEP)) packed.facts[row * FACTS + fact] = 1;
    });
  });
  return packed;
}

/** What the softmax of each example runs over: its target, then M shared negatives. */
export interface PackedCandidates {
  /** [B] */
  readonly targets: Int32Array;
  /** [M] */
  readonly negatives: Int32Array;
  /** [B, M] added to a negative's logit: what it stands for, or LEFT_OUT where it is the target. */
  readonly shifts: Float32Array;
}

/** @throws RangeError if an item is not in the catalogue of `count` items */
export function packCandidates(examples: readonly TrainingExample[], negatives: Int32Array, count: number): PackedCandidates {
  for (const item of negatives) requireItem(item, count);
  const shifts = new Float32Array(examples.length * negatives.length);
  examples.forEach(({ target }, b) => {
    requireItem(target, count);
    const shift = negativesShift(count, target, negatives);
    negatives.forEach((item, m) => { shifts[b * negatives.length + m] = item === target ? LEFT_OUT : shift; });
  });
  return { targets: Int32Array.from(examples, ({ target }) => target), negatives, shifts };
}

function requireItem(item: number, count: number): void {
  if (!(item >= 0 && item < count)) throw new RangeError(`Cannot use item ${item}: the catalogue holds ${count}`);
}
