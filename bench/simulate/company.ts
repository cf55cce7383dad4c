import type { Catalogue } from '#core/catalogue';
import type { ModelFile } from '#core/fedavg';
import { atOnce, type ContentHash } from '#core/units';
import { companyIn, lazyLayout, tableFault, type LayoutOf } from '#worker/federation';
import type { CoOccurrence } from '#worker/recommender';

/** What all devices of a process read out of tables of pairs: the layout and the newest table, each made once. */
export interface Company {
  readonly layoutOf: LayoutOf;
  /** What the table says; undefined where it is no table of this catalogue, or all noise. */
  of(hash: ContentHash, model: ModelFile): CoOccurrence | undefined;
}

/** The company of one catalogue. */
export function companyOver(catalogue: Catalogue): Company {
  const layoutOf = lazyLayout(catalogue);
  let read: { readonly hash: ContentHash; readonly company: CoOccurrence | undefined } | undefined;
  const companyOf = (model: ModelFile): CoOccurrence | undefined => {
    if (model.kind !== 'pairs' || tableFault(model, catalogue) !== undefined) return undefined;
    const layout = layoutOf(model.maxBlocks);
    return tableFault(model, catalogue, layout) === undefined ? atOnce(companyIn(model, layout, catalogue)) : undefined;
  };
  return {
    layoutOf,
    of(hash, model) {
      if (read?.hash !== hash) read = { hash, company: companyOf(model) };
      return read.company;
    },
  };
}
