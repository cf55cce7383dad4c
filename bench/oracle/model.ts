import {
  add, concat, div, exp, gather, logSoftmax, matMul, mul, reshape, softmax, sqrt, square, sum, tanh, tensor, tensor2d, type Tensor, type Tensor2D,
} from '@tensorflow/tfjs-core';
import { CONTENT_DIMS } from '#core/catalogue';
import { ATTENTION_SCALE, FACTS, LINK_GAIN, NORM_EPSILON, T11_LAYOUT, TYPE_SLOTS, type T11Tensor } from '#worker/models';
import { STEPS, type PackedCandidates, type PackedInputs } from './batch.ts';

// B histories, T = STEPS steps, D width of content, A width of attention, H hidden units, F facts of a step, N items,
// M negatives. Every function here runs inside its caller's tidy.
const D = CONTENT_DIMS;

/** Weights of T11 as tensors. */
export type T11Tensors = Readonly<Record<T11Tensor, Tensor>>;

/** What the model knows of the items, on the backend. */
export interface ItemTensors {
  readonly vectors: Tensor2D; // [N, D]
  readonly popularity: Tensor2D; // [N, 1]
}

/** The flat weights as tensors, in the order of T11_LAYOUT; the caller disposes them. */
export function weightTensors(weights: Float32Array): Tensor[] {
  return T11_LAYOUT.map(({ offset, size, shape }) => tensor(weights.subarray(offset, offset + size), [...shape]));
}

/** The same tensors by name. */
export function byName(tensors: readonly Tensor[]): T11Tensors {
  return Object.fromEntries(T11_LAYOUT.map(({ name }, i) => [name, tensors[i]])) as T11Tensors;
}

/** Unit tastes of B histories, zeros for an empty one, and where each looked. */
export function encode(weights: T11Tensors, items: ItemTensors, inputs: PackedInputs): { unit: Tensor2D; attention: Tensor2D } {
  const B = inputs.count;
  const rows = gather(items.vectors, inputs.items); // [B·T, D]
  const last = gather(items.vectors, lastItems(inputs)); // [B, D]
  const facts = tensor2d(inputs.facts, [B * STEPS, FACTS]);
  const query = add(matMul(last, as2d(weights.query)), weights.queryBias); // [B, A]
  const keys = add(matMul(rows, as2d(weights.key)), matMul(facts, as2d(weights.factKey))); // [B·T, A]
  const fits = matMul(reshape(keys, [B, STEPS, -1]), reshape(query, [B, -1, 1])); // [B, T, 1]
  const biases = reshape(matMul(facts, reshape(weights.factBias, [FACTS, 1])), [B, STEPS]);
  const logits = add(add(mul(reshape(fits, [B, STEPS]), ATTENTION_SCALE), biases), tensor2d(inputs.padding, [B, STEPS]));
  const attention = softmax(logits) as Tensor2D; // [B, T]
  const gates = matMul(tensor2d(inputs.types, [B * STEPS, TYPE_SLOTS]), reshape(weights.gate, [TYPE_SLOTS, 1])); // [B·T, 1]
  const shares = mul(attention, reshape(gates, [B, STEPS])); // [B, T]
  const taste = reshape(matMul(reshape(shares, [B, 1, STEPS]), reshape(rows, [B, STEPS, D])), [B, D]) as Tensor2D;
  const present = tensor2d(inputs.present, [B, 1]);
  return { unit: mul(unitRows(rawTaste(weights, taste, last)), present), attention };
}

function rawTaste(weights: T11Tensors, taste: Tensor2D, last: Tensor): Tensor2D {
  const fromBoth = add(matMul(taste, as2d(weights.hiddenFromTaste)), matMul(last, as2d(weights.hiddenFromLast)));
  const hidden = tanh(add(fromBoth, weights.hiddenBias)); // [B, H]
  const residual = add(matMul(taste, as2d(weights.value)), matMul(hidden, as2d(weights.output)));
  return add(add(taste, residual), weights.outputBias); // [B, D]
}

function unitRows(raw: Tensor2D): Tensor2D {
  return div(raw, sqrt(add(sum(square(raw), 1, true), NORM_EPSILON))); // [B, D]
}

/** [N] logits of every item for one history. */
export function scoreAll(weights: T11Tensors, items: ItemTensors, inputs: PackedInputs): Tensor {
  const { unit } = encode(weights, items, inputs);
  const { scale, popularity } = link(weights);
  const cosines = matMul(items.vectors, unit, false, true); // [N, 1]
  return reshape(add(mul(cosines, scale), mul(items.popularity, popularity)), [-1]);
}

/** Mean sampled-softmax loss of B examples, a scalar. */
export function loss(weights: T11Tensors, items: ItemTensors, inputs: PackedInputs, candidates: PackedCandidates): Tensor {
  const B = inputs.count;
  const { unit } = encode(weights, items, inputs);
  const { scale, popularity } = link(weights);
  const targetCosines = sum(mul(unit, gather(items.vectors, candidates.targets)), 1, true); // [B, 1]
  const targetLogits = add(mul(targetCosines, scale), mul(gather(items.popularity, candidates.targets), popularity)); // [B, 1]
  const negativeCosines = matMul(unit, gather(items.vectors, candidates.negatives), false, true); // [B, M]
  const negativePopularity = reshape(gather(items.popularity, candidates.negatives), [1, -1]); // [1, M]
  const negativeLogits = add(add(mul(negativeCosines, scale), mul(negativePopularity, popularity)), tensor2d(candidates.shifts, [B, candidates.negatives.length]));
  const logProbabilities = logSoftmax(concat([targetLogits, negativeLogits], 1)); // [B, 1 + M]
  const width = 1 + candidates.negatives.length;
  const isTarget = tensor2d(Float32Array.from({ length: width }, (_, j) => (j === 0 ? -1 / B : 0)), [1, width]);
  return sum(mul(logProbabilities, isTarget));
}

function link(weights: T11Tensors): { scale: Tensor; popularity: Tensor } {
  return { scale: exp(mul(weights.logScale, LINK_GAIN)), popularity: mul(weights.popularity, LINK_GAIN) }; // [1], [1]
}

function lastItems({ count, items }: PackedInputs): Int32Array {
  return Int32Array.from({ length: count }, (_, b) => items[b * STEPS + STEPS - 1] ?? 0);
}

/** tfjs writes every tensor as of any rank; the layout says that this one is a matrix. */
function as2d(matrix: Tensor): Tensor2D {
  return matrix as Tensor2D;
}
