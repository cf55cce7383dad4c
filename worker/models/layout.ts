import { CONTENT_DIMS } from '#core/catalogue';
import { NUMBERED_TYPES } from '#core/events';
import { GAP_BUCKETS, MAX_SEQUENCE } from '#core/features';

/** A, width of queries and keys: enough to tell kinds of products apart, and a quarter of what values carry. */
export const ATTENTION_DIMS = 16;

/** H, hidden units that mix the attended history with the last item: what 11,000 parameters leave. */
export const HIDDEN_DIMS = 20;

const D = CONTENT_DIMS;
const A = ATTENTION_DIMS;
const H = HIDDEN_DIMS;

/** Event types have room for what a later release adds; an update's length must not change with it. */
export const TYPE_SLOTS = 16;
if (NUMBERED_TYPES.length > TYPE_SLOTS) throw new RangeError(`Cannot number ${NUMBERED_TYPES.length} event types in ${TYPE_SLOTS} slots`);

/** F, facts of one step besides its content: type, gap, position counted in moments from the last step. One of each is 1. */
export const FACTS = TYPE_SLOTS + GAP_BUCKETS + MAX_SEQUENCE;
/** First fact of each kind. */
export const GAP_FACT = TYPE_SLOTS;
export const POSITION_FACT = TYPE_SLOTS + GAP_BUCKETS;

/**
 * The two scalars of the link move this much faster than other weights. Without it the first rounds calibrate the softmax
 * by bending every taste towards the mean one: on Beauty HR@10 fell from .030 to .020 in 30 rounds.
 */
export const LINK_GAIN = 5;

/** Tensors of T11 in the order in which they lie in the flat vector of weights, row-major. */
const SHAPES = {
  query: [D, A],
  queryBias: [A],
  key: [D, A],
  factKey: [FACTS, A],
  factBias: [FACTS],
  gate: [TYPE_SLOTS],
  value: [D, D],
  hiddenFromTaste: [D, H],
  hiddenFromLast: [D, H],
  hiddenBias: [H],
  output: [H, D],
  outputBias: [D],
  /** Logits are cosine × exp(LINK_GAIN × logScale): positive, and one step means as much at any size. */
  logScale: [1],
  /** LINK_GAIN × popularity is the logit per standard deviation of public popularity. */
  popularity: [1],
} as const satisfies Record<string, readonly number[]>;

/** Tensors of the encoder, in the order in which they lie in its flat weights. */
export type T11Tensor = keyof typeof SHAPES;

/** Where one tensor lies in the flat weights. */
export interface TensorPlace {
  readonly name: T11Tensor;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
}

/** Every tensor of T11 with its place, in order, without gaps. */
export const T11_LAYOUT: readonly TensorPlace[] = placesOf(SHAPES);

/** Weights of T11; an update with its proof must fit one 64 KiB keepalive request, which holds up to 11,000. */
export const T11_PARAMETERS = T11_LAYOUT.reduce((sum, { size }) => sum + size, 0);

/** First weight of each tensor, by name. */
export const OFFSETS = Object.fromEntries(T11_LAYOUT.map(({ name, offset }) => [name, offset])) as Readonly<Record<T11Tensor, number>>;

function placesOf(shapes: Readonly<Record<T11Tensor, readonly number[]>>): TensorPlace[] {
  let offset = 0;
  return (Object.keys(shapes) as T11Tensor[]).map((name) => {
    const shape = shapes[name];
    const size = shape.reduce((product, n) => product * n, 1);
    const place = { name, shape, offset, size };
    offset += size;
    return place;
  });
}

/** Throws RangeError unless `weights` has T11's length. */
export function requireT11(weights: Float32Array): void {
  if (weights.length !== T11_PARAMETERS) throw new RangeError(`Cannot use ${weights.length} weights as T11: it has ${T11_PARAMETERS}`);
}
