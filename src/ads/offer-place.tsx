import { usePart, type ElementHost } from '#page/elements';
import { useRef } from 'preact/hooks';

export interface OfferPlaceProps {
  readonly host: ElementHost;
  readonly element: HTMLElement;
}

/** A place for her coupon or a price. What the shop put inside stands there before a yes, and where there is neither. */
export function OfferPlace(props: OfferPlaceProps) {
  const place = useRef<HTMLDivElement>(null);
  const part = usePart(() => import('./offer.tsx'), true, () => place.current);
  return <div ref={place} class={part === undefined ? 'kept' : ''}>{typeof part === 'object' ? <part.Offer {...props} /> : <slot />}</div>;
}
