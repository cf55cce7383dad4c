import { leafCategory, type Product } from '#core/catalogue';
import type { Motif } from './ink.ts';
import { MOTIF_BY_WORDS } from './motif-words.ts';
import { initials } from './motif-initials.ts';
import { singular } from './singular.ts';

/** Most words that name a kind together, as in "noise cancelling headphones". */
const MAX_WORDS = 3;

/**
 * The drawing whose words come closest to what `product` is called: in its title up to the first comma, where the last match wins since
 * English names the thing last ("Coffee Table"); then in its category, the most special level first. Initials where nothing matches.
 */
export function motifOf(product: Product): Motif {
  const head = product.title.split(/,|\(| - | with | for /i)[0] ?? '';
  for (const text of [head, leafCategory(product), product.title, ...product.category.toReversed()]) {
    const motif = lastMatch(text);
    if (motif) return motif;
  }
  return initials;
}

function lastMatch(text: string): Motif | undefined {
  const words = text.toLowerCase().replaceAll('’', "'").split(/[^\p{L}\p{N}']+/u).map(singular);
  for (let end = words.length; end > 0; end--) {
    for (let length = Math.min(MAX_WORDS, end); length > 0; length--) {
      const motif = MOTIF_BY_WORDS.get(words.slice(end - length, end).join(' '));
      if (motif) return motif;
    }
  }
  return undefined;
}
