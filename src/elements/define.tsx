import { useEffect, useState } from 'preact/hooks';
import { switchStyle } from './base-style.ts';
import { Banner, bannerStyle } from './banner.tsx';
import { defineElement } from './element.ts';
import type { ElementHost } from './host.ts';
import { requestOf } from './shelf-data.ts';
import { shelfStyle } from './shelf-style.ts';
import { Shelf } from './shelf.tsx';

type PanelPart = typeof import('./panel.tsx');

/** The panel, whose code is fetched only by pages that show one. */
function LazyPanel({ host, element }: { readonly host: ElementHost; readonly element: HTMLElement }) {
  const [part, setPart] = useState<PanelPart | undefined>(undefined);
  useEffect(() => {
    const load = async (): Promise<void> => {
      const loaded = await import('./panel.tsx');
      element.shadowRoot?.adoptedStyleSheets.push(loaded.panelStyle());
      setPart(loaded);
    };
    load().catch(() => undefined);
  }, [element]);
  return part ? <part.Panel host={host} /> : null;
}

/** Defines `<homebird-shelf placement count item category heading>`, `<homebird-consent>` and `<homebird-privacy>`. */
export function defineElements(host: ElementHost): void {
  defineElement('homebird-shelf', {
    attributes: ['placement', 'count', 'item', 'category', 'heading'],
    styles: [shelfStyle],
    view: (element) => <Shelf host={host} request={requestOf((name) => element.getAttribute(name))} heading={element.getAttribute('heading') ?? ''} />,
  });
  defineElement('homebird-consent', { attributes: [], styles: [switchStyle, bannerStyle], view: () => <Banner host={host} /> });
  defineElement('homebird-privacy', { attributes: [], styles: [switchStyle], view: (element) => <LazyPanel host={host} element={element} /> });
}
