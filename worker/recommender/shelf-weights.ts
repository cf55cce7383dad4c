import type { Reason } from '#core/ranking';
import { INPUT_SCORERS, inputWeights } from './mix.ts';

/** What a product page is about, whatever the mix has learnt: what is like the product and what goes with it. */
const PAGE = inputWeights({
  popularity: 0.3, trend: 0.2, profile: 1, last: 1, model: 0.4, company: 1, category: 0.4, lastCategory: 0.4, brand: 0.2, price: 0.2,
  follows: 0.5, followsNewest: 1, together: 0.5, inCart: 0.3,
});
/** Share of PAGE in the weights of a product page. */
const PAGE_SHARE = 0.75;

/** Scorers that discover: they know items the shopper has not seen. */
export const NOMINATING: readonly Reason['scorer'][] = ['content', 'model', 'co-occurrence'];

/** What nominates items for the personal seats of a shelf: weights of nominating scorers alone. shape [INPUTS] */
export const NOMINATORS: Float32Array = PAGE.map((weight, j) => (NOMINATING.some((scorer) => scorer === INPUT_SCORERS[j]) ? weight : 0));

/**
 * Weights that order one shelf: those of the federated mix for this moment plus the personal head; on a product page the
 * page itself has most of the say. Never leaves the device; quality curves measure the federated mix alone.
 *
 * @param weights - shape [INPUTS] from `weightsAt`; not modified
 * @param head - shape [INPUTS] from `fitPersonalHead`, or undefined before there is one
 */
export function shelfWeights(weights: Float32Array, { head, isProductPage = false }: { readonly head?: Float32Array | undefined; readonly isProductPage?: boolean } = {}): Float32Array {
  const share = isProductPage ? PAGE_SHARE : 0;
  return weights.map((weight, j) => (1 - share) * (weight + (head?.[j] ?? 0)) + share * (PAGE[j] ?? 0));
}
