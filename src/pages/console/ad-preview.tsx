import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { adBook, adStyle, drawAd } from '#page/ads';
import { drawing } from '#page/elements';
import { centsOf, type CreativeForm } from './campaign-form.ts';
import { pictureOf, type Shelf } from './products.ts';

/** Signs of the buttons that stand on every ad; here they show their room, and do nothing. */
const CONTROLS = ['?', '×', '−'];

const cents = (text: string): number | undefined => (Number.isFinite(centsOf(text)) ? centsOf(text) : undefined);

function pictureFor({ image, itemId }: CreativeForm, shelf: Shelf): string | undefined {
  if (image !== '') return `/api/pictures/${image}`;
  const product = shelf.byId.get(itemId);
  return product && pictureOf(product);
}

/** One creative in one size, by the code that draws the ad in the shop. */
function Slot({ creative, size, shelf }: { readonly creative: CreativeForm; readonly size: string; readonly shelf: Shelf }): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const [width = 0, height = 0] = size.split('x').map(Number);
  const locale = creative.locale || 'en';
  useEffect(() => {
    const element = host.current;
    if (!element || !(width > 0 && height > 0)) return;
    const source = pictureFor(creative, shelf);
    const { title, sponsored, desc, ctatext, displayurl } = creative;
    const [priceCents, salePriceCents] = [cents(creative.price), cents(creative.salePrice)];
    const ad = drawing([adStyle], () => drawAd({
      assets: {
        title: title || 'Title', sponsored: sponsored || 'Advertiser', ...(desc && { desc }), ...(ctatext && { ctatext }), ...(displayurl && { displayurl }),
        ...(priceCents !== undefined && { priceCents }), ...(salePriceCents !== undefined && { salePriceCents }),
      },
      size: { width, height }, style: creative.style, textLocale: creative.locale, locale, currency: shelf.currency, href: '',
      ...(source !== undefined && { picture: <img src={source} alt="" /> }), ...(creative.icon && { icon: <img src={`/api/pictures/${creative.icon}`} alt="" /> }),
      controls: CONTROLS.map((sign) => <button type="button" key={sign}>{sign}</button>),
    }));
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = ad.styles.map((style) => style());
    const draw = (): void => ad.draw(root, element);
    draw();
    void adBook.open(locale)?.then(draw);
  }, [creative, size, shelf]);
  return (
    <figure class="slot-preview">
      <figcaption>{width} × {height}</figcaption>
      <div class="slot-scroll" tabIndex={0} role="img" aria-label={`Preview of ${creative.title || 'the ad'} at ${width} by ${height} pixels`}><div ref={host} inert dir={/^(?:ar|he|fa|ur)\b/.test(creative.locale) ? 'rtl' : 'ltr'} /></div>
    </figure>
  );
}

/** A creative in every size that it names. */
export function AdPreviews({ creative, shelf }: { readonly creative: CreativeForm; readonly shelf: Shelf }): JSX.Element {
  const sizes = creative.sizes.filter((size) => /^\d{1,4}x\d{1,4}$/.test(size));
  return <div class="previews">{sizes.map((size) => <Slot key={size} creative={creative} size={size} shelf={shelf} />)}{sizes.length === 0 && <p class="soft">Choose a size to see it.</p>}</div>;
}
