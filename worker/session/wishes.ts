import { namedCategory, type Catalogue, type ItemIndex } from '#core/catalogue';
import type { DeviceStores, InterestName, InterestWish } from '#core/contract';
import type { ShopperState } from '#worker/recommender';

/** What the shopper has steered, as shelves need it. */
export interface Wishes extends Required<Pick<ShopperState, 'hidden' | 'disliked' | 'isNever' | 'pinnedAs'>> {
  /** Equal for equal wishes. */
  readonly key: string;
  /** Whether nothing is steered: then a shelf may be the one that everybody sees. */
  readonly isNone: boolean;
}

/** Reads all wishes anew: another tab may have changed them. */
export async function readWishes(settings: Pick<DeviceStores['settings'], 'read'>, catalogue: Catalogue): Promise<Wishes> {
  const [hidden = [], less = [], interests = []] = await Promise.all([settings.read('hiddenItems'), settings.read('lessItems'), settings.read('interestWishes')]);
  const indices = (ids: readonly string[]): ItemIndex[] => ids.flatMap((id) => catalogue.indexById.get(id) ?? []);
  const named = (wish: InterestWish['wish']): Wishes['pinnedAs'] => {
    const carriers = interests.filter((interest) => interest.wish === wish).map((interest) => [interest.name, carrierOf(interest, catalogue)] as const);
    return carriers.length > 0 ? (item) => carriers.find(([, isCarrier]) => isCarrier(item))?.[0] : undefined;
  };
  const neverAs = named('never');
  return {
    key: JSON.stringify([hidden, less, interests]), isNone: hidden.length + less.length + interests.length === 0,
    hidden: new Set(indices(hidden)), disliked: indices(less), isNever: neverAs && ((item) => neverAs(item) !== undefined), pinnedAs: named('pin'),
  };
}

/** Whether an item is of that category or brand; of none where the catalogue knows no such name. */
export function carrierOf({ kind, name }: InterestName, catalogue: Catalogue): (item: ItemIndex) => boolean {
  const isCategory = kind === 'category';
  const own = (isCategory ? catalogue.categories : catalogue.brands).indexOf(name);
  return (item) => own >= 0 && (isCategory ? namedCategory(catalogue, item) : catalogue.brandByIndex[item]) === own;
}
