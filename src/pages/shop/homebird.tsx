import { createElement, type ComponentChildren, type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { place } from './router.ts';

interface ShelfProps {
  readonly placement: 'home' | 'category' | 'product-related' | 'cart' | 'search-empty';
  readonly count?: number;
  readonly item?: string;
  readonly category?: string;
}

/** Homebird's shelf, as any shop writes it into its page. It fills itself and reserves its own space. */
export function Shelf({ placement, count = 8, item, category }: ShelfProps): JSX.Element {
  // A key per subject, so that each page has a shelf of its own, scrolled to its start, as in a shop whose pages are loaded anew.
  return createElement('homebird-shelf', { key: `${placement}/${item ?? ''}/${category ?? ''}`, placement, count: String(count), item, category } as Record<string, unknown>);
}

/** Places for ads: name, sizes that fit, best first. */
const AD_PLACES = {
  strip: { slot: 'home-strip', sizes: '728x90,320x100' },
  listing: { slot: 'listing-top', sizes: '728x90,320x100' },
  side: { slot: 'product-side', sizes: '300x250' },
} as const;

/** What the shop shows itself in a place without an ad: on the home page, where its sale has a row of its own, something else. */
const OWN_PROMOTIONS = {
  home: { href: '/departments', title: 'Every department', text: 'From backpacks to record players, all in one place' },
  elsewhere: { href: '/sale', title: 'On sale now', text: 'Good things that cost less than they did' },
} as const;

/** Homebird's place for an ad, with the shop's own promotion where there is none. */
export function Ad({ place: at, category, about }: { place: keyof typeof AD_PLACES; category?: string | undefined; about: string }): JSX.Element {
  const { href, title, text } = OWN_PROMOTIONS[at === 'strip' ? 'home' : 'elsewhere'];
  const own = <a class="own-promotion" href={href}><b>{title}</b><span>{text}</span></a>;
  return <div class={`ad-place ad-${at}`}>{createElement('homebird-ad', { key: about, ...AD_PLACES[at], category } as Record<string, unknown>, own)}</div>;
}

/** Homebird's place for a coupon, or for a product's price by demand; nothing of the shop's stands there without it. */
export function Offer({ item }: { item?: string }): JSX.Element {
  return createElement('homebird-offer', { key: item ?? '', item } as Record<string, unknown>);
}

/** Departments whose prices follow demand, as `demoOffers` publishes them: elsewhere no place is kept. */
export const PRICED_DEPARTMENTS: readonly string[] = ['Pantry'];

/** Homebird's search field around the shop's own, which serves until it is there and where it does not come. */
export function Search({ label, children }: { label: string; children: ComponentChildren }): JSX.Element {
  const query = place.value.segments[0] === 'search' ? (place.value.query.get('q') ?? '') : '';
  return createElement('homebird-search', { class: 'search-slot', label, query } as Record<string, unknown>, children);
}

/** Most products asked of a search. */
const MAX_FOUND = 100;

/** Ids of what Homebird found, best first; undefined until it has answered, and where it cannot. */
export function useSearch(query: string): readonly string[] | undefined {
  const [found, setFound] = useState<{ readonly query: string; readonly ids: readonly string[] } | undefined>(undefined);
  useEffect(() => {
    const ask = async (): Promise<void> => {
      const answer = (await window.homebird?.('search', query, { count: MAX_FOUND })) as { readonly items: readonly { readonly id: string }[] } | undefined;
      if (answer) setFound({ query, ids: answer.items.map(({ id }) => id) });
    };
    if (query !== '') void ask();
  }, [query]);
  return found?.query === query ? found.ids : undefined;
}

/** Homebird's panel: what is stored, what was sent, pause, export, erase. */
export function PrivacyPanel(): JSX.Element {
  return createElement('homebird-privacy', {});
}

/** Homebird's assistant, with the page's product to speak of. */
export function Assistant(): JSX.Element {
  const [first, item = ''] = place.value.segments;
  return createElement('homebird-assistant', { contact: 'mailto:help@larkfield.example', item: first === 'product' ? item : '' } as Record<string, unknown>);
}
