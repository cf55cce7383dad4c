import { UNKNOWN_CATEGORY, type ItemId, type Product, type ProductCard } from './product.ts';

/** A product as a file holds it: what equals the default is left out, since every shopper downloads it. */
type StoredProduct = Readonly<Record<string, unknown>>;

/** What a shelf shows of `product`, without what {@link readCard} fills in by itself. */
export function storedCard(product: ProductCard, shopCurrency: string): StoredProduct {
  const { id, title, priceCents } = product;
  return {
    id,
    title,
    priceCents,
    ...(product.brand && { brand: product.brand }),
    ...(!isUnknown(product.category) && { category: product.category }),
    ...(product.url && { url: product.url }),
    ...(product.image && { image: product.image }),
    ...(product.listPriceCents !== undefined && { listPriceCents: product.listPriceCents }),
    ...(product.currency !== shopCurrency && { currency: product.currency }),
    ...(!product.available && { available: false }),
    ...(product.rating !== undefined && { rating: product.rating }),
    ...(product.ratingCount !== undefined && { ratingCount: product.ratingCount }),
  };
}

/** `product` without what {@link readProduct} fills in by itself. */
export function storedProduct(product: Product, shopCurrency: string): StoredProduct {
  return {
    ...storedCard(product, shopCurrency),
    ...(product.description && { description: product.description }),
    ...(product.soldCount !== undefined && { soldCount: product.soldCount }),
    ...(product.aliases.length > 0 && { aliases: product.aliases }),
    ...(product.labels.length > 0 && { labels: product.labels }),
  };
}

/** The card that `stored` holds, or the name of the field that is not what it must be. */
export function readCard(stored: unknown, shopCurrency: string): ProductCard | string {
  return readFields(stored, CARD_RULES, { ...CARD_DEFAULTS, currency: shopCurrency }) as unknown as ProductCard | string;
}

/** The product that `stored` holds, or the name of the field that is not what it must be. */
export function readProduct(stored: unknown, shopCurrency: string): Product | string {
  return readFields(stored, PRODUCT_RULES, { ...PRODUCT_DEFAULTS, currency: shopCurrency }) as unknown as Product | string;
}

type Rules = Readonly<Record<string, (value: unknown) => boolean>>;

function readFields(stored: unknown, rules: Rules, defaults: StoredProduct): StoredProduct | string {
  if (typeof stored !== 'object' || stored === null) return 'product';
  const record = stored as StoredProduct;
  const fields: Record<string, unknown> = { ...defaults };
  for (const field in rules) {
    const value = record[field];
    if (!rules[field]?.(value)) return field;
    if (value !== undefined) fields[field] = value;
  }
  return fields;
}

const CARD_DEFAULTS: Omit<ProductCard, 'id' | 'title' | 'priceCents' | 'currency'> = { brand: '', category: [UNKNOWN_CATEGORY], url: '', image: '', available: true };
const PRODUCT_DEFAULTS: Omit<Product, 'id' | 'title' | 'priceCents' | 'currency'> = { ...CARD_DEFAULTS, description: '', aliases: [], labels: [] };

const isText = (value: unknown): boolean => typeof value === 'string';
const isFilledText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const orAbsent = (isRight: (value: unknown) => boolean) => (value: unknown): boolean => value === undefined || isRight(value);

/** Every field of a card and what it must be; the type of `Record` makes a new field fail to compile here. */
const CARD_RULES: Readonly<Record<keyof ProductCard, (value: unknown) => boolean>> = {
  id: isFilledText as (value: unknown) => value is ItemId,
  title: isFilledText,
  priceCents: isCount,
  brand: orAbsent(isText),
  category: orAbsent((value) => isTexts(value) && (value as string[]).length > 0),
  url: orAbsent(isText),
  image: orAbsent(isText),
  listPriceCents: orAbsent(isCount),
  currency: orAbsent(isText),
  available: orAbsent((value) => typeof value === 'boolean'),
  rating: orAbsent((value) => typeof value === 'number' && value >= 0 && value <= 5),
  ratingCount: orAbsent(isCount),
};

/** The same for a whole product. */
const PRODUCT_RULES: Readonly<Record<keyof Product, (value: unknown) => boolean>> = {
  ...CARD_RULES,
  description: orAbsent(isText),
  soldCount: orAbsent(isCount),
  aliases: orAbsent(isTexts),
  labels: orAbsent(isTexts),
};

function isUnknown(category: readonly string[]): boolean {
  return category.length === 1 && category[0] === UNKNOWN_CATEGORY;
}
