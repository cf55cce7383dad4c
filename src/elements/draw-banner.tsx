import { Banner, bannerStyle } from './banner.tsx';
import { switchStyle } from './base-style.ts';
import { drawing } from './drawing.ts';
import type { Drawing } from './element.ts';
import type { ElementHost } from './host.ts';

/** `<homebird-consent>`. */
export function bannerDrawing(host: ElementHost): Drawing {
  return drawing([switchStyle, bannerStyle], () => <Banner host={host} />);
}
