import { adSizes } from '#core/contract';
import { drawing, type Drawing, type ElementHost } from '#page/elements';
import { adStyle } from './ad-style.ts';
import { AdSlot } from './slot.tsx';
import { slotStyle } from './slot-style.ts';

/** `<homebird-ad>`. */
export function slotDrawing(host: ElementHost): Drawing {
  return drawing([adStyle, slotStyle], (element) => {
    const slot = element.getAttribute('slot') ?? '';
    const category = element.getAttribute('category');
    return <AdSlot key={`${slot} ${element.getAttribute('sizes')} ${category}`} host={host} element={element} slot={slot} sizes={adSizes(element.getAttribute('sizes') ?? '')} categories={category === null ? [] : [category]} />;
  });
}
