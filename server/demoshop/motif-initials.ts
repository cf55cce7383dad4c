import type { Product } from '#core/catalogue';
import { escaped } from './escape.ts';
import type { Ink } from './ink.ts';
import { box, path } from './shapes.ts';

/** A swing tag with the product's initials: what stands for a kind we cannot draw. */
export function initials(ink: Ink, product: Product): string {
  const words = product.title.match(/[\p{L}\p{N}]+/gu) ?? ['?'];
  const letters = words.slice(0, 2).map((word) => [...word][0] ?? '').join('').toUpperCase();
  return [
    box([92, 92, 216, 236], ink.main, 28),
    path('M92 250 L308 190 V300 a28 28 0 0 1 -28 28 H120 a28 28 0 0 1 -28 -28Z', ink.dark),
    `<text x="200" y="212" text-anchor="middle" dominant-baseline="central" font-family="Georgia, serif" font-size="104" fill="#ffffff">${escaped(letters)}</text>`,
  ].join('');
}
