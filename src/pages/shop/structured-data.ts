import type { Product } from '#core/catalogue';
import { productHref } from './range.ts';

function aggregateRating(product: Product): Record<string, unknown> | undefined {
  if (product.rating === undefined || !product.ratingCount) return undefined;
  return { '@type': 'AggregateRating', ratingValue: product.rating, reviewCount: product.ratingCount };
}

/** schema.org's description of a product, as search engines and Homebird read it. */
export function productJsonLd(product: Product): string {
  const offer = {
    '@type': 'Offer',
    price: (product.priceCents / 100).toFixed(2),
    priceCurrency: product.currency,
    availability: `https://schema.org/${product.available ? 'InStock' : 'OutOfStock'}`,
    url: location.origin + productHref(product),
  };
  return JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'Product',
    sku: product.id,
    name: product.title,
    description: product.description,
    category: product.category.join(' > '),
    ...(product.brand && { brand: { '@type': 'Brand', name: product.brand } }),
    ...(product.priceCents > 0 && { offers: offer }),
    aggregateRating: aggregateRating(product),
  });
}

/** Puts a JSON-LD block into the page's head; call the result to take it out again. */
export function publishJsonLd(json: string): () => void {
  const block = document.createElement('script');
  block.type = 'application/ld+json';
  block.textContent = json;
  document.head.append(block);
  return () => block.remove();
}
