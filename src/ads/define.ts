import { defineElement, type ElementHost } from '#page/elements';

/**
 * Defines `<homebird-ad slot sizes category>` and `<homebird-offer item>`. Before a yes to `ads` nothing of them loads, and what
 * the shop put inside stands there; after it their place is kept from the start, so that nothing moves when something comes.
 */
export function defineAd(host: ElementHost): void {
  const isOn = (): boolean => host.consent.states().ads === 'granted';
  const load = async () => (isOn() ? (await import('./draw-slot.tsx')).slotDrawing(host) : Promise.reject(new Error()));
  const define = (): void => {
    defineElement('homebird-ad', {
      attributes: ['slot', 'sizes'],
      waiting: (element) => {
        const [width, height] = isOn() ? `${element.getAttribute('sizes')}`.split(/[x,]/) : [];
        return `:host{display:block;max-width:${width}px;aspect-ratio:${width}/${height}}`; // without a size both rules are none
      },
      load,
    });
    defineElement('homebird-offer', { attributes: ['item'], waiting: () => `:host{display:block;min-height:${isOn() ? 13 : 0}rem}`, load });
  };
  define();
  host.subscribe((change) => change === 'consent' && define());
}
