import type { AdSize } from '#core/campaigns';
import type { ShownAd } from '#core/contract';
import { PackedPicture, watchSeen, type ElementHost } from '#page/elements';
import { useWords } from '#page/words';
import { useEffect, useRef, useState } from 'preact/hooks';
import { adBook } from './ad-words.ts';
import { drawAd } from './draw-ad.tsx';
import { AdWhy } from './why.tsx';

/** How near the screen a place must be before an ad is asked for, CSS pixels: drawn as she comes to it, and not for those who never do. */
const NEAR_PX = 200;
/** How long a followed ad waits until that is noted, ms: below what a shopper feels. */
const NOTE_MS = 300;

export interface AdSlotProps {
  readonly host: ElementHost;
  readonly element: HTMLElement;
  readonly slot: string;
  readonly sizes: readonly AdSize[];
  readonly categories: readonly string[];
}

/** What she did with the ad that stood here. */
type SentAway = 'hide' | 'dislike';

/** One place for an ad: kept before one is chosen, and kept after, whatever comes of it. What the shop put inside stands where there is none. */
export function AdSlot({ host, element, slot, sizes, categories }: AdSlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const [isAllowed, setAllowed] = useState(() => host.consent.states().ads === 'granted');
  const [ad, setAd] = useState<ShownAd | null | undefined>(undefined);
  const [sentAway, setSentAway] = useState<SentAway | undefined>(undefined);
  const [isWhy, setWhy] = useState(false);
  /** Counts what is asked for: a late answer is not drawn over a newer one. */
  const asked = useRef(0);
  const spoken = useWords(adBook, host.locale);
  // The first that is no wider than the page leaves room for, chosen before any ad is.
  const size = sizes.find(({ width }) => width <= (element.parentElement?.clientWidth ?? width)) ?? sizes.at(-1);
  const ask = async (): Promise<void> => {
    if (!size || document.visibilityState !== 'visible') return;
    const turn = (asked.current += 1);
    const answer = await host.ad({ slot, sizes: [size], categories });
    if (turn !== asked.current) return;
    const found = answer.ok ? answer.value.ad : null;
    setAd(found);
    setSentAway(undefined);
    element.dispatchEvent(new CustomEvent('homebird:ad', { bubbles: true, detail: { slot, campaignId: found?.campaignId ?? null, creativeId: found?.creativeId ?? null, bars: answer.ok ? answer.value.bars : { [answer.fault.kind]: 1 } } }));
  };
  useEffect(() => host.subscribe((change) => {
    const isNow = host.consent.states().ads === 'granted';
    setAllowed(isNow);
    if (!isNow) {
      asked.current += 1;
      setAd(undefined);
    } else if (change === 'ads-changed') setAd((now) => now ?? undefined); // files came: a place that stayed empty asks again
  }), [host]);
  useEffect(() => {
    if (!isAllowed || !spoken || ad !== undefined || !place.current) return undefined;
    const near = new IntersectionObserver((seen) => {
      if (seen.at(-1)?.isIntersecting === true) void ask();
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
  }, [isAllowed, spoken !== undefined, ad === undefined]);
  useEffect(() => {
    if (!ad || sentAway || !place.current) return undefined;
    const note = async (): Promise<void> => {
      const noted = await host.adEvent(ad.recId, 'viewable');
      if (!noted.ok && noted.fault.kind === 'stale') setAd(undefined); // too late to count: another one is drawn
    };
    return watchSeen([place.current], () => void note());
  }, [ad?.recId, sentAway]);

  if (!isAllowed || !size) return <slot />;
  const words = adBook.words();
  const sendAway = (act: SentAway): void => {
    if (!ad) return;
    setSentAway(act);
    void host.adEvent(ad.recId, act);
  };
  const undo = (): void => {
    setSentAway(undefined);
    if (ad) void host.adEvent(ad.recId, 'undo');
  };
  const href = ad ? host.address(ad.landing) : '';
  const follow = (event: MouseEvent): void => {
    const link = (event.target as Element).closest('a');
    if (!ad || !link || event.defaultPrevented) return;
    const noted: Promise<unknown> = host.adEvent(ad.recId, 'click');
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    // Noted before the page goes, and its worker with it.
    event.preventDefault();
    const go = async (): Promise<void> => {
      await Promise.race([noted, new Promise((resolve) => { setTimeout(resolve, NOTE_MS); })]);
      location.assign(href);
    };
    void go();
  };
  return (
    <div class="place" ref={place} {...spoken} style={{ aspectRatio: `${size.width} / ${size.height}`, maxWidth: `${size.width}px` }} onClick={follow} onAuxClick={(event) => event.button === 1 && follow(event)}>
      {ad && !sentAway && spoken && drawAd({
        assets: ad.assets, size: 'fluid', style: ad.style, textLocale: ad.locale, locale: host.locale, currency: ad.currency, href,
        ...(ad.image && { picture: <PackedPicture file={ad.image} /> }), ...(ad.icon && { icon: <PackedPicture file={ad.icon} /> }),
        controls: (
          <>
            <button type="button" aria-label={words.why} title={words.why} onClick={() => setWhy(true)}>?</button>
            <button type="button" aria-label={words.hide} title={words.hide} onClick={() => sendAway('hide')}>×</button>
            <button type="button" aria-label={words.dislike(ad.advertiser)} title={words.dislike(ad.advertiser)} onClick={() => sendAway('dislike')}>−</button>
          </>
        ),
      })}
      {ad && sentAway && (
        <div class="sent" role="status">
          <span>{sentAway === 'hide' ? words.hidden : words.disliked(ad.advertiser)}</span>
          <button type="button" ref={(button) => button?.focus({ preventScroll: true })} onClick={undo}>{words.undo}</button>
        </div>
      )}
      {ad === null && <slot />}
      {ad && isWhy && <AdWhy ad={ad} locale={host.locale} onClose={() => setWhy(false)} />}
    </div>
  );
}
