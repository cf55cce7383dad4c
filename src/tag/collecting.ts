import type { Collector, CollectOptions } from '#page/collect';

/** What the page's part of the collector gives; a call may come before its code has. */
export interface Collecting {
  /** Whether it became an event. */
  track(name: string, data: unknown): Promise<boolean>;
  record: Collector['record'];
  consentChanged(): void;
  stop(): void;
}

/**
 * A collector whose code comes with the first grant: before, nothing of the page is read. Calls made under a grant wait for
 * it, and count only if that grant has lasted; what the page said before it came is read only where the grant was there from
 * the start.
 *
 * @param isWanted - whether its code should come without a grant, to show what is being dropped
 */
export function collecting(options: CollectOptions, isWanted: boolean): Collecting {
  const { isAllowed } = options;
  const wasAllowed = isAllowed();
  let isStopped = false;
  /** How often a grant has ended: a call that waits is judged by the grant it was made under, not by one that came since. */
  let withdrawals = 0;
  /** The product that a call said is shown, while nothing might be kept: all that a later grant lets be read. In memory only. */
  let shown: { readonly data: unknown; readonly at: string } | undefined;
  /** Takes what it is told as if without a grant: to be counted and shown as dropped. */
  let isMuffled = false;
  const asDropped = (act: () => void): void => {
    isMuffled = true;
    try {
      act();
    } finally {
      isMuffled = false;
    }
  };
  /** Once it runs, nothing waits: consent is asked in the moment of the call. */
  let running: Collector | undefined;
  let part: Promise<Collector | undefined> | undefined;
  const start = async (): Promise<Collector | undefined> => {
    const { startCollecting } = await import('./collect-part.ts');
    if (isStopped) return undefined;
    // Started as if without a grant where it came later: so that entries from before it are dropped and counted.
    isMuffled = !(wasAllowed && withdrawals === 0);
    const collector = startCollecting({ ...options, isAllowed: () => !isMuffled && isAllowed() });
    if (shown?.at === options.page.location.href) asDropped(() => collector.track('view_item', shown?.data));
    shown = undefined;
    isMuffled = false;
    collector.consentChanged();
    running = collector;
    return collector;
  };
  const started = (): Promise<Collector | undefined> => (part ??= start().catch(() => {
    part = undefined; // the next need asks again
    return undefined;
  }));
  if (wasAllowed || isWanted) void started();
  return {
    async track(name, data) {
      if (running) return running.track(name, data);
      const [wasAllowedThen, withdrawalsThen] = [isAllowed(), withdrawals];
      if (!wasAllowedThen) {
        if (name === 'view_item') shown = { data, at: options.page.location.href };
        if (!part || name === 'view_item') return false;
      }
      const collector = await started();
      if (wasAllowedThen && withdrawalsThen === withdrawals) return collector?.track(name, data) ?? false;
      asDropped(() => collector?.track(name, data));
      return false;
    },
    record(draft) {
      if (running) return running.record(draft);
      const withdrawalsThen = withdrawals;
      if (isAllowed()) void started().then((collector) => withdrawalsThen === withdrawals && collector?.record(draft));
    },
    consentChanged() {
      if (!isAllowed()) withdrawals++;
      if (running) running.consentChanged();
      else if (isAllowed()) void started();
    },
    stop() {
      isStopped = true;
      running?.stop();
    },
  };
}
