import type { Product } from '#core/catalogue';
import { escaped } from './escape.ts';
import { inkOf, isPale, tintOf } from './ink.ts';
import { motifOf } from './motif.ts';
import { circle, oval } from './shapes.ts';

/**
 * A picture of `product` as SVG text, 400 × 400 units: its kind by the words of its title and category, its colour by the
 * colour its title names. A kind we cannot draw gets its initials. The same product gives the same bytes; no script, no links.
 */
export function drawProduct(product: Product): string {
  const ink = inkOf(product.title, product.id);
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" role="img">',
    `<title>${escaped(product.title)}</title>`,
    `<rect width="400" height="400" fill="${tintOf(product.id)}"/>`,
    circle(200, 190, 150, isPale(ink.main) ? '#c9d3d2' : '#ffffff88'),
    oval([200, 334, 118, 12], '#00000014'),
    motifOf(product)(ink, product),
    '</svg>',
  ].join('');
}
