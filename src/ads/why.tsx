import type { ShownAd } from '#core/contract';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { adBook } from './ad-words.ts';

/** Why this ad: who pays, what of hers decided, and with which chance it was drawn. Told by what drew it. */
export function AdWhy({ ad, locale, onClose }: { readonly ad: ShownAd; readonly locale: string; onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const words = adBook.words();
  const share = (part: number): string => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(part);
  return (
    <dialog ref={dialog} onClose={onClose} aria-label={words.why}>
      <p>{words.sponsored(ad.advertiser)}</p>
      <p>{ad.why.matched.length > 0 ? words.matched(ad.why.matched.join(', ')) : words.everybody}</p>
      {ad.why.isRandom && <p>{words.random}</p>}
      <p>{words.chance(share(ad.why.propensity), share(ad.why.clickChance))}</p>
      <p>{words.local}</p>
      <button type="button" onClick={() => dialog.current?.close()}>{words.close}</button>
    </dialog>
  );
}
