import { createElement, type JSX } from 'preact';

interface ShelfProps {
  readonly placement: 'home' | 'category' | 'product-related' | 'cart' | 'search-empty';
  readonly count?: number;
  readonly item?: string;
  readonly category?: string;
}

/** Homebird's shelf, as any shop writes it into its page. It fills itself and reserves its own space. */
export function Shelf({ placement, count = 8, item, category }: ShelfProps): JSX.Element {
  // A key per subject: the element reads its attributes when it is connected, like in a page that is loaded anew.
  return createElement('homebird-shelf', { key: `${placement}/${item ?? ''}/${category ?? ''}`, placement, count: String(count), item, category } as Record<string, unknown>);
}

/** Homebird's panel: what is stored, what was sent, pause, export, erase. */
export function PrivacyPanel(): JSX.Element {
  return createElement('homebird-privacy', {});
}
