import { parseItemId, type Product } from '#core/catalogue';

/** A product with plain values, changed by `changes`. */
export function aProduct(changes: Partial<Omit<Product, 'id'>> & { readonly id?: string } = {}): Product {
  const { id = 'p1', ...rest } = changes;
  return {
    title: 'Plain white mug',
    description: 'A mug for tea.',
    brand: 'Kiln',
    category: ['Kitchen', 'Mugs'],
    url: '/product/p1',
    image: '',
    priceCents: 1200,
    currency: 'EUR',
    available: true,
    aliases: [],
    labels: [],
    ...rest,
    id: parseItemId(id),
  };
}
