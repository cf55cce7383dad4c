/** Marks after which a shop's title goes on with less important things: size, colour, pack, model. */
const PHRASE_END = /\s*(?:[,;:،؛]\s|[|([–—，；（、：]|\s-\s)/gu;
/** Words that nothing may end with. */
const DANGLING = /^(?:a|an|the|and|or|of|for|with|in|on|to|by|from|at|as|its|your|our|&|\+|\/|-|و|في|من|مع)$/iu;
/** Fewest characters that still name a product. */
const LEAST_NAME_CHARS = 8;

/** The whole of `title`, or the longest beginning within `maxLength` that ends where a phrase does and still fills half of the room; '' where there is none. */
export function atPhrase(title: string, maxLength: number): string {
  const text = title.trim();
  if (text.length <= maxLength) return text;
  const ends = [...text.matchAll(PHRASE_END)].map(({ index }) => index).filter((end) => end >= LEAST_NAME_CHARS && end <= maxLength);
  const cut = text.slice(0, ends.at(-1) ?? 0).trimEnd();
  return cut.length >= maxLength / 2 ? cut : '';
}

/**
 * What of `title` fits `maxLength` UTF-16 units: its beginning up to where a phrase ends, else the words up to its noun, else as
 * many words as fit; no number is parted from its unit. '' where nothing of it fits.
 */
export function shortTitle(title: string, maxLength: number): string {
  return atPhrase(title, maxLength) || atNoun(title, maxLength) || atWord(title.trim(), maxLength);
}

/** Words after which a title says how, with what or for whom, and no longer what. */
const AFTER_NOUN = /\s(?=(?:in|with|for|by|from|at|on|to|and|or|without)\s)|\s*(?:[,;]\s|[|([–—]|\s-\s)/giu;
/** What may be the second half of a number: a unit, or a short word after digits. */
const UNIT = /^(?:\p{L}{1,3}\.?|inch(?:es)?|feet|["'x×%])$/iu;

/**
 * The words of `title` that end with its noun, as many as fit: English names a thing last, so what stands before can go.
 * "Over the Range Convection Microwave" of "Whirlpool 1.9 cu. ft. Over the Range Convection Microwave in Steel". '' where
 * fewer than two words fit.
 */
export function atNoun(title: string, maxLength: number): string {
  const text = title.trim();
  const end = [...text.matchAll(AFTER_NOUN)].map(({ index }) => index).find((index) => text.slice(0, index).includes(' ')) ?? text.length;
  const words = text.slice(0, end).split(' ');
  for (let first = 0; first < words.length - 1; first++) {
    const [before = '', word = ''] = [words[first - 1], words[first]];
    const isPart = DANGLING.test(word) || word === '' || (UNIT.test(word) && /\p{Nd}|\.$/u.test(before));
    const name = words.slice(first).join(' ');
    if (name.length <= maxLength && !isPart) return name;
  }
  return '';
}

function atWord(text: string, maxLength: number): string {
  const words = text.slice(0, maxLength + 1).split(' ');
  words.pop(); // cut within, or the blank after the last that fits
  while (words.length > 0 && isUnfinished(words)) words.pop();
  const cut = words.join(' ').replace(/[\s,;:|–—-]+$/u, '');
  if (cut.length > 0) return cut;
  return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text) ? [...text].reduce((all, character) => (all.length + character.length <= maxLength ? all + character : all), '').replace(/[\p{Nd}.,]+$/u, '') : '';
}

/** Whether the last word wants another after it: a preposition, a number, or what may be the first half of a unit. */
function isUnfinished(words: readonly string[]): boolean {
  const [before = '', last = ''] = words.slice(-2).length === 2 ? words.slice(-2) : ['', words[0] ?? ''];
  return last === '' || DANGLING.test(last) || /\p{Nd}/u.test(last) || (/\p{Nd}/u.test(before) && (last.endsWith('.') || last.length <= 3)) || (last.match(/[([]/g) ?? []).length > (last.match(/[)\]]/g) ?? []).length;
}
