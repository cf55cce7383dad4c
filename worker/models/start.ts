import type { Chance } from '#core/units';
import { NUMBERED_TYPES, type EventType } from '#core/events';
import { GAP_BUCKETS, MAX_SEQUENCE } from '#core/features';
import { GAP_FACT, LINK_GAIN, OFFSETS, POSITION_FACT, T11_LAYOUT, T11_PARAMETERS, type T11Tensor } from './layout.ts';

/**
 * How much louder an event of a type speaks than a view. What takes an item back keeps its voice but not its sign (`gate`).
 */
const VOICE_BY_TYPE: { readonly [T in EventType]?: number } = {
  select_item: 1.2, rec_click: 1.2, add_to_wishlist: 1.7, add_to_cart: 2, purchase: 1.5, review: 1.2, remove_from_cart: 1, refund: 1, rec_dismiss: 1,
};
const TAKES_BACK: readonly EventType[] = ['remove_from_cart', 'refund', 'rec_dismiss'];

/** Nats that each moment further back speaks softer: the last two or three carry most of a taste. */
const POSITION_DECAY = 0.7;

/** First cosine-to-logit scale: with 64 dimensions and some thousand items the softmax is then neither flat nor one-hot. */
const FIRST_SCALE = 12;

/** Standard deviation of a random first weight, by tensor; the others start at 0, so that the first taste is the attended mean. */
const RANDOM_DEVIATION: { readonly [T in T11Tensor]?: number } = { query: 0.1, key: 0.1, hiddenFromTaste: 0.15, hiddenFromLast: 0.15 };

/**
 * Weights before any training: a recency- and type-weighted mean of what was looked at, compared by cosine. Already a
 * sensible recommender; its random parts only break ties between units that learn later.
 */
export function startingWeights(chance: Chance): Float32Array {
  const weights = new Float32Array(T11_PARAMETERS);
  for (const { name, offset, size } of T11_LAYOUT) {
    const deviation = RANDOM_DEVIATION[name] ?? 0;
    if (deviation > 0) for (let i = 0; i < size; i++) weights[offset + i] = deviation * chance.normal();
  }
  NUMBERED_TYPES.forEach((type, i) => {
    weights[OFFSETS.gate + i] = TAKES_BACK.includes(type) ? -0.5 : 1;
    weights[OFFSETS.factBias + i] = Math.log(VOICE_BY_TYPE[type] ?? 1);
  });
  for (let back = 0; back < MAX_SEQUENCE; back++) weights[OFFSETS.factBias + POSITION_FACT + back] = -POSITION_DECAY * back;
  // A long pause before a step says that what came earlier was another errand; learned, so it starts at 0.
  weights.fill(0, OFFSETS.factBias + GAP_FACT, OFFSETS.factBias + GAP_FACT + GAP_BUCKETS);
  weights[OFFSETS.logScale] = Math.log(FIRST_SCALE) / LINK_GAIN;
  return weights;
}
