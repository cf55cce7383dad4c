import { UNKNOWN_CATEGORY, type Catalogue, type ItemIndex } from '#core/catalogue';
import type { DeviceStores, InterestWish } from '#core/contract';
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

/** Whether an item is of that category, at any level, or brand; of none where the catalogue knows no such name, and of no fact. */
export function carrierOf({ kind, name }: Pick<InterestWish, 'kind' | 'name'>, { paths, pathByIndex, brands, brandByIndex }: Catalogue): (item: ItemIndex) => boolean {
  const isBrand = kind === 'brand';
  const isNamed = isBrand ? brands.map((brand) => brand === name) : paths.map((path) => kind === 'category' && name !== UNKNOWN_CATEGORY && path.includes(name));
  const number = isBrand ? brandByIndex : pathByIndex;
  return (item) => isNamed[number[item] ?? -1] === true;
}
