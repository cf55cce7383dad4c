import { DEFAULT_RULES, type BrandRules, type Campaign, type Creative } from '#core/campaigns';
import type { Catalogue, ItemIndex, ProductCard } from '#core/catalogue';
import { brandFaults, filledCreative, isDynamic, provenBy, type Leaning } from '#core/creative';
import { wordingOf } from '#page/words';
import type { Template } from '#worker/adserver';
import type { AudienceNow } from './audience.ts';
import type { Device } from './device.ts';

/** Products that are tried for one template, best first: the first may be sold out or lack a fact. */
const PRODUCTS_TRIED = 3;
/** Thirds of the places among prices: below the lower one she looks for what is cheap. */
const THIRD = 1 / 3;
/** Language of a text where neither creative nor page names one. */
const NO_LOCALE = 'en';

/** What texts are filled from. */
export interface TextSource {
  readonly catalogue: Catalogue;
  readonly cards: Device['cards'];
  readonly audience: AudienceNow;
  /** Absent where the merchant wrote none. */
  readonly rules?: BrandRules;
}

/** As `AdServerParts.fill`. Facts come from the card files, which every device loads whole. */
export async function filledTexts({ catalogue, cards, audience, rules = DEFAULT_RULES }: TextSource, templates: readonly Template[], locale: string): Promise<readonly (Creative | 'brand-rules' | undefined)[]> {
  // A text without slots speaks of the product that it names, or of none.
  const tried = templates.map((template) => (isDynamic(template.creative) || template.creative.itemId !== undefined ? productsFor(template, catalogue, audience) : []));
  const items = [...new Set(tried.flat())];
  const found = await cards(items, true);
  if (!found.ok) return templates.map(() => undefined);
  const cardByItem = new Map<ItemIndex, ProductCard>(found.value.flatMap((card) => {
    const item = catalogue.indexById.get(card.id);
    return item === undefined ? [] : [[item, card] as const];
  }));
  const leaning = leaningOf(audience);
  return templates.map(({ creative }, i) => {
    const wording = wordingOf(creative.locale || locale || NO_LOCALE);
    const products = (tried[i] ?? []).flatMap((item) => cardByItem.get(item) ?? []);
    if (!isDynamic(creative)) return brandFaults(creative.assets, rules, products[0] && provenBy(products[0])).length === 0 ? creative : 'brand-rules';
    let isForbidden = false;
    for (const facts of products) {
      const filled = filledCreative(creative, { facts, wording, rules, leaning });
      if (filled.creative) return filled.creative;
      isForbidden ||= filled.faults.length > 0;
    }
    return isForbidden ? 'brand-rules' : undefined;
  });
}

function leaningOf({ facts: { tags, lifeCycle, price } }: AudienceNow): Leaning {
  const prices = price.kind === 'unknown' ? undefined : price.position < THIRD ? 'low' : price.position > 1 - THIRD ? 'high' : 'middle';
  return { interests: tags, ...(lifeCycle && { lifeCycle }), ...(prices && { prices }) };
}

/** Items that a template may speak of: the one that it names, else those that its campaign sells, the ones that suit her most first, then what is popular. */
function productsFor({ campaign, creative, itemId = creative.itemId }: Template, catalogue: Catalogue, { tagsOf, interestIn }: AudienceNow): readonly ItemIndex[] {
  const { indexById, popularity, available } = catalogue;
  if (itemId !== undefined) return [indexById.get(itemId) ?? []].flat();
  const left = new Set(campaign.excludedItemIds.flatMap((id) => indexById.get(id) ?? []));
  const sold = soldBy(campaign, catalogue, tagsOf).filter((item) => available[item] === 1 && !left.has(item));
  const suited = sold.map((item) => ({ item, interest: interestIn(item) }));
  suited.sort((a, b) => b.interest - a.interest || (popularity[b.item] ?? 0) - (popularity[a.item] ?? 0) || a.item - b.item);
  return suited.slice(0, PRODUCTS_TRIED).map(({ item }) => item);
}

/** What a campaign is for: the items and categories whose purchase it counts, else what it is aimed by, else the whole shop. */
function soldBy({ conversion, audience }: Campaign, catalogue: Catalogue, tagsOf: AudienceNow['tagsOf']): readonly ItemIndex[] {
  const all = Array.from({ length: catalogue.items }, (_, item) => item);
  const pathOf = (item: ItemIndex): readonly string[] => catalogue.paths[catalogue.pathByIndex[item] ?? -1] ?? [];
  if (conversion.itemIds.length > 0 || conversion.categories.length > 0) {
    const named = new Set(conversion.itemIds.flatMap((id) => catalogue.indexById.get(id) ?? []));
    return all.filter((item) => named.has(item) || pathOf(item).some((name) => conversion.categories.includes(name)));
  }
  if (audience.tags.length === 0 && audience.categories.length === 0) return all;
  const isAimed = (item: ItemIndex): boolean => tagsOf(item).some((tag) => audience.tags.includes(tag)) || pathOf(item).some((name) => audience.categories.includes(name));
  return all.filter(isAimed);
}
