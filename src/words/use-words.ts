import { useEffect, useState } from 'preact/hooks';
import type { Book } from './book.ts';
import { directionOf, type Language } from './language.ts';

/** Attributes for the root of what speaks: its language, for screen readers, and its direction. */
export interface Spoken {
  readonly lang: Language;
  readonly dir: 'ltr' | 'rtl';
}

/**
 * Opens `book` at `locale` for the component that calls it and everything drawn below. undefined while the words are on
 * their way: draw a skeleton, and call `book.words()` nowhere.
 */
export function useWords(book: Pick<Book<unknown>, 'open' | 'language'>, locale: string): Spoken | undefined {
  const [, setTurn] = useState(0);
  const opening = book.open(locale);
  useEffect(() => {
    let isCurrent = true;
    void opening?.then(() => isCurrent && setTurn((turn) => turn + 1));
    return () => {
      isCurrent = false;
    };
  }, [opening]);
  if (opening) return undefined;
  const lang = book.language();
  return { lang, dir: directionOf(lang) };
}
