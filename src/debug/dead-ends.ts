import type { ItemId, ProductCard } from '#core/catalogue';
import { GONE_STATUSES } from '#core/embed';
import type { Fault, Result } from '#core/units';

/** What is asked of the tag and of the network. */
export interface Asking {
  products(ids: readonly ItemId[]): Promise<Result<readonly ProductCard[], Fault>>;
  /** Whether shelves load pictures from where the feed says. Where packs tell nobody what a shelf shows, this must not either. */
  showsAddresses(): boolean;
  /** Status of an address without query. */
  probe(url: string): Promise<Result<{ readonly status: number }, Fault>>;
}

/**
 * Looks where the cards of a page's shelves lead, and gives the addresses at which nothing is, as far as they are known by then.
 * Links to this origin alone are tried, since others tell no script what they answer; pictures where a drawing stands in for one
 * that the shelf itself asked its address for, as the shelf does: by an image, since others let no script read them. Each address once.
 */
export function deadEnds({ products, probe, showsAddresses }: Asking): (page: Document) => Promise<readonly string[]> {
  const isDead = new Map<string, boolean>();
  const tryOnce = (url: string, look: () => Promise<boolean>): void => {
    if (isDead.has(url)) return;
    isDead.set(url, false);
    void look().then((is) => isDead.set(url, is));
  };
  return async (page) => {
    const cards = [...page.querySelectorAll('homebird-shelf')].flatMap((shelf) => [...(shelf.shadowRoot?.querySelectorAll<HTMLElement>('.card[data-item]') ?? [])]);
    for (const { href, origin, search, hash } of cards.flatMap((card) => card.querySelector<HTMLAnchorElement>('a.link') ?? [])) {
      if (origin === location.origin && search + hash === '') tryOnce(href, async () => {
        const probed = await probe(href);
        return probed.ok && GONE_STATUSES.has(probed.value.status);
      });
    }
    const drawn = cards.filter((card) => card.querySelector('svg.drawn')).map((card) => card.dataset['item'] as ItemId);
    const found = drawn.length > 0 && showsAddresses() && (await products(drawn));
    for (const { image } of found && found.ok ? found.value : []) {
      if (image !== '') tryOnce(image, () => Object.assign(new Image(), { referrerPolicy: 'no-referrer', src: image }).decode().then(() => false, () => true));
    }
    return [...isDead].flatMap(([url, is]) => (is ? [url] : []));
  };
}
