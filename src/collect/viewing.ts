import type { EventDraft, EventId, EventItem, ShopEvent } from '#core/events';
import type { Clock } from '#core/units';
import { dwellMeter } from './dwell.ts';

/** Where knowledge of the viewed product came from; a higher rank corrects a lower one on the same page. */
export const RANK = { jsonLd: 1, dataLayer: 2, marked: 3, explicit: 4 } as const;
export type Rank = (typeof RANK)[keyof typeof RANK];

/** One view of one product while it lasts. */
interface View {
  readonly id: EventId;
  readonly item: EventItem;
  readonly rank: Rank;
  readonly startedAtMs: number;
  readonly page: string;
  readonly valueCents: number | undefined;
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
  show(draft: EventDraft, rank: Rank): boolean;
  /** The page shows something else now. */
  end(): void;
  /** The same page is looked at anew, after the back-forward cache. */
  again(): void;
  /** Forgets without a word: consent is gone. */
  drop(): void;
}

/** Starts with no product shown. */
export function viewing({ page, clock, newId, here, report }: ViewingOptions): Viewing {
  let view: View | undefined;
  const tell = (): void => {
    if (!view) return;
    const { id, item, startedAtMs, valueCents } = view;
    const event: ShopEvent = { id, type: 'view_item', atMs: startedAtMs, items: [item], page: view.page, ...meter.progress() };
    report(valueCents === undefined ? event : { ...event, valueCents });
  };
  const meter = dwellMeter(page, tell);
  const drop = (): void => {
    meter.stop();
    view = undefined;
  };
  const end = (): void => {
    tell();
    drop();
  };
  const begin = (item: EventItem, rank: Rank, valueCents: number | undefined): void => {
    view = { id: newId(), item, rank, startedAtMs: clock.nowMs(), page: here(), valueCents };
    meter.restart();
    tell();
  };
  return {
    show(draft, rank) {
      const [item] = draft.items;
      if (!item || (view && rank < view.rank)) return false;
      const isSame = view?.item.itemId === item.itemId;
      if (view && (isSame || rank > view.rank)) {
        // One view, told by a better source: it keeps its id and its time.
        view = { ...view, item, rank, valueCents: draft.valueCents ?? view.valueCents };
        if (!isSame) tell();
        return true;
      }
      if (view) end();
      begin(item, rank, draft.valueCents);
      return true;
    },
    end,
    again() {
      if (!view) return;
      const { item, rank, valueCents } = view;
      drop();
      begin(item, rank, valueCents);
    },
    drop,
  };
}
