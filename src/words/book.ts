import { languageOf, type Language } from './language.ts';

/** The shape of `Words` with any text in it: what another language fills, whole and with nothing besides. */
export type Translation<Words> = Words extends string
  ? string
  : Words extends (...parts: infer Parts) => string
    ? (...parts: Parts) => string
    : { readonly [Key in keyof Words]: Translation<Words[Key]> };

/** The words of one part of ours in every language. */
export interface Book<Words> {
  /** In the language the book stands open at; English until another has come. Ask at every drawing: a page may change its language. */
  words(): Translation<Words>;
  /** What {@link words} is written in. */
  language(): Language;
  /** Opens at the language of `locale` (BCP 47). A promise while its words are on their way; it never rejects: where they do not come, English stays. */
  open(locale: string): Promise<void> | undefined;
}

/**
 * A book of `english`, and of chunks that are loaded when a page speaks their language.
 *
 * @param chunks - an `import()` of each translation
 */
export function bookOf<Words>(english: Words & Translation<Words>, chunks: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Translation<Words>>>>): Book<Words> {
  const known = new Map<Language, Translation<Words>>([['en', english]]);
  const coming = new Map<Language, Promise<void>>();
  let open: Language = 'en';
  let wanted: Language = 'en';
  const load = async (language: Exclude<Language, 'en'>): Promise<void> => {
    try {
      known.set(language, await chunks[language]());
    } catch {
      known.set(language, english); // offline, or a policy: rather English than nothing
    }
    if (wanted === language) open = language;
  };
  const wordsIn = (language: Language): Translation<Words> => known.get(language) ?? english;
  return {
    words: () => wordsIn(open),
    language: () => (wordsIn(open) === english ? 'en' : open),
    open(locale) {
      wanted = languageOf(locale);
      if (known.has(wanted) || wanted === 'en') {
        open = wanted;
        return undefined;
      }
      const promise = coming.get(wanted) ?? load(wanted);
      coming.set(wanted, promise);
      return promise;
    },
  };
}
