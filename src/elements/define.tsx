import { switchStyle } from './base-style.ts';
import { Banner, bannerStyle } from './banner.tsx';
import { defineElement } from './element.ts';
import type { ElementHost } from './host.ts';
import { requestOf } from './shelf-data.ts';
import { shelfStyle } from './shelf-style.ts';
import { Shelf } from './shelf.tsx';

/** Defines `<homebird-shelf placement count item category heading>` and `<homebird-consent>`. */
export function defineElements(host: ElementHost): void {
  defineElement('homebird-shelf', {
    attributes: ['placement', 'count', 'item', 'category', 'heading'],
    styles: [shelfStyle],
    view: (element) => <Shelf host={host} request={requestOf((name) => element.getAttribute(name))} heading={element.getAttribute('heading') ?? ''} />,
  });
  defineElement('homebird-consent', { attributes: [], styles: [switchStyle, bannerStyle], view: () => <Banner host={host} /> });
}

/** Defines `<homebird-privacy>`; its code is fetched only by pages that have one. */
export async function definePrivacyPanel(host: ElementHost): Promise<void> {
  const [{ Panel }, { panelStyle }] = await Promise.all([import('./panel.tsx'), import('./panel-style.ts')]);
  defineElement('homebird-privacy', { attributes: [], styles: [switchStyle, panelStyle], view: () => <Panel host={host} /> });
}
