import type { ItemId, Product } from '#core/catalogue';
import { encodeOfferSet, encodePriceFile, MAX_OFFERS_AGE_MS, quoteOf, tillPrices, type BasketLine, type PublishedOffers, type Quote } from '#core/offers';
import { contentHash, type Clock, type Fault, type Result } from '#core/units';

/** How long what was read at the leader is gone by, ms: well below the hour for which a shown price is honoured. */
const READ_AGAIN_MS = 30_000;

/** What a till is made of. */
export interface TillParts {
  readonly clock: Clock;
  readonly products: readonly Product[];
  /** What the leader publishes now; see `publishedFrom`. */
  readonly read: () => Promise<Result<PublishedOffers | undefined, Fault>>;
}

/** A line as a browser names it. */
export interface AskedLine {
  readonly itemId: string;
  /** 1 and up. */
  readonly pieces: number;
}

/** A shop's till. Where the leader cannot be reached it goes on with what it read last, and with the catalogue's prices before that. */
export interface Till {
  /** Products whose price is not the catalogue's at this moment, cents: for the shop's pages, the same for everyone. */
  prices(): Promise<Readonly<Record<string, number>>>;
  /** What a basket costs; products that the shop does not sell are left out. */
  quote(lines: readonly AskedLine[], code: string): Promise<Quote>;
}

const nameOf = ({ set, prices }: PublishedOffers): string => `${contentHash(encodeOfferSet(set))} ${prices ? contentHash(encodePriceFile(prices)) : ''}`;

/** What the leader publishes now and what that replaced, newest first, for as long as a device may show it. One look in half a minute serves everybody. */
function rememberedOffers({ clock, read }: Pick<TillParts, 'clock' | 'read'>): () => Promise<readonly PublishedOffers[]> {
  let published: readonly PublishedOffers[] = [];
  let lookedMs = -Infinity;
  let looking = Promise.resolve();
  const takeNewest = async (): Promise<void> => {
    const nowMs = clock.nowMs();
    const now = await read();
    if (!now.ok) return;
    const [newest] = published;
    const isSame = newest && newest.replacedMs === undefined && now.value && nameOf(newest) === nameOf(now.value);
    if (isSame) return;
    const before = published.map((each) => ({ replacedMs: nowMs, ...each })).filter(({ replacedMs }) => nowMs - replacedMs <= MAX_OFFERS_AGE_MS);
    published = [...(now.value ? [now.value] : []), ...before];
  };
  return async () => {
    // Whoever comes meanwhile waits for the same answer, and a leader that is away is not asked anew by every shopper.
    if (clock.nowMs() - lookedMs >= READ_AGAIN_MS) {
      lookedMs = clock.nowMs();
      looking = takeNewest();
    }
    await looking;
    return published;
  };
}

/** A till that honours what a device may still show. It begins with what is in force: who restarts it within a day honours no older price. */
export function createTill({ clock, products, read }: TillParts): Till {
  const productById = new Map<string, Product>(products.map((product) => [product.id, product]));
  const remembered = rememberedOffers({ clock, read });
  const currency = products[0]?.currency;
  // A set in another currency than the shop's says nothing of its prices.
  const stateNow = async () => ({ published: (await remembered()).filter(({ set }) => set.currency === currency), nowMs: clock.nowMs() });
  return {
    async prices() {
      const priceOf = tillPrices(await stateNow());
      return Object.fromEntries(products.flatMap(({ id, priceCents }) => {
        const cents = priceCents > 0 ? priceOf(id, priceCents) : priceCents;
        return cents === priceCents ? [] : [[id, cents]];
      }));
    },
    async quote(lines, code) {
      const basket = lines.flatMap(({ itemId, pieces }): BasketLine[] => {
        const product = productById.get(itemId);
        return product ? [{ itemId: itemId as ItemId, quantity: pieces, priceCents: product.priceCents, category: product.category }] : [];
      });
      return quoteOf(basket, code, await stateNow());
    },
  };
}
