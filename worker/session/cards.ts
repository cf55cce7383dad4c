import { cardsFile, CARDS_PER_FILE, decodeCards, type ItemIndex, type ProductCard } from '#core/catalogue';
import type { WorkerFault } from '#core/contract';
import { ok, type Result } from '#core/units';
import { createBundles, type Bundles, type BundlesOptions } from './bundles.ts';
import { filesOfCatalogue, type LoadedCatalogue } from './load-catalogue.ts';

/** What shelves show of products. */
export interface Cards extends Pick<Bundles<ProductCard>, 'keepAll'> {
  /** Cards of `items`, in the order asked. @param isHers - as of {@link Bundles.read} */
  read(items: readonly ItemIndex[], isHers?: boolean): Promise<Result<readonly ProductCard[], WorkerFault>>;
}

export interface CardsOptions extends Pick<BundlesOptions<ProductCard>, 'source' | 'isPublic' | 'cache'> {
  readonly loaded: LoadedCatalogue;
}

/** Cards of one catalogue. Reads and loads nothing by itself. */
export function createCards({ loaded, ...rest }: CardsOptions): Cards {
  const bundles = createBundles({
    ...rest, files: loaded.cardFiles, nameOf: cardsFile, decode: (bytes) => decodeCards(bytes, loaded.currency), perFile: CARDS_PER_FILE, ofCatalogue: filesOfCatalogue(loaded),
  });
  return {
    keepAll: bundles.keepAll,
    async read(items, isHers) {
      const cards = await bundles.read(items, isHers);
      return cards.ok ? ok(items.flatMap((item) => cards.value.get(item) ?? [])) : cards;
    },
  };
}
