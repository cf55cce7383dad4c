/** Scripts written without spaces between words. */
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/gu;
/** Runs of letters and digits, also across what joins two of them: t-shirt, levi's, 1/2, h&m. */
const CHUNK = /[\p{L}\p{N}\p{M}]+(?:['’.,/&+-][\p{L}\p{N}\p{M}]+)*/gu;
/** Parts of a chunk: what joins them goes, and 5gal is 5 and gal. */
const PART = /\p{N}+|[\p{L}\p{M}]+/gu;
/** Fractions and decimals stay whole: 1/2 is neither 1 nor 2. */
const NUMBER = /^\p{N}+(?:[.,/]\p{N}+)+$/u;
/** Marks that people leave out, and the stroke that lengthens an Arabic word. */
const MARK = /\p{Mn}|\u0640/gu;
/** Marks before this one are accents of Latin, Greek and Cyrillic, points of Hebrew and vowels of Arabic; later ones make other letters: か is not が. */
const END_OF_ACCENTS = '\u0700';
/** Letters that no decomposition takes apart, as people without them on their keyboard write them. */
const PLAIN: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ı: 'i', ة: 'ه', ى: 'ي' };
/**
 * What Arabic writes before a noun in one word with it: the, and with "and", "with", "as", "so", "for" before that (light10 of
 * Larkey et al. 2007, but for a single letter, which as often is the word's own). Three letters stay, so that a short word stays whole.
 */
const ARTICLE = /^و?(?:[بفك]?ال|لل)(?=\p{L}{3})/u;
/** Longest text read of one field or query, in UTF-16 units: a title that is longer is a description. */
const MAX_TEXT = 1_000;

/** `text` without case, width, accents: what two spellings of one word have in common. */
function folded(text: string): string {
  return text.slice(0, MAX_TEXT).normalize('NFKD').toLowerCase().replace(MARK, (mark) => (mark < END_OF_ACCENTS ? '' : mark)).replace(/[ßæœøłđıةى]/gu, (letter) => PLAIN[letter] ?? letter).normalize('NFC');
}

/** `word` without its English plural, which Spanish and French nouns mostly share (Harman 1991, the S stemmer). */
function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s')) return word;
  if (/[^ae]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:x|ch|sh|ss|z)es$/.test(word)) return word.slice(0, -2);
  return /[^us]s$/.test(word) ? word.slice(0, -1) : word;
}

/** Tokens of one part of a chunk. A run of a spaceless script is read in pairs, one character alone by itself. */
function partTokens(part: string, isIndexed: boolean): string[] {
  const tokens: string[] = [];
  let end = 0;
  const addWord = (word: string): void => {
    const noun = word.replace(ARTICLE, '');
    // The index knows the whole word too: one that is still being typed may have only its article.
    if (isIndexed && noun !== word) tokens.push(word);
    if (noun !== '') tokens.push(singular(noun));
  };
  for (const match of part.matchAll(SPACELESS)) {
    addWord(part.slice(end, match.index));
    const characters = [...match[0]];
    // The index knows single characters too: a query of one finds them, and pairs that nobody wrote fall back to them.
    if (isIndexed || characters.length === 1) tokens.push(...characters);
    for (let i = 1; i < characters.length; i++) tokens.push(`${characters[i - 1]}${characters[i]}`);
    end = match.index + match[0].length;
  }
  addWord(part.slice(end));
  return tokens;
}

function tokens(text: string, isIndexed: boolean): string[] {
  const found: string[] = [];
  for (const [chunk] of folded(text).matchAll(CHUNK)) {
    if (NUMBER.test(chunk)) {
      found.push(chunk.replaceAll(',', '.'));
      continue;
    }
    const parts = chunk.match(PART) ?? [];
    for (const part of parts) found.push(...partTokens(part, isIndexed));
    if (isIndexed && parts.length > 1) found.push(singular(parts.join('')));
  }
  return found;
}

/** Tokens of a product's text, with the joined forms of what is written in parts: t-shirt is t, shirt and tshirt. */
export function indexTokens(text: string): readonly string[] {
  return tokens(text, true);
}

/** Tokens of a query, in order. */
export function queryTokens(text: string): readonly string[] {
  return tokens(text, false);
}
