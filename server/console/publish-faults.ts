import { taxonomyOf } from '#core/audience';
import type { BrandRules, Campaign, CampaignFault, Creative } from '#core/campaigns';
import { columnsOf, type ItemId, type Product } from '#core/catalogue';
import { brandFaults, filledCreative, isDynamic, provenBy, templateFaults, type Leaning } from '#core/creative';
import { wordingOf } from '#page/words';

/** Products that a template is tried with: what a device would choose among, cut where a shop is large. */
const MOST_TRIED = 200;
/** Language of a text that names none. */
const ANY_LOCALE = 'en';
const NO_LEANING: Leaning = { interests: [] };

/** What a shop sells, as campaigns may name it. */
export interface Assortment {
  readonly products: readonly Product[];
  readonly byId: ReadonlyMap<string, Product>;
  /** On any level. */
  readonly categories: ReadonlySet<string>;
  /** Interests that devices tell apart. */
  readonly tags: ReadonlySet<string>;
}

/** The assortment of a catalogue. */
export function assortmentOf(products: readonly Product[]): Assortment {
  const { tags } = taxonomyOf({ items: products.length, ...columnsOf(products) });
  return {
    products, byId: new Map(products.map((product) => [product.id, product])), categories: new Set(products.flatMap(({ category }) => category)), tags: new Set(tags.map(({ name }) => name)),
  };
}

/** What of a campaign the catalogue does not have, and what of its texts breaks the rules or can be filled with nothing; by path from the campaign on. */
export function publishFaults(campaign: Campaign, assortment: Assortment, rules: BrandRules): readonly CampaignFault[] {
  return [...unknownNames(campaign, assortment), ...campaign.creatives.flatMap((creative, i) => textFaults(campaign, creative, assortment, rules).map(({ path, message }) => ({ path: `creatives[${i}].${path}`, message })))];
}

function unknownNames({ audience, excludedItemIds, excludedCategories, conversion, creatives }: Campaign, { byId, categories, tags }: Assortment): readonly CampaignFault[] {
  const unknown = (path: string, names: readonly string[], known: { has(name: string): boolean }, message: string): readonly CampaignFault[] => names.flatMap((name, i) => (known.has(name) ? [] : [{ path: `${path}[${i}]`, message }]));
  const noCategory = 'The catalogue has no such category';
  const noProduct = 'The catalogue has no product of this id';
  return [
    ...unknown('audience.tags', audience.tags, tags, 'Devices know no such interest: choose one of the catalogue'),
    ...unknown('audience.categories', audience.categories, categories, noCategory),
    ...unknown('excludedItemIds', excludedItemIds, byId, noProduct),
    ...unknown('excludedCategories', excludedCategories, categories, noCategory),
    ...unknown('conversion.itemIds', conversion.itemIds, byId, noProduct),
    ...unknown('conversion.categories', conversion.categories, categories, noCategory),
    ...creatives.flatMap(({ itemId }, i) => (itemId === undefined || byId.has(itemId) ? [] : [{ path: `creatives[${i}].itemId`, message: noProduct }])),
  ];
}

function textFaults(campaign: Campaign, creative: Creative, assortment: Assortment, rules: BrandRules): readonly CampaignFault[] {
  const slots = templateFaults(creative);
  if (slots.length > 0) return slots;
  const product = creative.itemId === undefined ? undefined : assortment.byId.get(creative.itemId);
  if (!isDynamic(creative)) return brandFaults(creative.assets, rules, product && provenBy(product));
  const wording = wordingOf(creative.locale || ANY_LOCALE);
  const filled = (creative.itemId === undefined ? soldBy(campaign, assortment) : product ? [product] : []).slice(0, MOST_TRIED)
    .map((facts) => ({ facts, ...filledCreative(creative, { facts, wording, rules, leaning: NO_LEANING }) }));
  if (filled.some((one) => one.creative)) return []; // a device takes one of those
  for (const { facts, faults: [first] } of filled) if (first) return [{ path: first.path, message: `Filled with "${facts.title.slice(0, 60)}": ${first.message}` }];
  return [{ path: 'assets.title', message: 'No product that this campaign is for can fill it: a fact is missing, or a text would be too long' }];
}

/** Products that a template of the campaign speaks of, as devices choose them: what its conversion names, else whom it is aimed at, else all. */
function soldBy({ conversion, audience, excludedItemIds }: Campaign, { products }: Assortment): readonly Product[] {
  const left = new Set<ItemId>(excludedItemIds);
  const sold = products.filter(({ id, available }) => available && !left.has(id));
  const among = (names: readonly string[], product: Product): boolean => product.category.some((level) => names.includes(level));
  if (conversion.itemIds.length > 0 || conversion.categories.length > 0) return sold.filter((product) => conversion.itemIds.includes(product.id) || among(conversion.categories, product));
  if (audience.tags.length === 0 && audience.categories.length === 0) return sold;
  return sold.filter((product) => among([...audience.tags, ...audience.categories], product) || audience.tags.includes(product.brand));
}
