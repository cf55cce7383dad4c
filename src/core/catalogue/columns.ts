import { UNKNOWN_CATEGORY, leafCategory, type Product } from './product.ts';

/** Most leaf categories told apart, since `categoryByIndex` holds 16 bits; later ones count as 'Other'. */
const MAX_CATEGORIES = 65_535;
/** Highest price the columns tell apart, in hundredths: what 32 bits hold. Only price bands are made of it. */
const MAX_CENTS = 0xffff_ffff;

/** Brand number of an item without a brand. */
export const NO_BRAND = -1;

/** What ranking reads of N products, column by column. Read-only. */
export interface ItemColumns {
  /** Distinct category paths in order of first appearance, each from general to special, at least one name long. */
  readonly paths: readonly (readonly string[])[];
  /** [N], index into `paths`. */
  readonly pathByIndex: Uint32Array;
  /** Distinct brands in order of first appearance; never ''. */
  readonly brands: readonly string[];
  /** [N], index into `brands`, NO_BRAND where the feed names none. */
  readonly brandByIndex: Int32Array;
  /** [N], hundredths of each product's own currency, cut at 2³² − 1; 0 where the feed names no price. */
  readonly priceCents: Uint32Array;
  /** [N], 1 where a shopper can buy it. */
  readonly available: Uint8Array;
  /** [N], ln(1 + public count), where the count is the feed's sales or rating count; 0 where the feed says nothing. */
  readonly popularity: Float32Array;
}

/** Columns of `products`, in their order. */
export function columnsOf(products: readonly Product[]): ItemColumns {
  const paths = numbering();
  const brands = numbering();
  const pathByIndex = Uint32Array.from(products, ({ category }) => paths.numberOf(JSON.stringify(category)));
  const brandByIndex = Int32Array.from(products, ({ brand }) => (brand === '' ? NO_BRAND : brands.numberOf(brand)));
  return {
    paths: paths.names().map((path) => JSON.parse(path) as string[]),
    pathByIndex,
    brands: brands.names(),
    brandByIndex,
    priceCents: Uint32Array.from(products, ({ priceCents }) => Math.min(MAX_CENTS, priceCents)),
    available: Uint8Array.from(products, ({ available }) => Number(available)),
    popularity: Float32Array.from(products, (product) => Math.log1p(product.soldCount ?? product.ratingCount ?? 0)),
  };
}

/** Leaf categories in order of first appearance, and each item's. */
export function categoriesOf({ paths, pathByIndex }: Pick<ItemColumns, 'paths' | 'pathByIndex'>): { readonly categories: readonly string[]; readonly categoryByIndex: Uint16Array } {
  const leaves = numbering();
  // Paths stand in order of first appearance, so their leaves do too.
  const leafByPath = paths.map((category) => {
    const leaf = leafCategory({ category });
    const isFull = leaves.names().length === MAX_CATEGORIES - 1 && !leaves.has(leaf);
    return leaves.numberOf(isFull ? UNKNOWN_CATEGORY : leaf);
  });
  const categoryByIndex = new Uint16Array(pathByIndex.length);
  for (let item = 0; item < pathByIndex.length; item++) categoryByIndex[item] = leafByPath[pathByIndex[item] ?? 0] ?? 0;
  return { categories: leaves.names().map((name) => (name === UNKNOWN_CATEGORY ? '' : name)), categoryByIndex };
}

/** Numbers names from 0 in order of first appearance. */
function numbering() {
  const numberByName = new Map<string, number>();
  const names: string[] = [];
  return {
    has: (name: string): boolean => numberByName.has(name),
    names: (): readonly string[] => names,
    numberOf(name: string): number {
      const known = numberByName.get(name);
      if (known !== undefined) return known;
      numberByName.set(name, names.length);
      return names.push(name) - 1;
    },
  };
}
