import type { OfferAnswer, ShownCoupon, ShownPrice } from '#core/contract';
import { formatDate, formatPrice, useWords, type Spoken } from '#page/words';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { OfferPlaceProps } from './offer-place.tsx';
import { offerStyle } from './offer-style.ts';
import { offerBook } from './offer-words.ts';
import { isBelowScreen } from './use-ad.ts';

/** For `usePart`. */
export const style = offerStyle;

const NONE: OfferAnswer = { coupon: null, price: null };

/** The price of `item`, or her coupon, with its disclosure. */
export function Offer({ host, element }: OfferPlaceProps) {
  const isOn = (): boolean => host.consent.states().ads === 'granted';
  const [answer, setAnswer] = useState<OfferAnswer | undefined>(undefined);
  const spoken = useWords(offerBook, host.locale);
  const item = element.getAttribute('item');
  useEffect(() => {
    let turn = 0;
    const ask = async (): Promise<void> => {
      const mine = (turn += 1);
      const asked = isOn() ? await host.offer(item === null ? {} : { itemId: item }) : undefined;
      if (mine === turn) setAnswer(asked?.ok ? asked.value : NONE);
    };
    void ask();
    const stop = host.subscribe((change) => {
      if (change === 'consent' || change === 'ads-changed') void ask();
    });
    return () => {
      turn = Infinity;
      stop();
    };
  }, [host, item, host.locale]); // what discloses it is told in the page's language
  if (!isOn()) return <slot />;
  if (!answer || !spoken) return <div class="kept"><slot /></div>;
  const { coupon, price } = answer;
  // A place in view stays as high as it was: what stands below it is being read.
  if (!coupon && !price) return <div class={isBelowScreen(element) ? '' : 'kept'}><slot /></div>;
  return <OfferBox offers={answer} locale={host.locale} spoken={spoken} />;
}

/** A coupon or a price as a shopper reads it; the console's preview shows the same. Wants the words of `offerBook` open. */
export function OfferBox({ offers: { coupon, price }, locale, spoken }: { readonly offers: OfferAnswer; readonly locale: string; readonly spoken?: Spoken }) {
  return (
    <section class="offer kept" {...spoken} aria-label={offerBook.words().title}>
      {price && <Price price={price} locale={locale} />}
      {coupon && <Coupon coupon={coupon} locale={locale} />}
    </section>
  );
}

function Price({ price: { cents, baseCents, floorCents, ceilingCents, currency, disclosure }, locale }: { readonly price: ShownPrice; readonly locale: string }) {
  const words = offerBook.words();
  const money = (amount: number): string => formatPrice(amount, currency, locale);
  return (
    <>
      <p class="price">{words.now(money(cents))}</p>
      <p class="small">{words.band(money(baseCents), money(floorCents), money(ceilingCents))}</p>
      <p class="small">{disclosure}</p>
    </>
  );
}

function Coupon({ coupon: { code, terms, minBasketCents, currency, endMs, disclosure }, locale }: { readonly coupon: ShownCoupon; readonly locale: string }) {
  const words = offerBook.words();
  const shown = useRef<HTMLElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(code);
      setCopied(true);
    } catch {
      if (shown.current) getSelection()?.selectAllChildren(shown.current); // an insecure origin has no clipboard: ready to be copied by hand
    }
  };
  return (
    <>
      <p class="terms" dir="auto">{terms}</p>
      <div class="code">
        <code ref={shown} dir="ltr">{code}</code>
        <button type="button" {...(!isCopied && { 'aria-label': words.copyCode(code) })} onClick={() => void copy()}>{isCopied ? words.copied : words.copy}</button>
        <span class="small">{minBasketCents > 0 && `${words.from(formatPrice(minBasketCents, currency, locale))} · `}{words.until(formatDate(endMs, locale))}</span>
        <span class="sr" role="status">{isCopied && words.copied}</span>
      </div>
      <p class="small">{disclosure}</p>
    </>
  );
}
