import { UNKNOWN_CATEGORY, type ItemId, type Product } from './product.ts';

/** A product as the products file holds it: what equals the default is left out, since every shopper downloads it. */
type StoredProduct = Readonly<Record<string, unknown>>;

/** `product` without what {@link readProduct} fills in by itself. */
export function storedProduct(product: Product, shopCurrency: string): StoredProduct {
  const { id, title, priceCents } = product;
  return {
    id,
    title,
    priceCents,
    ...(product.description && { description: product.description }),
    ...(product.brand && { brand: product.brand }),
    ...(!isUnknown(product.category) && { category: product.category }),
    ...(product.url && { url: product.url }),
    ...(product.image && { image: product.image }),
    ...(product.listPriceCents !== undefined && { listPriceCents: product.listPriceCents }),
    ...(product.currency !== shopCurrency && { currency: product.currency }),
    ...(!product.available && { available: false }),
    ...(product.rating !== undefined && { rating: product.rating }),
    ...(product.ratingCount !== undefined && { ratingCount: product.ratingCount }),
    ...(product.soldCount !== undefined && { soldCount: product.soldCount }),
    ...(product.aliases.length > 0 && { aliases: product.aliases }),
    ...(product.labels.length > 0 && { labels: product.labels }),
  };
}

/** The product that `stored` holds, or the name of the field that is not what it must be. */
export function readProduct(stored: unknown, shopCurrency: string): Product | string {
  if (typeof stored !== 'object' || stored === null) return 'product';
  const record = stored as StoredProduct;
  for (const [field, isRight] of Object.entries(RULES)) {
    if (!isRight(record[field])) return field;
  }
  const product = { ...DEFAULTS, currency: shopCurrency } as Record<string, unknown>;
  for (const field of Object.keys(RULES)) {
    if (record[field] !== undefined) product[field] = record[field];
  }
  return product as unknown as Product;
}

const DEFAULTS: Omit<Product, 'id' | 'title' | 'priceCents' | 'currency'> = {
  description: '',
  brand: '',
  category: [UNKNOWN_CATEGORY],
  url: '',
  image: '',
  available: true,
  aliases: [],
  labels: [],
};

const isText = (value: unknown): boolean => typeof value === 'string';
const isFilledText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const orAbsent = (isRight: (value: unknown) => boolean) => (value: unknown): boolean => value === undefined || isRight(value);

/** Every field of the file and what it must be; the type of `Record` makes a new field of Product fail to compile here. */
const RULES: Readonly<Record<keyof Product, (value: unknown) => boolean>> = {
  id: isFilledText as (value: unknown) => value is ItemId,
  title: isFilledText,
  priceCents: isCount,
  description: orAbsent(isText),
  brand: orAbsent(isText),
  category: orAbsent((value) => isTexts(value) && (value as string[]).length > 0),
  url: orAbsent(isText),
  image: orAbsent(isText),
  listPriceCents: orAbsent(isCount),
  currency: orAbsent(isText),
  available: orAbsent((value) => typeof value === 'boolean'),
  rating: orAbsent((value) => typeof value === 'number' && value >= 0 && value <= 5),
  ratingCount: orAbsent(isCount),
  soldCount: orAbsent(isCount),
  aliases: orAbsent(isTexts),
  labels: orAbsent(isTexts),
};

function isUnknown(category: readonly string[]): boolean {
  return category.length === 1 && category[0] === UNKNOWN_CATEGORY;
}
