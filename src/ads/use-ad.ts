import type { AdSize } from '#core/campaigns';
import type { AdAnswer } from '#core/contract';
import { watchSeen, type ElementHost, type HostChange } from '#page/elements';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** How near the screen a place must be before an ad is asked for, CSS pixels: drawn as she comes to it, and not for those who never do. */
const NEAR_PX = 200;

/** A place for ads on the page. */
export interface AdPlaceOf {
  readonly host: ElementHost;
  readonly element: HTMLElement;
  readonly slot: string;
  /** undefined where the shop named none. */
  readonly size: AdSize | undefined;
  /** The box that is kept free. */
  readonly place: { readonly current: HTMLDivElement | null };
  /** Whether words are there to draw with. */
  readonly isReady: boolean;
}

/** What came of asking. */
interface Answered extends AdAnswer {
  /** The page that it was asked on. */
  readonly page: string;
  /** Whether an empty place gave its room up. */
  readonly isCollapsed: boolean;
  /** What the ad says of its wording; '' where it is the shop's own. */
  readonly note: string;
}

/** What she did with the ad that stands there. */
export type SentAway = 'hide' | 'dislike';

/** What stands in a place now. */
export interface AdNow {
  /** Whether she agrees to ads. */
  readonly isAllowed: boolean;
  /** undefined before an answer. */
  readonly answer: Answered | undefined;
  readonly sent: SentAway | undefined;
  /** Sends the ad away, or takes that back. */
  send(how: SentAway | 'undo'): void;
}

/** A page of a shop that changes pages without loading: its path, and the fragment where that is a route. A query sorts or filters what stands there. */
const pageNow = (): string => location.pathname + (/^#[!/]/.test(location.hash) ? location.hash : '');

/** Whether what changes there moves nothing that can be seen. */
export const isBelowScreen = (place: Element | null): boolean => place !== null && place.getBoundingClientRect().top >= innerHeight;

/** Whether an empty place gives its room up: where the shop says so, else where nothing that can be seen would move and nothing of the shop's stands in it. */
function givesRoomUp(element: HTMLElement, place: Element | null, { ad, bars }: AdAnswer): boolean {
  const wish = element.dataset['empty'];
  if (ad !== null || wish === 'keep') return false;
  // Of `files` the answer is still to come.
  return wish === 'collapse' || (bars['files'] === undefined && element.childElementCount === 0 && isBelowScreen(place));
}

/**
 * Rewords an ad where the shop wants that and the browser has a model of its own; a part that does not come changes nothing. Loaded
 * with its words before an ad is chosen: whether one is reworded must show in no request.
 */
async function polisherOf({ dataset }: HTMLElement, locale: string): Promise<typeof import('./polished.ts') | undefined> {
  if (dataset['polish'] !== 'on' || !('LanguageModel' in globalThis)) return undefined;
  try {
    const part = await import('./polished.ts');
    await part.polishBook.open(locale);
    return part;
  } catch {
    return undefined;
  }
}

async function ask({ host, element, slot, place }: AdPlaceOf, size: AdSize): Promise<Answered> {
  const page = pageNow();
  const polisher = polisherOf(element, host.locale);
  const category = element.getAttribute('category');
  const found = await host.ad({ slot, sizes: [size], ...(category !== null && { categories: [category] }) });
  const answer: AdAnswer = found.ok ? found.value : { ad: null, bars: { [found.fault.kind]: 1 } };
  const polished = answer.ad && (await (await polisher)?.polished(answer.ad, host.locale));
  return { ...answer, ...(polished && { ad: polished.ad }), page, isCollapsed: givesRoomUp(element, place.current, answer), note: polished?.label ?? '' };
}

/** Acts whenever `place` is near the screen and the page is visible, while `isWanted`. */
function useNear(place: AdPlaceOf['place'], isWanted: boolean, act: () => Promise<void>): void {
  useEffect(() => {
    if (!isWanted || !place.current) return undefined;
    const near = new IntersectionObserver((seen) => {
      if (seen.at(-1)?.isIntersecting === true && document.visibilityState === 'visible') void act();
    }, { rootMargin: `${NEAR_PX}px` });
    near.observe(place.current);
    const onVisible = (): void => {
      near.disconnect();
      if (place.current) near.observe(place.current); // tells anew whether it is near
    };
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      near.disconnect();
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [isWanted]);
}

/** What a change leaves of an answer: nothing where another one is to be asked for. */
function keptAfter(change: HostChange, now: Answered, isOver: boolean, place: Element | null): Answered | undefined {
  // The history's own word that a page was opened comes as this change, after the address.
  if (change === 'recommendations' && now.page !== pageNow()) return now.ad === null || isOver ? undefined : now;
  return change === 'ads-changed' && now.ad === null && (!now.isCollapsed || isBelowScreen(place)) ? undefined : now;
}

/**
 * Asks for an ad once its place is near, under a yes to `ads` alone; notes when it was seen. Another one is asked for where it
 * waited too long, where the page changed after it was seen or sent away, and where files came for a place that stayed empty.
 */
export function useAd(of: AdPlaceOf): AdNow {
  const { host, element, slot, place, size } = of;
  const isGranted = (): boolean => host.consent.states().ads === 'granted';
  const [isAllowed, setAllowed] = useState(isGranted);
  const [answer, setAnswer] = useState<Answered | undefined>(undefined);
  const [sent, setSent] = useState<SentAway | undefined>(undefined);
  /** Counts what is asked for: a late answer is not drawn over a newer one. */
  const asked = useRef(0);
  /** Whether what stands there was seen, or sent away. */
  const isOver = useRef(false);
  const ad = answer?.ad;
  // With what is drawn: a yes said before the next frame would never be heard.
  useLayoutEffect(() => host.subscribe((change) => {
    setAllowed(isGranted());
    if (!isGranted()) asked.current += 1;
    setAnswer((now) => (now && isGranted() ? keptAfter(change, now, isOver.current, place.current) : undefined));
  }), [host]);
  useNear(place, isAllowed && of.isReady && !answer && size !== undefined, async () => {
    if (!size) return;
    const turn = (asked.current += 1);
    const found = await ask(of, size);
    if (turn !== asked.current) return;
    isOver.current = false;
    setSent(undefined);
    setAnswer(found);
    element.dispatchEvent(new CustomEvent('homebird:ad', { bubbles: true, detail: { slot, campaignId: found.ad?.campaignId ?? null, creativeId: found.ad?.creativeId ?? null, bars: found.bars } }));
  });
  useEffect(() => {
    if (!ad || sent || !place.current) return undefined;
    const note = async (): Promise<void> => {
      isOver.current = true;
      const noted = await host.adEvent(ad.recId, 'viewable');
      if (!noted.ok && noted.fault.kind === 'stale') setAnswer(undefined); // too late to count: another one is drawn
    };
    return watchSeen([place.current], () => void note());
  }, [ad?.recId, sent]);
  return {
    isAllowed, answer, sent,
    send(how) {
      if (!ad) return;
      isOver.current = true;
      setSent(how === 'undo' ? undefined : how);
      void host.adEvent(ad.recId, how);
    },
  };
}
