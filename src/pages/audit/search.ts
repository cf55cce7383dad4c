import { signal } from '@preact/signals';
import { fragmentFor, searchIn } from './fragment.ts';

/** What the visitor looks for among rounds, models and reports. */
export interface Search {
  /** A round's number, the start of a hash, or a report id; '' for nothing. */
  readonly text: string;
  /** Counts the links that led here: each is scrolled to once. */
  readonly linked: number;
}

/** What is looked for now. The address says it too, so that it outlives a reload and can be sent to somebody. */
export const search = signal<Search>({ text: searchIn(location.hash) ?? '', linked: searchIn(location.hash) === undefined ? 0 : 1 });

/** Looks for what was typed; the address follows in place, so that going back does not repeat each letter. */
export function searchFor(typed: string): void {
  const text = typed.trim().toLowerCase();
  search.value = { ...search.value, text };
  const isLinked = searchIn(location.hash) !== undefined;
  const fragment = fragmentFor(text);
  if (fragment !== '' || isLinked) history.replaceState(null, '', fragment === '' ? location.pathname + location.search : fragment);
}

/** Follows links of this page and the back button; call the result to stop. */
export function followFragment(): () => void {
  const follow = (): void => {
    const text = searchIn(location.hash);
    if (text !== undefined) search.value = { text, linked: search.value.linked + 1 };
    else if (location.hash === '') search.value = { ...search.value, text: '' };
  };
  addEventListener('hashchange', follow);
  return () => removeEventListener('hashchange', follow);
}
