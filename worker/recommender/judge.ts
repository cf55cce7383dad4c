import type { Catalogue, ItemIndex } from '#core/catalogue';
import type { Reason } from '#core/ranking';
import { factsOf } from './facts.ts';
import { reasonFor } from './reason.ts';
import { rankFor, type ShopperState } from './recommend.ts';

/** What the history says of every item, for whoever orders a list of their own: [N] scores as a home shelf has them, and why. */
export function judge(catalogue: Catalogue, shopper: ShopperState): { readonly scores: Float32Array; reason(item: ItemIndex): Reason } {
  const { scores, source } = rankFor(factsOf(catalogue), { placement: 'home', count: 0 }, shopper);
  return { scores, reason: (item) => reasonFor(source, item) };
}
