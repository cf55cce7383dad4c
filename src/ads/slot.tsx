import type { AdSize } from '#core/campaigns';
import type { ShownAd } from '#core/contract';
import { Icon, PackedPicture, type ElementHost } from '#page/elements';
import { useWords } from '#page/words';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { keepCropped } from './ad-crop.ts';
import { adBook } from './ad-words.ts';
import { drawAd } from './draw-ad.tsx';
import { useAd, type SentAway } from './use-ad.ts';
import { AdWhy } from './why.tsx';

/** How long a followed ad waits until that is noted, ms: below what a shopper feels. */
const NOTE_MS = 300;

export interface AdSlotProps {
  readonly host: ElementHost;
  readonly element: HTMLElement;
  readonly slot: string;
  readonly sizes: readonly AdSize[];
}

/** Goes to `href` once the click is noted: the page's worker goes with it. */
async function goAfter(noted: Promise<unknown>, href: string): Promise<void> {
  await Promise.race([noted, new Promise((resolve) => { setTimeout(resolve, NOTE_MS); })]);
  location.assign(href);
}

/** One place for an ad: kept before one is chosen, and kept after. What the shop put inside stands where there is none. */
export function AdSlot({ host, element, slot, sizes }: AdSlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const [whyOf, setWhyOf] = useState<string | undefined>(undefined);
  const spoken = useWords(adBook, host.locale);
  // The first that is no wider than the page leaves room for, chosen before any ad is.
  const size = sizes.find(({ width }) => width <= (element.parentElement?.clientWidth ?? width)) ?? sizes.at(-1);
  const { isAllowed, answer, sent, send } = useAd({ host, element, slot, size, place, isReady: spoken !== undefined });
  const ad = answer?.ad;
  if (!isAllowed || !size) return <slot />;
  const follow = (event: MouseEvent): void => {
    const link = (event.target as Element).closest('a');
    if (!ad || !link || event.defaultPrevented) return;
    const noted = host.adEvent(ad.recId, 'click');
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void goAfter(noted, link.href);
  };
  const room = answer?.isCollapsed === true ? {} : { aspectRatio: `${size.width} / ${size.height}`, maxWidth: `${size.width}px` };
  return (
    <div class="place" ref={place} {...spoken} style={room} data-campaign={ad?.campaignId} data-bars={answer && JSON.stringify(answer.bars)} onClick={follow} onAuxClick={(event) => event.button === 1 && follow(event)}>
      {ad && !sent && spoken && <Shown key={ad.recId} ad={ad} note={answer.note} host={host} place={place} onWhy={() => setWhyOf(ad.recId)} onSend={send} />}
      {ad && sent && <Gone ad={ad} act={sent} onUndo={() => send('undo')} />}
      {ad === null && <slot />}
      {ad && whyOf === ad.recId && <AdWhy ad={ad} locale={host.locale} onClose={() => setWhyOf(undefined)} />}
    </div>
  );
}

interface ShownProps {
  readonly ad: ShownAd;
  readonly note: string;
  readonly host: ElementHost;
  readonly place: { readonly current: HTMLElement | null };
  onWhy(): void;
  onSend(how: SentAway): void;
}

/** Has its picture keep in view what it shows. */
function useCrop({ image }: ShownAd, place: ShownProps['place']): void {
  useEffect(() => {
    const box = place.current?.querySelector<HTMLElement>('.ad > .picture');
    return box && image ? keepCropped(box, image) : undefined;
  }, []);
}

/** The ad, with what she can do about it. */
function Shown({ ad, note, host, place, onWhy, onSend }: ShownProps) {
  useCrop(ad, place);
  const words = adBook.words();
  const less = words.dislike(ad.advertiser);
  return drawAd({
    assets: ad.assets, size: 'fluid', style: ad.style, textLocale: ad.locale, locale: host.locale, currency: ad.currency, href: host.address(ad.landing), note,
    ...(ad.image && { picture: <PackedPicture file={ad.image} /> }), ...(ad.icon && { icon: <PackedPicture file={ad.icon} /> }),
    controls: (
      <>
        <button type="button" aria-label={words.why} title={words.why} onClick={onWhy}><Icon name="question" /></button>
        <button type="button" aria-label={words.hide} title={words.hide} onClick={() => onSend('hide')}><Icon name="hide" /></button>
        <button type="button" aria-label={less} title={less} onClick={() => onSend('dislike')}><Icon name="less" /></button>
      </>
    ),
  });
}

/** What stands where an ad was sent away, with the way back. */
function Gone({ ad, act, onUndo }: { readonly ad: ShownAd; readonly act: SentAway; readonly onUndo: () => void }) {
  const words = adBook.words();
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => button.current?.focus({ preventScroll: true }), []);
  return (
    <div class="sent" role="status">
      <span>{act === 'hide' ? words.hidden : words.disliked(ad.advertiser)}</span>
      <button type="button" ref={button} onClick={onUndo}>{words.undo}</button>
    </div>
  );
}
