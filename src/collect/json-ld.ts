import { fieldsOf, type Fields } from './fields.ts';
import { ID_PROPERTIES, onlyProductHere, withoutScheme, type ProductNames } from './product-names.ts';

/** Deepest nesting read: `@graph` → ProductGroup → variant → offer stays below it. */
const MAX_DEPTH = 6;
/** What is read of a page's scripts, in characters, and of one that has to be tidied up first: more are lists, not product pages. */
const MAX_LENGTH = 500_000;
const MAX_TIDIED_LENGTH = 50_000;
/** Products looked at on a page: one with more is a list. */
const MAX_PRODUCTS = 60;
/** Parts of anything looked at, such as variants of a group: a shirt in all sizes and colours has fewer. */
const MAX_PARTS = 250;

const PRODUCT_TYPES = ['Product', 'ProductGroup', 'ProductModel', 'IndividualProduct', 'SomeProducts', 'Book', 'Vehicle'];

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, MAX_PARTS) : value === undefined ? [] : [value];
}

function objectsOf(value: unknown): readonly Fields[] {
  return listOf(value).map(fieldsOf).filter((each) => each !== undefined);
}

function isType(fields: Fields, wanted: readonly string[]): boolean {
  return listOf(fields['@type']).some((each) => typeof each === 'string' && wanted.includes(each.replace(/^(?:https?:\/\/schema\.org\/|schema:)/, '')));
}

function idsOf(fields: Fields): readonly string[] {
  return ID_PROPERTIES.flatMap((key) => listOf(fields[key])).flatMap((value) => {
    const text = typeof value === 'string' || typeof value === 'number' ? withoutScheme(String(value)) : '';
    return text === '' ? [] : [text];
  });
}

/** Products that are the page's own subject: not those inside lists, offers or "related" fields. */
function subjects(value: unknown, depth: number): readonly Fields[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return listOf(value).flatMap((each) => subjects(each, depth + 1));
  const fields = fieldsOf(value);
  if (!fields) return [];
  if (isType(fields, PRODUCT_TYPES)) return [fields];
  return [fields['@graph'], fields['mainEntity'], fields['mainEntityOfPage']].flatMap((each) => subjects(each, depth + 1));
}

function addressesOf(fields: Fields): readonly string[] {
  return [fields, ...objectsOf(fields['offers'])].flatMap((each) => [each['url'], each['@id']]).filter((address) => typeof address === 'string');
}

/** Number of the variant that an address picks, as Shopify's do. */
function variantIn(address: string): string | undefined {
  return /[?&]variant=(\d+)/.exec(address)?.[1];
}

function priceOf(fields: Fields): unknown {
  for (const offer of objectsOf(fields['offers'])) {
    const price = offer['price'] ?? offer['lowPrice'] ?? objectsOf(offer['priceSpecification'])[0]?.['price'];
    if (price !== undefined) return price;
  }
  return undefined;
}

/** What one product is called: the variant that the page's address picks before the group, the group before its first variant. */
function namesOf(product: Fields, here: string): ProductNames {
  const variants = objectsOf(product['hasVariant']);
  const wanted = variantIn(here);
  const picked = wanted === undefined ? undefined : variants.find((variant) => addressesOf(variant).some((address) => variantIn(address) === wanted));
  const [first] = variants;
  const group = fieldsOf(product['isVariantOf']);
  const offers = objectsOf(product['offers']);
  const offer = offers.length === 1 ? offers[0] : offers.find((each) => wanted !== undefined && addressesOf({ offers: each }).some((address) => variantIn(address) === wanted));
  const chosen = picked ?? product;
  const numbers = addressesOf(offer ? { offers: offer } : picked ?? {}).map(variantIn).filter((number) => number !== undefined);
  return {
    names: [...(picked ? idsOf(picked) : []), ...idsOf(product), ...(offer ? idsOf(offer) : []), ...numbers, ...(first ? idsOf(first) : []), ...(group ? idsOf(group) : [])],
    addresses: [...addressesOf(product), ...(picked ? addressesOf(picked) : [])],
    price: priceOf(chosen) ?? (first ? priceOf(first) : undefined),
  };
}

/** Reads what themes write: comment marks around it, line breaks inside texts and a comma too many are forgiven. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (text.length > MAX_TIDIED_LENGTH) return undefined;
    try {
      const tidy = text.replace(/^\s*(?:<!--|\/\*\s*<!\[CDATA\[\s*\*\/|\/\/\s*<!\[CDATA\[)|(?:-->|\/\*\s*\]\]>\s*\*\/|\/\/\s*\]\]>)\s*$/g, '').replace(/[\u0000-\u001f]+/g, ' ');
      return JSON.parse(tidy.replace(/,(?=\s*[}\]])/g, '').replace(/;\s*$/, '')) as unknown;
    } catch {
      return undefined;
    }
  }
}

/** Those that are read: a list that is too long hides no product behind it. */
function withinBounds(scripts: readonly string[]): readonly string[] {
  let length = 0;
  return scripts.filter((text) => {
    if (length + text.length > MAX_LENGTH) return false;
    length += text.length;
    return true;
  });
}

/**
 * The one product a page is about, from the texts of its JSON-LD scripts; undefined for list pages, pages without products
 * and what is no JSON.
 *
 * @param here - the page's own address: where several products stand there, the one with this address is meant
 */
export function productInJsonLd(scripts: readonly string[], here: string): ProductNames | undefined {
  const products = withinBounds(scripts).flatMap((text) => subjects(parsed(text), 0)).slice(0, MAX_PRODUCTS);
  return onlyProductHere(products.map((product) => namesOf(product, here)), here);
}
