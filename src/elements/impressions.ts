import type { ItemId } from '#core/catalogue';

/** A card counts as seen when half of it was in view for a second, as the IAB measures a viewable impression. */
const SEEN_SHARE = 0.5;
const SEEN_MS = 1000;

/** Watches cards (`[data-item]`) inside `list`; each is told once. The result stops it. */
export function watchImpressions(list: HTMLElement, onSeen: (id: ItemId, position: number) => void): () => void {
  if (typeof IntersectionObserver !== 'function') return () => undefined;
  const timers = new Map<Element, ReturnType<typeof setTimeout>>();
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      clearTimeout(timers.get(target));
      if (!isIntersecting) continue;
      timers.set(target, setTimeout(() => {
        if (document.visibilityState !== 'visible') return;
        observer.unobserve(target);
        const id = (target as HTMLElement).dataset['item'];
        if (id !== undefined) onSeen(id as ItemId, [...list.children].indexOf(target));
      }, SEEN_MS));
    }
  }, { threshold: SEEN_SHARE });
  for (const card of list.querySelectorAll('[data-item]')) observer.observe(card);
  return () => {
    for (const timer of timers.values()) clearTimeout(timer);
    observer.disconnect();
  };
}
