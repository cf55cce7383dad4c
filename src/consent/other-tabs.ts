import type { Consent } from './consent.ts';
import { CONSENT_KEY } from './keeper.ts';

type Followed = Pick<Consent, 'heard' | 'refresh' | 'subscribe' | 'unrecorded' | 'withhold'>;

/**
 * Tells other tabs of a refusal that a tool of the shop keeps and no record of ours: events of Web Storage tell of the rest.
 * Open only while `local` is in force without a record, and never on a page that was left: an open channel would keep it
 * out of the back-forward cache of some browsers. Stores nothing.
 */
function refusals(consent: Followed, page: Window & { readonly BroadcastChannel?: typeof BroadcastChannel }): { follow(): void; close(): void } {
  let channel: BroadcastChannel | undefined;
  const close = (): void => {
    channel?.close();
    channel = undefined;
  };
  return {
    follow() {
      const now = consent.unrecorded();
      if (now === 'refused') channel?.postMessage('no');
      if (now !== 'granted') return close();
      if (channel || !page.BroadcastChannel) return;
      try {
        channel = new page.BroadcastChannel(CONSENT_KEY);
        channel.onmessage = () => consent.withhold();
      } catch {
        // A sandboxed frame may have none: there a tab hears its own tool alone.
      }
    },
    close,
  };
}

/** Keeps `consent` in step with other tabs, with pages that come back from the back-forward cache or the background, and with Global Privacy Control. The result stops it. */
export function followOtherTabs(consent: Followed, page: Window): () => void {
  const others = refusals(consent, page);
  let isLeft = false;
  const follow = (): void => {
    if (!isLeft) others.follow();
  };
  const onStorage = (event: StorageEvent): void => {
    if (event.key === CONSENT_KEY || event.key === null) consent.refresh();
  };
  const onFocus = (): void => consent.refresh();
  const onShow = (event: PageTransitionEvent): void => {
    // While it was away it heard nobody, and its tool still says what it said then.
    if (event.persisted && consent.unrecorded() === 'granted' && Object.keys(consent.heard()).length > 0) consent.withhold();
    consent.refresh();
    isLeft = false;
    follow();
  };
  const onHide = (): void => {
    isLeft = true;
    others.close();
  };
  const unsubscribe = consent.subscribe(follow);
  page.addEventListener('storage', onStorage);
  page.addEventListener('pageshow', onShow);
  page.addEventListener('pagehide', onHide);
  page.addEventListener('focus', onFocus);
  follow();
  return () => {
    onHide();
    unsubscribe();
    page.removeEventListener('storage', onStorage);
    page.removeEventListener('pageshow', onShow);
    page.removeEventListener('pagehide', onHide);
    page.removeEventListener('focus', onFocus);
  };
}
