import { plainSpelling } from '#core/catalogue';
import type { EventDraft, EventId, EventItem, ShopEvent } from '#core/events';
import type { Clock } from '#core/units';
import { SAME_ACT_MS } from './duplicates.ts';
import { dwellMeter } from './dwell.ts';

/** Where knowledge of the viewed product came from; a higher rank corrects a lower one on the same page. */
export const RANK = { address: 1, openGraph: 2, microdata: 3, jsonLd: 4, shopify: 5, dataLayer: 6, marked: 7, explicit: 8 } as const;
export type Rank = (typeof RANK)[keyof typeof RANK];

/** What a better source names later on the same page is another product, such as one in a pop-up, ms. */
const CORRECTS_MS = 10_000;
/** A router may tell of a product before it changes the address: such a view belongs to the page it leads to, ms. */
const TOLD_AHEAD_MS = 150;
/** As above where the product was read off the page, by those who read it again there, ms from the view's start. */
const READ_AHEAD_MS = 4_000;

/** One view of one product while it lasts. */
interface View {
  readonly id: EventId;
  readonly item: EventItem;
  readonly rank: Rank;
  readonly startedAtMs: number;
  readonly page: string;
  readonly valueCents: number | undefined;
  /** Plain spellings of everything the page calls this product. */
  readonly names: ReadonlySet<string>;
  /** Whether she has clicked since it began: another product may then be in front of this one. */
  readonly isClickedIn: boolean;
  /** Whether the page had shown something else, or nothing, before: then its address may be about to follow. */
  readonly isInPlace: boolean;
}

/** What a source knows of the product on the page. */
export interface ShownProduct {
  readonly draft: EventDraft;
  readonly rank: Rank;
  /** Other names of it; none by default. */
  readonly names?: readonly string[];
}

export interface ViewingOptions {
  readonly page: Window;
  readonly clock: Clock;
  newId(): EventId;
  /** The page as events name it. */
  here(): string;
  /** Told at the start of a view, again as it lasts and at its end, always under the same id. */
  report(event: ShopEvent): void;
}

/** The one product a page shows, and for how long it is looked at. */
export interface Viewing {
  /** A source names the product of the page. Gives whether it was believed. */
  show(product: ShownProduct): boolean;
  /** The page was read whole: what is shown from here on has come in place. */
  settled(): void;
  /** The page shows something else now, but for a view that had run ahead of its address. */
  leave(): void;
  /** The same page is looked at anew, after the back-forward cache. */
  again(): void;
  /** Forgets without a word: consent is gone. */
  drop(): void;
  /** As `drop`, and listens to the page no more. */
  stop(): void;
}

/** Starts with no product shown. */
export function viewing({ page, clock, newId, here, report }: ViewingOptions): Viewing {
  let view: View | undefined;
  let isSettled = false;
  /** The view that ended with the page before, if it had come in place there. */
  let ahead: View | undefined;
  const tell = (): void => {
    if (!view) return;
    const { id, item, startedAtMs, valueCents } = view;
    const event: ShopEvent = { id, type: 'view_item', atMs: startedAtMs, items: [item], page: view.page, ...meter.progress() };
    report(valueCents === undefined ? event : { ...event, valueCents });
  };
  const listening = new AbortController();
  const meter = dwellMeter(page, tell, listening.signal);
  const drop = (): void => {
    meter.stop();
    view = undefined;
  };
  const forget = (): void => {
    drop();
    ahead = undefined;
  };
  const end = (): void => {
    tell();
    drop();
  };
  page.document.addEventListener('click', () => {
    if (view) view = { ...view, isClickedIn: true };
  }, { capture: true, passive: true, signal: listening.signal });
  /** Whether `rank` has the better word for what is in view; else it names another product. */
  const corrects = (rank: Rank, { rank: before, startedAtMs, isClickedIn }: View): boolean => {
    const ageMs = clock.nowMs() - startedAtMs;
    // Read off the page, a product may be told again by scripts that load late; told by the shop, or after a click, it may not.
    return rank > before && (ageMs < SAME_ACT_MS || (ageMs < CORRECTS_MS && before < RANK.dataLayer && !isClickedIn));
  };
  const begin = (next: Pick<View, 'item' | 'rank' | 'valueCents' | 'names'>): void => {
    const nowMs = clock.nowMs();
    const isAhead = ahead !== undefined && nowMs - ahead.startedAtMs < READ_AHEAD_MS && [...next.names].some((name) => ahead?.names.has(name));
    view = ahead && isAhead ? { ...ahead, page: here(), isInPlace: false } : { ...next, id: newId(), startedAtMs: nowMs, page: here(), isClickedIn: false, isInPlace: isSettled };
    ahead = undefined;
    isSettled = true;
    meter.restart();
    tell();
  };
  return {
    show({ draft, rank, names = [] }) {
      const [item] = draft.items;
      if (!item) return false;
      const called = new Set([item.itemId, ...names].map(plainSpelling));
      const isSame = view !== undefined && [...called].some((name) => view?.names.has(name));
      if (view && isSame) {
        const isBetter = rank > view.rank || (rank === view.rank && item.itemId !== view.item.itemId);
        const before = view.item.itemId;
        view = { ...view, names: new Set([...view.names, ...called]), ...(isBetter && { item, rank, valueCents: draft.valueCents ?? view.valueCents }) };
        if (view.item.itemId !== before) tell();
        return rank >= view.rank;
      }
      if (view && rank < view.rank) return false;
      if (view && corrects(rank, view)) {
        // One view, told by a better source: it keeps its id and its time.
        view = { ...view, item, rank, names: called, valueCents: draft.valueCents ?? view.valueCents };
        tell();
        return true;
      }
      if (view) end();
      begin({ item, rank, valueCents: draft.valueCents, names: called });
      return true;
    },
    settled: () => void (isSettled = true),
    leave() {
      const inPlace = view?.isInPlace === true ? view : undefined;
      const isTold = inPlace !== undefined && inPlace.rank > RANK.jsonLd && clock.nowMs() - inPlace.startedAtMs < TOLD_AHEAD_MS;
      isSettled = false;
      if (isTold) {
        view = { ...inPlace, page: here(), isInPlace: false };
        return tell();
      }
      end();
      ahead = inPlace;
    },
    again() {
      if (!view) return;
      const { item, rank, valueCents, names } = view;
      drop();
      begin({ item, rank, valueCents, names });
    },
    drop: forget,
    stop() {
      forget();
      listening.abort();
    },
  };
}
