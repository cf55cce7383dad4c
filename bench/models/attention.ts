import { CONTENT_DIMS } from '#core/catalogue';
import { FACTS } from '#worker/models';
import { factRows } from './batch.ts';
import { blockEncode, blockTensors } from './blocks.ts';
import { silentLayer, type EncoderDesign, type EncoderInput, type Tensor } from './encoder.ts';
import { add, gather, matmul, tanh } from './matrices.ts';
import { factLogits, gated, PROFILE_TENSORS, shippedStart } from './profile.ts';
import { attend } from './segments.ts';
import type { Value } from './tape.ts';

const D = CONTENT_DIMS;
/** Widths of T11 as it ships (`worker/models/layout.ts`). */
const ATTENTION_DIMS = 16;
const HIDDEN_DIMS = 20;

/** First deviation of T11's random tensors, as it ships (`worker/models/start.ts`). */
const QUERY_DEVIATION = 0.1;
const HIDDEN_DEVIATION = 0.15;

/** T11's tensors; with hashed items the straight map of 4,096 weights makes room for as many residual ones. */
function shippedTensors(isHashed: boolean): Tensor[] {
  return [
    { name: 'query', rows: D, columns: ATTENTION_DIMS, start: QUERY_DEVIATION },
    { name: 'queryBias', rows: 1, columns: ATTENTION_DIMS },
    { name: 'key', rows: D, columns: ATTENTION_DIMS, start: QUERY_DEVIATION },
    { name: 'factKey', rows: FACTS, columns: ATTENTION_DIMS, start: shippedStart('factKey') },
    ...PROFILE_TENSORS,
    ...(isHashed ? [] : [{ name: 'value', rows: D, columns: D }]),
    { name: 'hiddenFromTaste', rows: D, columns: HIDDEN_DIMS, start: HIDDEN_DEVIATION },
    { name: 'hiddenFromLast', rows: D, columns: HIDDEN_DIMS, start: HIDDEN_DEVIATION },
    { name: 'hiddenBias', rows: 1, columns: HIDDEN_DIMS },
    ...silentLayer('output', HIDDEN_DIMS),
  ];
}

/** T11 as the worker has it, batch by batch: the last step asks, all steps answer. */
function encodeShipped(input: EncoderInput, isHashed: boolean): Value {
  const { tape, batch, content, weight } = input;
  const facts = factRows(batch);
  const last = gather(tape, content, batch.last); // [B, D]
  const queries = add(tape, matmul(tape, last, weight('query')), weight('queryBias')); // [B, A]
  const keys = add(tape, matmul(tape, content, weight('key')), matmul(tape, facts, weight('factKey'))); // [S, A]
  const taste = attend(tape, { queries, keys, values: gated(input), bias: factLogits(input, facts), heads: 1, ranges: batch.ranges }); // [B, D]
  const mixed = add(tape, add(tape, matmul(tape, taste, weight('hiddenFromTaste')), matmul(tape, last, weight('hiddenFromLast'))), weight('hiddenBias'));
  const learned = add(tape, matmul(tape, tanh(tape, mixed), weight('output')), weight('outputBias'));
  const straight = isHashed ? taste : add(tape, taste, matmul(tape, taste, weight('value')));
  return add(tape, straight, learned);
}

/** Last-query self-attention: T11 as shipped; from T64 on transformer blocks, of which only the last one's last row is computed. */
export const attention: EncoderDesign = {
  name: 'attention',
  tensors: (tier, isHashed) => (tier === 'T11' ? shippedTensors(isHashed) : blockTensors(tier, isHashed)),
  encode: (input, tier, isHashed) => (tier === 'T11' ? encodeShipped(input, isHashed) : blockEncode(input, tier)),
};
