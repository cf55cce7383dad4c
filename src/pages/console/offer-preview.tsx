import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { offerDisclosure, type Coupon } from '#core/offers';
import { offerBook, OfferBox, offerStyle } from '#page/ads';
import { drawing } from '#page/elements';

/** A coupon as a shopper reads it, by the code that draws it in the shop. */
export function CouponPreview({ coupon, currency }: { readonly coupon: Coupon; readonly currency: string }): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const [locale, isWritten] = ['en', Number.isFinite(coupon.endMs) && coupon.code !== ''];
  useEffect(() => {
    const element = host.current;
    if (!element || !isWritten) return;
    const reason = coupon.audience.lifeCycles.length > 0 ? 'life-cycle' : 'everybody';
    const shown = drawing([offerStyle], () => <OfferBox locale={locale} offers={{ price: null, coupon: { ...coupon, currency, disclosure: offerDisclosure(reason, locale as 'en') } }} />);
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = shown.styles.map((style) => style());
    void offerBook.open(locale);
    shown.draw(root, element);
  }, [coupon, currency]);
  return isWritten ? <div class="wide" role="img" aria-label={`Preview of ${coupon.code}`}><div ref={host} inert /></div> : <p class="soft wide">Write a code and an end to see it.</p>;
}
