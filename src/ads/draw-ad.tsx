import type { AdSize, AdStyle, NativeAssets } from '#core/campaigns';
import { formatPrice } from '#page/words';
import type { ComponentChild, VNode } from 'preact';
import { adBook } from './ad-words.ts';

/** One ad, ready to be drawn. */
export interface AdDrawing {
  readonly assets: NativeAssets;
  /** In CSS pixels; `fluid` fills the box around it, which must have a height of its own. */
  readonly size: AdSize | 'fluid';
  readonly style: AdStyle;
  /** BCP 47, of the creative's text; '' where it is written for any language. */
  readonly textLocale: string;
  /** BCP 47, of the page: prices are spelled by it. */
  readonly locale: string;
  /** ISO 4217, of `priceCents`. */
  readonly currency: string;
  /** Where a click leads, as the page may follow it; '' draws an ad that leads nowhere. */
  readonly href: string;
  /** What fills the picture's box, decoration alone; without it the words have all the room. */
  readonly picture?: ComponentChild;
  /** What fills the small box beside who pays. */
  readonly icon?: ComponentChild;
  /** Buttons of whoever draws; they lie above the link, in a row of their own, each at most 1.75rem high. */
  readonly controls?: ComponentChild;
  /** A line below the text, of the text; '' draws none. */
  readonly note?: string;
  onFollow?(): void;
}

/** Characters from which a title is set smaller, so that the lines of the smallest box hold it. */
const LONG_TITLE = 40;

/**
 * An ad in its box. The box's own shape decides what stands where (`ad-style.ts`), so one drawing fits every size; who pays
 * is always a line of its own. Wears {@link adStyle} in a shadow root; `adBook` must stand open at the page's language.
 */
export function drawAd({ assets, size, style, textLocale, locale, currency, href, picture, icon, controls, note = '', onFollow }: AdDrawing): VNode {
  const lang = textLocale === '' ? undefined : textLocale;
  const title = <span dir="auto" lang={lang}>{assets.title}</span>;
  const box = size === 'fluid' ? { inlineSize: '100%', blockSize: '100%' } : { inlineSize: `${size.width}px`, blockSize: `${size.height}px` };
  return (
    <div class="box" style={box}>
      <article class={`ad ${style}-ad`} aria-label={adBook.words().sponsored(assets.sponsored)}>
        {picture !== undefined && <div class="picture" part="picture" aria-hidden="true">{picture}</div>}
        <div class="words">
          <p class={assets.title.length > LONG_TITLE ? 'name long' : 'name'} part="title">
            {href === '' ? title : <a href={href} rel="sponsored" onClick={onFollow} onAuxClick={(event) => event.button === 1 && onFollow?.()}>{title}</a>}
          </p>
          {assets.desc !== undefined && <p class="desc"><span dir="auto" lang={lang}>{assets.desc}</span></p>}
          {note !== '' && <p class="note">{note}</p>}
          {assets.displayurl !== undefined && <p class="site"><bdi dir="ltr">{assets.displayurl}</bdi></p>}
          <AdPrice assets={assets} currency={currency} locale={locale} />
        </div>
        {assets.ctatext !== undefined && <p class="cta" part="action" dir="auto" lang={lang}>{assets.ctatext}</p>}
        <p class="sponsored" part="sponsored">{icon !== undefined && <span class="icon" aria-hidden="true">{icon}</span>}<span class="who">{adBook.words().sponsored(assets.sponsored)}</span></p>
        {controls !== undefined && <div class="controls" part="controls">{controls}</div>}
      </article>
    </div>
  );
}

function AdPrice({ assets, currency, locale }: { readonly assets: NativeAssets; readonly currency: string; readonly locale: string }): VNode | null {
  const { priceCents = 0, salePriceCents } = assets;
  const now = formatPrice(salePriceCents ?? priceCents, currency, locale);
  if (now === '') return null;
  return (
    <p class="price" part="price">
      {now}
      {salePriceCents !== undefined && <s><span class="sr">{adBook.words().was} </span>{formatPrice(priceCents, currency, locale)}</s>}
    </p>
  );
}
