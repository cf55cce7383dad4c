import { adSizes } from '#core/contract';
import { drawing, type Drawing, type ElementHost } from '#page/elements';
import { adStyle } from './ad-style.ts';
import { OfferPlace } from './offer-place.tsx';
import { AdSlot } from './slot.tsx';
import { slotStyle } from './slot-style.ts';

/** `<homebird-ad>` and `<homebird-offer>`. */
export function slotDrawing(host: ElementHost): Drawing {
  return drawing([adStyle, slotStyle], (element) => {
    if (element.localName === 'homebird-offer') return <OfferPlace key={element.getAttribute('item')} host={host} element={element} />;
    const slot = element.getAttribute('slot') ?? '';
    const sizes = element.getAttribute('sizes') ?? '';
    return <AdSlot key={`${slot} ${sizes}`} host={host} element={element} slot={slot} sizes={adSizes(sizes)} />;
  });
}
