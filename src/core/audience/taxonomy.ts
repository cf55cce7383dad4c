import { UNKNOWN_CATEGORY, type Catalogue, type ItemIndex } from '#core/catalogue';

/** Most tags of a shop (RECOMMENDER.md §4): what a shopper can still look through, and a merchant aim at. */
export const MAX_TAGS = 300;
/** Of these, most that are brands: a shop of a thousand brands still names its categories first. */
const MAX_BRAND_TAGS = 100;
/** Fewest items of a tag: what one or two items carry is these items, and no interest. A smaller one counts as its parent alone. */
const LEAST_TAG_ITEMS = 3;
/** A name that more than this share of the items carries tells nobody apart: the root that every path begins with. */
const MOST_TAG_SHARE = 0.8;

/** One interest that a shop can speak of: a category of any level, or a brand, by the feed's own name. */
export interface Tag {
  readonly kind: 'category' | 'brand';
  readonly name: string;
  /** Items of the catalogue that carry it. */
  readonly items: number;
}

/** The interests of one shop, the same for everyone: made of its public catalogue alone. */
export interface Taxonomy {
  /** Categories, then brands, each from most to fewest items; at most {@link MAX_TAGS}. */
  readonly tags: readonly Tag[];
  /** Tags by the number of an item's category path. */
  readonly tagsByPath: readonly (readonly number[])[];
  /** Tag by the number of an item's brand, −1 where it is none. */
  readonly tagByBrand: Int32Array;
}

type TaxonomySource = Pick<Catalogue, 'items' | 'paths' | 'pathByIndex' | 'brands' | 'brandByIndex'>;

/**
 * Interests of a shop. A category is one tag wherever its name stands in the tree, as campaigns and wishes name it by that
 * name alone. Labels of the feed are no tags: merchants keep margins and seasons there, which say nothing of a taste.
 */
export function taxonomyOf(catalogue: TaxonomySource): Taxonomy {
  const { items, paths, pathByIndex, brands, brandByIndex } = catalogue;
  const itemsByPath = new Uint32Array(paths.length);
  const itemsByBrand = new Uint32Array(brands.length);
  for (let item = 0; item < items; item++) {
    const path = pathByIndex[item] ?? 0;
    const brand = brandByIndex[item] ?? -1;
    itemsByPath[path] = (itemsByPath[path] ?? 0) + 1;
    if (brand >= 0) itemsByBrand[brand] = (itemsByBrand[brand] ?? 0) + 1;
  }
  const itemsByLevel = new Map<string, number>();
  paths.forEach((path, index) => {
    for (const name of new Set(path)) if (name !== '' && name !== UNKNOWN_CATEGORY) itemsByLevel.set(name, (itemsByLevel.get(name) ?? 0) + (itemsByPath[index] ?? 0));
  });
  const brandTags = largest(brands.map((name, brand) => ({ kind: 'brand', name, items: itemsByBrand[brand] ?? 0 })), items).slice(0, MAX_BRAND_TAGS);
  const categoryTags = largest([...itemsByLevel].map(([name, count]) => ({ kind: 'category', name, items: count })), items).slice(0, MAX_TAGS - brandTags.length);
  const tags = [...categoryTags, ...brandTags];
  const tagByCategory = new Map(categoryTags.map(({ name }, tag) => [name, tag]));
  const tagByName = new Map(brandTags.map(({ name }, i) => [name, categoryTags.length + i]));
  return {
    tags,
    tagsByPath: paths.map((path) => [...new Set(path.flatMap((name) => tagByCategory.get(name) ?? []))]),
    tagByBrand: Int32Array.from(brands, (name) => tagByName.get(name) ?? -1),
  };
}

function largest(found: readonly Tag[], items: number): Tag[] {
  return found.filter((tag) => tag.items >= LEAST_TAG_ITEMS && tag.items <= MOST_TAG_SHARE * items).sort((a, b) => b.items - a.items || (a.name < b.name ? -1 : 1));
}

/** Tags that an item carries, categories first. */
export function tagsOfItem({ tagsByPath, tagByBrand }: Taxonomy, { pathByIndex, brandByIndex }: Pick<Catalogue, 'pathByIndex' | 'brandByIndex'>, item: ItemIndex): readonly number[] {
  const categories = tagsByPath[pathByIndex[item] ?? -1] ?? [];
  const brand = tagByBrand[brandByIndex[item] ?? -1] ?? -1;
  return brand < 0 ? categories : [...categories, brand];
}
