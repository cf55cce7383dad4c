import type { Product } from './product.ts';

/** Title without the brand in front, for where the brand stands beside it anyway. */
export function titleBesideBrand({ title, brand }: Pick<Product, 'title' | 'brand'>): string {
  const isRepeated = brand !== '' && title.toLowerCase().startsWith(`${brand.toLowerCase()} `);
  return isRepeated ? title.slice(brand.length + 1) : title;
}
