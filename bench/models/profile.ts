import { FACTS, startingWeights, T11_LAYOUT, TYPE_SLOTS, type T11Tensor } from '#worker/models';
import { seededChance } from '#core/units';
import { typesOf } from './batch.ts';
import type { EncoderInput, Tensor } from './encoder.ts';
import { gather, matmul } from './matrices.ts';
import { attend, scaleRows } from './segments.ts';
import { constant, type Value } from './tape.ts';

/** First weights of a tensor of T11, as it ships. */
export function shippedStart(name: T11Tensor): (index: number) => number {
  const weights = startingWeights(seededChance(0));
  const offset = T11_LAYOUT.find((tensor) => tensor.name === name)?.offset ?? 0;
  return (index) => weights[offset + index] ?? 0;
}

/** What every encoder begins with: how loud each fact of a step speaks, and the sign of each event type. */
export const PROFILE_TENSORS: readonly Tensor[] = [
  { name: 'factBias', rows: FACTS, columns: 1, start: shippedStart('factBias') },
  { name: 'gate', rows: TYPE_SLOTS, columns: 1, start: shippedStart('gate') },
];

/** [S, CONTENT_DIMS] content of every step times the gate of its type. */
export function gated({ tape, batch, content, weight }: EncoderInput): Value {
  return scaleRows(tape, content, gather(tape, weight('gate'), typesOf(batch)));
}

/** [S, 1] what the facts of a step add to its logit. */
export function factLogits({ tape, weight }: EncoderInput, facts: Value): Value {
  return matmul(tape, facts, weight('factBias'));
}

/** [B, CONTENT_DIMS] mean of what was looked at, weighted by facts alone. */
export function profile(input: EncoderInput, facts: Value): Value {
  const { tape, batch } = input;
  const nothing = (rows: number): Value => constant(rows, 1, new Float32Array(rows));
  return attend(tape, { queries: nothing(batch.size), keys: nothing(batch.items.length), values: gated(input), bias: factLogits(input, facts), heads: 1, ranges: batch.ranges });
}
