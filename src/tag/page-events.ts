/** What the tag tells the page, as DOM events `homebird:<name>` on the document. */
export type PageEventName = 'ready' | 'consent' | 'recommendations' | 'error';

/** Dispatches without ever throwing: a listener's error is reported by the browser, not to us. */
export function tellPage(name: PageEventName, detail: unknown): void {
  document.dispatchEvent(new CustomEvent(`homebird:${name}`, { detail }));
}

/** Hears one of our DOM events. The result stops it. */
export function hearPage(name: string, listener: (detail: unknown) => void): () => void {
  const onEvent = (event: Event): void => listener(event instanceof CustomEvent ? event.detail : undefined);
  document.addEventListener(`homebird:${name}`, onEvent);
  return () => document.removeEventListener(`homebird:${name}`, onEvent);
}
