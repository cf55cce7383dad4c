import { adSizes } from '#core/contract';
import { drawing, type Drawing, type ElementHost } from '#page/elements';
import { adStyle } from './ad-style.ts';
import { AdSlot } from './slot.tsx';
import { slotStyle } from './slot-style.ts';

/** `<homebird-ad>`. */
export function slotDrawing(host: ElementHost): Drawing {
  return drawing([adStyle, slotStyle], (element) => {
    const slot = element.getAttribute('slot') ?? '';
    const sizes = element.getAttribute('sizes') ?? '';
    return <AdSlot key={`${slot} ${sizes}`} host={host} element={element} slot={slot} sizes={adSizes(sizes)} />;
  });
}
