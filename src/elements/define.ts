import { defineElement } from './element.ts';
import type { ElementHost } from './host.ts';

/** As high as a shelf that waits, in every language: heading, a card as wide as its column, its words. */
const SHELF_PLACE = ':host{display:block;container-type:inline-size}:host::before{content:"";display:block;height:calc(13.7rem + clamp(9.5rem,44cqw,13.25rem))}';

/** Defines `<homebird-shelf placement count item category heading>`, `<homebird-search count label query>` and `<homebird-consent>`. */
export function defineElements(host: ElementHost): void {
  defineElement('homebird-shelf', { attributes: ['placement', 'count', 'item', 'category', 'heading'], waiting: () => SHELF_PLACE, load: async () => (await import('./draw-shelf.tsx')).shelfDrawing(host) });
  defineElement('homebird-search', { attributes: ['count', 'label', 'query'], waiting: () => ':host{display:block;min-height:2.75rem}', load: async () => (await import('./search.tsx')).searchDrawing(host) });
  defineElement('homebird-consent', { attributes: [], waiting: () => '', load: async () => (await import('./draw-banner.tsx')).bannerDrawing(host) });
}
