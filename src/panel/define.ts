import { defineElement } from '#page/elements';
import type { PanelHost } from './host.ts';

/** Defines `<homebird-privacy>`, whose code is fetched only by pages that show one. */
export function definePanel(host: PanelHost): void {
  defineElement('homebird-privacy', { attributes: [], waiting: () => ':host{display:block}', load: async () => (await import('./draw-panel.tsx')).panelDrawing(host) });
}
