import type { ItemId } from '#core/catalogue';

/** Something counts as seen when half of it was in view for a second without a break, as the IAB measures a viewable impression. */
const SEEN_SHARE = 0.5;
const SEEN_MS = 1000;

/** Watches `elements` while the page is visible; each is told once. The result stops it. */
export function watchSeen<Watched extends Element>(elements: Iterable<Watched>, onSeen: (element: Watched) => void): () => void {
  if (typeof IntersectionObserver !== 'function') return () => undefined;
  const timers = new Map<Element, ReturnType<typeof setTimeout>>();
  const inView = new Set<Element>();
  const disarm = (target: Element): void => clearTimeout(timers.get(target));
  const arm = (target: Element): void => {
    disarm(target);
    if (document.visibilityState === 'visible') timers.set(target, setTimeout(() => {
      observer.unobserve(target);
      inView.delete(target);
      onSeen(target as Watched);
    }, SEEN_MS));
  };
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting, intersectionRatio } of entries) {
      const isInView = isIntersecting && intersectionRatio >= SEEN_SHARE;
      if (isInView) inView.add(target);
      else inView.delete(target);
      (isInView ? arm : disarm)(target);
    }
  }, { threshold: SEEN_SHARE });
  // A page in the background is not seen: what was in view begins anew.
  const onVisibility = (): void => inView.forEach(document.visibilityState === 'visible' ? arm : disarm);
  document.addEventListener('visibilitychange', onVisibility);
  for (const element of elements) observer.observe(element);
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    for (const timer of timers.values()) clearTimeout(timer);
    observer.disconnect();
  };
}

/** Watches cards (`[data-item]`) inside `list`; each is told once. The result stops it. */
export function watchImpressions(list: HTMLElement, onSeen: (id: ItemId, position: number) => void): () => void {
  return watchSeen(list.querySelectorAll<HTMLElement>('[data-item]'), (card) => {
    const id = card.dataset['item'];
    if (id !== undefined) onSeen(id as ItemId, [...list.children].indexOf(card));
  });
}
