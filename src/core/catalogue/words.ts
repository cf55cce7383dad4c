/** Runs of letters and digits of any script, marks included. */
const RUN = /[\p{L}\p{N}\p{M}]+/gu;
/** Scripts written without spaces between words: a run of them is read two characters at a time. */
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/gu;
/** Longest word kept, in UTF-16 units; anything longer is a key, a hash or a broken sentence. */
const MAX_WORD_CHARS = 30;

/**
 * Words of `text` for comparing products: lower case, plural "s" dropped, Chinese, Japanese and Thai by overlapping pairs.
 * Numbers of more than 5 digits are left out: they are codes, each seen once.
 */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUN)) {
    let end = 0;
    for (const match of run.matchAll(SPACELESS)) {
      addWord(words, run.slice(end, match.index));
      addPairs(words, match[0]);
      end = match.index + match[0].length;
    }
    addWord(words, run.slice(end));
  }
  return words;
}

function addWord(words: string[], word: string): void {
  if (word.length < 2 || word.length > MAX_WORD_CHARS || /^\d{6,}$/.test(word)) return;
  words.push(word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word);
}

function addPairs(words: string[], run: string): void {
  const characters = [...run];
  if (characters.length === 1) words.push(run);
  for (let i = 1; i < characters.length; i++) words.push(`${characters[i - 1]}${characters[i]}`);
}
