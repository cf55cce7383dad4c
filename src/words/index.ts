/**
 * **Knows** how a part of ours speaks the page's language: which one, its direction, its plural forms, its numbers and dates;
 * words in English with the code that shows them, in Chinese and Arabic in a chunk of their own, of the same shape by type.
 * **Not here** the words: each part keeps its own, English in a `…words.ts`, the others in `…-zh.ts` and `…-ar.ts` beside it;
 * what the language is (`#page/tag`).
 * **Life of a word** `bookOf` binds English and its translations → `useWords` opens the book at a locale: undefined while a
 * chunk is on its way, so that no English flashes → `book.words()` everywhere below → English where the chunk does not come.
 * **Trust** a translation is code of the shop's own origin, loaded as every part is, and drawn as text.
 */
export { bookOf, type Translation } from './book.ts';
export { counted, formatBytes, formatDate, formatDay, formatPrice, formatSmall, formatSpan, formatTime, type Count } from './format.ts';
export { pluralsOf } from './language.ts';
export { wordingOf } from './wording.ts';
export { useWords, type Spoken } from './use-words.ts';
