import type { Passage } from '#core/knowledge';
import { textTerms } from './terms.ts';

/** Longest answer, in UTF-16 units: what a dialog on a phone shows without scrolling. A shorter passage is given whole. */
const MAX_ANSWER_CHARS = 360;
/** Where a sentence ends: not after a number's point, and not inside an abbreviation such as e.g. */
const SENTENCE = /[^.!?。！？]*(?:[.](?=\S)[^.!?。！？]*)*(?:[.!?。！？]+["”’）)]*|$)/gu;
/** What a question of that kind wants to read, in a sentence that answers it. */
const WANTED: readonly (readonly [asks: RegExp, reads: RegExp])[] = [
  [/\b(?:how long|when|how (?:fast|soon|many)|days?)\b|多久|几天|什么时候|多长/i, /\d|\b(?:day|week|hour|month|year)s?\b|天|日|周|小时|月|年/i],
  [/\b(?:how much|cost|price|fee|free)\b|多少钱|费|价/i, /[€$£¥]\s?\d|\d\s?(?:€|欧|元)|\bfree\b|免费|包邮/i],
  [/\bwhere\b|哪里|在哪|地址/i, /\b(?:in|at|under)\b|在|于/i],
  [/\b(?:which|what) (?:countr|card|method|payment)\w*|哪些/i, /,|、/],
];

/** Sentences of a line, each with its stop. */
export function sentencesOf(line: string): readonly string[] {
  return (line.match(SENTENCE) ?? []).map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
}

/**
 * What of a passage answers: sentences as they stand, one after the other, never words of our own. A passage that is short enough
 * is given whole.
 *
 * @param rarityOf - of a term among all passages
 * @param wanted - terms of the question
 */
export function extractOf(passage: Passage, question: string, wanted: readonly string[], rarityOf: (term: string) => number): string {
  const whole = passage.lines.join('\n');
  if (whole.length <= MAX_ANSWER_CHARS) return whole;
  const sentences = passage.lines.flatMap((line) => sentencesOf(line).map((text, i) => ({ text, isFirst: i === 0 })));
  const reads = WANTED.filter(([asks]) => asks.test(question)).map(([, reads]) => reads);
  const terms = new Set(wanted);
  const worths = sentences.map(({ text }, i) => {
    const own = new Set(textTerms(text));
    const shared = [...own].filter((term) => terms.has(term)).reduce((sum, term) => sum + rarityOf(term), 0);
    return shared + 1.5 * reads.filter((pattern) => pattern.test(text)).length + (i === 0 ? 1 : 0); // shops put the answer first
  });
  return bestRun(sentences, worths);
}

/** The sentences in a row that fit and are worth most. */
function bestRun(sentences: readonly { readonly text: string; readonly isFirst: boolean }[], worths: readonly number[]): string {
  let [best, bestWorth] = [sentences[0]?.text.slice(0, MAX_ANSWER_CHARS) ?? '', -1];
  for (let from = 0; from < sentences.length; from++) {
    let [text, worth] = ['', 0];
    for (let to = from; to < sentences.length; to++) {
      const sentence = sentences[to];
      if (!sentence) break;
      const joint = text === '' ? '' : sentence.isFirst ? '\n' : /[。！？”）]$/u.test(text) ? '' : ' ';
      if ((text + joint + sentence.text).length > MAX_ANSWER_CHARS) break;
      text += joint + sentence.text;
      worth += worths[to] ?? 0;
      if (worth > bestWorth) [best, bestWorth] = [text, worth];
    }
  }
  return best;
}
