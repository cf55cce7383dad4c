import { indexTokens, queryTokens } from '#core/text';
import { conceptsIn, isTopic } from './concepts.ts';

/** Words that nearly every question holds, and that say nothing of what it is about; pairs of characters likewise. */
const STOP = new Set(
  ('a an and are as at be been but by can could did do does doe for from get give got had ha have he her hi how i if in into is it its just me my need of on or our please shall she should so some such tell than that the their them then there these they this those to us was we were what when where which who whom why will with would you your am any about also let like know want hello hey thing there here been being long much many take takes soon'
    + ' 可以 请问 什么 怎么 怎样 如何 多少 我的 我们 你们 你好 一个 一下 这个 那个 是不 不是 有没 没有 能不 不能 吗 呢 的 了 是 我 你 在 有 能 要 会 和 或 请 想要 我想 知道 告诉 是否 哪里 哪个 时候 那么 么办 得到 么时').split(' '),
);

/** A word without what English adds to verbs and nouns: delivery, delivered, delivering are one. Rougher than Porter's (1980), and enough for short texts. */
export function stem(word: string): string {
  if (!/^[a-z]{5,}$/.test(word)) return word;
  let base = word.replace(/(?:ing|ed|er|ment|ly|able)$/, '');
  if (base.length < 3 || !/[aeiouy]/.test(base)) base = word;
  if (base !== word) base = base.replace(/([bdfgklmnprt])\1$/, '$1');
  return base.replace(/[ey]$/, '');
}

/** Single Chinese characters that say nothing by themselves. */
const EMPTY_CHARACTERS = new Set('的了吗呢我你您们他是在有没不能可以要会和或请想怎么什哪多少个这那到给用一上下里就也都还吧啊得为与及被把从对后前时候人天们么');
/** Chinese that asks without saying of what: pairs of its characters would find every heading that asks the same of something else. Aspects among it are still concepts. */
const ASKING = /请问|需要|可以|可不可以|能不能|能否|是不是|是否|有没有|多久|多长时间|多长|多少|多快|几天|什么时候|时候|何时|什么|怎么样|怎么|怎样|如何|哪里|哪些|哪个|为什么|一下/gu;
/** What counts less than a word: a topic, an aspect of it, a character of a word. */
const CONCEPT_SHARE = 0.8;
const ASPECT_SHARE = 0.4;
const CHARACTER_SHARE = 0.3;

/** Something a question asks for. */
export interface Term {
  readonly term: string;
  /** What it counts beside a whole word, 0 to 1. */
  readonly share: number;
}

/** Terms of a passage's text, each as often as it stands there. */
export function textTerms(text: string): readonly string[] {
  return [...indexTokens(text.replaceAll(ASKING, ' ')).map(stem).filter((term) => !STOP.has(term)), ...conceptsIn(text)];
}

/** Terms of a question, each once. */
export function questionTerms(question: string): readonly Term[] {
  const bare = question.replaceAll(ASKING, ' ');
  const words = new Set(queryTokens(bare).filter((token) => !STOP.has(token)).map(stem));
  const characters = new Set((bare.match(/\p{Script=Han}/gu) ?? []).filter((character) => !EMPTY_CHARACTERS.has(character) && !words.has(character)));
  return [
    ...[...words].map((term) => ({ term, share: 1 })),
    ...[...characters].map((term) => ({ term, share: CHARACTER_SHARE })),
    ...[...new Set(conceptsIn(question))].map((term) => ({ term, share: isTopic(term) ? CONCEPT_SHARE : ASPECT_SHARE })),
  ];
}

/** Whether a token says nothing by itself. */
export function isStopWord(token: string): boolean {
  return STOP.has(token);
}
