import type { Product } from '#core/catalogue';
import { initials } from './motif-initials.ts';
import type { Ink } from './ink.ts';

/** Draws one kind of product on the 400 × 400 picture; it stands on y = 330. */
export type Motif = (ink: Ink, product: Product) => string;

/** The drawing whose words come closest to what `product` is called. */
export function motifOf(_product: Product): Motif {
  return initials;
}
