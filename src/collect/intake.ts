import { isShopCall, pageWithoutPersonal, readShopCall, type EventDraft, type EventId, type EventItem, type ShopEvent } from '#core/events';
import { plainSpelling } from '#core/catalogue';
import { toHex, type Clock, type Randomness } from '#core/units';
import { causes } from './causes.ts';
import { duplicates } from './duplicates.ts';
import { hashRoute, isAsLoaded } from './navigation.ts';
import { titles } from './titles.ts';
import { RANK, viewing, type Rank, type ShownProduct } from './viewing.ts';

export interface IntakeOptions {
  readonly page: Window;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** Whether `local` is granted at this moment; asked before every event. */
  isAllowed(): boolean;
  /** Events of this moment; the same id again replaces the earlier one. */
  emit(events: readonly ShopEvent[]): void;
  /** Told of everything that is said, kept or not: what the debug overlay shows. Nobody else listens, and nothing of it is stored. */
  readonly watch?: (seen: SeenEvent) => void;
}

/** What became of something the page said. `unknown`: no event has this name. */
export type SeenOutcome = 'kept' | 'before-consent' | 'repeated' | 'unreadable' | 'unknown';

/** Something the page said, as far as it was read. */
export interface SeenEvent {
  /** Canonical name of the event; the page's own where it is `unknown`. */
  readonly name: string;
  readonly source: Source;
  readonly itemIds: readonly string[];
  readonly outcome: SeenOutcome;
}

/** How many of the page's events were not kept, and why. */
export interface DroppedEvents {
  readonly beforeConsent: number;
  readonly unreadable: number;
  readonly repeated: number;
}

/**
 * Who said it. `address`: where the page lies, its search words too. `form`: a shop's own form that was sent to its basket.
 * `own`: our elements.
 */
export type Source = 'explicit' | 'marked' | 'dataLayer' | 'shopify' | 'jsonLd' | 'microdata' | 'openGraph' | 'address' | 'form' | 'own';

const RANK_BY_SOURCE: Readonly<Record<Source, Rank>> = { ...RANK, form: RANK.address, own: RANK.explicit };

/** Drafts in, bounded events out, while allowed. Knows nothing of where drafts come from. */
export interface Intake {
  /** Takes one draft. Gives whether it was kept. */
  take(draft: EventDraft, source: Source): boolean;
  /**
   * As `take`, from a name and its data; unknown names are no events. What `isOld` was said before a grant that came since:
   * only the product on the page is taken, and only where the page is still the one that was loaded.
   */
  takeCall(name: string, data: unknown, source: Source, isOld?: boolean): boolean;
  /** A page is visited now. */
  visit(): void;
  /** As `take`, of the product on the page, with everything else that the page calls it. */
  show(draft: EventDraft, source: Source, names: readonly string[]): boolean;
  /** From here on the page may call a product by any of `names`: it is `itemId` of the catalogue. */
  join(names: readonly string[], itemId: string): void;
  /** The page was read as it stands. */
  settle(): void;
  /** The address changed. */
  leavePage(): void;
  /** The page came back from the back-forward cache. */
  lookAgain(): void;
  /** Consent was given: the product shown on this page counts from now. */
  begin(): void;
  /** Consent is gone: forgets what it held, tells nothing. */
  drop(): void;
  /** Listens to the page no more. */
  stop(): void;
  dropped(): DroppedEvents;
}

/** Starts empty. */
export function intake(options: IntakeOptions): Intake {
  const { page, clock } = options;
  const repeats = duplicates();
  const reasons = causes();
  const dropped = { beforeConsent: 0, unreadable: 0, repeated: 0 };
  /** The product this page shows, as far as it was said while nothing could be kept. In memory only. */
  let candidate: (ShownProduct & { readonly source: Source }) | undefined;
  /** The catalogue's own ids of what this page names, by plain spelling. */
  const itemIdByName = new Map<string, string>();
  const here = (): string => {
    const [route = '', query = ''] = hashRoute(page.location).split('?', 2);
    return pageWithoutPersonal(page.location.pathname + route, `${page.location.search}&${query}`);
  };
  const newId = (): EventId => {
    const bytes = new Uint8Array(16);
    options.randomness.fill(bytes);
    return toHex(bytes) as EventId;
  };
  const see = ({ type, items }: Pick<EventDraft, 'type' | 'items'>, source: Source, outcome: SeenOutcome): void => options.watch?.({ name: type, source, itemIds: items.map(({ itemId }) => itemId), outcome });
  const emit = (event: ShopEvent): boolean => {
    if (!options.isAllowed()) return false;
    // Not parsed here: drafts are bounded where they are read, and the worker parses what it keeps.
    options.emit([reasons.explain(event)]);
    return true;
  };
  const view = viewing({ page, clock, newId, here, report: emit });
  const visits = titles(page.document, clock, emit);

  const refuse = (draft: EventDraft, source: Source): boolean => {
    dropped.beforeConsent++;
    see(draft, source, 'before-consent');
    return false;
  };
  const show = (draft: EventDraft, source: Source, names: readonly string[]): boolean => {
    const product = { draft, rank: RANK_BY_SOURCE[source], names, source };
    if (!options.isAllowed()) {
      if (product.rank >= (candidate?.rank ?? 0)) candidate = product;
      return refuse(draft, source);
    }
    const isShown = view.show(product);
    see(draft, source, isShown ? 'kept' : 'repeated');
    return isShown;
  };
  const joined = (item: EventItem): EventItem => {
    const itemId = itemIdByName.get(plainSpelling(item.itemId));
    return itemId === undefined ? item : { ...item, itemId: itemId as EventItem['itemId'] };
  };
  const take = (said: EventDraft, source: Source): boolean => {
    const draft = itemIdByName.size === 0 ? said : { ...said, items: said.items.map(joined) };
    if (draft.type === 'view_item') return show(draft, source, []);
    if (!options.isAllowed()) return refuse(draft, source);
    const nowMs = clock.nowMs();
    if (source !== 'own' && repeats.isRepeat(draft, source, nowMs)) {
      dropped.repeated++;
      see(draft, source, 'repeated');
      return false;
    }
    if (source === 'own') reasons.clicked(draft);
    emit({ ...draft, id: newId(), atMs: nowMs, page: here() });
    see(draft, source, 'kept');
    return true;
  };
  return {
    take,
    show,
    takeCall(name, data, source, isOld = false) {
      const draft = readShopCall(name, data);
      if (draft) return isOld && !(draft.type === 'view_item' && isAsLoaded(page)) ? refuse(draft, source) : take(draft, source);
      const isKnown = isShopCall(name);
      if (isKnown) dropped.unreadable++;
      options.watch?.({ name, source, itemIds: [], outcome: isKnown ? 'unreadable' : 'unknown' });
      return false;
    },
    visit() {
      if (!options.isAllowed()) return;
      const visited: ShopEvent = { id: newId(), type: 'page_view', atMs: clock.nowMs(), items: [], page: here() };
      visits.visit(visited);
      see(visited, 'address', 'kept');
    },
    join(names, itemId) {
      for (const name of [...names, itemId]) itemIdByName.set(plainSpelling(name), itemId);
    },
    settle() {
      visits.look();
      view.settled();
    },
    leavePage() {
      view.leave();
      candidate = undefined;
      itemIdByName.clear();
      visits.leave();
      repeats.forgetPage();
    },
    lookAgain: () => view.again(),
    begin() {
      if (candidate && view.show(candidate)) see(candidate.draft, candidate.source, 'kept');
      candidate = undefined;
    },
    drop() {
      view.drop();
      reasons.forget();
      candidate = undefined;
      visits.drop();
    },
    stop: () => view.stop(),
    dropped: () => ({ ...dropped }),
  };
}
