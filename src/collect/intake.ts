import { pageWithoutPersonal, parseEvent, readShopCall, type EventDraft, type EventId, type ShopEvent } from '#core/events';
import { toHex, type Clock, type Randomness } from '#core/units';
import { causes } from './causes.ts';
import { duplicates } from './duplicates.ts';
import { RANK, viewing, type Rank } from './viewing.ts';

export interface IntakeOptions {
  readonly page: Window;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** Whether `local` is granted at this moment; asked before every event. */
  isAllowed(): boolean;
  /** Events of this moment; the same id again replaces the earlier one. */
  emit(events: readonly ShopEvent[]): void;
}

/** How many of the page's events were not kept, and why. */
export interface DroppedEvents {
  readonly beforeConsent: number;
  readonly unreadable: number;
  readonly repeated: number;
}

/** Who said it. `page`: read off the page itself. `own`: our elements. */
export type Source = 'explicit' | 'dataLayer' | 'marked' | 'page' | 'own';

const RANK_BY_SOURCE: Readonly<Record<Source, Rank>> = {
  explicit: RANK.explicit, dataLayer: RANK.dataLayer, marked: RANK.marked, page: RANK.jsonLd, own: RANK.explicit,
};

/** Drafts in, bounded events out, while allowed. Knows nothing of where drafts come from. */
export interface Intake {
  /** Takes one draft. Gives whether it was kept. */
  take(draft: EventDraft, source: Source): boolean;
  /** As `take`, from a name and its data; unknown names are no events. */
  takeCall(name: string, data: unknown, source: Source): boolean;
  /** The address changed. */
  leavePage(): void;
  /** The page came back from the back-forward cache. */
  lookAgain(): void;
  /** Consent was given: the product shown on this page counts from now. */
  begin(): void;
  /** Consent is gone: forgets what it held, tells nothing. */
  drop(): void;
  dropped(): DroppedEvents;
}

/** Starts empty. */
export function intake(options: IntakeOptions): Intake {
  const { page, clock } = options;
  const repeats = duplicates();
  const reasons = causes();
  const dropped = { beforeConsent: 0, unreadable: 0, repeated: 0 };
  /** The product this page shows, as far as it was said while nothing could be kept. In memory only. */
  let candidate: { readonly draft: EventDraft; readonly rank: Rank } | undefined;
  const here = (): string => pageWithoutPersonal(page.location.pathname, page.location.search);
  const newId = (): EventId => {
    const bytes = new Uint8Array(16);
    options.randomness.fill(bytes);
    return toHex(bytes) as EventId;
  };
  const emit = (event: ShopEvent): void => {
    if (!options.isAllowed()) return;
    const parsed = parseEvent(reasons.explain(event));
    if (parsed.ok) options.emit([parsed.value]);
    else dropped.unreadable++;
  };
  const view = viewing({ page, clock, newId, here, report: emit });

  const take = (draft: EventDraft, source: Source): boolean => {
    const rank = RANK_BY_SOURCE[source];
    if (!options.isAllowed()) {
      if (draft.type === 'view_item' && rank >= (candidate?.rank ?? 0)) candidate = { draft, rank };
      dropped.beforeConsent++;
      return false;
    }
    if (draft.type === 'view_item') return view.show(draft, rank);
    const nowMs = clock.nowMs();
    if (source !== 'own' && repeats.isRepeat(draft, source, nowMs)) {
      dropped.repeated++;
      return false;
    }
    if (source === 'own') reasons.clicked(draft);
    emit({ ...draft, id: newId(), atMs: nowMs, page: here() });
    return true;
  };
  return {
    take,
    takeCall(name, data, source) {
      const draft = readShopCall(name, data);
      return draft ? take(draft, source) : false;
    },
    leavePage() {
      view.end();
      candidate = undefined;
      repeats.forgetPage();
    },
    lookAgain: () => view.again(),
    begin() {
      if (candidate) view.show(candidate.draft, candidate.rank);
      candidate = undefined;
    },
    drop() {
      view.drop();
      reasons.forget();
      candidate = undefined;
    },
    dropped: () => ({ ...dropped }),
  };
}
