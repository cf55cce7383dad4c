import { pageKey, plainSpelling } from '#core/catalogue';

/** schema.org's names of a product's ids, the shop's own first. */
export const ID_PROPERTIES = ['sku', 'productID', 'productGroupID', 'inProductGroupWithID', 'mpn', 'gtin13', 'gtin', 'gtin12', 'gtin14', 'gtin8', 'isbn'];
/** Addresses compared with the page's own, shared among all products on it: a few milliseconds' work. */
const MAX_ADDRESSES = 500;

/** What a page calls a product it shows. */
export interface ProductNames {
  /** Ids, best first; empty where it has none of its own. */
  readonly names: readonly string[];
  /** Addresses of its page, as they are written. */
  readonly addresses: readonly string[];
  /** As it is written, a number or a text; undefined where the page names none. */
  readonly price: unknown;
}

/** `id` as `productID` writes it, without the kind of id before it: `sku:A1`. */
export function withoutScheme(id: string): string {
  return id.trim().replace(/^(?:sku|mpn|gtin\d*|isbn):/i, '');
}

/** What all that name the same product say together; undefined where they name several. */
function asOne(products: readonly ProductNames[]): ProductNames | undefined {
  const [first, ...others] = products;
  if (!first) return undefined;
  const known = new Set(first.names.map(plainSpelling));
  const isOne = others.every(({ names }) => names.some((name) => known.has(plainSpelling(name))));
  return isOne ? { ...first, names: [...new Set(products.flatMap(({ names }) => names))] } : undefined;
}

/** Whether `address`, as it is written on the page `here`, leads to this page. */
function isHere(address: string, here: string): boolean {
  // A fragment alone, `#product`, is a name and leads nowhere.
  return address !== '' && !address.startsWith('#') && pageKey(new URL(address, here).href) === pageKey(here);
}

/** The one product that the page `here` is about: the only one on it, or the only one with its address. */
export function onlyProductHere(products: readonly ProductNames[], here: string): ProductNames | undefined {
  const named = products.filter(({ names }) => names.length > 0);
  const most = Math.ceil(MAX_ADDRESSES / named.length);
  return asOne(named) ?? asOne(named.filter(({ addresses }) => addresses.slice(0, most).some((address) => URL.canParse(address, here) && isHere(address, here))));
}
