import { defineElement, type ElementHost } from '#page/elements';

/**
 * Defines `<homebird-ad slot sizes category>`. Before a yes to `ads` nothing of it loads, and what the shop put inside stands
 * there; after it its place is kept from the start, so that nothing moves when an ad comes.
 */
export function defineAd(host: ElementHost): void {
  const isOn = (): boolean => host.consent.states().ads === 'granted';
  const define = (): void => defineElement('homebird-ad', {
    attributes: ['slot', 'sizes'],
    waiting: (element) => {
      const [width, height] = isOn() ? `${element.getAttribute('sizes')}`.split(/[x,]/) : [];
      return `:host{display:block;max-width:${width}px;aspect-ratio:${width}/${height}}`; // without a size both rules are none
    },
    load: async () => (isOn() ? (await import('./draw-slot.tsx')).slotDrawing(host) : Promise.reject(new Error())),
  });
  define();
  host.subscribe((change) => change === 'consent' && define());
}
