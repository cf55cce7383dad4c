import { behaviourVectors, countPairs, newPairCounts } from '#core/cooccurrence';
import type { Interaction } from '#core/features';

/**
 * Where item vectors come from. `content`: public text alone, frozen. `hashed`: content plus a learned residual by hashed
 * id. `behaviour`: the company items keep in train, all pairs of it, as devices would read it out of sums that hold everything.
 */
export const VECTORS = ['content', 'hashed', 'behaviour'] as const;
export type VectorsName = (typeof VECTORS)[number];

/** Behaviour vectors [N, CONTENT_DIMS] as int8, from all pairs of `histories`. */
export function companyVectors(histories: readonly (readonly Interaction[])[], items: number): Int8Array<ArrayBuffer> {
  const counts = newPairCounts(items);
  for (const interactions of histories) countPairs(counts, interactions);
  return behaviourVectors(counts);
}
