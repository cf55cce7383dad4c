import type { Catalogue } from '#core/catalogue';
import { sequenceOf, type Interaction, type SequenceInput } from '#core/features';
import { itemDots } from '#worker/kernels';
import type { CoOccurrence } from './co-occurrence.ts';
import { contextOf, type ShopperContext } from './context.ts';
import { factsOf } from './facts.ts';

/** What scores the catalogue after a sequence; every encoder of `#worker/models` is one. */
export interface SequenceScorer {
  /** Scores of all items, shape [N]. */
  scoreAll(weights: Float32Array, input: SequenceInput): Promise<Float32Array>;
}

/** What is known beside the shopper. */
export interface Learnt {
  readonly catalogue: Catalogue;
  /** The encoder and its weights; without it the encoder input is 0. */
  readonly t11?: { readonly encoder: SequenceScorer; readonly weights: Float32Array } | undefined;
  /** What the table of pairs says; without it those inputs are 0. */
  readonly coOccurrence?: CoOccurrence | undefined;
}

/**
 * What is known of a shopper at the moment of one choice: what every example, measurement and evaluation of a choice starts
 * from, so that they cannot drift apart.
 *
 * @param interactions - oldest first; whatever comes later than the choice must not be in the list
 * @param nowMs - the moment, ms since 1970; that of the newest interaction by default
 */
export async function momentOf({ catalogue, t11, coOccurrence }: Learnt, interactions: readonly Interaction[], nowMs?: number): Promise<ShopperContext> {
  itemDots(catalogue.vectors, catalogue.items); // many choices will be asked about, and shelves have it from here on
  const modelScores = t11 && (await t11.encoder.scoreAll(t11.weights, sequenceOf(interactions)));
  return contextOf(factsOf(catalogue), interactions, { ...(modelScores && { modelScores }), ...(coOccurrence && { coOccurrence }), ...(nowMs !== undefined && { nowMs }) });
}
