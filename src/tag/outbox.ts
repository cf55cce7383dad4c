import type { ShopEvent } from '#core/events';

/** Most events waiting for the worker to start; a page that makes more in that second is not a shopper's. */
const MAX_WAITING = 500;

/** Events on their way to the worker, in memory only, in order. */
export interface Outbox {
  add(events: readonly ShopEvent[]): void;
  /** The worker is there: what waits goes, what comes goes at once. */
  open(record: (events: readonly ShopEvent[]) => void): void;
  /** Consent is gone: nothing waits any more. */
  drop(): void;
}

/** Starts closed and empty. @param isAllowed - asked again when events leave: another tab may have withdrawn since they were added */
export function outbox(isAllowed: () => boolean): Outbox {
  let waiting: ShopEvent[] = [];
  let deliver: ((events: readonly ShopEvent[]) => void) | undefined;
  let isScheduled = false;
  const flush = (): void => {
    isScheduled = false;
    if (!deliver || waiting.length === 0) return;
    const events = waiting;
    waiting = [];
    if (isAllowed()) deliver(events);
  };
  return {
    add(events) {
      waiting.push(...events.slice(0, Math.max(0, MAX_WAITING - waiting.length)));
      if (isScheduled) return;
      isScheduled = true;
      // One message for all events of one turn; a microtask still runs when the page is being left.
      queueMicrotask(flush);
    },
    open(record) {
      deliver = record;
      flush();
    },
    drop() {
      waiting = [];
    },
  };
}
